"""Evidence has one way out: lawful, audited, and shut again behind it."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.utils import timezone

from portal.audit.models import Entry
from portal.duties.models import Duty
from portal.evidence.alias import merge
from portal.evidence.models import Evidence, IdempotencyKey
from portal.evidence.purge import Lawful, purge
from portal.evidence.record import record
from portal.people.access import viewer_of
from portal.refusal import Refusal

pytestmark = pytest.mark.django_db


def finished(person, *, once=None, kind="course", occurred_at=None):
    return record(
        person=person, verb="lesson.finished", kind=kind, key=uuid4(), part="x", once=once, occurred_at=occurred_at
    )


def execute(sql, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_facts_their_names_and_a_line_in_the_audit(davi):
    person, other = uuid4(), uuid4()
    for n in range(3):
        finished(person, once=f"a:{n}")
    finished(other, once="b")
    assert purge(persons=[person], reason="term_ended", by=viewer_of(davi)) == 3
    assert [fact.person for fact in Evidence.objects.all()] == [other]
    assert set(IdempotencyKey.objects.values_list("key", flat=True)) == {"b"}
    entry = Entry.objects.get(act="evidence.purged")
    assert (entry.actor, entry.subject) == (davi.person, person)
    assert entry.facts == {"facts": 3, "persons": 1, "lawful": "term_ended"}
    assert finished(person, once="a:0") is not None, "the name is free again"


def test_only_what_was_asked_for():
    person = uuid4()
    old = timezone.now() - timedelta(days=400)
    finished(person, occurred_at=old)
    finished(person)
    finished(person, kind="playbook", occurred_at=old)
    before = timezone.now() - timedelta(days=30)
    assert purge(persons=[person], reason=Lawful.TERM_ENDED, by=None, kinds={"course"}, before=before) == 1
    assert Evidence.objects.filter(person=person).count() == 2
    assert purge(persons=[person], reason=Lawful.TERM_ENDED, by=None, kinds=[]) == 0
    assert purge(persons=[], reason=Lawful.TERM_ENDED, by=None) == 0
    assert Entry.objects.filter(act="evidence.purged").count() == 1, "where nothing went, nothing is told"


@pytest.mark.parametrize("reason", ["", "tidying up", "TERM_ENDED", "term_ended' or true--"])
def test_without_a_lawful_reason_nothing_goes(reason):
    person = uuid4()
    finished(person)
    with pytest.raises(Refusal) as refusal:
        purge(persons=[person], reason=reason, by=None)
    assert refusal.value.code == "evidence.no_lawful_reason"
    assert Evidence.objects.filter(person=person).exists()


@pytest.mark.parametrize("who", ["ana", "bruno", "fabio", "zeca"])
def test_it_is_there_for_who_answers_for_privacy_alone(who, cast):
    finished(cast["ana"].person)
    with pytest.raises(Http404):
        purge(persons=[cast["ana"].person], reason=Lawful.UNLAWFUL, by=viewer_of(cast[who]))
    assert Evidence.objects.count() == 1


# -- The door ---------------------------------------------------------------------------------------------------------

RAW = [
    "delete from evidence_evidence",
    "update evidence_evidence set verb = 'exam.marked'",
    "truncate evidence_evidence",
    "truncate evidence_evidence_default",
    "delete from evidence_idempotencykey",
    "update evidence_idempotencykey set key = 'other'",
    "truncate evidence_idempotencykey",
]
KEYS = {
    "none": "select 1",
    "a word": "select set_config('vigente.purge_evidence', 'lawful', false)",
    "no transaction": "select set_config('vigente.purge_evidence', 'term_ended', false)",
    "no lawful reason": "select set_config('vigente.purge_evidence', 'tidy ' || pg_current_xact_id(), true)",
    "an earlier transaction": "select set_config('vigente.purge_evidence',"
    " 'term_ended ' || (pg_current_xact_id()::text::bigint - 1), false)",
}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("act", RAW)
def test_raw_sql_is_refused_whatever_key_is_tried(act, key):
    finished(uuid4(), once="n")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(KEYS[key])
        cursor.execute(act)
    assert Evidence.objects.count() == IdempotencyKey.objects.count() == 1


@pytest.mark.parametrize("act", RAW)
def test_the_door_is_shut_again_within_the_same_transaction(act):
    person = uuid4()
    finished(person)
    finished(uuid4(), once="n")
    purge(persons=[person], reason=Lawful.COURT_ORDER, by=None)
    with pytest.raises(IntegrityError, match="append-only"):
        execute(act)


@pytest.mark.parametrize("act", [sql for sql in RAW if not sql.startswith("delete")])
def test_even_an_open_door_lets_nothing_be_changed_or_emptied(act):
    finished(uuid4(), once="n")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_evidence', 'unlawful ' || pg_current_xact_id(), true)")
        cursor.execute(act)


@pytest.mark.django_db(transaction=True)
def test_a_key_left_behind_by_another_transaction_opens_nothing():
    """For the whole session, and on a connection that a pool hands on."""
    finished(uuid4(), once="n")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('vigente.purge_evidence', 'term_ended ' || pg_current_xact_id(), false)")
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('vigente.purge_evidence')")
        assert cursor.fetchone()[0].startswith("term_ended ")
    for act in RAW:
        with pytest.raises(IntegrityError, match="append-only"):
            execute(act)
    assert Evidence.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_fails_halfway_takes_nothing_out(monkeypatch, davi):
    from portal.evidence import purge as room

    person = uuid4()
    finished(person, once="n")

    def fail(*args, **kwargs):
        raise RuntimeError("no line in the audit")

    monkeypatch.setattr(room, "audited", fail)
    with pytest.raises(RuntimeError):
        purge(persons=[person], reason=Lawful.UNLAWFUL, by=viewer_of(davi))
    assert (Evidence.objects.count(), IdempotencyKey.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError, match="append-only"):
        execute("delete from evidence_evidence")


# -- What follows from facts ------------------------------------------------------------------------------------------


def _verified() -> tuple[int, str]:
    said = StringIO()
    try:
        call_command("verify", stdout=said)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue()
    return 0, said.getvalue()


def _met_by_course() -> Duty:
    return Duty.objects.filter(kind="course", met_at__isnull=False, user__is_active=True).select_related("user").first()


def test_duties_follow_and_verify_names_what_an_app_still_keeps(starter):
    assert _verified()[0] == 0
    duty = _met_by_course()
    other = Duty.objects.filter(kind="course", met_at__isnull=False).exclude(user=duty.user).first()
    count = Evidence.objects.filter(person=duty.user.person, kind="course").count()
    assert purge(persons=[duty.user.person], reason=Lawful.COURT_ORDER, by=None, kinds={"course"}) == count
    duty.refresh_from_db()
    assert duty.met_at is None
    assert Duty.objects.get(pk=other.pk).met_at == other.met_at
    code, said = _verified()
    differing = [line for line in said.splitlines() if " is stored as " in line]
    assert all(str(duty.user.person) in line and " replayed as nothing" in line for line in differing), said
    assert not [line for line in differing if line.startswith("duty ")]
    assert code == (1 if differing else 0)


def test_duties_of_who_was_merged_follow_too(starter):
    duty = _met_by_course()
    facts = Evidence.objects.filter(person=duty.user.person, kind="course", verb="certificate.awarded")
    assert facts.exists()
    alias = duty.user.person
    now = uuid4()
    merge(now, alias)
    type(duty.user).objects.filter(pk=duty.user.pk).update(person=now)
    assert purge(persons=[now, alias], reason=Lawful.TERM_ENDED, by=None)
    duty.refresh_from_db()
    assert duty.met_at is None


def test_queries_do_not_grow_with_the_facts(django_assert_max_num_queries):
    person, key = uuid4(), uuid4()
    for n in range(30):
        record(person=person, verb="lesson.finished", kind="course", key=key, part=str(n), once=str(n))
    with django_assert_max_num_queries(12):
        assert purge(persons=[person], reason=Lawful.UNLAWFUL, by=None) == 30
