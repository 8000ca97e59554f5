"""Paper: invoices and credit notes as people read them, line by line, each amount with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sandbox.engine import events as ev
from sandbox.engine.invoicing import CreditNote, InvoiceDocument, InvoiceLine
from sandbox.engine.speech import Speaker
from sandbox.queries.masks import LABELS, masked
from sandbox.queries.scene import Scene


@dataclass(frozen=True)
class PaperLine:
    """One line: what it is for, the days it covers, how its amount came about, and the amount in minor units."""

    what: str
    period: str
    sum: str
    amount: int
    id: str = ""


@dataclass(frozen=True)
class Paper:
    """A document: its name, its lines, and what stands below them; the last total is what it comes to."""

    name: str
    customer: str
    lines: Sequence[PaperLine]
    totals: Sequence[tuple[str, int]]


def papers(scene: Scene, events: Iterable[Any]) -> list[Paper]:
    """The documents that these events issued, in order."""
    found: list[Paper] = []
    for event in events:
        match event:
            case ev.InvoiceIssued():
                found.append(invoice_paper(scene, event.document))
            case ev.CreditNoteIssued():
                found.append(credit_note_paper(scene, event.note))
            case _:
                pass
    return found


def invoice_paper(scene: Scene, document: InvoiceDocument, charges: Mapping[str, str] | None = None) -> Paper:
    """An invoice; its sums are subtotal, discount, tax, total, balance used and amount due, those that are not zero.

    `charges` are the descriptions of one-off charges by id: the world forgets them once they are billed.
    """
    totals = [
        (_("Discount"), -document.discount),
        (_("Tax"), document.tax),
        (_("Total"), document.total),
        (_("Balance used"), -document.balance_applied),
    ]
    return Paper(
        _("Invoice %(number)s") % {"number": document.number},
        scene.name(document.customer),
        [line_of(scene, line, charges) for line in document.lines],
        [(label, amount) for label, amount in totals if amount] + [(_("Amount due"), document.amount_due)],
    )


def credit_note_paper(scene: Scene, note: CreditNote, charges: Mapping[str, str] | None = None) -> Paper:
    """A credit note: what it takes off each line of its invoice, and where the money went."""
    document = scene.world.invoices[note.invoice].document
    went = [
        (_("Off what was still open"), note.from_remaining),
        (_("To the customer’s balance"), note.to_balance),
        (_("Refunded"), note.to_refund),
        (_("Settled outside"), note.outside),
    ]
    return Paper(
        _("Credit note on invoice %(number)s") % {"number": document.number},
        scene.name(document.customer),
        [
            PaperLine(line_of(scene, line, charges).what, _period(scene, line), "", -amount)
            for line, amount in zip(document.lines, note.lines, strict=False)
            if amount
        ],
        [(label, amount) for label, amount in went if amount] + [(_("Credited in all"), note.amount)],
    )


def tax_id(scene: Scene, customer: str) -> str:
    """The customer's tax number as a document bears it here, masked as on every page; nothing where none is known."""
    person = scene.people.get(customer, {})
    return " · ".join(f"{LABELS[name]} {masked(name, person[name])}" for name in ("cpf", "cnpj") if person.get(name))


def line_of(scene: Scene, line: InvoiceLine, charges: Mapping[str, str] | None = None) -> PaperLine:
    speaker = Speaker(scene.world, scene.language, scene.people)
    what = (charges or {}).get(line.charge) or _what(speaker, line)
    return PaperLine(what, _period(scene, line), speaker.sum_of(line), line.amount, line.id)


def _what(speaker: Speaker, line: InvoiceLine) -> str:
    """`Básico × 3`, `Crédito do tempo não usado: Básico`."""
    name = speaker.price_name(line.price)
    match line.kind:
        case "credit":
            return _("Unused time given back: %(name)s") % {"name": name}
        case "one_off":
            charge = speaker.world.charges.get(line.charge)
            return (charge.description if charge else "") or pgettext("invoice line", "One-off charge")
        case "late_fee":
            return pgettext("invoice line", "Late fee and interest")
        case _:
            return name


def _period(scene: Scene, line: InvoiceLine) -> str:
    if line.kind in ("one_off", "late_fee"):
        return ""
    return _("%(start)s to %(end)s") % {
        "start": scene.written_day(line.period.start),
        "end": scene.written_day(line.period.end),
    }
