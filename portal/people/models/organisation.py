"""The organisation: departments, who answers to whom, and who holds which role; each row carries its days."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.people.models.user import User


class Department(models.Model):
    """A department; its places, dated, make the tree."""

    key = models.SlugField(unique=True)
    name_pt_br = models.CharField(_("name in Portuguese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if (translation.get_language() or "").startswith("en") else self.name_pt_br


class Dated(models.Model):
    """A fact that holds from a day up to, and not including, another."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until (exclusive)"), null=True, blank=True)

    class Meta:
        abstract = True


def _no_backwards(name: str) -> models.CheckConstraint:
    """What ends, ends after it began."""
    return models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name=name)


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


def _never_two_at_once(name: str, *who: str) -> ExclusionConstraint:
    """No two rows of the same `who` may hold on one day."""
    expressions: list[tuple[Any, str]] = [(field, RangeOperators.EQUAL) for field in who]
    days = DateRange("starts_on", "ends_on", RangeBoundary())
    return ExclusionConstraint(name=name, expressions=[*expressions, (days, RangeOperators.OVERLAPS)])


class DepartmentPlace(Dated):
    """A department stands under another. A root has no place. No department comes to stand under itself: see schema.sql."""

    department = models.ForeignKey(Department, on_delete=models.CASCADE, related_name="places")
    parent = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="children")

    class Meta:
        constraints = [
            _never_two_at_once("one_place_at_a_time", "department"),
            _no_backwards("place_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(department=F("parent")), name="department_is_not_its_own_parent"),
        ]


class Employment(Dated):
    """A person belongs to the organisation; who returns has a second row."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="employments")
    closed_at = models.DateTimeField(null=True, blank=True)
    """Access ended at this instant, before the last day was over; empty where it ends with the day."""

    class Meta:
        constraints = [
            _never_two_at_once("employed_once_at_a_time", "user"),
            _no_backwards("employment_ends_after_it_began"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(ends_on__isnull=False), name="access_ends_only_where_employment_ends"
            ),
        ]


class DepartmentMembership(Dated):
    """A person works in one department at a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="departments")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        constraints = [
            _never_two_at_once("one_department_at_a_time", "user"),
            _no_backwards("department_ends_after_it_began"),
        ]


class ReportingLine(Dated):
    """A person answers to one manager at a time. Nobody comes to answer to themselves, at any depth: see schema.sql."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="managers")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reports")

    class Meta:
        constraints = [
            _never_two_at_once("one_manager_at_a_time", "user"),
            _no_backwards("line_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(user=F("manager")), name="nobody_manages_themselves"),
        ]


class Role(models.TextChoices):
    """What a person may do beyond learning; managing follows from the reporting line."""

    AUTHOR = "author", _("Author")
    PROCESS_OWNER = "process_owner", _("Process owner")
    IDEA_REVIEWER = "idea_reviewer", _("Idea reviewer")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class RoleMembership(Dated):
    """A person holds a role from a day until another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)

    class Meta:
        constraints = [
            _never_two_at_once("role_held_once_at_a_time", "user", "role"),
            _no_backwards("role_ends_after_it_began"),
        ]


class Delegation(Dated):
    """While `user` is away, `delegate` leads whom they lead; roles stay with who holds them. It always has an end.

    One that was ended on the very day it began holds on no day, and stays as a trace of what was seen that day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegations")
    delegate = models.ForeignKey(User, on_delete=models.CASCADE, related_name="delegated")

    class Meta:
        constraints = [
            _never_two_at_once("one_delegate_at_a_time", "user"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="delegation_ends_not_before_it_began"
            ),
            models.CheckConstraint(condition=Q(ends_on__isnull=False), name="delegation_has_an_end"),
            models.CheckConstraint(condition=~Q(user=F("delegate")), name="nobody_is_their_own_delegate"),
        ]
