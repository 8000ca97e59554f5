"""The address of a person's calendar: only a digest of its secret is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """One person, one address; a new one takes the place of the old, and a revoked one is gone."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=64, blank=True)
    """Digest of what was last answered."""
    changed_at = models.DateTimeField(null=True)
    """When what is answered last became another."""

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
