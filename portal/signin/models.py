"""Invitations: a way in for somebody who has no password yet."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Invitation(models.Model):
    """A link sent to a person once registered. Only the digest of its secret is kept; it opens one door, once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True)
    """Opaque id of who invited; empty for a command or an import."""
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    link = ""
    """The whole address, secret included: only on the object that `invite` hands back, never stored."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at=None) | models.Q(withdrawn_at=None), name="accepted_or_withdrawn"
            ),
        ]


class Limit(models.Model):
    """What `limits` counts, by a digest that names nobody; written and read there in single statements."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()
    expires_at = models.DateTimeField(db_index=True)
