"""Endpoints that are told what happens, and each telling with what became of it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.sealed import SealedTextField


class PausedBecause(models.TextChoices):
    PERSON = "person", _("paused by hand")
    FAILING = "failing", _("paused by itself: it failed for days")
    GONE = "gone", _("paused by itself: the receiver said it is gone for good")


class Endpoint(models.Model):
    """An address of another system and what it is told."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    url = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=80))
    """Names out of `portal.webhooks.events`."""
    secret = SealedTextField()
    old_secret = SealedTextField(blank=True)
    """Signs too until `old_until`, so that a receiver has time to learn the new one."""
    old_until = models.DateTimeField(null=True)
    renewed = models.PositiveSmallIntegerField(default=0)
    """How often the secret was made anew."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_because = models.CharField(max_length=10, choices=PausedBecause.choices, blank=True)
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """In a row, since the last success."""
    rest_until = models.DateTimeField(null=True)
    """Nothing is tried before: an address that does not answer holds up no worker."""
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="endpoint_paused_for_a_reason",
                condition=models.Q(paused_at=None, paused_because="")
                | (models.Q(paused_at__isnull=False) & ~models.Q(paused_because="")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.paused_at is None and self.removed_at is None

    def secrets(self, now: datetime) -> list[str]:
        """Those that sign now, the newest first."""
        overlaps = self.old_secret and self.old_until is not None and now < self.old_until
        return [self.secret, *([self.old_secret] if overlaps else [])]


class Delivery(models.Model):
    """One event for one endpoint: its id is the message's, the same at every attempt."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=80)
    body = models.TextField()
    """What is signed and sent, byte for byte: ids and types, nothing else."""
    person = models.UUIDField(null=True)
    """Opaque id of whom it speaks of, where there is somebody."""
    made_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    took_ms = models.PositiveIntegerField(null=True)
    trouble = models.CharField(max_length=20, blank=True)
    """Why the last attempt failed, by `portal.webhooks.reach.TROUBLES`."""
    answer = models.CharField(max_length=200, blank=True)
    """The beginning of what the receiver said."""
    again_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["endpoint", "-made_at"], name="delivery_newest_first"),
            models.Index(fields=["person"], name="delivery_by_person", condition=models.Q(person__isnull=False)),
            models.Index(fields=["made_at"], name="delivery_oldest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_ends_one_way", condition=models.Q(delivered_at=None) | models.Q(dead_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.id}"
