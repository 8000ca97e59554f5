"""Jobs: work that must happen, as rows that outlive brokers and workers."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone

OPEN = models.Q(done_at=None, dead_at=None, canceled_at=None)


class Job(models.Model):
    """One piece of work. It is open until it is done, given up or canceled; due while open and no lease runs.

    A row that is locked belongs to whoever locked it: nobody waits for it, and its lease is not asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    args = models.JSONField(default=dict)
    once = models.CharField(max_length=200, null=True, unique=True)
    """A name that makes enqueuing idempotent, as long as the row is kept: 30 days after it is done."""
    asked_by = models.UUIDField(null=True)
    """Opaque id of the person who may watch and cancel it; empty where the house itself asked."""
    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    fence = models.PositiveIntegerField(default=0)
    """Counts every claim and never goes back: what an earlier claim still writes is turned away by it."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """How often the present chunk was tried."""
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    """What it does right now: an English msgid, told to each reader in their language. Never names or values."""
    failure = models.CharField(max_length=20, blank=True)
    """Why the last attempt failed, by `portal.jobs.failing.REASONS`."""
    error = models.TextField(blank=True)
    """Where it failed, for who maintains the house; personal values are taken out."""
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    """When the present attempt began."""
    done_at = models.DateTimeField(null=True)
    dead_at = models.DateTimeField(null=True)
    cancel_asked_at = models.DateTimeField(null=True)
    canceled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["run_after"], name="job_waiting", condition=OPEN),
            models.Index(fields=["-dead_at"], name="job_dead", condition=models.Q(dead_at__isnull=False)),
            models.Index(fields=["-done_at"], name="job_done", condition=models.Q(done_at__isnull=False)),
            models.Index(fields=["asked_by"], name="job_asked_by", condition=models.Q(asked_by__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="job_ends_one_way",
                condition=OPEN
                | models.Q(done_at__isnull=False, dead_at=None, canceled_at=None)
                | models.Q(done_at=None, dead_at__isnull=False, canceled_at=None)
                | models.Q(done_at=None, dead_at=None, canceled_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class SignOfLife(models.Model):
    """When each background part last did its round; the health page and the page of jobs read it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
