"""Practice companies: a journal, one snapshot of it, the subjects' data apart, and the attempt they stand for."""

from __future__ import annotations

import uuid
import zlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Workspace(models.Model):
    """One practice company of one person. It is its journal; this row is what gets locked."""

    class Kind(models.TextChoices):
        DRILL = "drill", _("Drill")
        FREE = "free", _("Free practice")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("practice company", "Open")
        CLOSED = "closed", pgettext_lazy("practice company", "Closed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="workspaces")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    drill_key = models.UUIDField(null=True)
    company = models.CharField(max_length=120)
    seed = models.BigIntegerField()
    engine_version = models.PositiveIntegerField()
    """The engine it was opened with; the snapshot names the one it was last written by."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    """When it was given up for another; a free company is purged some weeks later."""
    ready = models.CharField(max_length=12, blank=True)
    """Which of the ready companies it is (`sandbox.practice.KINDS`); empty for a drill's."""
    jurisdiction = models.CharField(max_length=2, blank=True)
    branched_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="branches")
    """The company it went its own way from; empty for one that never did, or once the other is purged."""
    branched_at = models.PositiveIntegerField(null=True)
    """The last event that both have in common."""
    moving = models.UUIDField(null=True)
    """The job that moves its clock over months, until the next act after its end."""
    moved_since = models.PositiveIntegerField(null=True)
    """The last event before that job."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="drill", drill_key__isnull=False) | Q(kind="free", drill_key__isnull=True),
                name="workspace_names_its_drill",
            ),
            models.CheckConstraint(
                condition=Q(branched_at__isnull=False, kind="free") | Q(branched_at=None, branched_from=None),
                name="only_free_companies_branch",
            ),
            models.UniqueConstraint(
                fields=["owner", "ready"],
                condition=Q(kind="free", state="open", branched_at=None) & ~Q(ready=""),
                name="one_open_ready_company_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.id}"


class EventField(models.JSONField):
    """JSON as it was written: taking it apart for PostgreSQL's own form cost more than storing it, and what is looked for
    has columns of its own. A lookup within it reads it then.
    """

    def db_type(self, connection: Any) -> str:
        return "json"

    def get_transform(self, lookup_name: str) -> Any:
        return lambda lhs: KeyTransform(lookup_name, Cast(lhs, models.JSONField()))

    def from_db_value(self, value: Any, expression: object, connection: object) -> Any:
        return value


class JournalEvent(models.Model):
    """One event of a practice company, in order. Append-only by trigger: going back is a replay, never an edit."""

    # Found by its order's own index; that it is there, journal.sql asks once a statement and not once an event.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="journal", db_index=False, db_constraint=False
    )
    seq = models.PositiveIntegerField()
    customer = models.CharField(max_length=60, null=True)
    """Whose event it is, as the engine says (`engine.whose`): one customer's file never reads the whole journal."""
    kind = models.CharField(max_length=60)
    """The event's type, which the payload says as well."""
    payload = EventField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "seq"], name="journal_in_one_order"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="journal_starts_at_one"),
        ]
        indexes = [
            models.Index(
                fields=["workspace", "customer", "seq"], condition=Q(customer__isnull=False), name="journal_by_customer"
            ),
            models.Index(fields=["workspace", "seq"], condition=Q(kind="invoice_issued"), name="journal_of_invoices"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Packed(bytes):
    """Bytes as they lie in their row."""

    @classmethod
    def of(cls, value: bytes) -> Packed:
        return cls(zlib.compress(value, level=1))

    @property
    def unpacked(self) -> bytes:
        try:
            return zlib.decompress(self)
        except zlib.error:
            # Written by an engine that did not pack, or spoilt: as it lies, for whoever asks its version or verifies it.
            return bytes(self)


class PackedField(models.BinaryField):
    """Bytes that lie compressed in their row: a world repeats itself ten times over, and PostgreSQL's own way is slow."""

    def get_db_prep_value(self, value: bytes | None, connection: Any, prepared: bool = False) -> Any:
        packed = value if value is None or isinstance(value, Packed) else Packed.of(value)
        return super().get_db_prep_value(packed, connection, prepared)

    def from_db_value(self, value: bytes | None, expression: object, connection: object) -> bytes | None:
        return None if value is None else Packed(value).unpacked


class Snapshot(models.Model):
    """The world after event `seq`, so that nobody replays for a page; thrown away when the engine's version differs."""

    workspace = models.OneToOneField(Workspace, on_delete=models.CASCADE, primary_key=True, related_name="snapshot")
    seq = models.PositiveIntegerField()
    data = PackedField()
    engine_version = models.PositiveIntegerField()


class Subject(models.Model):
    """Personal data of one practice subscriber, sealed under its own key. Without the key there is no person."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="subjects")
    subject = models.CharField(max_length=60)
    data = models.BinaryField(null=True)
    key = models.BinaryField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "subject"], name="subject_once_a_company"),
            models.CheckConstraint(
                condition=Q(key__isnull=False, erased_at__isnull=True)
                | Q(key__isnull=True, data__isnull=True, erased_at__isnull=False),
                name="subject_has_a_key_or_was_erased",
            ),
        ]


class DrillAttempt(models.Model):
    """One try at a drill: its own company, its own seed, the release it was begun on."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drill_attempts")
    drill_key = models.UUIDField()
    release = models.UUIDField()
    number = models.PositiveIntegerField()
    workspace = models.OneToOneField(Workspace, on_delete=models.SET_NULL, null=True, related_name="attempt")
    """Empty where its company was purged, at its person's request or long after its end: the result stays."""
    opened_at = models.DateTimeField(default=timezone.now)
    came_from = models.CharField(max_length=300, blank=True)
    """The page of this house that sent the person, to lead them back."""
    hints_used = models.PositiveSmallIntegerField(default=0)
    checks = models.PositiveIntegerField(default=0)
    last_check = models.JSONField(null=True)
    """What the last check found, in both languages: `{seq, score, passed, conditions: [...]}`."""
    best_score = models.PositiveSmallIntegerField(null=True)
    passed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "drill_key", "number"], name="attempt_numbered_once"),
            models.CheckConstraint(
                condition=Q(best_score__isnull=True) | Q(best_score__lte=100), name="score_is_of_a_hundred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drill_key} {self.number}"

    @property
    def is_passed(self) -> bool:
        return self.passed_at is not None


class CommandKey(models.Model):
    """A command that came with a key: the same key again gets the same answer, and nothing happens twice."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    answer = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "key"], name="command_keyed_once")]
