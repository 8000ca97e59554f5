"""What people asked of their own data, and what is kept by law after it went; words and names lie sealed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.sealed import SealedBytesField, SealedTextField


class DataCopy(models.Model):
    """Everything the portal holds about a person, made when they asked; sealed, theirs alone, gone after its days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_copies")
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    """When it was first downloaded."""
    destroyed_at = models.DateTimeField(null=True)
    size = models.PositiveIntegerField(default=0)
    content = SealedBytesField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(made_at=None, destroyed_at=None), name="one_copy_in_the_making"
            ),
            models.CheckConstraint(
                condition=Q(content=None) | Q(made_at__isnull=False, destroyed_at=None), name="copy_there_or_destroyed"
            ),
        ]


class ErasureRequest(models.Model):
    """A person asks that what is held about them goes; the privacy officer answers."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        WITHDRAWN = "withdrawn", _("withdrawn")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasure_requests")
    words = SealedTextField(blank=True)
    """The person's own, where they gave any."""
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    entered_by = models.UUIDField(null=True)
    """Opaque id of who entered it for somebody who can no longer sign in; empty where the person asked themselves."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True)
    """When it was withdrawn or decided."""
    decided_by = models.UUIDField(null=True)
    answer = SealedTextField(blank=True)
    """What the officer told the person."""
    granted = models.JSONField(default=list)
    """Names of the kinds of data that were granted."""
    rest_on_leaving = models.BooleanField(default=False)
    """What work still needs goes when the person has left."""
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(state="waiting"), name="one_erasure_waits_a_person"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None) | ~Q(state="waiting") & Q(settled_at__isnull=False),
                name="erasure_waits_or_is_settled",
            ),
        ]
        indexes = [models.Index(fields=["answer_by"], name="erasures_waiting", condition=Q(state="waiting"))]


class RetainedProof(models.Model):
    """Whose mandatory training it was, after an erasure: sealed, opened for a reason alone, destroyed at its term."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(unique=True)
    pseudonym = models.CharField(max_length=150)
    identity = SealedTextField(blank=True)
    """JSON: name, email, document."""
    left_on = models.DateField()
    """The first day on which they no longer worked here."""
    kept_until = models.DateField()
    made_at = models.DateTimeField(default=timezone.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(destroyed_at=None) & ~Q(identity="") | Q(destroyed_at__isnull=False, identity=""),
                name="proof_there_or_destroyed",
            ),
        ]
        indexes = [models.Index(fields=["kept_until"], name="proof_by_term", condition=Q(destroyed_at=None))]

    @property
    def last_day(self) -> date:
        return self.left_on - timedelta(days=1)
