"""Releases: what was in force for readers, frozen part by part in every language; never edited."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.days import home
from portal.releases.upcast import SCHEMA, upcast


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
    """The first day, on the organisation's clock, on which readers have it."""
    released_at = models.DateTimeField()
    released_by = models.UUIDField(null=True)
    approved_by = models.UUIDField(null=True)
    """Who approved it last, where a workflow did."""
    seal = models.CharField(max_length=64)
    """Digest of everything it says of itself, of its parts and of its files: `manage.py verify` computes it anew."""

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

    @property
    def takes_effect_at(self) -> datetime:
        """The instant from which readers have it: the start of its day, or its release later on that day."""
        return max(self.released_at, datetime.combine(self.effective_on, time.min, tzinfo=home()))


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
    schema = models.PositiveSmallIntegerField(default=SCHEMA)
    """Of its release, beside the blocks it speaks of: a part is read alone."""
    hash = models.CharField(max_length=64)
    """Digest of title, blocks and facts as they were frozen."""
    html_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "part_id", "locale"], name="part_once_a_language")]

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> ReleasePart:
        """Whoever reads a part has its blocks as they are written today, whatever number they were frozen under."""
        part = super().from_db(*args, **kwargs)
        if "blocks" in part.__dict__:
            part.blocks = upcast(part.blocks, schema=part.schema)
        return part

    @property
    def texts(self) -> Sequence[str]:
        """Its HTML, block by block, in the order in which it is read."""
        return [self.html[block["id"]] for block in self.blocks if block["id"] in self.html]


class ReleaseHeld(models.Model):
    """What a release keeps from every reader, apart from its facts and parts, so that nothing drawn of those can tell
    it: how a drill is marked and solved.
    """

    release = models.OneToOneField(Release, on_delete=models.PROTECT, primary_key=True, related_name="kept_apart")
    content = models.JSONField()


class ReleaseAsset(models.Model):
    """An image or document that a release shows: kept by its content, whatever becomes of the original."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="assets")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "sha256", "name"], name="asset_once_a_release")]
        indexes = [models.Index(fields=["sha256"], name="asset_by_content")]

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")

    @property
    def path(self) -> str:
        """Where its content lies in the storage."""
        return f"releases/{self.sha256[:2]}/{self.sha256}"
