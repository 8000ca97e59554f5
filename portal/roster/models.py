"""Imports of people: what was asked, how far it is, and, sealed and for a day at most, what the file says."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.sealed import SealedTextField


class State(models.TextChoices):
    """Where an import stands."""

    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Waiting for your decision")
    REFUSED = "refused", _("Not readable")
    RUNNING = "running", _("Being written")
    DONE = "done", _("Done")
    DISCARDED = "discarded", _("Discarded")


class Import(models.Model):
    """One file of people. `turn` counts the checks: a job of an earlier turn finds nothing to do."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="imports")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="confirmed_imports")
    state = models.CharField(max_length=20, choices=State.choices, default=State.CHECKING)
    turn = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)
    checked_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)
    """Since when nothing of the file's contents is kept."""
    invited_at = models.DateTimeField(null=True)

    digest = models.CharField(max_length=64)
    """SHA-256 of the file."""
    file = SealedTextField(blank=True)
    """The file in base64, until it has been read."""
    file_name = SealedTextField(blank=True)
    report = SealedTextField(blank=True)
    """JSON: what the check and the run have to say about lines and people."""

    starts_on = models.DateField()
    """The day from which changed departments and managers hold."""
    creates_departments = models.BooleanField(default=False)
    deactivates_missing = models.BooleanField(default=False)

    columns = models.JSONField(default=dict)
    """Heading and place by field."""
    counts = models.JSONField(default=dict)
    lines = models.PositiveIntegerField(default=0)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.JSONField(default=list)
    """User ids of who is new, so that they can be invited; forgotten with the rest."""

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [models.Index(fields=["-created_at"], name="roster_newest_first")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d} {self.state}"

    @property
    def told(self) -> dict[str, Any]:
        """The report as values; empty where there is none yet or none any more."""
        return dict(json.loads(self.report)) if self.report else {}

    def tell(self, **more: Any) -> None:
        """Add to the report; the caller saves."""
        self.report = json.dumps({**self.told, **more})


class Stage(models.IntegerChoices):
    """What a batch asks for, in the order in which batches run."""

    DEPARTMENTS = 0
    PEOPLE = 1
    MANAGERS = 2
    """From the top down, so that no chunk between two others shows a loop that neither the file nor the house has."""
    LEAVING = 3


class Batch(models.Model):
    """Some lines of a file, sealed; one job does one batch in one transaction."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="batches")
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.PEOPLE)
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField(default=0)
    sealed = SealedTextField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "stage", "number"], name="a_batch_stands_once")]

    def __str__(self) -> str:
        return f"{self.stage}/{self.number}"

    @property
    def entries(self) -> list[dict[str, Any]]:
        return list(json.loads(self.sealed))

    @entries.setter
    def entries(self, entries: list[dict[str, Any]]) -> None:
        self.sealed, self.size = json.dumps(entries), len(entries)
