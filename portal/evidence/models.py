"""Evidence: append-only rows of what people did, partitioned by the day they were recorded."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone


class Evidence(models.Model):
    """One fact. `person` is opaque, `result` is typed by its verb and holds no free text."""

    pk = models.CompositePrimaryKey("recorded_at", "id")
    recorded_at = models.DateTimeField(default=timezone.now)
    id = models.UUIDField(default=uuid.uuid4)
    person = models.UUIDField()
    verb = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    part = models.CharField(max_length=80, blank=True)
    release = models.UUIDField(null=True)
    result = models.JSONField(default=dict)
    locale = models.CharField(max_length=10)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "kind", "key"], name="evidence_by_person"),
            models.Index(fields=["kind", "key", "verb"], name="evidence_by_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.key}"


class IdempotencyKey(models.Model):
    """The name under which a fact was recorded, so that a retry records nothing."""

    key = models.CharField(max_length=200, primary_key=True)
    evidence = models.UUIDField()
    recorded_at = models.DateTimeField()


class PersonAlias(models.Model):
    """A person who was known twice: facts of `alias` are facts of `person`, whose own id is no alias of another.

    Rows are never taken away; only `person` may change, when who it names is merged into somebody else.
    """

    alias = models.UUIDField(primary_key=True)
    person = models.UUIDField(db_index=True)
    merged_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(alias=models.F("person")), name="nobody_is_their_own_alias"),
        ]


class Place(models.Model):
    """Where a fact stands among those that leave the house as statements; see places.sql for why and how."""

    fact = models.UUIDField(primary_key=True)
    recorded_at = models.DateTimeField()
    number = models.BigIntegerField(null=True, unique=True)
    """Given once its transaction has committed; never given twice."""

    class Meta:
        indexes = [
            models.Index(fields=["recorded_at", "fact"], name="evidence_unnumbered", condition=models.Q(number=None)),
        ]
