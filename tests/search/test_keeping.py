"""The index is kept by jobs, rebuilt by a command while in use, and proved by verify; a page costs a fixed number of queries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ideas.models import Idea
from playbooks.models import PlaybookPage
from portal.home.library import content_key
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.notices.models import Notice
from portal.people.access import viewer_of
from portal.people.days import home, today
from portal.releases.effect import TAKE_EFFECT
from portal.releases.models import Release
from portal.search.actions.report_gap import owner_for
from portal.search.index import INDEX, in_force, index, rebuild
from portal.search.models import Entry, Gap, Word
from portal.search.page import lag
from portal.search.queries import entries
from portal.search.verify import replay_entries


def differing() -> list[str]:
    return [found.what for differences in replay_entries() for found in differences]


def republish(title: str, *, effective_on: date | None = None) -> Release:
    """A playbook's cover says something new."""
    page = PlaybookPage.objects.get(
        translation_key=content_key("playbook", "renewal-notice"), locale__language_code="pt-br"
    )
    page.title = title
    page.change_class, page.change_reason, page.change_number = "minor", "Nome novo.", 2
    page.effective_on = effective_on
    page.save_revision().publish()
    return Release.objects.filter(kind="playbook", key=page.translation_key).latest("number")


def test_the_demo_is_indexed_whole_and_nothing_waits(starter):
    assert differing() == []
    assert {"term", "lesson", "course", "path", "step", "playbook", "drill", "idea"} == set(
        Entry.objects.values_list("kind", flat=True)
    )
    assert lag().waiting == 0


def test_a_release_writes_its_job_and_is_found_when_that_has_run(starter):
    release = republish("Aviso xilofone")
    viewer = viewer_of(starter["ana"])
    assert entries(viewer, "xilofone", language="pt-br").total == 0
    assert lag().waiting == 1
    job = Job.objects.get(kind=INDEX, done_at=None)
    assert job.once == f"{INDEX}:{release.pk}"
    assert differing() == [], "what waits for its job is no difference"
    assert perform(job.pk)
    assert entries(viewer, "xilofone", language="pt-br").total > 1, "its steps name it beside them"
    assert differing() == []


def test_hearing_of_a_release_twice_indexes_once(starter):
    release = republish("Aviso xilofone")
    in_force(release)
    assert Job.objects.filter(kind=INDEX, done_at=None).count() == 1


def test_a_release_that_takes_effect_later_is_found_from_its_day(starter):
    day = today() + timedelta(days=3)
    republish("Aviso xilofone", effective_on=day)
    viewer = viewer_of(starter["ana"])
    assert not Job.objects.filter(kind=INDEX, done_at=None).exists()
    assert lag().waiting == 0
    with time_machine.travel(datetime.combine(day, time(0, 5), tzinfo=home()), tick=False):
        for kind in (TAKE_EFFECT, INDEX):
            for job in Job.objects.filter(kind=kind, done_at=None):
                assert perform(job.pk)
        assert entries(viewer, "xilofone", language="pt-br").total > 1
        assert differing() == []


def test_indexing_again_changes_nothing(starter):
    before = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
    idea = Idea.objects.first()
    assert not index("idea", idea.key)
    assert sum(made for _, _, made in rebuild()) == 0
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_a_damaged_index_is_named_and_made_whole_by_the_command(starter):
    wrong = Entry.objects.filter(kind="lesson").first()
    Entry.objects.filter(pk=wrong.pk).update(scopes=["person:nobody"], body="outra coisa")
    gone, _of_each = Entry.objects.filter(kind="drill").delete()
    drills = Release.objects.filter(kind="drill", number=1).count()
    assert gone == 2 * drills, "each in both languages"
    Entry.objects.create(
        source="idea", key=content_key("idea", "ghost"), kind="idea", locale="en", title="g", url="/", scopes=[]
    )
    Word.objects.create(word="xyrando")
    found = differing()
    assert any(what.endswith(": scopes") for what in found)
    assert any(what.endswith(": body") for what in found)
    assert len(found) == 3 + gone
    out = StringIO()
    call_command("rebuild_search", stdout=out)
    assert f"drill: {drills} looked at, {drills} indexed anew" in out.getvalue()
    assert differing() == []
    assert not Word.objects.filter(word="xyrando").exists()


def test_a_rebuild_that_is_stopped_leaves_no_gap_and_goes_on(starter):
    Entry.objects.filter(kind="idea").delete()
    there = set(Entry.objects.values_list("pk", flat=True))
    steps = rebuild()
    next(steps)
    assert there <= set(Entry.objects.values_list("pk", flat=True))
    steps.close()
    for _ in rebuild():
        pass
    assert differing() == []


@pytest.mark.parametrize(
    ("who", "said", "most"),
    [
        ("ana", "renovação", 3),
        ("ana", "renvoação", 4),
        ("bruno", "renovação", 4),
        ("bruno", "luanna", 5),
        ("davi", "ana", 4),
    ],
)
def test_a_page_of_results_costs_few_queries(starter, client_of, who, said, most):
    """Beside session and person: the index, words almost alike where it has little, people and the line, the note."""
    client = client_of(starter[who])
    client.get(reverse("search:search"), {"q": said})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("search:search"), {"q": said}).status_code == 200
    beside = [
        query["sql"] for query in queries if "django_session" not in query["sql"] and "_aliases" not in query["sql"]
    ]
    assert len(beside) <= most, beside


def test_only_administrators_are_told_how_far_behind_it_is(starter, client_of):
    republish("Aviso xilofone")
    told = {
        who: "ainda não est" in client_of(starter[who]).get(reverse("search:search")).content.decode()
        for who in ("ana", "carla", "fabio")
    }
    assert told == {"ana": False, "carla": False, "fabio": True}


# -- Not found ------------------------------------------------------------------------------------------------------------


def test_nothing_found_becomes_somebody_s_to_answer_in_one_click(starter, client_of):
    ana, carla = client_of(starter["ana"]), client_of(starter["carla"])
    page = ana.get(reverse("search:search"), {"q": "Parcelamento XYZ"}).content.decode()
    assert reverse("search:report") in page
    for _ in range(2):
        done = ana.post(reverse("search:report"), {"q": "Parcelamento XYZ"}, follow=True)
    assert "Agradecemos." in done.content.decode()
    assert "Carla" not in done.content.decode()
    gap = Gap.objects.get(plain="parcelamento xyz")
    assert (gap.times, gap.owner, gap.language) == (2, starter["carla"], "pt-br")
    assert "Parcelamento XYZ" in carla.get(reverse("search:gaps")).content.decode()


def test_a_gap_is_answered_by_a_link_of_ours_and_opens_again_when_it_is_missed_again(starter, client_of):
    gap = Gap.objects.get(plain="cartao pre pago")
    carla = client_of(starter["carla"])
    for wrong in (
        "https://elsewhere.example/x",
        "//elsewhere.example",
        "javascript:alert(1)",
        "/nowhere/at/all/",
        "",
        "x",
    ):
        answer = carla.post(reverse("search:answer", args=[gap.pk]), {"link": wrong})
        assert answer.status_code == 422
        assert "Cole o endereço" in answer.content.decode()
    assert carla.post(reverse("search:answer", args=[gap.pk]), {"link": "/playbooks/#x"}).status_code == 302
    gap.refresh_from_db()
    assert (gap.answer, gap.answered_at is not None) == ("/playbooks/#x", True)
    client_of(starter["ana"]).post(reverse("search:report"), {"q": "Cartão PRÉ-PAGO"})
    gap.refresh_from_db()
    assert (gap.answer, gap.answered_at, gap.times) == ("", None, 5)


def test_what_was_asked_most_is_told_with_its_accents_however_it_was_typed(starter, client_of):
    ana = client_of(starter["ana"])
    for said in ("Emissão antecipada", "emissao antecipada", "EMISSAO  ANTECIPADA"):
        ana.get(reverse("search:search"), {"q": said})
    page = client_of(starter["carla"]).get(reverse("search:gaps")).content.decode()
    assert ">emissão antecipada</a>" in page
    assert "emissao" not in page
    assert ">cobrança recusada</a>" in page


def test_who_is_to_see_to_a_gap_is_told_when_it_opens_and_not_at_every_question(starter, client_of):
    ana, carla = client_of(starter["ana"]), client_of(starter["carla"])
    for _time in range(2):
        ana.post(reverse("search:report"), {"q": "Parcelamento XYZ"})
    told = Notice.objects.filter(kind="gap.yours", user=starter["carla"])
    assert told.count() == 1
    page = carla.get(reverse("notices:index")).content.decode()
    assert "“Parcelamento XYZ” foi procurado e falta aqui" in page
    assert carla.get(reverse("notices:open", args=[told.get().pk])).url == reverse("search:gaps")
    gap = Gap.objects.get(plain="parcelamento xyz")
    carla.post(reverse("search:answer", args=[gap.pk]), {"link": "/playbooks/"})
    ana.post(reverse("search:report"), {"q": "Parcelamento XYZ"})
    assert told.count() == 2, "missed again after an answer"


def test_a_gap_can_be_taken_and_belongs_to_a_process_owner_before(starter, client_of):
    assert owner_for(viewer_of(starter["zeca"])) == starter["carla"].pk
    gap = Gap.objects.get(plain="cartao pre pago")
    assert client_of(starter["eva"]).post(reverse("search:take", args=[gap.pk])).status_code == 302
    assert client_of(starter["ana"]).post(reverse("search:take", args=[gap.pk])).status_code == 404
    gap.refresh_from_db()
    assert gap.owner == starter["eva"]
