"""Evidence leaves as xAPI statements: valid, nameless, each once and none left out, whatever commits late."""

from __future__ import annotations

import io
import json
import random
import threading
import time
import tracemalloc
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import Entry
from portal.evidence import statements as reading
from portal.evidence.alias import merge
from portal.evidence.models import Evidence, Place
from portal.evidence.purge import Lawful, purge
from portal.evidence.record import record
from portal.evidence.statements import ahead, statements
from portal.evidence.verbs import VERBS
from portal.evidence.xapi import VERBS as MAPPED
from portal.evidence.xapi import Told, statement
from portal.refusal import Refusal

BASE = "https://vigente.example"


def told(verb: str = "lesson.finished", **values: Any) -> Told:
    now = timezone.now()
    kind = {"cours": "course", "lesso": "course", "exam.": "course", "pract": "course", "certi": "course"}
    given = {
        "id": uuid4(), "person": uuid4(), "verb": verb, "kind": kind.get(verb[:5], verb.partition(".")[0]),
        "key": uuid4(), "part": "", "result": {}, "locale": "pt-br", "occurred_at": now, "recorded_at": now,
    }  # fmt: skip
    return Told(**(given | values))


RESULTS: dict[str, dict[str, Any]] = {
    "practice.answered": {"question": "q-1", "version": 2, "chosen": ["a", "c"], "correct": True},
    "exam.marked": {
        "attempt": 1, "score": 85, "pass_mark": 70, "passed": True, "critical_missed": [], "missed": ["q-9"],
    },
    "certificate.awarded": {"code": "VG-1", "cycle": 1, "in_force_until": None},
    "playbook.acknowledged": {"number": 3, "by": "reading", "parts": ["s1"]},
    "drill.attempted": {"attempt": 1, "score": 40, "passed": False, "failed": ["x"], "step_refs": [], "hints": 1},
}  # fmt: skip


# -- One statement ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_has_an_iri_of_the_vocabularies_and_no_name_leaves(verb):
    assert verb in MAPPED, "map it in portal/evidence/xapi.py"
    one = told(verb, result=RESULTS.get(verb, {}), part="p1" if verb == "lesson.finished" else "")
    said = statement(one, base=BASE)
    assert said["verb"]["id"].startswith(("http://adlnet.gov/", "http://activitystrea.ms/", "http://id.tincanapi.com/"))
    assert set(said["verb"]["display"]) == {"en", "pt-BR"}
    assert said["actor"] == {"objectType": "Agent", "account": {"homePage": BASE, "name": str(one.person)}}
    assert said["id"] == str(one.id)
    assert said["object"]["id"].startswith(f"{BASE}/xapi/{one.kind}/{one.key}")
    assert said["object"]["definition"]["type"].startswith("http://")
    assert said["timestamp"].endswith("Z") and said["stored"].endswith("Z")
    UUID(said["context"]["registration"])
    json.dumps(said)


def test_a_score_is_scaled_and_success_says_itself():
    passed = statement(told("exam.marked", result=RESULTS["exam.marked"]), base=BASE)
    assert passed["verb"]["id"] == "http://adlnet.gov/expapi/verbs/passed"
    assert passed["result"]["score"] == {"scaled": 0.85, "raw": 85, "min": 0, "max": 100}
    assert passed["result"]["success"] is True
    assert passed["result"]["extensions"][f"{BASE}/xapi/extensions/pass-mark"] == 70
    failed = statement(told("drill.attempted", result=RESULTS["drill.attempted"]), base=BASE)
    assert failed["verb"]["id"] == "http://adlnet.gov/expapi/verbs/failed"
    assert (failed["result"]["success"], failed["result"]["score"]["scaled"]) == (False, 0.4)


def test_no_certificates_code_leaves_for_it_opens_a_page_with_a_name():
    earned = statement(told("certificate.awarded", result=RESULTS["certificate.awarded"]), base=BASE)
    assert RESULTS["certificate.awarded"]["code"] not in json.dumps(earned)
    assert f"{BASE}/xapi/extensions/cycle" in earned["result"]["extensions"]


def test_what_marks_a_drill_stays_in_the_house():
    failed = statement(told("drill.attempted", result=RESULTS["drill.attempted"]), base=BASE)
    assert f"{BASE}/xapi/extensions/failed" not in failed["result"]["extensions"]
    assert f"{BASE}/xapi/extensions/step-refs" in failed["result"]["extensions"]


def test_a_part_is_named_in_both_languages_and_stands_in_its_whole():
    said = statement(
        told(
            part="p1", release=uuid4(), number=4,
            title={"pt-br": "Calendário", "en": "Calendar"}, whole={"pt-br": "Renovações", "en": "Renewals"},
        ),
        base=BASE, version="2.0.0",
    )  # fmt: skip
    assert said["object"]["definition"]["name"] == {"en": "Calendar", "pt-BR": "Calendário"}
    (whole,) = said["context"]["contextActivities"]["parent"]
    assert whole["definition"]["name"]["pt-BR"] == "Renovações"
    assert (said["context"]["revision"], said["context"]["language"], said["version"]) == ("4", "pt-BR", "2.0.0")


def test_a_verb_of_tomorrow_is_not_left_out():
    assert statement(told("path.walked"), base=BASE)["verb"]["id"] == f"{BASE}/xapi/verbs/path.walked"


# -- The cursor ---------------------------------------------------------------------------------------------------------


def fact(person: UUID | None = None, **values: Any) -> UUID:
    made = record(person=person or uuid4(), verb="lesson.finished", kind="nothing", key=uuid4(), locale="en", **values)
    assert made is not None
    return made.id


def after(cursor: int, limit: int | None = None) -> tuple[list[UUID], int]:
    taken = ahead(after=cursor, limit=limit)
    found = [UUID(one["id"]) for one in statements(taken)]
    assert len(found) == taken.count
    return found, taken.until


def aside(work: Any) -> threading.Thread:
    """In a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.django_db(transaction=True)
def test_what_commits_late_is_neither_skipped_nor_repeated():
    """The slow transaction records first and commits last; meanwhile another is exported past it."""
    is_written, may_commit, slow = threading.Event(), threading.Event(), []

    def slowly() -> None:
        with transaction.atomic():
            slow.append(fact())
            is_written.set()
            assert may_commit.wait(10)

    thread = aside(slowly)
    assert is_written.wait(10)
    quick = fact()
    first, cursor = after(0)
    assert first == [quick]
    may_commit.set()
    thread.join()
    rows = dict(Evidence.objects.values_list("id", "recorded_at"))
    assert rows[slow[0]] < rows[quick], "by its own instant it lies behind the cursor"
    second, cursor = after(cursor)
    assert second == slow
    assert after(cursor)[0] == []


@pytest.mark.django_db(transaction=True)
def test_a_storm_of_writers_leaves_each_fact_once():
    written: list[UUID] = []

    def write(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(12):
            try:
                with transaction.atomic():
                    mine = [fact() for _ in range(dice.randint(1, 3))]
                    time.sleep(dice.random() / 50)
                    if dice.random() < 0.2:
                        raise ZeroDivisionError
                written.extend(mine)
            except ZeroDivisionError:
                pass

    got: list[list[UUID]] = [[], []]

    def follow(into: list[UUID]) -> None:
        cursor = 0
        while any(thread.is_alive() for thread in writers):
            found, cursor = after(cursor, limit=7)
            into.extend(found)
        into.extend(after(cursor)[0])

    writers = [aside(lambda seed=seed: write(seed)) for seed in range(4)]
    readers = [aside(lambda into=into: follow(into)) for into in got]
    for thread in (*writers, *readers):
        thread.join(60)
    assert len(written) > 40
    for found in got:
        assert sorted(found) == sorted(written), "each of both readers has every fact once"
    assert got[0] == got[1], "in one order"


@pytest.mark.django_db
def test_a_cursor_of_another_house_is_refused_and_one_before_a_purge_is_not():
    person = uuid4()
    fact()
    fact(person)
    cursor = after(0)[1]
    purge(persons=[person], reason=Lawful.UNLAWFUL, by=None)
    assert Place.objects.count() == 1, "nothing of what was purged stays"
    assert after(cursor)[0] == []
    new = fact()
    assert after(cursor)[0] == [new]
    with pytest.raises(Refusal):
        ahead(after=10_000)


@pytest.mark.django_db
def test_a_month_that_takes_its_facts_back_says_none_twice():
    with connection.cursor() as cursor:
        at = timezone.now() + timedelta(days=4000)
        late = Evidence(
            recorded_at=at, person=uuid4(), verb="idea.submitted", kind="idea", key=uuid4(), locale="en", occurred_at=at
        )
        late.save(force_insert=True)
        found, until = after(0)
        assert found == [late.id]
        cursor.execute("select evidence_ensure_month(%s)", [at.date()])
        cursor.execute("select tableoid::regclass::text from evidence_evidence where id = %s", [late.id])
        assert cursor.fetchone()[0] != "evidence_evidence_default"
    assert after(until)[0] == []
    assert after(0)[0] == [late.id]


@pytest.mark.django_db
def test_who_was_merged_is_told_by_the_id_of_today():
    kept, gone = uuid4(), uuid4()
    fact(gone)
    merge(kept, gone)
    (said,) = statements(ahead())
    assert said["actor"]["account"]["name"] == str(kept)
    assert str(gone) not in json.dumps(said)


def _bulk(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into evidence_evidence (recorded_at, id, person, verb, kind, key, part, release, result, locale, occurred_at)"
            " select now(), gen_random_uuid(), gen_random_uuid(), 'lesson.finished', 'course', gen_random_uuid(), 'p',"
            " gen_random_uuid(), '{}', 'pt-br', now() from generate_series(1, %s)",
            [count],
        )


@pytest.mark.django_db
def test_a_page_costs_two_statements_whatever_is_in_it(django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 50)
    _bulk(100)
    taken = ahead()
    with django_assert_num_queries(4):
        assert len(list(statements(taken))) == 100


@pytest.mark.django_db
def test_memory_holds_one_page_however_many_are_taken(monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 100)
    _bulk(3_000)
    taken = ahead()
    tracemalloc.start()
    count = sum(1 for _ in statements(taken))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == taken.count == 3_000
    assert peak < 1.5 * 1024 * 1024, f"{peak / 1024 / 1024:.0f} MB"


# -- The command and the page -------------------------------------------------------------------------------------------


def run(**options: Any) -> tuple[Sequence[dict[str, Any]], str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("export_xapi", stdout=out, stderr=err, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


@pytest.mark.django_db
def test_the_command_writes_lines_goes_on_from_its_cursor_and_is_audited():
    ids = [str(fact()) for _ in range(5)]
    first, said = run(limit=3)
    cursor = int(said.rpartition(" ")[2])
    second, _ = run(after=cursor)
    assert [one["id"] for one in (*first, *second)] == ids
    assert [entry.facts["count"] for entry in Entry.objects.filter(act="evidence.exported").order_by("at")] == [3, 2]
    with pytest.raises(CommandError):
        run(after=10**9)


@pytest.fixture
def officer(davi, client_of):
    client = client_of(davi)
    session = client.session
    session["account_authentication_methods_user"] = str(davi.pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    return client


@pytest.mark.django_db
def test_the_officer_takes_a_file_with_its_cursor_and_the_page_goes_on_there(officer):
    ids = [str(fact()) for _ in range(2)]
    answer = officer.post(reverse("evidence:download"), {"after": "0", "version": "1.0.3"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    assert answer["Cache-Control"] == "private, no-store"
    until = answer["X-Next-Cursor"]
    assert f"-{until}.jsonl" in answer["Content-Disposition"]
    page = officer.get(reverse("evidence:statements")).content.decode()
    assert f'value="{until}"' in page and "2 declarações" in page
    assert Entry.objects.get(act="evidence.exported").facts == {"count": 2, "after": 0, "until": int(until)}


@pytest.mark.django_db
def test_a_strange_cursor_is_said_beside_the_field_and_nothing_is_taken(officer):
    answer = officer.post(reverse("evidence:download"), {"after": "999999", "version": "2.0.0"})
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="999999"' in page and "Recomece do 0" in page
    assert not Entry.objects.filter(act="evidence.exported").exists()
