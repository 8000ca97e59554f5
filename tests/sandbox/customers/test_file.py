"""A customer's file: masked until somebody says why, each part with its address, every act through its form."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.people.models import User
from sandbox import subjects
from sandbox.models import JournalEvent
from tests.sandbox.conftest import text_of
from tests.sandbox.customers.conftest import PEOPLE, House, found_house

FILE = "customers/rita/"
PARTS = ["holding", "payments", "messages", "consents", "notes", "history"]


def test_contact_is_masked_until_it_is_revealed_with_a_reason_and_again_the_next_day(house: House) -> None:
    page = house.main(FILE)
    assert "r•••@example.org" in page and "•••• 0001" in page and "•••.222.333-••" in page
    assert "rita@example.org" not in page
    for hollow in ("", "x", "porque", "a b"):
        assert house.do(FILE, "reveal", "rita", fields_asked=["email"], reason=hollow).status_code == 422
    refused = house.do(FILE, "reveal", "rita", fields_asked=["email"], reason="")
    assert refused.status_code == 422 and "rita@example.org" not in refused.content.decode()
    answer = house.do(FILE, "reveal", "rita", fields_asked=["email"], reason="confirmar o boleto")
    assert answer.status_code == 302
    page = house.main(FILE)
    assert "rita@example.org" in page, "what was asked for"
    assert "•••• 0001" in page and "90001-0001" not in page, "and nothing else"
    assert "confirmar o boleto" in house.main(FILE + "?part=consents")
    assert "abel@example.org" not in house.main("customers/abel/")
    house.client.post(house.root + FILE, {"key": "k", "by": "day"})
    assert "rita@example.org" not in house.main(FILE), "the company's day is over"


def test_what_is_already_seen_is_not_asked_for_again(house: House) -> None:
    house.do(FILE, "reveal", "rita", fields_asked=["email", "phone", "cpf"], reason="conferir o cadastro")
    assert "act=reveal" not in house.main(FILE)
    assert house.do(FILE, "reveal", "rita", fields_asked=["email"], reason="outra vez").status_code == 404


def test_the_collections_file_is_masked_too_and_reveals_there(house: House) -> None:
    desk = "collections/?customer=abel"
    page = house.main(desk)
    assert "a•••@example.org" in page and "abel@example.org" not in page
    answer = house.do(desk, "reveal", "abel", fields_asked=["email"], reason="ligar para ele hoje")
    assert answer.status_code == 302
    assert "abel@example.org" in house.main(desk)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_alone_and_for_everybody(house: House, part: str) -> None:
    for customer in house.opened.world.customers:
        house.see(f"customers/{customer}/?part={part}")
    assert (
        "<html"
        not in house.client.get(f"{house.root}{FILE}?part={part}", headers={"HX-Request": "true"}).content.decode()
    )


def test_the_parts_say_what_is_in_them(house: House) -> None:
    assert "Básico" in house.main(FILE)
    assert "Fatura 1" in text_of(house.main(FILE + "?part=payments"))
    assert "Que bom ter você aqui." in house.main(FILE + "?part=messages")
    assert "saldo insuficiente" in house.main("customers/abel/?part=payments")
    assert "51" in house.main("customers/abel/?part=payments")
    assert "R$\N{NO-BREAK SPACE}" in house.main("customers/bia/")


def test_invoices_that_were_put_away_stand_in_the_file_all_the_same(house: House) -> None:
    before = text_of(house.main(FILE + "?part=payments"))
    world = house.opened.world
    from sandbox import engine
    from sandbox.models import Snapshot

    lean, gone = engine.archive(world, engine.calendar.day_of(world.now, "America/Sao_Paulo"))
    assert any(one.invoice.document.customer == "rita" for one in gone)
    Snapshot.objects.update(data=engine.encode_world(lean))
    assert text_of(house.main(FILE + "?part=payments")) == before


def test_an_unknown_customer_or_subscription_is_not_there(
    house: House, zeca: User, client_of: Callable[[User], Client]
) -> None:
    others = found_house(zeca, client_of(zeca), more=(("add_customer", {"id": "only-zecas"}),))
    for path in ("customers/nobody/", "customers/only-zecas/", "subscriptions/nothing/"):
        assert house.client.get(house.root + path).status_code == 404
    for path in ("customers/", FILE, "subscriptions/s-rita/"):
        assert house.client.get(others.root + path).status_code == 404
        assert others.client.get(house.root + path).status_code == 404
    before = JournalEvent.objects.count()
    for act, about in (("note", "rita"), ("reveal", "rita"), ("cancel", "s-rita"), ("change-plan", "s-rita")):
        sent = {"act": act, "about": about, "key": "k", "text": "x", "reason": "x", "fields_asked": "email"}
        assert others.client.post(house.root + FILE, sent).status_code == 404
    assert JournalEvent.objects.count() == before


def test_a_note_is_kept_beside_the_person_and_never_in_the_journal(house: House) -> None:
    assert house.do(FILE, "note", "rita", text="Prefere falar de manhã.").status_code == 302
    assert "Prefere falar de manhã." in house.main(FILE + "?part=notes")
    assert not any("manhã" in str(one) for one in JournalEvent.objects.values_list("payload", flat=True))
    refused = house.do(FILE, "note", "rita", text="cartão 4111 1111 1111 1111")
    assert refused.status_code == 422
    assert "parecem de cartão" in refused.content.decode() and "4111 1111 1111 1111" in refused.content.decode()


def test_a_consent_needs_proof_to_be_given_and_none_to_be_taken_back(house: House) -> None:
    refused = house.do(FILE, "consent", "rita", purpose="marketing", channel="email", granted="yes", proof="")
    assert refused.status_code == 409
    house.do(FILE, "consent", "rita", purpose="marketing", channel="email", granted="yes", proof="formulário do site")
    assert "formulário do site" in house.main(FILE + "?part=consents")
    house.do(FILE, "consent", "rita", purpose="marketing", channel="all", granted="no", proof="")
    page = house.main(FILE + "?part=consents")
    assert page.count("retirado") >= 6 and "formulário do site" in page, "the old proof stays"
    assert "sem marketing" in page


def test_tasks_wait_in_the_file_and_in_the_list(house: House) -> None:
    house.do(FILE, "task", "rita", kind="call_back", reason="quer mudar de plano")
    house.do(FILE, "escalate", "rita", to="finance", reason="fatura repetida")
    page = house.main(FILE + "?part=notes")
    assert "quer mudar de plano" in page and "fatura repetida" in page
    assert "2 tarefas abertas" in house.main("customers/?q=rita")
    house.do(FILE + "?part=notes", "close-task", "task-1", result="mudou para o anual")
    assert "mudou para o anual" in house.main(FILE + "?part=notes")
    assert "1 tarefa aberta" in house.main("customers/?q=rita")


def test_a_balance_above_the_limit_waits_for_somebody_else(house: House) -> None:
    house.do(FILE, "grant-balance", "rita", amount="15,00", reason="queda do serviço")
    assert house.opened.world.customers["rita"].balance == 1500
    house.do(FILE, "grant-balance", "rita", amount="999,00", reason="muito")
    assert house.opened.world.customers["rita"].balance == 1500
    (asked,) = house.opened.world.approvals.values()
    assert (asked.kind, asked.about, asked.amount, asked.is_waiting) == ("grant_balance", "rita", 99900, True)


def test_a_charge_waits_in_the_file_for_its_invoice(house: House) -> None:
    house.do(FILE, "charge", "rita", amount="12,00", description="Segunda via do cartão")
    page = house.main(FILE)
    assert "Segunda via do cartão" in page and "act=invoice-now" in page


def test_a_trial_with_a_coupon_begins_and_the_preview_shows_the_first_invoice(house: House) -> None:
    fields = {"price": "basic-m", "quantity": "2", "collection": "automatic", "coupon": "volta"}
    shown = house.client.post(
        house.root + "customers/eva/",
        {"act": "subscribe", "about": "eva", "key": "k", "preview": "1", **fields},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "63,84" in shown, "2 × 39,90 − 20%"
    assert "s-eva" not in house.opened.world.subscriptions
    house.do("customers/eva/", "subscribe", "eva", **fields, trial_days="14")
    begun = [one for one in house.opened.world.subscriptions.values() if one.customer == "eva"]
    assert [one.status for one in begun] == ["trialing"]


def test_asking_for_a_card_sends_a_letter_and_takes_no_number(house: House) -> None:
    house.do("customers/abel/", "ask-method", "abel", channel="whatsapp")
    last = list(house.opened.world.messages.values())[-1]
    assert (last.template, last.channel, last.fields["amount"]) == ("new_method_needed", "whatsapp", 3990)


def test_of_an_erased_person_only_the_facts_are_left(house: House) -> None:
    subjects.erase(house.opened.workspace, "caio")
    page = house.main("customers/caio/")
    assert "Caio" not in page and "Pessoa apagada" in house.see("customers/caio/")
    for act in ("note", "reveal", "consent", "subscribe"):
        assert f"act={act}" not in page


def test_an_act_says_whom_it_is_about_wherever_it_was_opened(house: House) -> None:
    page = house.see("customers/rita/?act=reveal&about=abel")
    panel = page.partition('id="act"')[2].partition("</section>")[0]
    assert "Ábel Costa" in text_of(panel)


def test_a_mandate_of_a_fixed_amount_is_asked_for(ana: User, client_of: Callable[[User], Client]) -> None:
    more = (("add_customer", {"id": "iris", "methods": [{"id": "px", "kind": "pix_automatico"}]}),)
    people = {**PEOPLE, "iris": {"name": "Íris Dantas", "email": "iris@example.org"}}
    house = found_house(ana, client_of(ana), more=more, people=people)
    assert house.do("customers/iris/", "mandate", "iris", fixed="on").status_code == 422
    assert house.do("customers/iris/", "mandate", "iris", amount="54,90", fixed="on").status_code == 302
    (asked,) = house.opened.world.mandates.values()
    assert (asked.ceiling, asked.is_fixed) == (5490, True)
