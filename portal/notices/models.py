"""Rows of notices: what a person was told, and the mails that carried it; each has a name, so that neither is written twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Mailing(models.Model):
    """One mail with notices in it: what came at once, or the summary of a day. Its job was written with it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailings")
    name = models.CharField(max_length=60)
    """"digest:2026-11-23" for the summary of that day of theirs, "now:<first notice>" for what came at once."""
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="mailing_written_once")]

    def __str__(self) -> str:
        return f"{self.name} to {self.user_id}"


class Notice(models.Model):
    """One thing one person is told. It holds facts and no words: those are found when it is read or mailed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    once = models.CharField(max_length=200)
    """What it is about, so exactly that nobody is told it twice: "duty.overdue:course:<key>:2026-11-22"."""
    key = models.UUIDField(null=True)
    """The thing it is about, where that has a key."""
    facts = models.JSONField(default=dict)
    """Numbers, keys and days; neither prose nor names."""
    told_at = models.DateTimeField()
    """The moment it speaks of, by which the inbox is ordered."""
    written_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    """When it was decided what becomes of it by mail: it went with `mailing`, or with none."""
    mailing = models.ForeignKey(Mailing, on_delete=models.PROTECT, null=True, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "once"], name="notice_told_once"),
            models.CheckConstraint(
                condition=Q(mailing=None) | Q(settled_at__isnull=False), name="notice_mailed_is_settled"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-told_at"], name="notice_newest_first"),
            models.Index(fields=["user"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["user", "written_at"], name="notice_to_mail", condition=Q(settled_at=None)),
            models.Index(fields=["told_at"], name="notice_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.user_id}"


class Waiting(models.Model):
    """Who wants to hear how something ends. The row goes as soon as they were told."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    """"gap:12"."""
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "user"], name="waits_once")]

    def __str__(self) -> str:
        return f"{self.user_id} waits for {self.subject}"
