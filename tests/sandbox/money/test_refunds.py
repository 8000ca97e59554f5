"""Refunds: what is left goes back, what is above the limit waits for another role, disputes stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from portal.people.models import User
from sandbox.models import JournalEvent
from tests.sandbox.conftest import text_of
from tests.sandbox.money.conftest import Firm, company


def test_the_desk_says_what_waits_and_what_is_left(firm: Firm) -> None:
    page = text_of(firm.see("refunds/"))
    assert "Contestação de Duda Reis" in page
    assert "voltou do banco" in page, "Bia's refund came back: owed again"
    assert "R$ 69,80" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "Você age como: Atendente" in page


def test_a_refund_within_the_limit_goes_out_at_once(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    page = firm.see(f"refunds/{payment}/?act=refund&about={payment}")
    assert 'value="69,80"' in page
    answer = firm.do(
        f"refunds/{payment}/", "refund", payment, amount="19,90", destination="origin", reason="item não usado"
    )
    assert answer.status_code == 302
    assert [one.amount for one in firm.world.refunds.values() if one.payment == payment] == [1990]
    assert "refunded in part" not in firm.see(f"refunds/{payment}/")
    assert "item não usado" in firm.see("refunds/")


def test_too_much_is_refused_and_what_was_typed_stays(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    answer = firm.do(
        f"refunds/{payment}/", "refund", payment, amount="70,00", destination="origin", reason="tudo e mais"
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="70,00"' in page and "tudo e mais" in page
    assert "restam" in page


def _prepare(firm: Firm, key: str = "") -> str:
    payment = firm.payment_of("leo")
    fields = {"amount": "478,80", "destination": "origin", "reason": "cobrança em duplicidade"}
    answer = firm.do(f"refunds/{payment}/", "refund", payment, **fields, **({"key": key} if key else {}))
    assert answer.status_code == 302
    return payment


def test_above_the_limit_it_waits_and_the_maker_cannot_approve(firm: Firm) -> None:
    payment = _prepare(firm)
    world = firm.world
    assert [one.status for one in world.approvals.values()] == ["waiting"]
    assert payment not in {one.payment for one in world.refunds.values()}
    page = firm.see("refunds/")
    assert "act=withdraw-request" in page and "act=approve" not in page
    assert firm.do("refunds/", "approve", "appr-1").status_code == 409
    assert firm.world.refunds.keys() == world.refunds.keys()


def test_the_supervisor_approves_what_the_agent_prepared(firm: Firm) -> None:
    payment = _prepare(firm)
    assert firm.do("refunds/", "role", "supervisor").status_code == 302
    page = text_of(firm.see("refunds/?act=approve&about=appr-1"))
    assert "Você age como: Supervisão" in page
    assert "preparado pelo atendente e aprovado por você" in page
    assert "Devolvidos R$ 478,80" in page.replace("\N{NO-BREAK SPACE}", " "), "what a yes leads to is seen beforehand"
    assert firm.do("refunds/", "approve", "appr-1").status_code == 302
    made = next(one for one in firm.world.refunds.values() if one.payment == payment)
    assert (made.amount, made.approver) == (47880, "supervisor")
    told = JournalEvent.objects.filter(workspace=firm.workspace, kind="refund_made").order_by("seq").last()
    assert told is not None and told.payload["actor"] == "trainee"


def test_the_supervisor_prepares_nothing_for_themselves(firm: Firm) -> None:
    firm.do("refunds/", "role", "supervisor")
    payment = firm.payment_of("leo")
    answer = firm.do(
        f"refunds/{payment}/", "refund", payment, amount="478,80", destination="origin", reason="duplicidade"
    )
    assert answer.status_code == 422
    assert "Ninguém aprova o que preparou" in answer.content.decode()
    assert not firm.world.approvals


def test_a_no_needs_a_reason_and_moves_nothing(firm: Firm) -> None:
    _prepare(firm)
    firm.do("refunds/", "role", "supervisor")
    assert firm.do("refunds/", "decline", "appr-1", reason="").status_code == 422
    assert firm.do("refunds/", "decline", "appr-1", reason="falta o comprovante").status_code == 302
    assert "falta o comprovante" in firm.see("refunds/")
    assert firm.world.approvals["appr-1"].status == "declined"


def test_the_same_key_twice_counts_once_whatever_the_role_by_then(firm: Firm) -> None:
    key = uuid4().hex
    _prepare(firm, key)
    firm.do("refunds/", "role", "supervisor")
    firm.do("refunds/", "approve", "appr-1")
    events = JournalEvent.objects.count()
    payment = firm.payment_of("leo")
    fields = {"amount": "478,80", "destination": "origin", "reason": "cobrança em duplicidade", "key": key}
    answer = firm.do(f"refunds/{payment}/", "refund", payment, **fields)
    assert answer.status_code == 302 and "again=1" in answer["Location"]
    assert JournalEvent.objects.count() == events


def test_a_role_changed_twice_by_one_key_changes_once(firm: Firm) -> None:
    key = uuid4().hex
    firm.do("refunds/", "role", "supervisor", key=key)
    answer = firm.do("refunds/", "role", "supervisor", key=key)
    assert answer.status_code == 302
    assert firm.world.role == "supervisor"


def test_while_a_dispute_holds_the_money_nothing_is_refunded(firm: Firm) -> None:
    payment = firm.payment_of("duda")
    page = firm.see(f"refunds/{payment}/")
    assert f"act=refund&amp;about={payment}" not in page
    assert "act=contest" in page and "act=accept-dispute" in page
    assert firm.client.get(f"{firm.root}refunds/{payment}/?act=refund&about={payment}").status_code == 200


def test_accepting_a_dispute_says_beforehand_what_it_costs(firm: Firm) -> None:
    payment = firm.payment_of("duda")
    sent = {"reason": "cliente tem razão", "preview": "1"}
    page = text_of(firm.do(f"refunds/{payment}/", "accept-dispute", "dp-duda", **sent).content.decode())
    assert "são perda" in page
    assert firm.world.disputes["dp-duda"].status == "needs_response"
    firm.do(f"refunds/{payment}/", "accept-dispute", "dp-duda", reason="cliente tem razão")
    assert firm.world.disputes["dp-duda"].status == "lost"


def test_evidence_goes_out_once(firm: Firm) -> None:
    payment = firm.payment_of("duda")
    assert firm.do(f"refunds/{payment}/", "contest", "dp-duda", evidence="").status_code == 422
    firm.do(f"refunds/{payment}/", "contest", "dp-duda", evidence="Acesso em 5 de novembro pelo mesmo aparelho.")
    assert "act=contest" not in firm.see(f"refunds/{payment}/")


def test_what_came_back_is_refunded_anew(firm: Firm) -> None:
    payment = firm.payment_of("bia")
    assert firm.world.owed[payment] == 1000
    answer = firm.do(
        f"refunds/{payment}/", "refund", payment, amount="10,00", destination="origin", reason="nova tentativa"
    )
    assert answer.status_code == 302
    assert not firm.world.owed.get(payment)


def test_the_second_half_of_an_undue_charge_always_wants_a_yes(firm: Firm) -> None:
    payment = firm.payment_of("rita")
    sent = {"amount": "19,90", "destination": "origin", "why": "wrong_amount", "reason": "indevida"}
    firm.do(f"refunds/{payment}/", "refund", payment, **sent)
    fields = {"amount": "19,90", "interest": "", "rail": "pix", "reason": "CDC art. 42"}
    assert firm.do(f"refunds/{payment}/", "indemnity", payment, **fields).status_code == 302
    assert [one.kind for one in firm.world.approvals.values()] == ["pay_indemnity"]


@pytest.mark.parametrize(
    ("why", "is_doubled"),
    [
        ("duplicate_charge", True),
        ("after_cancellation", True),
        ("wrong_amount", True),
        ("withdrawal", False),
        ("service_not_delivered", False),
        ("other", False),
        ("", False),
    ],
)
def test_only_what_was_not_owed_is_paid_twice(firm: Firm, why: str, is_doubled: bool) -> None:
    payment = firm.payment_of("rita")
    sent = {"amount": "19,90", "destination": "origin", "why": why, "reason": "metade"}
    assert firm.do(f"refunds/{payment}/", "refund", payment, **sent).status_code == 302
    assert ("act=indemnity" in firm.see(f"refunds/{payment}/")) is is_doubled
    opened = firm.see(f"refunds/{payment}/?act=indemnity&about={payment}")
    assert ('value="19,90"' in opened) is is_doubled


def test_what_was_charged_after_a_confirmed_end_was_not_owed_whatever_the_words(
    firm_of: Callable[..., Firm], ana: User
) -> None:
    told = {"customer": "rita", "template": "cancellation_confirmed", "fields": {"access_until": "2026-12-04"}}
    asked = [*company(), ("send_message", told), ("advance", {"to": "2026-12-04T12:00"})]
    firm = firm_of(ana, asked=asked)
    earlier, later = (one.id for one in firm.world.payments.values() if one.customer == "rita")
    sent = {"amount": "19,90", "destination": "origin", "reason": "pedido antigo"}
    for payment in (earlier, later):
        assert firm.do(f"refunds/{payment}/", "refund", payment, **sent).status_code == 302
    assert "act=indemnity" not in firm.see(f"refunds/{earlier}/")
    assert "act=indemnity" in firm.see(f"refunds/{later}/")


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("2026-11-12T23:30", "Devolução do Pix até 10 fev 2027: faltam 90 dias"),
        ("2027-02-09T23:59", "Devolução do Pix até 10 fev 2027: falta 1 dia"),
        ("2027-02-10T23:59", "Devolução do Pix até 10 fev 2027: hoje é o último dia"),
        ("2027-02-11T00:00", "Devolução do Pix encerrada em 10 fev 2027"),
    ],
)
def test_the_days_left_for_a_pix_are_those_of_the_calendar(
    firm_of: Callable[..., Firm], ana: User, now: str, told: str
) -> None:
    paid = ("record_payment", {"invoice": "inv-5", "amount": 4990, "rail": "pix"})
    firm = firm_of(
        ana, asked=[*company()[:-1], ("advance", {"to": "2026-11-12T11:00"}), paid, ("advance", {"to": now})]
    )
    payment = firm.payment_of("caio")
    assert told in text_of(firm.see(f"refunds/{payment}/"))
    sent = {"amount": "10,00", "destination": "origin", "why": "wrong_amount"}
    status = 409 if "encerrada" in told else 302
    assert firm.do(f"refunds/{payment}/", "refund", payment, **sent).status_code == status


def test_to_somebody_erased_only_what_they_paid_goes_back(firm_of: Callable[..., Firm], ana: User) -> None:
    gone = [
        ("refund", {"payment": "pay-1", "amount": 1000, "reason": "duplicate_charge"}),
        ("cancel", {"subscription": "s-rita", "when": "now", "reason": "pediu"}),
        ("open_request", {"id": "c1", "customer": "rita", "kind": "deletion"}),
        ("verify_identity", {"case": "c1", "method": "otp"}),
        ("erase_data", {"customer": "rita", "case": "c1", "categories": ["profile"]}),
    ]
    firm = firm_of(ana, asked=[*company(), *gone])
    page = firm.see("refunds/pay-1/")
    assert "act=refund" in page
    for act in ("goodwill", "indemnity", "grant-balance"):
        assert f"act={act}" not in page + firm.see(f"invoices/{firm.invoice_of('rita')}/"), act


def test_another_law_has_no_second_half(firm_of: Callable[..., Firm], ana: User) -> None:
    firm = firm_of(ana, jurisdiction="eu")
    payment = firm.payment_of("rita")
    firm.do(f"refunds/{payment}/", "refund", payment, amount="19,90", destination="origin", why="duplicate_charge")
    assert "act=indemnity" not in firm.see(f"refunds/{payment}/")


@pytest.mark.parametrize("path", ["refunds/", "refunds/pay-1/", "invoices/", "invoices/inv-1/", "invoices/inv-1/pdf/"])
def test_strangers_find_nothing(firm: Firm, path: str, bruno: User, client_of: Callable[[User], Client]) -> None:
    assert client_of(bruno).get(firm.root + path).status_code == 404


def test_an_id_of_another_company_is_nothing_here(firm: Firm, firm_of: Callable[..., Firm], bruno: User) -> None:
    other = firm_of(bruno)
    other.do(f"invoices/{other.invoice_of('rita')}/", "charge", "rita", amount="5,00", description="multa")
    other.do("invoices/", "invoice-now", "rita")
    foreign = [key for key in other.world.invoices if key not in firm.world.invoices]
    assert foreign
    for key in (*foreign, "pay-99", "nobody"):
        assert firm.client.get(f"{firm.root}invoices/{key}/").status_code == 404
        assert firm.client.get(f"{firm.root}refunds/{key}/").status_code == 404
        assert firm.client.get(f"{firm.root}credit-notes/{key}/").status_code == 404


def test_in_english_nothing_is_portuguese(firm: Firm, ana: User) -> None:
    ana.language = "en"
    ana.save()
    page = text_of(firm.see("refunds/"))
    assert "You act as: Agent" in page and "What waits for somebody" in page
    assert "Left to give back" in page and "Quem" not in page


def test_a_refund_without_a_note_is_listed_until_one_says_what_for(firm: Firm) -> None:
    payment, invoice = firm.payment_of("rita"), firm.invoice_of("rita")
    wanted = "Reembolsos que pedem uma nota de crédito"
    assert wanted not in text_of(firm.see("refunds/")), "what came back from the bank is owed again"
    firm.do(f"refunds/{payment}/", "refund", payment, amount="10,00", destination="origin", why="other", reason="queda")
    seen = firm.see("refunds/")
    assert wanted in text_of(seen) and f"act=credit-note&amp;about={invoice}" in seen
    sent = {"line_0": "10,00", "to": "refunded", "why": "other", "reason": "queda"}
    assert firm.do(f"invoices/{invoice}/", "credit-note", invoice, **sent).status_code == 302
    assert wanted not in text_of(firm.see("refunds/"))
    assert len([one for one in firm.world.refunds.values() if one.payment == payment]) == 1, "no money moved"
