"""Duties: who owes what by when, as instants; what they mean today is derived."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.people.models import Department


class Requirement(models.Model):
    """Everyone in a department, or below it, owes a target some days after the rule or they arrive."""

    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="requirements")
    due_days = models.PositiveSmallIntegerField(_("days to meet it"))
    applies_from = models.DateField(_("applies from"))
    ends_on = models.DateField(_("until (exclusive)"), null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "department"], name="requirement_said_once")]


class Duty(models.Model):
    """One person's cycle of one requirement. `met_at` and `in_force_until` are a projection of evidence."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    cycle = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """Set where the requirement no longer applies to the person; the history stays."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "user", "cycle"], name="duty_opened_once"),
            models.CheckConstraint(
                condition=models.Q(in_force_until=None) | models.Q(met_at__isnull=False),
                name="in_force_only_when_met",
            ),
        ]
        indexes = [models.Index(fields=["kind", "key", "user"], name="duty_by_target")]
