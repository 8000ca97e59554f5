"""The clock holds: it says what comes and what came, goes long ways by a job, and nothing is lost or done twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from portal.jobs.models import Job
from portal.jobs.run import HANDLERS, perform
from portal.people.access import viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.advance import advance
from sandbox.engine.calendar import add_months, day_of
from sandbox.engine.forecasting import booked
from sandbox.engine.world import RANKS, UNTOLD, Due
from sandbox.models import CommandKey, JournalEvent
from sandbox.queries.clock import DUE_COUNTS, DUE_WORDS, clock, due_words
from sandbox.queries.news import summary
from sandbox.queries.scene import scene_of
from tests.sandbox.conftest import Desk, text_of
from tests.sandbox.free import Free, opened, work


@pytest.fixture
def free(client_of: Callable[[User], Client], ana: User) -> Free:
    return opened(client_of(ana), "gym")


def far(free: Free, months: int = 4) -> object:
    world = free.opened.world
    return add_months(day_of(world.now, "America/Sao_Paulo"), months, 20)


def job() -> Job:
    return Job.objects.get(kind="sandbox.move_clock")


def test_everything_the_clock_does_has_its_words() -> None:
    told = set(RANKS) - UNTOLD
    assert set(DUE_WORDS) == told
    assert set(DUE_COUNTS) == told


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_all_that_is_booked_can_be_said(free: Free, language: str) -> None:
    with translation.override(language):
        scene = scene_of(free.opened, language)
        kinds = set()
        for work_ in scene.world.scheduled.values():
            if work_.kind not in UNTOLD:
                kinds.add(work_.kind)
                assert "%" not in due_words(scene, work_)
                if work_.kind != "price_change":
                    assert scene.name(work_.about) != due_words(scene, work_)
        assert len(kinds) >= 6
        shown = clock(scene)
    assert shown.days and shown.days[0].kinds
    assert len(shown.ahead) == 5
    assert shown.within["month"] != shown.within["day"]


def test_what_an_unknown_thing_is_about_is_still_a_sentence(free: Free) -> None:
    scene = scene_of(free.opened, "pt-br")
    assert due_words(scene, Due(scene.world.now, 0, 1, "renewal", "s-gone"))


def test_the_next_event_is_one_that_people_understand(desk: Desk, ana: User) -> None:
    world = store.read(desk.workspace, viewer_of(ana)).world
    for kind in UNTOLD:
        world.scheduled[f"{kind}:x"] = Due(world.now + timedelta(minutes=1), 0, 0, kind, "x")
    found = engine.coming(world, 1)
    assert all(one.kind not in UNTOLD for one in found)


def test_ways_of_a_day_a_week_and_a_month_are_gone_at_once(free: Free) -> None:
    start = free.opened.world.now
    for by, days in (("day", 1), ("week", 7)):
        assert free.move(by).status_code == 302
        start += timedelta(days=days)
        assert free.opened.world.now == start
    answer = free.move("month")
    assert free.opened.world.now - start in (timedelta(days=30), timedelta(days=31))
    page = text_of(free.client.get(answer["Location"]).content.decode())
    assert "pagamentos recebidos" in page and "renovações" in page
    assert "eventos, no diário" in page
    assert not Job.objects.filter(kind="sandbox.move_clock").exists()


def test_a_long_way_is_a_job_that_can_be_left_and_found_again(free: Free) -> None:
    before, target = free.events, far(free)
    answer = free.move("date", to=target)
    assert answer["Location"] == free.journal
    page = free.see("journal/")
    assert "O relógio está a caminho" in page and 'id="clock-on"' not in page
    assert free.events == before
    assert perform(job().pk), "one month"
    assert free.events - before > 0
    page = free.see("collections/")
    assert "1 de 4 meses" in text_of(page)
    fragment = free.client.get(f"{free.url}moving/", headers={"HX-Request": "true"})
    assert "<html" not in fragment.content.decode() and 'id="moving"' in fragment.content.decode()
    assert work() == 3
    done = free.client.get(f"{free.url}moving/", headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert free.client.get(f"{free.url}moving/")["Location"] == free.url
    page = text_of(free.see("journal/"))
    assert "O que o relógio trouxe" in page and "renovações" in page
    assert 'id="clock-on"' in free.see("journal/")
    assert day_of(free.opened.world.now, "America/Sao_Paulo") == target
    free.move("day")
    assert "O que o relógio trouxe" not in free.see("journal/"), "told until somebody acts again"


def test_month_by_month_is_the_same_as_one_jump(free: Free) -> None:
    world = free.opened.world
    target = far(free)
    free.move("date", to=target)
    work()
    whole = engine.replay(store.journal(free.row))
    jumped = engine.execute(world, engine.Advance(actor="trainee", to=whole.now))
    assert isinstance(jumped, engine.Outcome)
    assert jumped.world.chain == whole.chain


def test_acts_wait_while_the_clock_is_on_its_way(free: Free, desk: Desk) -> None:
    free.move("date", to=far(free))
    answer = free.move("day")
    assert answer.status_code == 409
    assert "O relógio está a caminho" in answer.content.decode()
    invoice = engine.collections_queue(free.opened.world)[0].invoice
    events = free.events
    sent = {"key": uuid4().hex, "act": "link", "about": invoice, "channel": "email"}
    answer = free.client.post(f"{free.url}collections/", sent)
    assert answer.status_code == 409
    assert free.events == events


def test_two_clicks_are_one_journey(free: Free) -> None:
    key = uuid4().hex
    for _ in range(2):
        assert free.move("date", to=far(free), key=key)["Location"] == free.journal
    assert Job.objects.filter(kind="sandbox.move_clock").count() == 1
    work()
    events = free.events
    assert free.move("date", to=far(free), key=key).status_code == 302
    assert free.events == events, "long after, the same click still does nothing"


def test_a_key_that_did_something_else_moves_no_clock(free: Free) -> None:
    command = engine.command_from("take_role", {"role": "agent"}, free.opened.world)
    store.remember(free.row, "once", command, {"after": 1, "until": 2})
    before = free.events
    with pytest.raises(Refusal) as refused:
        advance(free.viewer, free.id, key="once", days=1)
    assert refused.value.code == "key_reused" and free.events == before


def test_a_new_key_is_asked_for_once(free: Free) -> None:
    with CaptureQueriesContext(connection) as asked:
        advance(free.viewer, free.id, key="new", days=1)
    assert sum("sandbox_commandkey" in one["sql"] and one["sql"].startswith("SELECT") for one in asked) == 1


def test_a_worker_killed_before_its_commit_did_nothing(free: Free, monkeypatch: pytest.MonkeyPatch) -> None:
    free.move("date", to=far(free))
    assert perform(job().pk)
    events, keys = free.events, CommandKey.objects.count()
    handler = HANDLERS["sandbox.move_clock"]

    def dies(of: Job) -> None:
        handler(of)
        raise SystemError("killed between the last line and the commit")

    monkeypatch.setitem(HANDLERS, "sandbox.move_clock", dies)
    assert not perform(job().pk)
    assert (free.events, CommandKey.objects.count()) == (events, keys)
    assert job().args["step"] == 2
    monkeypatch.setitem(HANDLERS, "sandbox.move_clock", handler)
    Job.objects.update(run_after=timezone.now(), lease_until=None)
    assert work() == 3
    seqs = list(JournalEvent.objects.filter(workspace=free.id).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    steps = CommandKey.objects.filter(workspace=free.id, key__startswith="job:")
    assert steps.count() == 4


def test_a_step_done_twice_counts_once(free: Free) -> None:
    """As if the row's next step had been lost: its key knows that the month was gone."""
    free.move("date", to=far(free))
    perform(job().pk)
    events = free.events
    Job.objects.update(args={**job().args, "step": 1})
    held = job()
    from sandbox.actions.advance import go_on

    with pytest.raises(Exception, match="outro conteúdo|other contents"):
        go_on(held)
    assert free.events == events


def test_stopped_between_months_it_stands_where_it_is(free: Free) -> None:
    free.move("date", to=far(free))
    perform(job().pk)
    events = free.events
    free.client.post(f"/jobs/{job().pk}/cancel/", {"next": free.url})
    assert not perform(job().pk)
    assert free.events == events
    page = free.see("journal/")
    assert 'id="clock-on"' in page and "O que o relógio trouxe" in page and "cancelada" in page
    assert free.move("day").status_code == 302


def test_a_company_closed_on_the_way_is_left_alone(free: Free) -> None:
    free.move("date", to=far(free))
    free.post("close/")
    events = free.events
    assert work() == 1
    assert free.events == events and job().done_at is not None


def test_farther_than_five_years_is_refused(free: Free) -> None:
    answer = free.move("date", to=far(free, 70))
    assert answer.status_code == 409 and "cinco anos" in answer.content.decode()


def test_a_stranger_neither_sees_nor_stops_it(
    free: Free, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    free.move("date", to=far(free))
    stranger = client_of(cast["zeca"])
    assert stranger.get(f"{free.url}moving/").status_code == 404
    assert stranger.post(f"/jobs/{job().pk}/cancel/").status_code == 404
    assert job().cancel_asked_at is None


def test_the_desk_costs_little_on_the_way_and_after(free: Free) -> None:
    free.move("date", to=far(free))
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            free.see("collections/")
        counts.append(len(caught))
        work()
    assert max(counts) <= 15, counts


def test_kinds_are_counted_as_people_ask() -> None:
    rows = [
        ("payment_attempted", "settled", None, 30), ("payment_attempted", "declined", None, 2),
        ("payment_attempted", "unknown", None, 1), ("subscription_renewed", None, None, 32),
        ("subscription_cancelled", None, "involuntary", 1), ("subscription_cancelled", None, "voluntary", 2),
        ("clock_moved", None, None, 9),
    ]  # fmt: skip
    with translation.override("en"):
        assert [one.text for one in summary(rows)] == [
            "32 renewals", "30 payments received", "2 charges declined", "1 charge without an answer",
            "3 subscriptions ended", "1 of them for lack of payment",
        ]  # fmt: skip


def test_the_next_event_says_how_many_share_its_moment(free: Free) -> None:
    counts = []
    for _ in range(12):
        world = free.opened.world
        moments = [max(work.at, world.now) for work in booked(world)]
        counts.append(moments.count(min(moments)) - 1)
        said = text_of(free.see("renewals/"))
        assert ("no mesmo instante" in said) == (counts[-1] > 0)
        assert counts[-1] == 0 or f"e mais {counts[-1]} no mesmo instante" in said
        free.move("next")
    assert 0 in counts and max(counts) > 0
