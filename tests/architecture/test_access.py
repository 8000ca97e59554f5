"""The table of who may reach what, walked; a named address that is not in it fails here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from courses.models import Certificate
from ideas.actions.submit import submit
from ideas.models import Idea
from portal.home.library import content_key
from portal.jobs.models import Job
from portal.people.access import viewer_of
from portal.people.models import Delegation, User
from portal.releases.models import Release, ReleasePart
from portal.releases.read import current
from tests.architecture.access_table import ADMIN_IS_ONE_ROW, ROLES, TABLE
from tests.journeys.prepared import opens_exam, passes_drill, reads_every_lesson


def _named(resolver: URLResolver, names: tuple[str, ...] = (), path: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield ":".join((*names, pattern.name)), here
        else:
            yield from _named(pattern, names + ((pattern.namespace,) if pattern.namespace else ()), here)


def test_every_named_address_stands_in_the_table():
    named = {name for name, path in _named(get_resolver()) if not path.startswith(ADMIN_IS_ONE_ROW)}
    assert named - TABLE.keys() == set(), "say in access_table.py who may reach it"
    assert TABLE.keys() - named - {"wagtailadmin_home"} == set(), "gone, but still in access_table.py"


@pytest.fixture
def house(starter: Mapping[str, User]) -> Mapping[str, Any]:
    """Ana with everything of hers, and the names by which addresses speak of things."""
    ana = starter["ana"]
    reads_every_lesson(ana)
    workspace = passes_drill(ana).workspace_id
    attempt = opens_exam(ana)
    idea = submit(
        viewer_of(ana), key=uuid4(), title="Um aviso mais claro", problem="O aviso confunde quem recebe.",
        proposal="Dizer a data primeiro.", departments=[],
    )  # fmt: skip
    course, playbook, drill = (
        _release(kind, name)
        for kind, name in (("course", "renewals"), ("playbook", "declined-charge"), ("drill", "payday"))
    )
    lesson, block = _question(course)
    return {
        "person": ana.person, "kind": "course", "course": course.key, "course_slug": course.slug, "lesson": lesson,
        "question_block": block, "attempt": attempt.pk, "question": attempt.questions[0]["question"],
        "code": Certificate.objects.order_by("pk").first().code, "playbook_slug": playbook.slug,
        "release": playbook.pk, "drill_slug": drill.slug, "workspace": workspace, "act": "write",
        "idea": Idea.objects.exclude(author=ana).order_by("pk").first().key, "own_idea": idea.key, "department": "billing", "delegation": Delegation.objects.earliest("pk").pk, "job": Job.objects.create(kind="mail.send", asked_by=ana.person).pk,
        "dead_job": Job.objects.create(kind="mail.send", asked_by=ana.person, dead_at=timezone.now()).pk,
        "nonsense": "nonsense", "nowhere": "nowhere/", "one": 1,
    }  # fmt: skip


def _release(kind: str, name: str) -> Release:
    found = current(kind, key=content_key(kind, name))
    assert found is not None
    return found


def _question(course: Release) -> tuple[str, str]:
    for part in ReleasePart.objects.filter(release=course, locale="pt-br"):
        for block in part.blocks:
            if block["type"] == "question":
                return part.part_id, block["id"]
    raise AssertionError("no lesson asks a question")


FORMS: Mapping[str, Mapping[str, str]] = {
    "people:undo": {"what": "transfer", "day": "2040-01-01"},
    "sandbox:preview": {"template": "payment_declined"},
    "sandbox:do": {"template": "payment_declined"},
}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(role, house, starter, settings):
    settings.RATELIMIT_ENABLE = False
    wrong = []
    for name, row in TABLE.items():
        client = Client(raise_request_exception=False)
        with transaction.atomic():
            if role != "anonymous":
                client.force_login(starter[role], backend="portal.people.backends.PeopleBackend")
            data = dict(FORMS.get(name, {})) | (
                {"release": house["release"]} if name == "playbooks:acknowledge" else {}
            )
            address = reverse(name, args=[house[arg] for arg in row.args])
            answer = client.generic(row.method, address) if row.method == "GET" else client.post(address, data)
            transaction.set_rollback(True)
        if answer.status_code != row.expected(role):
            wrong.append(f"{name} for {role}: {row.expected(role)} expected, {answer.status_code} answered")
        elif (
            role == "anonymous"
            and name not in OPEN_REDIRECTS
            and "/accounts/" not in answer.get("Location", "/accounts/")
        ):
            wrong.append(f"{name}: leads a stranger to {answer['Location']}")
    assert not wrong, "\n".join(wrong)


OPEN_REDIRECTS = {"set_language_of_person", "set_theme", "account_logout"}
