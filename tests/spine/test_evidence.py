"""Facts are written once, typed, and nobody edits them."""

from __future__ import annotations

import threading
from uuid import uuid4

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from portal.evidence.models import Evidence
from portal.evidence.record import record
from portal.evidence.verbs import VERBS
from portal.evidence.why import facts

pytestmark = pytest.mark.django_db


def finished(person, *, once=None):
    return record(person=person, verb="lesson.finished", kind="course", key=uuid4(), part="x", once=once)


def test_a_named_fact_is_recorded_once():
    person = uuid4()
    assert finished(person, once="n") is not None
    assert finished(person, once="n") is None
    assert Evidence.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_edit_a_fact(act):
    person = uuid4()
    finished(person)
    rows = Evidence.objects.filter(person=person)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(verb="exam.marked") if act == "update" else rows._raw_delete(rows.db)
    assert rows.get().verb == "lesson.finished"


def test_a_result_that_its_verb_does_not_know_is_a_bug():
    with pytest.raises(msgspec.ValidationError):
        record(person=uuid4(), verb="lesson.finished", kind="course", key=uuid4(), result={"score": 100})


def test_facts_land_in_the_month_they_were_recorded():
    person = uuid4()
    finished(person)
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from evidence_evidence where person = %s", [person])
        assert cursor.fetchone()[0] != "evidence_evidence_default"


def test_every_verb_is_told_in_both_languages():
    samples = {
        "PracticeAnswered": {"question": "q", "version": 1, "chosen": ["a"], "correct": True},
        "ExamMarked": {
            "attempt": 1, "score": 90, "pass_mark": 80, "passed": True, "critical_missed": [], "missed": [],
        },
        "CertificateAwarded": {"code": "c", "cycle": 1, "in_force_until": None},
        "Acknowledged": {"number": 1, "by": "reading", "parts": []},
        "DrillAttempted": {"attempt": 1, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": 0},
        "Nothing": {},
    }  # fmt: skip
    person, key = uuid4(), uuid4()
    for verb, shape in VERBS.items():
        record(person=person, verb=verb, kind="course", key=key, result=samples[shape.__name__])
    from django.utils import translation

    told = {}
    for language in ("pt-br", "en"):
        with translation.override(language):
            told[language] = [fact.sentence for fact in facts(person, "course", key, language=language)]
    assert len(told["pt-br"]) == len(VERBS)
    assert not set(told["pt-br"]) & set(told["en"])


@pytest.mark.django_db(transaction=True)
def test_two_writers_of_one_fact_write_it_once():
    person = uuid4()
    start = threading.Barrier(2)
    seen = []

    def write():
        start.wait()
        try:
            seen.append(finished(person, once=f"race:{person}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(fact is not None for fact in seen) == 1
    assert Evidence.objects.filter(person=person).count() == 1


@pytest.mark.parametrize("table", ["evidence_evidence", "evidence_idempotencykey", "sandbox_journalevent"])
def test_the_database_refuses_to_empty_what_is_append_only(table):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {table} cascade")


def test_a_single_month_cannot_be_emptied_either():
    finished(uuid4())
    with connection.cursor() as cursor:
        cursor.execute("select tableoid::regclass::text from evidence_evidence limit 1")
        month = cursor.fetchone()[0]
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"truncate {month}")


@pytest.mark.parametrize(("hints", "said"), [(0, "nenhuma dica"), (1, "1 dica"), (2, "2 dicas")])
def test_an_attempt_says_how_many_hints_it_took(hints, said):
    person, key = uuid4(), uuid4()
    result = {"attempt": 1, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": hints}
    record(person=person, verb="drill.attempted", kind="drill", key=key, result=result)
    with translation.override("pt-br"):
        assert facts(person, "drill", key, language="pt-br")[0].detail == f"Tentativa 1, {said}"
