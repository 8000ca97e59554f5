"""The seeder can be run again and stays out of production."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.duties.models import Duty
from portal.people.models import DepartmentMembership, User
from portal.people.seed import TRANSFERRED


def _counts() -> dict[str, int]:
    """Rows of every table; what a run may add to without meaning anything is not counted."""
    passing = {"django_session", "wagtailsearch_indexentry", "wagtailcore_referenceindex"}
    return {
        model._meta.db_table: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.db_table not in passing
    }


def test_seeding_again_changes_nothing(starter):
    before, duties = _counts(), list(Duty.objects.order_by("pk").values())
    call_command("seed", stdout=StringIO())
    assert _counts() == before
    assert list(Duty.objects.order_by("pk").values()) == duties


def test_production_is_never_seeded(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed")
    assert not User.objects.exists()


def test_ana_owes_the_course_within_days_and_nothing_is_overdue(starter):
    now = timezone.now()
    duties = {duty.kind: duty for duty in Duty.objects.filter(user=starter["ana"])}
    assert all(duty.due_at > now and duty.met_at is None for duty in duties.values())
    assert duties["course"].due_at < now + timedelta(days=7)
    assert all(duties[kind].due_at > now + timedelta(days=28) for kind in duties if kind != "course")


def test_somebody_was_transferred_within_the_year(starter):
    rows = DepartmentMembership.objects.filter(user__name=TRANSFERRED).order_by("starts_on")
    assert [row.department.key for row in rows] == ["marketing", "customer-service"]
    assert rows[0].ends_on == rows[1].starts_on
