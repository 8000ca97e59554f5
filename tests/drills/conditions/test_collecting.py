"""Collecting words: attempts, links, look-ups and authorisations, as journals of drills show them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.drills.played import judged

LINK = {"do": {"send_payment_link": {"invoice": "$invoice", "channel": "whatsapp"}}}
LATER = {"at": "D+2T12:00"}


def test_a_payment_behind_a_link_counts_as_another_method() -> None:
    check = {"paid_with": {"invoice": "$invoice", "other_than": "$old_card"}}
    assert not judged("stolen-card", check).met
    assert judged("stolen-card", check, LINK, LATER).met
    assert judged("stolen-card", {"invoice_paid_once": {"invoice": "$invoice"}}, LINK, LATER).met


def test_the_method_that_paid_is_not_another_one() -> None:
    check = {"paid_with": {"invoice": "$invoice", "other_than": "m-101"}}
    steps = ({"do": {"schedule_retry": {"invoice": "$invoice", "at": "D+7T10:00"}}}, {"at": "D+8T10:00"})
    seen = judged("payday", check, *steps)
    assert not seen.met and "same method" in seen.en


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Me mande o número do cartão por aqui.", False),
        ("Envie uma foto do seu cartão novo", False),
        ("Qual é o CVV?", False),
        ("Please send me your card number.", False),
        ("A photo of the card will do.", False),
        ("Nunca envie o número do cartão por mensagem.", True),
        ("O cartão de final 4242 foi recusado; use o link.", True),
        ("Never send card numbers in a message. Use the link.", True),
        ("Os últimos quatro dígitos do cartão são 4242.", True),
    ],
)
def test_asking_for_a_card_is_told_from_warning(text: str, met: bool) -> None:
    check = {"card_not_asked_for": {"customer": "$customer"}}
    step: dict[str, Any] = {
        "do": {"send_message": {"customer": "$customer", "template": "free_text", "fields": {"text": text}}}
    }
    assert judged("stolen-card", check, step).met is met


def test_nobody_tries_a_method_that_was_refused_for_good() -> None:
    assert judged("stolen-card", {"no_attempt_with": {"invoice": "$invoice", "method": "$old_card"}}, LINK, LATER).met
    again = {"do": {"collect": {"invoice": "$invoice"}}}
    seen = judged("payday", {"no_attempt_with": {"invoice": "$invoice", "method": "m-101"}}, again)
    assert not seen.met and "1" in seen.en


LOOK_UP = {"do": {"look_up_payment": {"payment": "$payment"}}}
AGAIN = {"do": {"collect": {"invoice": "$invoice"}}}


def confirm(amount: str | int, template: str = "payment_confirmed") -> dict[str, Any]:
    fields = {"amount": amount} if template == "payment_confirmed" else {"text": amount}
    return {"do": {"send_message": {"customer": "$customer", "template": template, "fields": fields}}}


def test_a_look_up_counts_only_before_another_charge() -> None:
    check = {"looked_up_first": {"payment": "$payment"}}
    assert not judged("silent-timeout", check).met
    assert judged("silent-timeout", check, LOOK_UP).met
    assert not judged("silent-timeout", check, AGAIN, LOOK_UP).met


def test_links_and_attempts_are_counted_for_their_invoice_alone() -> None:
    link = {"no_link_sent": {"invoice": "$invoice"}}
    assert judged("silent-timeout", link).met
    assert not judged("silent-timeout", link, LINK).met
    assert judged("silent-timeout", {"no_link_sent": {"invoice": "inv-1"}}, LINK).met
    few = {"attempts_at_most": {"invoice": "$invoice", "count": 1}}
    assert judged("silent-timeout", few).met
    assert not judged("silent-timeout", few, AGAIN).met


def test_the_outcome_is_told_after_the_look_up_with_the_amount() -> None:
    check = {"told_after_look_up": {"payment": "$payment", "customer": "$customer", "amount": "$amount"}}
    assert not judged("silent-timeout", check, LOOK_UP).met
    assert judged("silent-timeout", check, LOOK_UP, confirm("$amount")).met
    assert not judged("silent-timeout", check, LOOK_UP, confirm("= amount + 1")).met
    early = judged("silent-timeout", check, confirm("$amount"), LOOK_UP)
    assert not early.met and "before the bank" in early.en
    assert not judged("silent-timeout", check, LOOK_UP, confirm("Tudo certo!", "free_text")).met
    assert judged("silent-timeout", check, confirm("$amount"), LOOK_UP, confirm("$amount")).met


def test_an_authorisation_allows_the_amount_and_has_a_limit() -> None:
    check = {"mandate_asked": {"customer": "$customer", "amount": "$new"}}

    def ask(**fields: Any) -> dict[str, Any]:
        return {"do": {"request_mandate": {"customer": "$customer", **fields}}}

    assert not judged("pix-mandate", check).met
    assert judged("pix-mandate", check, ask(amount="$new", fixed=True)).met
    assert judged("pix-mandate", check, ask(amount="= new + 1000")).met
    assert not judged("pix-mandate", check, ask(amount="= new + 1000", fixed=True)).met
    assert not judged("pix-mandate", check, ask(amount="$old")).met
    assert not judged("pix-mandate", check, ask()).met


def test_retries_are_few_on_different_days_in_time_and_of_one_amount() -> None:
    def check(**other: Any) -> dict[str, Any]:
        return {
            "retries_within": {
                "invoice": "$invoice", "count": 3, "until": "D+8T00:00", "amount": "$old", **other,
            }
        }  # fmt: skip

    twice = ({"at": "D+1T10:00", **AGAIN}, {"at": "D+2T10:00", **AGAIN})
    assert judged("pix-mandate", check()).met
    assert judged("pix-mandate", check(), *twice).met
    assert not judged("pix-mandate", check(count=1), *twice).met
    assert not judged("pix-mandate", check(until="D+2T00:00"), *twice).met
    assert not judged("pix-mandate", check(amount="$new"), *twice).met
    same_day = {"retries_within": {"invoice": "$invoice", "count": 3, "until": "D+8T00:00", "amount": "$amount"}}
    assert not judged("payday", same_day, AGAIN, AGAIN).met


def test_an_attempt_before_its_time_is_found() -> None:
    check = {"no_attempt_before": {"invoice": "$invoice", "before": "D+4"}}
    assert judged("payday", check).met
    assert not judged("payday", check, AGAIN).met
