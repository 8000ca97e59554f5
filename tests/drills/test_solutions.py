"""Solutions: who acts in them, and what they write to customers."""

from __future__ import annotations

from sandbox.drills.brief import commands_of
from sandbox.drills.variation import written_out
from sandbox.engine.commands import AnswerApproval, GrantBalance
from sandbox.engine.messages import fill

ZONE = "America/Sao_Paulo"


def test_who_took_a_role_acts_in_it_until_they_take_another() -> None:
    steps = [
        {"do": {"grant_balance": {"customer": "c-1", "amount": 100, "reason": "x"}}},
        {"do": {"take_role": {"role": "supervisor"}}},
        {"at": "2026-11-22T10:00", "do": {"answer_approval": {"approval": "appr-1", "answer": "approved"}}},
        {"do": {"take_role": {"role": "agent"}}},
        {"do": {"invoice_now": {"customer": "c-1"}}},
    ]
    made = commands_of(steps, {}, zone=ZONE, actor="reference")
    actors = [one.actor for one in made]
    assert actors == ["reference", "reference", "supervisor", "supervisor", "supervisor", "reference"]
    assert isinstance(made[3], AnswerApproval)


def test_a_solution_writes_amounts_days_and_numbers_as_people_read_them() -> None:
    values = {"amount": 8990, "pay_day": "2026-11-26", "many": 18000}
    said = written_out({"text": ["{amount:money} em {pay_day:day}", 3]}, values)
    assert said == {"text": ["R$ 89,90 em 26 nov 2026".replace("R$ ", "R$\u00a0"), 3]}
    assert written_out("{many:number} e-mails", values) == "18.000 e-mails"
    assert fill("{many:number} e-mails", values, language="en") == "18,000 e-mails"
    assert written_out("{amount:money}", {**values, "currency": "EUR"}).startswith("€")
    assert written_out("{amount} {else}", values) == "{amount} {else}"


def test_a_text_in_both_languages_is_written_in_the_readers() -> None:
    note = {"customer": "c-1", "amount": 100, "reason": {"pt-br": "desculpas", "en": "sorry"}}
    steps = [{"do": {"grant_balance": note}}]
    said = [
        command.reason
        for language in ("pt-br", "en")
        for command in commands_of(steps, {}, zone=ZONE, actor="reference", language=language)
        if isinstance(command, GrantBalance)
    ]
    assert said == ["desculpas", "sorry"]
