"""Releases: what was in force for readers, frozen part by part in every language; never edited."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

SCHEMA = 1
"""Number of the block format; an older number is read through an upcaster."""


class ChangeClass(models.TextChoices):
    """What a release asks of those who already know the one before."""

    EDITORIAL = "editorial", _("Editorial: nobody has to do anything again")
    MINOR = "minor", _("Minor: people are told what changed")
    MAJOR = "major", _("Major: the changed parts are due again")


class Release(models.Model):
    """One numbered release of a course, playbook, drill or page, spanning all its languages."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    number = models.PositiveIntegerField()
    slug = models.SlugField(max_length=255)
    source_locale = models.CharField(max_length=10)
    change_class = models.CharField(max_length=10, choices=ChangeClass.choices)
    reason = models.CharField(max_length=400)
    facts = models.JSONField(default=dict)
    revisions = models.CharField(max_length=64)
    """Digest of the revisions it was frozen from: freezing the same drafts twice gives one release."""
    schema = models.PositiveSmallIntegerField(default=SCHEMA)
    effective_on = models.DateField()
    released_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "number"], name="release_numbered_once"),
            models.UniqueConstraint(fields=["kind", "key", "revisions"], name="release_frozen_once"),
        ]
        indexes = [models.Index(fields=["kind", "slug", "-number"], name="release_by_slug")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} {self.number}"

    @property
    def is_first(self) -> bool:
        """A first release changes nothing: there was nothing before it."""
        return self.number == 1


class ReleasePart(models.Model):
    """A lesson, a step, a drill, or the cover (`part_id` "") of a release, in one language."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="parts")
    part_id = models.CharField(max_length=80, blank=True)
    locale = models.CharField(max_length=10)
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    blocks = models.JSONField(default=list)
    html = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "part_id", "locale"], name="part_once_a_language")]
