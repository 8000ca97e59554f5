"""Duties made by hand, and mails as they were written, for tests of what people are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from portal.duties.models import Duty, Requirement, Terms
from portal.jobs.models import Job
from portal.people.days import today
from portal.people.models import User
from portal.releases.freeze import freeze
from portal.sealed import unseal
from portal.seams.contracts import Draft, PartDraft

TITLES = {"pt-br": "Aviso de renovação", "en": "Renewal notice"}


@pytest.fixture
def playbook(db: None) -> UUID:
    """A released playbook in both languages."""
    key = uuid4()
    release(key, number=1)
    return key


def release(key: UUID, *, number: int, change_class: str = "major") -> Any:
    return freeze(
        Draft(
            kind="playbook",
            key=key,
            slug="renewal-notice",
            source_locale="pt-br",
            parts=[
                PartDraft(
                    part_id="", locale=locale, position=0, title=title, blocks=[], facts={"summary": "", "minutes": 5}
                )
                for locale, title in TITLES.items()
            ],
            revisions=[number],
            change_class=change_class,
            reason="Mais claro.",
        ),
        released_by=None,
    )


def owe(user: User, key: UUID, *, due_at: datetime, opened_at: datetime, because: str = "arrival", **more: Any) -> Duty:
    """A duty of its own rule."""
    requirement = Requirement.objects.create(kind="playbook", key=key)
    terms = Terms.objects.create(
        requirement=requirement, number=1, due_from="assignment", due_days=30, applies_from=today() - timedelta(days=9),
        reason="Lei", switched_on_at=opened_at,
    )  # fmt: skip
    return Duty.objects.create(
        requirement=requirement, user=user, terms=terms, kind="playbook", key=key, opened_at=opened_at,
        opened_because=because, due_at=due_at, **{"grace_until": due_at, **more},
    )  # fmt: skip


@pytest.fixture
def letters(db: None) -> Callable[[], list[dict[str, Any]]]:
    """Mails that were written, oldest first, unsealed."""

    def read() -> list[dict[str, Any]]:
        jobs = Job.objects.filter(kind="mail.send", once__startswith="notices.mail:").order_by("created_at", "pk")
        return [json.loads(unseal(job.args["sealed"])) for job in jobs]

    return read
