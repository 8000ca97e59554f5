"""Rows of the audit: append-only, kept by trigger; people stand in them by opaque id alone."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils import timezone


class Entry(models.Model):
    """One privileged act. `actor` is empty where a command or a clock did it; `facts` are typed and hold no names."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now)
    actor = models.UUIDField(null=True)
    act = models.CharField(max_length=60)
    subject = models.UUIDField(null=True)
    """Opaque id of the person it was done to, where there is one."""
    facts = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    """What the actor gave as reason; the field that asks for it says that no personal data belongs in it."""

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),
            models.Index(fields=["subject", "-at"], name="audit_by_subject"),
            models.Index(fields=["actor", "-at"], name="audit_by_actor"),
            models.Index(KeyTransform("import", "facts"), name="audit_by_import"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"
