"""What the house has stored can be proved: the demo whole, and each kind of corruption found and named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import InternalError, connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import Certificate, Enrolment, ExamAttempt, LessonProgress, PracticeAnswer
from ideas.models import Idea, Vote
from playbooks.models import Acknowledgement
from portal.duties.models import Duty
from portal.evidence.record import record
from portal.evidence.replay import one_moment
from portal.people.access import viewer_of
from portal.people.models import User
from portal.releases.models import Release, ReleasePart
from portal.seams.registry import registry
from sandbox.actions.advance import advance
from sandbox.actions.check_work import check_work
from sandbox.actions.reset import reset
from sandbox.actions.start_drill import start_drill
from sandbox.models import DrillAttempt, JournalEvent, Snapshot

YEARS = timedelta(days=9 * 365)


@pytest.fixture
def practised(starter: Mapping[str, User]) -> Mapping[str, User]:
    """The demo, and two of its people at a drill: Ana checked twice, moved on and began again, Bruno only looked in."""
    for key in ("ana", "bruno"):
        start_drill(viewer_of(starter[key]), slug="dia-de-pagamento")
    ana = viewer_of(starter["ana"])
    company = DrillAttempt.objects.get(user=ana.id).workspace_id
    check_work(ana, company)
    advance(ana, company, key="on", days=3)
    check_work(ana, company)
    check_work(ana, company)
    reset(ana, company)
    return starter


def verify() -> tuple[int, list[str]]:
    """The command's exit and its lines."""
    out = StringIO()
    try:
        call_command("verify", stdout=out)
    except SystemExit as ended:
        return int(str(ended.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_the_seeded_year_and_a_drill_can_be_proved(practised):
    code, lines = verify()
    assert code == 0, lines
    assert all(line.endswith(" 0 differ") for line in lines[:-1]), lines
    assert lines[-1].endswith(" replayed, 0 differ.")
    told = {line.partition(":")[0]: int(line.partition(":")[2].split()[0]) for line in lines[:-1]}
    assert set(told) == set(registry.verifiers)
    assert told["drill attempts"] == 1
    assert told["practice companies"] == 3
    assert told["certificates"] == Certificate.objects.count() > 0
    assert told["practice answers"] == PracticeAnswer.objects.count() > 0
    assert min(told.values()) > 0


def _duty() -> Duty:
    return Duty.objects.filter(met_at__isnull=False, user__is_active=True)[:1].get()


def _first(model, **values):
    found = model._default_manager.filter(**values.pop("among", {})).order_by("pk")[:1]
    model._default_manager.filter(pk__in=[found.get().pk]).update(**values)


def _drop(queryset):
    queryset.model._base_manager.filter(pk__in=list(queryset.values_list("pk", flat=True)))._raw_delete("default")


def _spoil_snapshot():
    snapshot = Snapshot.objects.order_by("pk").first()
    other = Snapshot.objects.exclude(pk=snapshot.pk).order_by("pk").last()
    Snapshot.objects.filter(pk=snapshot.pk).update(data=other.data)


CORRUPTIONS: Mapping[str, tuple[str, Callable[[], object]]] = {
    "due": ("duties", lambda: _first(Duty, due_at=F("due_at") + YEARS, grace_until=F("grace_until") + YEARS)),
    "opened": ("duties", lambda: _first(Duty, opened_at=F("opened_at") - YEARS)),
    "met": ("duties", lambda: _first(Duty, among={"met_at": None}, met_at=timezone.now())),
    "unmet": ("duties", lambda: Duty.objects.filter(pk=_duty().pk).update(met_at=None, in_force_until=None)),
    "in force": ("duties", lambda: _first(Duty, among={"in_force_until__isnull": False}, in_force_until=None)),
    "no duty": ("duties", lambda: _duty().delete()),
    "title": ("release parts", lambda: _first(ReleasePart, title="?")),
    "blocks": ("release parts", lambda: _first(ReleasePart, among={"part_id__gt": ""}, blocks=[])),
    "HTML": ("release parts", lambda: _first(ReleasePart, among={"part_id__gt": ""}, html={})),
    "reason": ("releases", lambda: _first(Release, reason="?")),
    "facts": ("releases", lambda: _first(Release, facts={"forged": True})),
    "day": ("releases", lambda: _first(Release, effective_on=date(1999, 1, 1))),
    "no cover": ("release parts", lambda: _drop(ReleasePart.objects.filter(part_id="", locale="pt-br")[:1])),
    "other release": ("enrolments", lambda: _first(Enrolment, release=ReleasePart.objects.first().release_id)),
    "no enrolment": (
        "enrolments",
        lambda: _drop(Enrolment.objects.filter(progress=None)[:1] or Enrolment.objects.all()),
    ),
    "no lesson": ("lessons finished", lambda: LessonProgress.objects.first().delete()),
    "lesson moved": ("lessons finished", lambda: _first(LessonProgress, finished_at=F("finished_at") - YEARS)),
    "no answer": ("practice answers", lambda: PracticeAnswer.objects.first().delete()),
    "right answer": ("practice answers", lambda: _first(PracticeAnswer, among={"correct": False}, correct=True)),
    "exam passed": ("exam attempts", lambda: _first(ExamAttempt, among={"passed": False}, passed=True)),
    "exam score": ("exam attempts", lambda: _first(ExamAttempt, score=1)),
    "no exam": ("exam attempts", lambda: ExamAttempt.objects.first().delete()),
    "valid for ever": ("certificates", lambda: _first(Certificate, in_force_until=F("in_force_until") + YEARS)),
    "code": ("certificates", lambda: _first(Certificate, code="AAAA-AAAA-AAAA-AAAA")),
    "no certificate": ("certificates", lambda: Certificate.objects.all().delete()),
    "no acknowledgement": ("acknowledgements", lambda: Acknowledgement.objects.first().delete()),
    "number": ("acknowledgements", lambda: _first(Acknowledgement, number=7)),
    "best": ("drill attempts", lambda: _first(DrillAttempt, best_score=3)),
    "passed": ("drill attempts", lambda: _first(DrillAttempt, passed_at=timezone.now())),
    "never checked": ("drill attempts", lambda: DrillAttempt.objects.filter(checks=0).update(passed_at=timezone.now())),
    "checks": ("drill attempts", lambda: _first(DrillAttempt, among={"checks__gt": 0}, checks=9)),
    "no attempt": ("drill attempts", lambda: DrillAttempt.objects.filter(checks__gt=0).delete()),
    "snapshot ahead": ("practice companies", lambda: _first(Snapshot, seq=F("seq") + 5)),
    "snapshot of another": ("practice companies", _spoil_snapshot),
    "snapshot unreadable": ("practice companies", lambda: _first(Snapshot, data=b"?")),
    "no snapshot": ("practice companies", lambda: Snapshot.objects.first().delete()),
    "gap": ("practice companies", lambda: JournalEvent.objects.filter(seq=3).delete()),
    "no journal": ("practice companies", lambda: JournalEvent.objects.all().delete()),
    "kind": ("practice companies", lambda: _first(JournalEvent, among={"seq": 4}, kind="?")),
    "event": ("practice companies", lambda: _first(JournalEvent, among={"seq": 4}, payload={"type": "?"})),
    "another customer's": ("practice companies", lambda: _first(JournalEvent, among={"seq__gt": 9}, customer="nobody")),
    "no idea": ("ideas", lambda: _drop(Idea.objects.all()[:1])),
    "another's idea": ("ideas", lambda: _first(Idea, author=User.objects.get(email__startswith="zeca@"))),
    "forged vote": (
        "votes",
        lambda: Vote.objects.create(idea=Idea.objects.first(), user=User.objects.get(email__startswith="zeca@")),
    ),
}


@pytest.mark.parametrize(("kind", "corrupt"), CORRUPTIONS.values(), ids=CORRUPTIONS)
def test_a_corruption_is_found_and_named(practised, kind, corrupt):
    with connection.cursor() as cursor:  # whoever corrupts does not ask our triggers
        cursor.execute("set local session_replication_role = replica")
    corrupt()
    code, lines = verify()
    assert code == 1
    said = next(line for line in lines if line.startswith(f"{kind}:"))
    assert int(said.rsplit(" ", 2)[1]) > 0, lines
    assert any(" is stored as " in line and ", replayed as " in line for line in lines)


def test_a_wrong_instant_is_told_in_a_plain_line(starter):
    duty = Duty.objects.filter(user=starter["ana"], met_at=None).order_by("pk")[:1].get()
    moment = timezone.now()
    Duty.objects.filter(pk=duty.pk).update(met_at=moment)
    _code, lines = verify()
    assert lines[[line.startswith("duty") for line in lines].index(True)] == (
        f"duty {duty.pk} ({duty.kind} {duty.key}, person {starter['ana'].person}): met_at"
        f" is stored as {moment.isoformat()}, replayed as nothing"
    )


def test_support_taken_back_is_no_difference(starter):
    Vote.objects.all()[:1].get().delete()
    assert verify()[0] == 0


def test_of_who_is_no_longer_here_only_evidence_is_kept(starter):
    with connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
    record(person=Idea().key, verb="idea.submitted", kind="idea", key=Idea().key)
    assert verify()[0] == 0


def test_more_rows_ask_no_more_queries(practised):
    """Constant a kind; duties ask so many for each requirement."""
    with CaptureQueriesContext(connection) as before:
        verify()
    for model in (PracticeAnswer, LessonProgress, Certificate, Acknowledgement, Vote, Duty):
        every_other = list(model.objects.order_by("pk").values_list("pk", flat=True))[::2]
        model.objects.filter(pk__in=every_other).delete()
    with CaptureQueriesContext(connection) as after:
        verify()
    assert len(before) == len(after) < 90


def test_it_reads_as_of_one_moment_and_can_write_nothing(transactional_db, starter):
    assert verify()[0] == 0
    with pytest.raises(InternalError, match="read-only"), one_moment():
        Vote.objects.all().delete()
