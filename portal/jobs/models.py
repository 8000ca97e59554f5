"""Jobs: work that must happen, as rows that outlive brokers and workers."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """One piece of work. It is due while `done_at` and `dead_at` are empty and no lease runs."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    once = models.CharField(max_length=200, null=True, unique=True)
    """A name that makes enqueuing idempotent."""
    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["run_after"],
                name="job_waiting",
                condition=models.Q(done_at=None, dead_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SignOfLife(models.Model):
    """When each background part last did its round; the health page reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
