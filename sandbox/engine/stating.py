"""Stating: a customer's statement as lines a person can read, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sandbox.engine.calendar import local
from sandbox.engine.messages import LANGUAGES, format_moment
from sandbox.engine.money import format_money
from sandbox.engine.statement import Entry, Statement

ENTRY_WORDS: Final[dict[str, tuple[str, str]]] = {
    "invoice_issued": ("fatura emitida", "invoice issued"),
    "invoice_voided": ("fatura anulada", "invoice voided"),
    "invoice_uncollectible": ("fatura dada como incobrável", "invoice given up as uncollectible"),
    "credit_note_issued": ("nota de crédito", "credit note"),
    "balance_granted": ("saldo concedido", "balance granted"),
    "balance_refunded": ("devolução tirada do saldo", "refund taken off the balance"),
    "payment_attempted": ("cobrança aprovada", "charge approved"),
    "payment_looked_up": ("cobrança sem resposta encontrada", "unanswered charge found settled"),
    "payment_settled_late": ("cobrança confirmada mais tarde", "charge confirmed later"),
    "payment_recorded": ("recebimento registrado", "receipt recorded"),
    "refund_made": ("devolução feita", "refund made"),
    "dispute_lost": ("contestação perdida", "dispute lost"),
}


def state(
    one: Statement, *, currency: str, zone: str, language: str, subjects: Mapping[str, Mapping[str, str]]
) -> Iterator[str]:
    """What was owed and held first, what moved it, with what stood after each, and last."""

    def say(pt: str, en: str) -> str:
        return (pt, en)[LANGUAGES.index(language)]

    def money(amount: int) -> str:
        return format_money(amount, currency, language)

    def stands(owed: int, credit: int) -> str:
        return say(f"deve {money(owed)}, tem saldo de {money(credit)}", f"owes {money(owed)}, holds {money(credit)}")

    def moved(entry: Entry) -> str:
        owed, credit = (f"+{money(amount)}" if amount > 0 else money(amount) for amount in (entry.owed, entry.credit))
        parts = [say(f"deve {owed}", f"owes {owed}") if entry.owed else "", say(f"saldo {credit}", f"holds {credit}")]
        return "; ".join(part for part in (parts if entry.credit else parts[:1]) if part) or say(
            "nada muda", "no change"
        )

    name = subjects.get(one.customer, {}).get("name", one.customer)
    yield say(f"Extrato de {name}", f"Statement of {name}")
    owed, credit = one.opening_owed, one.opening_credit
    yield say("No início: ", "At first: ") + stands(owed, credit)
    for entry in one.entries:
        owed, credit = owed + entry.owed, credit + entry.credit
        when = format_moment(local(entry.at, zone), language)
        what = ENTRY_WORDS[entry.kind][LANGUAGES.index(language)]
        yield f"  {when}  {what} ({entry.document or one.customer}): {moved(entry)} → {stands(owed, credit)}"
    yield say("No fim: ", "At last: ") + stands(owed, credit)
