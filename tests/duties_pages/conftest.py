"""Carla sets duties here, and a rule asks something of customer service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from portal.duties.models import Requirement
from portal.home.library import content_key
from portal.jobs.models import OPEN, Job
from portal.jobs.run import perform
from portal.people.days import today


@pytest.fixture
def carla_at(starter, client_of):
    return client_of(starter["carla"])


@pytest.fixture
def course() -> Any:
    return content_key("course", "renewals")


@pytest.fixture
def of_service(starter, course) -> Requirement:
    """The seeded rule: the course, asked of customer service eighteen days after they arrive."""
    return Requirement.objects.get(kind="course", key=course, terms__clauses__department__key="customer-service")


def form(**changed: Any) -> dict[str, Any]:
    """What the form of a rule sends, filled in right: everyone in customer service, in thirty days, from today."""
    return {
        "rows": "1", "row-0-department": "customer-service", "row-0-with_below": "on",
        "speaks_of": "some", "due_from": "assignment", "due_days": "30", "grace_days": "0", "renew_days": "30",
        "again_days": "14", "applies_from": today().isoformat(), "reason": "A auditoria pediu.", **changed,
    }  # fmt: skip


def work() -> None:
    """What waits to bring duties in line is done."""
    for job in Job.objects.filter(OPEN, kind__startswith="duties."):
        while job.done_at is None:
            perform(job.pk)
            job.refresh_from_db()


def text(answer: Any) -> str:
    return answer.content.decode()


def names(page: Mapping[str, Any]) -> list[str]:
    return [row.name for row in page["page"].people.rows]
