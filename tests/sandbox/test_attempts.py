"""Attempts at a drill: a press counts once, the first and the best stay, and the company leaves long after its end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.evidence.models import Evidence
from portal.evidence.record import record
from portal.home.library import content_key
from portal.people.access import viewer_of
from portal.people.models import User
from portal.seams.contracts import SeedCast
from sandbox.actions.purge_attempts import KEPT, purge_attempts
from sandbox.actions.take_hint import take_hint
from sandbox.models import DrillAttempt, JournalEvent, Workspace
from sandbox.queries.attempts import IN_SIGHT, attempts_at
from sandbox.queries.room import offers, room
from sandbox.seam.seed import publish
from sandbox.tasks import purge
from tests.sandbox.conftest import Desk, text_of

PAYDAY = content_key("drill", "payday")


def passes(desk: Desk) -> None:
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    assert desk.check().is_passed


def remembers(user: User, attempt: int, score: int, *, hints: int = 0) -> None:
    result = {"attempt": attempt, "score": score, "passed": score == 100, "failed": [], "step_refs": [], "hints": hints}
    record(person=user.person, verb="drill.attempted", kind="drill", key=PAYDAY, result=result)


def test_a_hint_pressed_twice_is_one_hint(desk: Desk) -> None:
    for _ in range(2):
        desk.client.post(f"{desk.company}hint/", {"after": "0"})
    assert desk.attempt.hints_used == 1


def test_a_reset_pressed_twice_is_one_new_attempt(desk: Desk) -> None:
    first, second = (desk.client.post(f"{desk.company}reset/") for _ in range(2))
    assert first["Location"] == second["Location"]
    assert DrillAttempt.objects.count() == 2
    assert Workspace.objects.filter(state="open").count() == 1


def test_a_check_of_what_is_passed_changes_nothing(desk: Desk, ana: User) -> None:
    passes(desk)
    before = desk.attempt
    desk.advance("month")
    assert desk.client.post(f"{desk.company}check/")["Location"] == f"{desk.company}debrief/"
    after = desk.attempt
    assert (after.passed_at, after.best_score, after.checks, after.last_check) == (
        before.passed_at,
        before.best_score,
        before.checks,
        before.last_check,
    )
    assert Evidence.objects.filter(verb="drill.attempted", person=ana.person).count() == 1


def test_a_worse_check_leaves_the_best_score(desk: Desk) -> None:
    desk.tell()
    best = desk.check().best_score
    desk.do("collect", desk.invoice)
    attempt = desk.check()
    assert attempt.last_check is not None and best is not None
    assert attempt.last_check["score"] < best == attempt.best_score


def test_the_failed_steps_stand_in_evidence_by_their_keys(desk: Desk, ana: User) -> None:
    desk.check()
    fact = Evidence.objects.get(verb="drill.attempted", person=ana.person)
    playbook = content_key("playbook", "declined-charge")
    assert set(fact.result["failed"]) == {"told", "paid"}
    assert fact.result["step_refs"] == [f"{playbook}/decline-tell", f"{playbook}/decline-schedule"]


def test_the_first_and_the_best_are_always_in_sight(drill: str, ana: User) -> None:
    for number in range(1, IN_SIGHT + 5):
        remembers(ana, number, 90 if number == 3 else 40)
    rows = attempts_at(viewer_of(ana), PAYDAY)
    assert [row.number for row in rows] == list(range(IN_SIGHT + 4, 0, -1))
    assert [row.number for row in rows if row.is_first] == [1]
    assert [row.number for row in rows if row.is_best] == [3]
    assert [row.number for row in rows if not row.is_in_sight] == [4, 2]


def test_the_best_of_what_evidence_and_rows_remember_of_one_attempt(desk: Desk, ana: User) -> None:
    remembers(ana, 2, 60, hints=1)
    remembers(ana, 2, 30, hints=2)
    desk.check()
    second, first = attempts_at(viewer_of(ana), PAYDAY)
    assert (second.number, second.score, second.hints, second.workspace) == (2, 60, 2, None)
    assert (first.is_open, first.score) == (True, desk.attempt.best_score)
    assert first.workspace == desk.workspace


def test_nobody_sees_anothers_attempts(desk: Desk, bruno: User) -> None:
    assert attempts_at(viewer_of(bruno), PAYDAY) == []


def test_companies_of_attempts_leave_half_a_year_after_their_end_and_the_result_stays(desk: Desk, ana: User) -> None:
    passes(desk)
    desk.client.post("/practice/drills/dia-de-pagamento/start/")
    going_on = DrillAttempt.objects.get(number=2).workspace_id
    purge()
    assert Workspace.objects.count() == 2
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    DrillAttempt.objects.update(opened_at=long_ago)
    DrillAttempt.objects.filter(number=1).update(passed_at=long_ago)
    assert purge_attempts() == 1
    assert list(Workspace.objects.values_list("pk", flat=True)) == [going_on], "what is under way stays"
    assert not JournalEvent.objects.filter(workspace=desk.workspace).exists()
    assert desk.client.get(f"{desk.company}debrief/").status_code == 404
    page = desk.client.get("/practice/drills/dia-de-pagamento/").content.decode()
    assert "100" in text_of(page) and str(desk.workspace) not in page
    assert Evidence.objects.get(verb="drill.attempted", person=ana.person).result["score"] == 100
    Workspace.objects.update(state="closed", closed_at=long_ago)
    assert purge_attempts() == 1
    assert DrillAttempt.objects.filter(workspace=None).count() == 2


def test_a_topic_narrows_the_room_and_an_unknown_one_does_not(drill: str, ana: User, cast: Mapping[str, User]) -> None:
    _more(cast, "double-click", "two-dashboards")
    viewer = viewer_of(ana)
    every = room(viewer, "pt-br")
    assert (every.count, every.topic, [area.key for area in every.areas]) == (3, "", ["renewals", "refunds", "reports"])
    narrowed = room(viewer, "pt-br", topic="refunds")
    assert [area.key for area in narrowed.areas] == ["refunds"]
    assert (narrowed.count, [one.key for one in narrowed.topics if one.is_chosen]) == (3, ["refunds"])
    assert room(viewer, "pt-br", topic="<script>").topic == ""


def test_pages_cost_the_same_however_much_there_is(
    desk: Desk, client_of: Callable[[User], Client], ana: User, cast: Mapping[str, User]
) -> None:
    passes(desk)
    pages = ("/practice/", "/practice/drills/dia-de-pagamento/", f"{desk.company}debrief/")

    def queries() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as caught:
                assert desk.client.get(page).status_code == 200
            counts.append(len(caught))
        return counts

    queries()
    before = queries()
    _more(cast, "double-click", "two-dashboards", "stolen-card")
    for number in range(2, 12):
        remembers(ana, number, 50)
    assert queries() == before
    assert max(before) <= 16, before


def test_the_next_drill_is_of_the_same_area_while_there_is_one(desk: Desk, ana: User, cast: Mapping[str, User]) -> None:
    _more(cast, "double-click", "stolen-card")
    passes(desk)
    assert {one.key for one in offers(viewer_of(ana), "pt-br")} >= {content_key("drill", "double-click")}
    page = desk.client.get(f"{desk.company}debrief/").content.decode()
    shown = page.partition('id="next-drill"')[2]
    title = next(one.title for one in offers(viewer_of(ana), "pt-br") if one.key == content_key("drill", "stolen-card"))
    assert title in text_of(shown)


def test_a_hint_by_action_from_a_page_that_fell_behind_takes_nothing(desk: Desk, ana: User) -> None:
    viewer = viewer_of(ana)
    assert isinstance(desk.workspace, UUID)
    assert take_hint(viewer, desk.workspace, after=0).hints_used == 1
    assert take_hint(viewer, desk.workspace, after=0).hints_used == 1
    assert take_hint(viewer, desk.workspace, after=1).hints_used == 2


def _more(cast: Mapping[str, User], *names: str) -> None:
    for name in names:
        publish(name, SeedCast(now=timezone.now(), people=cast, everyone=[], seed=7, say=lambda line: None))
