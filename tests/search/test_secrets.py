"""Whatever there is, whoever asks: no result, count, facet, suggestion or lag says more than `visible` shows.

Ideas of random authors on random boards' departments, some withdrawn, some hidden, some with their job still waiting;
viewers of every role. What each is told is what an index of their own visible ideas alone would tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ideas.actions.moderate import moderate
from ideas.actions.submit import submit
from ideas.actions.withdraw import withdraw
from ideas.models import Idea
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of, visible
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, RoleMembership, User
from portal.search.index import INDEX
from portal.search.models import Entry
from portal.search.page import offers, results
from portal.search.queries import Filters

CAST = ("ana", "bruno", "carla", "davi", "eva", "fabio", "zeca")
DEPARTMENTS = ("billing", "customer-service", "marketing")
ROLES = ("author", "process_owner", "idea_reviewer", "privacy_officer", "administrator")
WORD = "xilofonia"

ideas = st.lists(
    st.tuples(
        st.sampled_from(CAST),
        st.sampled_from(DEPARTMENTS),
        st.sampled_from(["open", "withdrawn", "hidden"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


def made(cast: Mapping[str, User], number: int, author: str, department: str, fate: str, *, is_indexed: bool) -> Idea:
    """By the acts that people do; the job of the last act runs, or waits."""
    viewer = viewer_of(cast[author])
    idea = submit(
        viewer, key=uuid4(), title=f"{WORD} trompa{number}", problem=f"Falta {WORD}.", proposal="Tocar.",
        departments=Department.objects.filter(key=department),
    )  # fmt: skip
    run_jobs()
    if fate == "withdrawn":
        withdraw(viewer, key=idea.key)
    elif fate == "hidden":
        moderate(viewer_of(cast["carla"]), key=idea.key, status="new", answer="", is_hidden=True)
    if is_indexed:
        run_jobs()
    return idea


def run_jobs() -> None:
    for job in Job.objects.filter(kind=INDEX, done_at=None):
        perform(job.pk)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=ideas, moved=st.sampled_from(DEPARTMENTS), role=st.sampled_from(ROLES), to=st.sampled_from(CAST))
def test_nothing_says_more_than_visible_shows(cast, client_of, drawn, moved, role, to):
    Idea.objects.all().delete()
    Entry.objects.all().delete()
    Job.objects.all().delete()
    for number, (author, department, fate, is_indexed) in enumerate(drawn):
        made(cast, number, author, department, fate, is_indexed=is_indexed)
    DepartmentMembership.objects.filter(user=cast[to], ends_on=None).update(
        department=Department.objects.get(key=moved)
    )
    RoleMembership.objects.get_or_create(user=cast[to], role=role, ends_on=None, defaults={"starts_on": today()})
    for name in CAST:
        told(client_of(User.objects.get(pk=cast[name].pk)), User.objects.get(pk=cast[name].pk))


def told(client: Client, user: User) -> None:
    viewer = viewer_of(user)
    may_find = {
        key: idea
        for key, idea in ((idea.key, idea) for idea in visible(Idea.objects.prefetch_related("departments"), viewer))
        if (idea.is_hidden is False and idea.status != "withdrawn") or idea.author_id == user.pk
    }
    allowed = {reverse("ideas:idea", args=[key]) for key in may_find}
    titles = {idea.title for idea in may_find.values()}
    for said in (WORD, "xilofonya", "trompa0"):
        found = results(viewer, said, language="pt-br", filters=Filters(), page=1)
        urls = [row.url for row in found.found.rows]
        assert set(urls) <= allowed
        assert found.found.total == found.found.everything == len(urls)
        assert sum(facet.count for facet in found.found.kinds) == len(urls)
        departments = Counter(
            next(iter(sorted(d.key for d in idea.departments.all())))
            for key, idea in may_find.items()
            if reverse("ideas:idea", args=[key]) in urls
        )
        assert {facet.value: facet.count for facet in found.found.departments} == dict(departments)
        for filters in (Filters(kind="idea"), Filters(department="billing")):
            narrowed = results(viewer, said, language="pt-br", filters=filters, page=1).found
            assert {row.url for row in narrowed.rows} <= allowed
            assert narrowed.total == len(narrowed.rows)
        offered = {offer.url for offer in offers(viewer, said, language="pt-br") if "/ideas/" in offer.url}
        assert offered <= allowed
    page = client.get(reverse("search:search"), {"q": WORD}).content.decode()
    page += client.get(reverse("search:suggest"), {"q": WORD}).content.decode()
    shown = set(re.findall(r"trompa\d+", page))
    assert shown <= {title.removeprefix(f"{WORD} ") for title in titles}
    assert ("search-lag" in page) <= ("administrator" in viewer.roles)


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["9" * 5000, "0", "-1", "²", "x"])
def test_a_page_that_nobody_types_is_one_that_there_is(client_of, ana, page):
    assert client_of(ana).get(reverse("search:search"), {"q": "a", "page": page}).status_code == 200
