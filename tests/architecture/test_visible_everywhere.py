"""In any organisation, with any roles: no list, count, page, export, inbox or digest tells of what `visible` hides.

Search and the calendar's feed are asked the same by tests of their own.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ideas.actions.submit import submit
from ideas.models import Idea
from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.notices.post import write
from portal.notices.tell import tell
from portal.people.access import Capability, Viewer, viewer_of, visible
from portal.people.days import today
from portal.people.facts import with_facts
from portal.people.models import Department, DepartmentMembership, Mail, ReportingLine, Role, RoleMembership, User
from portal.rights.models import ErasureRequest
from portal.roster.models import Import
from portal.sealed import unseal
from portal.signin.mail import KIND

pytestmark = pytest.mark.django_db
SINCE = 30
"""Days for which the drawn organisation has held."""
MARK = "Xyq"
"""Begins every name and title here, and nothing else on any page; none of them is part of another."""
EXAMPLES = 6


@dataclass(frozen=True)
class Drawn:
    """An organisation: for each person, by their place, who leads them, where they work, and their roles."""

    leads: Sequence[int | None]
    departments: Sequence[str]
    roles: Sequence[frozenset[str]]
    hidden: Sequence[bool]
    who: int


DEPARTMENTS = ("customer-service", "billing", "marketing")


@st.composite
def organisations(draw: Any, people: int) -> Drawn:
    """A forest: whoever leads somebody stands before them, so that nobody comes to lead themselves."""
    leads = [draw(st.one_of(st.none(), st.integers(0, at - 1))) if at else None for at in range(people)]
    return Drawn(
        leads=leads,
        departments=[draw(st.sampled_from(DEPARTMENTS)) for _ in range(people)],
        roles=[draw(st.frozensets(st.sampled_from(list(Role.values)), max_size=2)) for _ in range(people)],
        hidden=[draw(st.booleans()) for _ in range(people)],
        who=draw(st.integers(0, people - 1)),
    )


@pytest.fixture
def people(cast: Mapping[str, User]) -> Sequence[User]:
    """Ten people, each with a name of their own, an idea, a task, a request, an act on their account and an import."""
    found = list(User.objects.order_by("pk"))
    for user in found:
        user.name, user.email = f"{MARK}{user.pk}", f"xyq{user.pk}@x.example"
    User.objects.bulk_update(found, ["name", "email"])
    for user in found:
        said = {"title": f"{MARK}idea{user.pk}z", "problem": "Falta clareza aqui.", "proposal": "Dizer a data."}
        submit(viewer_of(user), key=uuid4(), departments=[], **said)
        Job.objects.create(kind="mail.send", asked_by=user.person)
        ErasureRequest.objects.create(user=user, answer_by=today())
        Entry.objects.create(
            act="signin.password_changed", actor=user.person, subject=user.person, reason=f"{MARK}act{user.pk}z"
        )
        Import.objects.create(by=user, file_name=f"{MARK}file{user.pk}.csv", starts_on=today())
    for idea in Idea.objects.all():
        others, facts = [user.pk for user in found if user.pk != idea.author_id], {"status": "new"}
        tell([idea.author_id], "idea.answered", once=f"x:{idea.pk}", key=idea.key, facts=facts)
        tell(others, "idea.moved", once=f"x:{idea.pk}", key=idea.key, facts=facts)
    return found


def _settle(people: Sequence[User], drawn: Drawn) -> None:
    """Write the organisation over what was there."""
    day = today() - timedelta(days=SINCE)
    places = {one.key: one for one in Department.objects.all()}
    for model in (RoleMembership, ReportingLine, DepartmentMembership):
        model._default_manager.all().delete()
    for at, user in enumerate(people):
        DepartmentMembership.objects.create(user=user, department=places[drawn.departments[at]], starts_on=day)
        leads = drawn.leads[at]
        if leads is not None:
            ReportingLine.objects.create(user=user, manager=people[leads], starts_on=day)
        RoleMembership.objects.bulk_create(
            RoleMembership(user=user, role=role, starts_on=day) for role in sorted(drawn.roles[at])
        )
        Idea.objects.filter(author=user).update(is_hidden=drawn.hidden[at])


def _hidden(rows: QuerySet[Any], viewer: Viewer) -> Iterator[Any]:
    seen = set(visible(rows, viewer).values_list("pk", flat=True))
    return (row for row in rows if row.pk not in seen)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_tells_of_what_is_hidden(people: Sequence[User], data: Any) -> None:
    drawn = data.draw(organisations(len(people)))
    with transaction.atomic():
        _settle(people, drawn)
        user = User.objects.get(pk=people[drawn.who].pk)
        leads = drawn.leads[drawn.who]
        _look(user, viewer_of(user), manager=people[leads] if leads is not None else None)
        transaction.set_rollback(True)


def _look(user: User, viewer: Viewer, *, manager: User | None) -> None:
    client = _proven(user)
    strangers = [one for one in _hidden(User.objects.all(), viewer) if one != manager]
    secrets = {
        # A name stands on what everyone may read that somebody wrote, and is offered to who chooses a deputy; what says
        # more of a person is their address, their request, their task, and what was done on their account.
        *(one.email for one in strangers),
        *(one.title for one in _hidden(Idea.objects.all(), viewer)),
        *(one.reason for one in _hidden(Entry.objects.all(), viewer)),
        *(one.file_name for one in _hidden(Import.objects.all(), viewer)),
    }
    names = {one.name + "<" for one in strangers}
    for address in LISTS:
        answer = client.get(address)
        assert answer.status_code in {200, 302, 404}, address
        said = answer.content.decode()
        told = {secret for secret in secrets if secret in said}
        if not address.startswith(WRITTEN_BY_SOMEBODY):
            told |= {name for name in names if name in said}
        assert not told, f"{address} tells {viewer.roles or 'a learner'}: {sorted(told)}"
    _counts(client, viewer)
    _digest(user, viewer)
    _pages(client, viewer)
    _export(client, viewer)


def _digest(user: User, viewer: Viewer) -> None:
    """Everybody was told of every idea; the summary of the day names some that they still may see, and no other."""
    User.objects.filter(pk=user.pk).update(mail=Mail.DAILY, quiet_from=None, quiet_until=None)
    assert write(with_facts().get(pk=user.pk), now=timezone.now() + timedelta(days=1))
    letter = unseal(Job.objects.filter(kind=KIND, args__has_key="sealed").latest("created_at").args["sealed"])
    told = {title for title in Idea.objects.values_list("title", flat=True) if title in letter}
    assert told, "one's own idea is never hidden from oneself"
    assert told <= {one.title for one in visible(Idea.objects.all(), viewer)}


LISTS = (
    "/notices/", "/", "/team/", "/me/", "/jobs/", "/jobs/?list=waiting", "/audit/", "/people/", f"/people/?q={MARK}",
    f"/people/suggest/?q={MARK}", "/people/departments/", "/people/departments/at/billing/", "/people/delegation/",
    "/people/import/", "/privacy/", "/ideas/",
)  # fmt: skip
WRITTEN_BY_SOMEBODY = ("/ideas/", "/people/suggest/", "/people/delegation/", "/privacy/")
"""Names stand there by right: ideas carry their author's, deputies are chosen by name, requests are of somebody."""


def _proven(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="portal.people.backends.PeopleBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


def _counts(client: Client, viewer: Viewer) -> None:
    """What is counted is what may be seen, and no more."""
    team = client.get("/team/")
    if team.status_code == 200:
        assert team.context["matrix"].people == len(viewer.line)
    jobs = client.get("/jobs/")
    assert (jobs.status_code == 200) == viewer.can(Capability.ADMINISTER)
    if jobs.status_code == 200:
        assert sum(one.count for one in jobs.context["lists"]) == visible(Job.objects.all(), viewer).count()
    directory = client.get("/people/")
    assert (directory.status_code == 200) == viewer.can(Capability.MANAGE_PEOPLE)
    if directory.status_code == 200:
        assert directory.context["shelf"].found == visible(User.objects.all(), viewer).count()


PAGES: Sequence[tuple[type[Model], str, Callable[[Any], Any], Capability | None]] = (
    (User, "people:person", lambda row: row.person, Capability.MANAGE_PEOPLE),
    (Job, "jobs:job", lambda row: row.pk, None),
    (Idea, "ideas:idea", lambda row: row.key, None),
    (ErasureRequest, "privacy:request", lambda row: row.pk, Capability.DECIDE_PRIVACY),
    (Import, "roster:import", lambda row: row.pk, Capability.MANAGE_PEOPLE),
)
"""A kind, the page of one, what names it there, and what one must be able to do besides."""


def _pages(client: Client, viewer: Viewer) -> None:
    """A page of something opens exactly for who may see it; to everyone else it is not there."""
    for model, name, key, needed in PAGES:
        rows = model._default_manager.order_by("pk")
        hidden = {row.pk for row in _hidden(rows.all(), viewer)}
        for row in (*rows[:2], *rows.reverse()[:1]):
            opens = row.pk not in hidden and (needed is None or viewer.can(needed)) and not _moderated(row, viewer)
            answered = client.get(reverse(name, args=[key(row)])).status_code
            assert answered == (200 if opens else 404), (name, row.pk, answered, viewer.roles)


def _moderated(row: Any, viewer: Viewer) -> bool:
    """Whoever answers ideas reads those that moderation hid in the editor; among everybody's they are not."""
    return isinstance(row, Idea) and row.is_hidden and row.author_id != viewer.id


def _export(client: Client, viewer: Viewer) -> None:
    """The workbook of the audit holds a line for each act that may be seen, and is not there for others."""
    seen = visible(Entry.objects.all(), viewer).count()
    answer = client.post("/audit/export/")
    if not viewer.can(Capability.READ_AUDIT):
        assert answer.status_code == 404
        return
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content))
    assert book.worksheets[0].max_row - 1 in {seen, seen + 1}, "the acts, and perhaps this export"
