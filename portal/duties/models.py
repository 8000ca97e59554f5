"""Duties: rules, what they say and to whom, and who owes what by when; instants, whose meaning today is derived."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.models import Dated, Department, Role
from portal.people.models.organisation import DateRange


class Requirement(models.Model):
    """A rule's identity: some people owe a target. What it says and to whom stands in its terms."""

    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    ends_on = models.DateField(_("until (exclusive)"), null=True, blank=True)
    end_reason = models.CharField(_("reason"), max_length=400, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="requirement_by_target")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class DueFrom(models.TextChoices):
    """From where the days to meet it count."""

    HIRE = "hire", _("days after hiring")
    ASSIGNMENT = "assignment", _("days after the rule reaches the person")
    DATE = "date", _("a fixed day")


class Terms(models.Model):
    """What a rule says from a day on. A draft until it is switched on; from then on it is a fact, see schema.sql."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveSmallIntegerField()
    due_from = models.CharField(max_length=10, choices=DueFrom.choices)
    due_days = models.PositiveSmallIntegerField(_("days to meet it"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    again_days = models.PositiveSmallIntegerField(_("days to meet it again after a major release"), default=14)
    renew_days = models.PositiveSmallIntegerField(_("renewal opens days before the end"), null=True, blank=True)
    """None: once it is no longer in force, nothing is asked again."""
    grace_days = models.PositiveSmallIntegerField(_("days of tolerance"), default=0)
    applies_from = models.DateField(_("applies from"))
    reason = models.CharField(_("reason"), max_length=400)
    said_by = models.UUIDField(null=True)
    said_at = models.DateTimeField(default=timezone.now)
    switched_on_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["requirement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "number"], name="terms_numbered_once"),
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(switched_on_at=None), name="one_draft_of_terms_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(due_from="date", due_on__isnull=False)
                | Q(due_from__in=["hire", "assignment"], due_days__isnull=False),
                name="terms_say_when_it_is_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}.{self.number}"


class Clause(models.Model):
    """Some people: those for whom everything that is set is true, or everyone where nothing is.

    Who is named by any including clause and by no excluding one is the audience.
    """

    terms = models.ForeignKey(Terms, on_delete=models.CASCADE, related_name="clauses")
    excludes = models.BooleanField(default=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="asked_by_clauses"
    )
    with_below = models.BooleanField(_("with departments below"), default=True)
    role = models.CharField(_("role"), max_length=30, choices=Role.choices, blank=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    hired_from = models.DateField(_("hired from"), null=True, blank=True)
    hired_before = models.DateField(_("hired before"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="clauses"
    )

    class Meta:
        ordering = ["terms", "excludes", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(excludes=False)
                | Q(department__isnull=False)
                | ~Q(role="")
                | ~Q(title="")
                | Q(hired_from__isnull=False)
                | Q(hired_before__isnull=False)
                | Q(user__isnull=False),
                name="an_exclusion_names_somebody",
            ),
            models.CheckConstraint(
                condition=Q(hired_from=None) | Q(hired_before=None) | Q(hired_from__lt=F("hired_before")),
                name="hired_from_is_before_hired_before",
            ),
        ]


class OpenedBecause(models.TextChoices):
    """Why a cycle was opened."""

    ARRIVAL = "arrival", _("the rule reached the person")
    RETURN = "return", _("the rule reached the person again")
    RENEWAL = "renewal", _("what was met ends")
    RELEASE = "release", _("a new version came into force")


class ClosedBecause(models.TextChoices):
    """Why a cycle is asked no longer."""

    LEFT_AUDIENCE = "left_audience", _("the rule no longer speaks of the person")
    RULE_ENDED = "rule_ended", _("the rule ended")
    EXEMPTED = "exempted", _("the person is exempt")
    LEFT = "left", _("the person no longer works here")
    MOOT = "moot", _("the facts turned out not to ask for it")


class Duty(models.Model):
    """One person's cycle of one requirement. All its instants follow from rules, dated facts and evidence: `verify`."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="duties")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="duties")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="duties")
    """By which its due day is counted: those in force while it is not met."""
    kind = models.CharField(max_length=30)
    key = models.UUIDField()
    cycle = models.PositiveSmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_because = models.CharField(max_length=10, choices=OpenedBecause.choices, default=OpenedBecause.ARRIVAL)
    due_at = models.DateTimeField()
    grace_until = models.DateTimeField()
    """Equal to `due_at` where there is no tolerance."""
    held_until = models.DateTimeField(null=True)
    """Of a renewal: until when what the cycle before it proved holds."""
    met_at = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    """Set where the requirement no longer applies to the person; the history stays."""
    closed_because = models.CharField(max_length=15, choices=ClosedBecause.choices, blank=True)
    is_newest = models.BooleanField(default=True)
    """The cycle in which the person stands today: of each rule that speaks of them exactly one."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["requirement", "user", "cycle"], name="duty_opened_once"),
            models.UniqueConstraint(
                fields=["requirement", "user"], condition=Q(is_newest=True), name="one_duty_of_a_rule_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(met_at__isnull=False), name="in_force_only_when_met"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_because="")
                | (Q(closed_at__isnull=False, is_newest=False) & ~Q(closed_because="")),
                name="duty_closed_for_a_reason",
            ),
            models.CheckConstraint(condition=Q(grace_until__gte=F("due_at")), name="grace_follows_due"),
        ]
        indexes = [
            models.Index(fields=["kind", "key", "user"], name="duty_by_target"),
            models.Index(fields=["due_at"], name="duty_asked", condition=Q(closed_at=None, met_at=None)),
            models.Index(
                fields=["in_force_until"],
                name="duty_that_ends",
                condition=Q(is_newest=True, in_force_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}/{self.user_id}.{self.cycle}"


class Extension(models.Model):
    """One duty is due later, for a reason; a fact, see schema.sql."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateField(_("until"))
    """The last day on which it is still in time."""
    reason = models.CharField(_("reason"), max_length=400)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["duty", "at", "pk"]


class Exemption(Dated):
    """Of one person a rule asks nothing for a while, for a reason; a fact that may only end earlier, see schema.sql."""

    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="exemptions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=400)
    by = models.UUIDField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["requirement", "user", "starts_on"]
        constraints = [
            ExclusionConstraint(
                name="exempt_once_at_a_time",
                expressions=[
                    ("requirement", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="exemption_ends_not_before_it_began"
            ),
        ]
