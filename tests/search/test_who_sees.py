"""No result, count, facet, suggestion or snippet reveals what its reader may not see, whatever happened meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import uuid4

import pytest
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
from portal.people.models import Department, ReportingLine, RoleMembership, User
from portal.search.index import INDEX, index, learn_words
from portal.search.models import Entry, Gap, Query
from portal.search.page import offers, results
from portal.search.queries import EVERYONE, Filters, entries, person_scope, scopes_of, suggestions

SECRET = "xilofonia"
CAST = ("ana", "bruno", "carla", "davi", "eva", "fabio", "zeca")


def everything_told(user: User, said: str) -> str:
    """All that search would ever tell this person about these words, as one text."""
    viewer = viewer_of(user)
    told = []
    for language in ("pt-br", "en"):
        for filters in (Filters(), Filters(kind="idea"), Filters(topic=SECRET), Filters(department="billing")):
            found = results(viewer, said, language=language, filters=filters, page=1)
            told += [found.found.rows, found.total, found.everything, found.kinds, found.topics, found.found.marks]
        told += [offers(viewer, said, language=language), suggestions(viewer, said, language=language)]
    return repr(told)


def run_jobs() -> None:
    for job in Job.objects.filter(kind=INDEX, done_at=None):
        perform(job.pk)


@pytest.fixture
def idea(starter: Mapping[str, User]) -> Idea:
    """Ana's, with a word in it that stands nowhere else."""
    made = submit(
        viewer_of(starter["ana"]), key=uuid4(), title=f"Avisar pela {SECRET}", problem=f"Falta {SECRET}.",
        proposal="Tocar.", departments=Department.objects.filter(key="billing"),
    )  # fmt: skip
    run_jobs()
    return made


def test_an_idea_is_found_by_everyone_once_its_job_has_run(starter, idea):
    for name in CAST:
        assert SECRET in everything_told(starter[name], SECRET)


@pytest.mark.parametrize("act", ["withdraw", "hide"])
def test_what_was_taken_back_is_found_by_its_author_alone_from_that_commit_on(starter, idea, act):
    if act == "withdraw":
        withdraw(viewer_of(starter["ana"]), key=idea.key)
    else:
        moderate(viewer_of(starter["carla"]), key=idea.key, status="new", answer="", is_hidden=True)
    for moment in ("before its job", "after it"):
        for name in CAST:
            told = entries(viewer_of(starter[name]), SECRET, language="pt-br")
            if name != "ana" or moment == "before its job":
                assert (told.total, told.rows, told.kinds) == (0, [], []), (name, moment)
                assert not offers(viewer_of(starter[name]), SECRET, language="pt-br")
        run_jobs()
    assert entries(viewer_of(starter["ana"]), SECRET, language="pt-br").total == 1


def test_the_same_word_almost_right_leads_strangers_to_nothing_either(starter, idea):
    withdraw(viewer_of(starter["ana"]), key=idea.key)
    run_jobs()
    assert entries(viewer_of(starter["zeca"]), "xilofonya", language="pt-br").total == 0
    assert entries(viewer_of(starter["ana"]), "xilofonya", language="pt-br").total == 1


def test_an_index_that_is_behind_puts_nothing_back(starter, idea):
    """The job of the submission runs again after the idea was withdrawn."""
    withdraw(viewer_of(starter["ana"]), key=idea.key)
    index("idea", idea.key)
    assert Entry.objects.get(key=idea.key).scopes == [person_scope(starter["ana"].person)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_counts_facets_snippets_and_suggestions_come_from_what_one_may_see(cast, data):
    """A random index: what each is told equals what the visible rows alone would give."""
    Entry.objects.all().delete()
    names = sorted(cast)[:4]
    scope = st.sampled_from([EVERYONE, *(person_scope(cast[name].person) for name in names)])
    rows = data.draw(
        st.lists(
            st.tuples(
                st.lists(scope, min_size=1, max_size=2),
                st.sampled_from(["step", "idea"]),
                st.sampled_from(["pt-br", "en"]),
            ),
            max_size=12,
        )
    )
    made = [
        Entry.objects.create(
            source="idea", key=uuid4(), kind=kind, locale=locale, title=f"Cobrança {number}", body=f"corpo{number}",
            url=f"/x/{number}/", scopes=scopes, department="billing", topics=[f"tema{number}"],
        )
        for number, (scopes, kind, locale) in enumerate(rows)
    ]  # fmt: skip
    learn_words(made)
    for name in names:
        viewer = viewer_of(cast[name])
        mine = [entry for entry in made if set(entry.scopes) & set(scopes_of(viewer))]
        assert set(visible(Entry.objects.all(), viewer)) == set(mine)
        found = entries(viewer, "cobrança", language="pt-br")
        assert found.total == found.everything == len(mine)
        assert {row.url for row in found.rows} <= {entry.url for entry in mine}
        kinds = {kind: sum(entry.kind == kind for entry in mine) for kind in {entry.kind for entry in mine}}
        assert {facet.value: facet.count for facet in found.kinds} == kinds
        assert {facet.value for facet in found.topics} == {entry.topics[0] for entry in mine}
        assert {one.url for one in suggestions(viewer, "cobr", language="pt-br")} <= {entry.url for entry in mine}
        for number, entry in enumerate(made):
            total = entries(viewer, f"corpo{number}", language="pt-br").total
            assert (total > 0) >= (entry in mine)
            if entry not in mine:
                assert entry.url not in repr(entries(viewer, f"corpo{number}", language="pt-br"))


# -- People ---------------------------------------------------------------------------------------------------------------


def names_told(user: User, said: str) -> str:
    return repr(results(viewer_of(user), said, language="pt-br", filters=Filters(), page=1).people)


def test_people_are_found_by_who_may_know_of_them(starter):
    may = {name for name in CAST if "Ana Lima" in names_told(starter[name], "ana lima")}
    assert may == {"bruno", "davi", "fabio"}
    assert "Zeca" not in names_told(starter["bruno"], "zeca prado")
    assert "total=0" in names_told(starter["bruno"], "zeca prado")


def test_a_transfer_and_a_role_taken_count_at_once(starter):
    bruno, fabio = starter["bruno"], starter["fabio"]
    assert "Luana" in names_told(bruno, "luana")
    luana = User.objects.get(name="Luana Teixeira")
    ReportingLine.objects.filter(user=luana, ends_on=None).update(ends_on=today())
    assert "Luana" not in names_told(bruno, "luana")
    assert "Luana" in names_told(fabio, "luana")
    RoleMembership.objects.filter(user=fabio).update(ends_on=today())
    assert "Luana" not in names_told(User.objects.get(pk=fabio.pk), "luana")


def test_a_name_is_found_without_its_accents_and_with_a_slip(starter):
    assert "Olívia" in names_told(starter["fabio"], "olivia campos")
    assert "Luana" in names_told(starter["fabio"], "luanna teixera")


def test_who_left_is_no_longer_among_the_hits(starter):
    User.objects.filter(name="Luana Teixeira").update(is_active=False)
    assert "Luana" not in names_told(starter["fabio"], "luana")


# -- What was asked -------------------------------------------------------------------------------------------------------


def test_what_was_asked_is_kept_without_whom(starter, client_of):
    Query.objects.all().delete()
    client = client_of(starter["ana"])
    for asked in ("Renovações", "ana.lima@vigente.example", "123.456.789-09", "de"):
        client.get(reverse("search:search"), {"q": asked})
    client.get(reverse("search:search"), {"q": "cobrança", "kind": "lesson"})
    client_of(starter["bruno"]).get(reverse("search:search"), {"q": "luana"})
    kept = Query.objects.get()
    assert (kept.words, kept.language, kept.department) == ("renovacoes", "pt-br", "customer-service")
    assert kept.results > 0
    assert not {field.name for field in Query._meta.get_fields()} & {"user", "person", "owner", "asked_by"}


def test_what_was_asked_is_forgotten_after_180_days(starter):
    from portal.search.tasks import forget_queries

    newest = Query.objects.order_by("-asked_at").first()
    Query.objects.exclude(pk=newest.pk).update(asked_at=newest.asked_at - timedelta(days=181))
    forget_queries()
    assert Query.objects.get() == newest


def test_gaps_and_questions_are_shown_to_who_writes(starter, client_of):
    Gap.objects.create(words="segredo", plain="segredo", language="pt-br")
    shown = {name: client_of(starter[name]).get(reverse("search:gaps")).status_code for name in CAST}
    assert shown == {"ana": 404, "bruno": 404, "carla": 200, "davi": 404, "eva": 200, "fabio": 200, "zeca": 404}
