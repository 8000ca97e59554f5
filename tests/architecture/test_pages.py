"""Every page of the demo opens in both languages, safely, without an N+1, within its budget of queries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_context

from ideas.models import Idea
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.people.models import DepartmentMembership, ReportingLine, User
from portal.releases.models import ReleasePart
from portal.releases.read import current
from sandbox import store
from tests.journeys.prepared import passes_drill, reads_every_lesson


@dataclass(frozen=True)
class Page:
    """A page as one of the cast opens it; `budget` counts every query, session and person and a cold process included."""

    name: str
    who: str
    budget: int
    args: tuple[str, ...] = ()


PAGES = (
    Page("home", "ana", 15),
    Page("home", "bruno", 16),
    Page("team", "bruno", 10),
    Page("why", "bruno", 14, ("person", "kind", "course")),
    Page("duties:rules", "carla", 10),
    Page("duties:choose", "carla", 7),
    Page("duties:new", "carla", 12, ("kind", "course")),
    Page("courses:catalogue", "ana", 15),
    Page("courses:path", "ana", 15, ("path_slug",)),
    Page("courses:course", "ana", 13, ("course_slug",)),
    Page("courses:lesson", "ana", 9, ("course_slug", "lesson")),
    Page("courses:exam", "ana", 8, ("course_slug",)),
    Page("courses:find_certificate", "ana", 6),
    Page("playbooks:index", "ana", 10),
    Page("playbooks:read", "ana", 14, ("playbook_slug",)),
    Page("ideas:board", "ana", 12),
    Page("ideas:new", "ana", 9),
    Page("ideas:idea", "ana", 10, ("idea",)),
    Page("sandbox:index", "ana", 9),
    Page("sandbox:drill", "ana", 12, ("drill_slug",)),
    Page("sandbox:customers", "ana", 12, ("workspace",)),
    Page("sandbox:customer", "ana", 12, ("workspace", "subscriber")),
    Page("sandbox:subscription", "ana", 12, ("workspace", "held")),
    Page("sandbox:collections", "ana", 12, ("workspace",)),
    Page("sandbox:privacy", "ana", 10, ("workspace",)),
    Page("sandbox:incidents", "ana", 10, ("workspace",)),
    Page("sandbox:renewals", "ana", 11, ("workspace",)),
    Page("sandbox:offers", "ana", 11, ("workspace",)),
    Page("sandbox:prices", "ana", 11, ("workspace",)),
    Page("sandbox:messages", "ana", 13, ("workspace",)),
    Page("sandbox:satisfaction", "ana", 13, ("workspace",)),
    Page("sandbox:reports", "ana", 16, ("workspace",)),  # the first look counts the months
    Page("sandbox:report", "ana", 13, ("workspace", "report")),
    Page("sandbox:invoices", "ana", 14, ("workspace",)),
    Page("sandbox:invoice", "ana", 14, ("workspace", "practice_invoice")),
    Page("sandbox:refunds", "ana", 12, ("workspace",)),
    Page("sandbox:payment", "ana", 12, ("workspace", "practice_payment")),
    Page("sandbox:journal", "ana", 9, ("workspace",)),
    Page("sandbox:debrief", "ana", 14, ("workspace",)),
    Page("account_login", "", 4),
    Page("account_change_password", "ana", 6),
    Page("health", "", 6),
    Page("search:search", "ana", 6),
    Page("search:search", "fabio", 7),
    Page("search:gaps", "carla", 10),
)
INLINE = re.compile(r"<style\b|\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son[a-z]+=[\"']|javascript:")
LOOSE = ("'unsafe-inline'", "'unsafe-eval'", " *", "http:", "https:")


@pytest.fixture
def things(starter: Mapping[str, User]) -> Mapping[str, Any]:
    """Ana in the middle of it: lessons read, a drill passed."""
    ana = starter["ana"]
    reads_every_lesson(ana)
    course, playbook, drill = (
        current(kind, key=content_key(kind, name))
        for kind, name in (("course", "renewals"), ("playbook", "declined-charge"), ("drill", "payday"))
    )
    return {
        "person": starter["ana"].person, "kind": "course", "course": course.key, "course_slug": course.slug,
        "lesson": ReleasePart.objects.filter(release=course).exclude(part_id="").order_by("position").first().part_id,
        "path_slug": current("path", key=content_key("path", "first-steps")).slug, "playbook_slug": playbook.slug, "idea": Idea.objects.order_by("pk").first().key, "drill_slug": drill.slug,
        **_practice(ana), "report": "mrr", "subscriber": "c-101", "held": "a-101",
    }  # fmt: skip


def _practice(ana: User) -> Mapping[str, Any]:
    """The company of a drill that Ana passed, and a payment in it."""
    workspace = passes_drill(ana).workspace_id
    payment = next(one for one in store.read(workspace, viewer_of(ana)).world.payments.values() if one.captured)
    return {"workspace": workspace, "practice_payment": payment.id, "practice_invoice": payment.invoice}


def _client(who: str, starter: Mapping[str, User], language: str) -> Client:
    client = Client(headers={"Accept-Language": language, "Accept": "text/html"})
    if who:
        User.objects.filter(pk=starter[who].pk).update(language=language)
        client.force_login(starter[who], backend="portal.people.backends.PeopleBackend")
    return client


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_every_page_opens_in_both_languages_safely_and_within_its_budget(language, starter, things):
    wrong = []
    for page in PAGES:
        client, address = (
            _client(page.who, starter, language),
            reverse(page.name, args=[things[arg] for arg in page.args]),
        )
        with zeal_context(), CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        html = answer.content.decode()
        said = re.search(r'<html[^>]*\blang="([^"]+)"', html)
        policy = answer.headers.get("Content-Security-Policy", "")
        if answer.status_code != 200:
            wrong.append(f"{page.name} ({page.who}): answers {answer.status_code}")
        if said is None or said[1].lower() != language:
            wrong.append(f"{page.name} ({page.who}): speaks {said and said[1]} instead of {language}")
        if len(queries) > page.budget:
            wrong.append(f"{page.name} ({page.who}): {len(queries)} queries, {page.budget} allowed")
        wrong += [f"{page.name}: inline {found[0]!r}" for found in INLINE.finditer(html)]
        wrong += [f"{page.name}: policy allows {word}" for word in LOOSE if word in policy]
        if "default-src 'none'" not in policy or "script-src 'self'" not in policy:
            wrong.append(f"{page.name}: the policy is {policy!r}")
    assert not wrong, "\n".join(wrong)


def _count(client: Client, address: str) -> int:
    client.get(address)  # what a process remembers is remembered now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def _more_people(starter: Mapping[str, User]) -> None:
    """Twenty more who answer to Bruno and owe what customer service owes."""
    from portal.duties.models import Requirement
    from portal.duties.open import open_duties

    bruno = starter["bruno"]
    department = DepartmentMembership.objects.get(user=bruno).department
    day = bruno.hired_on
    people = User.objects.bulk_create(
        User(email=f"more{n}@vigente.example", name=f"Mais {n}", hired_on=day) for n in range(20)
    )
    DepartmentMembership.objects.bulk_create(
        DepartmentMembership(user=person, department=department, starts_on=day) for person in people
    )
    ReportingLine.objects.bulk_create(ReportingLine(user=person, manager=bruno, starts_on=day) for person in people)
    for requirement in Requirement.objects.filter(terms__clauses__department=department):
        open_duties(requirement)


def _more_ideas(starter: Mapping[str, User]) -> None:
    from uuid import uuid4

    from ideas.actions.submit import submit
    from portal.people.access import viewer_of

    for n in range(12):
        submit(
            viewer_of(starter["zeca"]), key=uuid4(), title=f"Ideia número {n}", departments=[],
            problem="O aviso confunde quem recebe.", proposal="Dizer a data primeiro.",
        )  # fmt: skip


GROWTH: tuple[tuple[str, str, Callable[[Mapping[str, User]], None]], ...] = (
    ("team", "bruno", _more_people),
    ("home", "bruno", _more_people),
    ("ideas:board", "ana", _more_ideas),
    ("home", "ana", _more_ideas),
)


@pytest.mark.parametrize(("name", "who", "grow"), GROWTH, ids=lambda value: getattr(value, "__name__", value))
def test_queries_do_not_grow_with_rows(name, who, grow, starter):
    client, address = _client(who, starter, "pt-br"), reverse(name)
    before = _count(client, address)
    grow(starter)
    assert _count(client, address) <= before


@pytest.mark.parametrize("address", ["/nowhere/", "/courses/nowhere/"])
def test_a_page_that_is_not_there_is_told_in_the_house_style(address, starter):
    answer = _client("ana", starter, "pt-br").get(address)
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not INLINE.search(answer.content.decode())
