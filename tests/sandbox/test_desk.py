"""The desk holds: strangers see nothing, keys count once, refusals keep what was typed, pages cost the same."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.evidence.models import Evidence
from portal.people.access import viewer_of
from portal.people.models import User
from portal.seams.registry import registry
from sandbox import engine, store, subjects
from sandbox.actions.issue import issue
from sandbox.models import (
    CommandKey,
    DrillAttempt,
    JournalEvent,
    Snapshot,
    Subject,
    Workspace,
)
from sandbox.rules import sealing
from tests.sandbox.conftest import Desk, text_of

BY_ID = ["", "collections/", "journal/", "debrief/"]
ACTS_BY_ID = ["collections/", "journal/", "check/", "hint/", "reset/"]
ACTS = ["schedule", "write", "collect", "link", "cancel"]


@pytest.mark.parametrize("who", ["bruno", "carla", "davi", "fabio", "zeca"])
def test_another_persons_desk_is_not_there(
    desk: Desk, who: str, cast: dict[str, User], client_of: Callable[[User], Client]
) -> None:
    before = JournalEvent.objects.count()
    stranger = client_of(cast[who])
    for path in BY_ID:
        assert stranger.get(desk.company + path).status_code == 404, path
    fields = {"key": uuid4().hex, "about": desk.invoice, "day": desk.pay_day, "hour": "10:00"}
    fields |= {"chosen": "free_text", "channel": "email", "text": "oi", "purpose": "service"}
    for path in ACTS_BY_ID:
        assert stranger.post(desk.company + path, fields | {"by": "day"}).status_code == 404, path
        for act in ACTS:
            assert stranger.post(desk.company + path, fields | {"act": act}).status_code == 404, (path, act)
    assert JournalEvent.objects.count() == before
    assert DrillAttempt.objects.get().hints_used == 0


def test_nobody_signed_out_gets_in(desk: Desk) -> None:
    for path in BY_ID:
        assert Client().get(desk.company + path)["Location"].startswith("/accounts/login/")


def test_a_key_sent_twice_counts_once(desk: Desk) -> None:
    key = uuid4().hex
    desk.tell(key=key)
    events = JournalEvent.objects.count()
    answer = desk.tell(key=key)
    assert answer.status_code == 302
    assert JournalEvent.objects.count() == events
    assert "já tinha sido enviado" in desk.client.get(answer["Location"]).content.decode()


def test_a_key_used_for_something_else_is_refused(desk: Desk) -> None:
    key = uuid4().hex
    desk.schedule(key=key)
    answer = desk.schedule(on=desk.pay_day + timedelta(days=1), key=key)
    assert answer.status_code == 409
    assert "outro conteúdo" in answer.content.decode()


def test_the_next_event_pressed_twice_moves_once(desk: Desk) -> None:
    key = uuid4().hex
    desk.advance("next", key=key)
    now = store.read(desk.workspace, viewer_of(desk.attempt.user)).world.now
    desk.advance("next", key=key)
    assert store.read(desk.workspace, viewer_of(desk.attempt.user)).world.now == now


def test_a_refusal_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    past = desk.pay_day - timedelta(days=30)
    answer = desk.schedule(on=past, hour="11:45")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "marque a tentativa para depois disso" in page
    assert f'value="{past.isoformat()}"' in page
    assert 'value="11:45"' in page


def test_card_numbers_are_refused_at_the_door(desk: Desk) -> None:
    answer = desk.tell(note="use 4111 1111 1111 1111")
    assert answer.status_code == 409
    assert "parecem de cartão" in answer.content.decode()
    assert not JournalEvent.objects.filter(kind="message_sent", payload__customer=desk.customer).exists()


def test_what_the_desk_does_not_offer_cannot_be_sent(desk: Desk, ana: User) -> None:
    from portal.refusal import Refusal

    for name in ("gateway", "set_policy", "record_payment", "open_company", "advance"):
        with pytest.raises(Refusal) as refused:
            issue(viewer_of(ana), desk.workspace, name=name, fields={}, key="k")
        assert refused.value.code == "not_from_the_desk"
    assert desk.do("gateway", desk.customer).status_code == 404


def test_wrong_fields_are_told_beside_them(desk: Desk) -> None:
    answer = desk.do("schedule", desk.invoice, day="", hour="10:00")
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_the_preview_is_what_the_customer_reads(desk: Desk) -> None:
    sent = {
        "key": "k", "act": "write", "about": desk.customer, "invoice": desk.invoice, "chosen": "payment_declined",
        "preview": "1",
        "channel": "email", "amount": "49,90", "retry_on": desk.pay_day.isoformat(), "note": "Conte com a gente.",
    }  # fmt: skip
    answer = desk.client.post(desk.url, sent, headers={"HX-Request": "true"})
    assert "R$\N{NO-BREAK SPACE}49,90" in answer.content.decode()
    assert "Conte com a gente." in answer.content.decode()
    assert not JournalEvent.objects.filter(kind="message_sent", payload__customer=desk.customer).exists()


def test_a_fragment_answers_htmx_and_a_page_answers_everybody_else(desk: Desk) -> None:
    fragment = desk.client.get(desk.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert 'id="desk"' not in fragment, "the frame stays, its content is swapped"
    assert 'id="queue"' in fragment
    assert "<html" in desk.see()


@pytest.mark.parametrize("amount", ["9" * 4400, "1.000" * 50, "😀", "٤٩", "-1", "1e9"])
def test_no_amount_breaks_the_desk(desk: Desk, amount: str) -> None:
    assert desk.tell(amount=amount).status_code == 422
    assert desk.schedule(hour=amount).status_code == 422
    sent = {"act": "write", "about": desk.customer, "chosen": "payment_declined", "amount": amount, "preview": "1"}
    sent["retry_on"] = amount
    answer = desk.client.post(desk.url, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert desk.client.post(desk.url, {"key": amount, "by": "date", "to": amount}).status_code == 422


def test_a_replayed_journal_is_the_stored_snapshot(desk: Desk) -> None:
    desk.tell()
    desk.schedule()
    desk.advance("day")
    workspace = desk.attempt.workspace
    events = store.journal(workspace)
    kept = Snapshot.objects.get(workspace=workspace)
    assert engine.encode_world(engine.replay(events)) == bytes(kept.data)
    assert kept.seq == len(events)


def test_a_snapshot_of_another_engine_is_rebuilt(desk: Desk, ana: User) -> None:
    before = store.read(desk.workspace, viewer_of(ana)).world
    Snapshot.objects.update(engine_version=0, data=b"not a world")
    assert store.read(desk.workspace, viewer_of(ana)).world == before
    desk.advance("day")
    assert Snapshot.objects.get().engine_version == engine.ENGINE_VERSION


def test_the_journal_is_append_only(desk: Desk) -> None:
    row = JournalEvent.objects.order_by("seq").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEvent.objects.filter(pk=row.pk).update(payload={})
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEvent.objects.filter(pk=row.pk).delete()


def test_no_event_is_without_its_company(desk: Desk) -> None:
    row = JournalEvent.objects.order_by("seq").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEvent.objects.create(workspace_id=uuid4(), seq=1, kind=row.kind, payload=row.payload)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from sandbox_workspace where id = %s", [row.workspace_id])


def test_a_whole_company_can_be_purged(desk: Desk) -> None:
    DrillAttempt.objects.all().delete()
    store.purge(Workspace.objects.all())
    assert not JournalEvent.objects.exists()
    assert not Subject.objects.exists()


def test_no_name_stands_in_journal_or_snapshot(desk: Desk) -> None:
    desk.tell()
    names = [data["name"] for data in subjects.people(desk.attempt.workspace).values()]
    assert names
    journal = "".join(str(payload) for payload in JournalEvent.objects.values_list("payload", flat=True))
    world = bytes(Snapshot.objects.get().data)
    for name in names:
        assert name not in journal
        assert name.encode() not in world
        assert not any(name.encode() in bytes(row.data) for row in Subject.objects.all())


def test_an_erased_subject_has_no_name_any_more(desk: Desk) -> None:
    name = subjects.people(desk.attempt.workspace)[desk.customer]["name"]
    subjects.erase(desk.attempt.workspace, desk.customer)
    page = text_of(desk.see(f"?customer={desk.customer}").split('class="col-side')[0])
    assert name not in page
    assert "Pessoa apagada" in page


def test_a_key_rotated_still_opens_what_the_old_one_sealed() -> None:
    from cryptography.fernet import Fernet, InvalidToken

    old, new = Fernet.generate_key(), Fernet.generate_key()
    wrapped = sealing.new_key([old])
    sealed = sealing.seal({"name": "Rita"}, wrapped=wrapped, wrapping_keys=[old])
    assert sealing.unseal(sealed, wrapped=wrapped, wrapping_keys=[new, old]) == {"name": "Rita"}
    with pytest.raises(InvalidToken):
        sealing.unseal(sealed, wrapped=wrapped, wrapping_keys=[new])


def test_killed_between_decision_and_commit_nothing_is_left(desk: Desk, ana: User) -> None:
    before = (JournalEvent.objects.count(), Snapshot.objects.get().seq, CommandKey.objects.count())

    class Killed(Exception):
        pass

    with pytest.raises(Killed), transaction.atomic():
        issue(viewer_of(ana), desk.workspace, name="collect", fields={"invoice": desk.invoice}, key="k")
        raise Killed
    assert (JournalEvent.objects.count(), Snapshot.objects.get().seq, CommandKey.objects.count()) == before
    assert desk.do("collect", desk.invoice, key="k").status_code == 302


def test_a_desk_costs_the_same_however_long_its_journal(desk: Desk) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.client.get(path).status_code == 200
        return len(caught)

    pages = [desk.url, f"{desk.url}?customer={desk.customer}", f"{desk.company}journal/", "/practice/"]
    short = [queries(path) for path in pages]
    for _ in range(12):
        desk.tell()
    for days in range(50, 301, 50):  # as far as a page goes by itself
        desk.advance("date", desk.pay_day + timedelta(days=days))
    assert [queries(path) for path in pages] == short
    assert max(short) <= 12, short


def test_an_act_costs_the_same_however_long_the_journal(desk: Desk) -> None:
    address = f"{desk.url}?customer={desk.customer}"
    asked = {"act": "link", "about": desk.invoice, "channel": "email"}

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert desk.client.post(address, {**asked, "key": uuid4().hex}).status_code == 302
        return len(caught)

    short = cost()
    for _ in range(10):
        desk.tell()
    assert cost() == short
    assert short <= 12, short


def test_the_drill_stands_on_my_day_and_in_lessons(desk: Desk, rf: object, ana: User) -> None:
    desk.check()
    request = desk.client.get("/practice/").wsgi_request
    request.viewer = viewer_of(ana)
    card = next(card for card in registry.home_cards if card.name == "drill")
    assert "de 5 condições" in card.render(request)
    key = str(desk.attempt.drill_key)
    cards = registry.embeds["drill"].cards(request, [key, str(uuid4())])
    assert set(cards) == {key}
    assert "Dia de pagamento" in cards[key]
    assert "Continuar" in cards[key]


@pytest.mark.django_db(transaction=True)
def test_two_acts_at_once_wait_for_each_other(desk: Desk, ana: User) -> None:
    """Two tabs, one company, real transactions: both are done, one after the other, and the journal has no gap."""
    viewer = viewer_of(ana)
    failures: list[BaseException] = []
    gate = threading.Barrier(2)

    def press(number: int) -> None:
        try:
            gate.wait()
            issue(viewer, desk.workspace, name="collect", fields={"invoice": desk.invoice}, key=f"tab-{number}")
        except BaseException as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    before = JournalEvent.objects.count()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    seqs = list(JournalEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    attempts = JournalEvent.objects.filter(kind="payment_attempted", seq__gt=before)
    assert attempts.count() == 2
    assert Snapshot.objects.get().seq == len(seqs)


@pytest.mark.django_db(transaction=True)
def test_one_key_pressed_in_two_tabs_at_once_counts_once(desk: Desk, ana: User) -> None:
    viewer = viewer_of(ana)
    repeated: list[bool] = []
    gate = threading.Barrier(2)

    def press() -> None:
        try:
            gate.wait()
            done = issue(viewer, desk.workspace, name="collect", fields={"invoice": desk.invoice}, key="same")
            repeated.append(done.repeated)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(repeated) == [False, True]


def test_evidence_of_a_check_is_one_transaction_with_the_attempt(desk: Desk, ana: User) -> None:
    desk.check()
    assert Evidence.objects.filter(person=ana.person, verb="drill.attempted").count() == desk.attempt.checks


def test_the_desk_may_ask_for_what_its_forms_ask_and_no_more() -> None:
    from sandbox.actions.issue import FROM_THE_DESK
    from sandbox.forms import FORMS

    asked = {command for form in FORMS.values() for command in (form.command, form.above)}
    assert asked - {""} == FROM_THE_DESK


def test_no_act_takes_a_word_that_the_frame_keeps_for_itself() -> None:
    from sandbox.forms import FORMS

    kept = {"by", "act", "about", "preview", "csrfmiddlewaretoken"}
    assert {name: kept & set(form.base_fields) for name, form in FORMS.items() if kept & set(form.base_fields)} == {}
