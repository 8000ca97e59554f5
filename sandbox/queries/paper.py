"""Paper: invoices and credit notes as people read them, line by line, each amount with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sandbox.engine import events as ev
from sandbox.engine.invoicing import CreditNote, InvoiceDocument, InvoiceLine
from sandbox.engine.speech import Speaker
from sandbox.practice.markets import MARKETS
from sandbox.queries.masks import LABELS, masked, revealed
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
    included: Sequence[tuple[str, int]] = ()
    """What the total contains already: taxes within the prices."""
    after: Sequence[tuple[str, int]] = ()
    """Where the total went."""


@dataclass(frozen=True)
class House:
    """Who issues a company's documents: where it has its seat, and under which number it pays taxes."""

    seat: str
    tax_number: str


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
    """An invoice; its sums are discount, taxes on top, total, balance used and amount due, those that are not zero.

    `charges` are the descriptions of one-off charges by id: the world forgets them once they are billed.
    """
    totals = [
        (_("Discount"), -document.discount),
        *_added(document),
        (_("Total"), document.total),
        (_("Balance used"), -document.balance_applied),
    ]
    return Paper(
        _("Invoice %(number)s") % {"number": document.number},
        name_at(scene, document.customer, document.issued_at),
        [line_of(scene, line, charges) for line in document.lines],
        [(label, amount) for label, amount in totals if amount] + [(_("Amount due"), document.amount_due)],
        included=_included(document),
    )


def credit_note_paper(scene: Scene, note: CreditNote, charges: Mapping[str, str] | None = None) -> Paper:
    """A credit note: what it credits of each line of its invoice, the taxes of that, and where the money went."""
    document = scene.world.invoices[note.invoice].document
    taxes = note.taxes or (0,) * len(note.lines)
    went = [
        (_("Off what was still open"), note.from_remaining),
        (_("To the customer’s balance"), note.to_balance),
        (_("Refunded"), note.to_refund),
        (_("Settled outside"), note.outside),
    ]
    rows = [row for row in zip(document.lines, note.lines, taxes, strict=False) if row[1]]
    on_top = sum(tax for line, _amount, tax in rows if line.added)
    within = sum(tax for line, _amount, tax in rows if not line.added)
    return Paper(
        _("Credit note on invoice %(number)s") % {"number": document.number},
        name_at(scene, document.customer, note.issued_at),
        [
            PaperLine(line_of(scene, line, charges).what, _period(scene, line), "", amount - (tax if line.added else 0))
            for line, amount, tax in rows
        ],
        [*([(_("Tax"), on_top)] if on_top else []), (_("Credited in all"), note.amount)],
        included=[(_("Already included: tax"), within)] if within else [],
        after=[(label, amount) for label, amount in went if amount],
    )


def _added(document: InvoiceDocument) -> list[tuple[str, int]]:
    """The taxes that come on top of the lines, each by its name."""
    return [(_("Tax (%(name)s)") % {"name": name}, amount) for name, amount in _taxes(document, inclusive=False)]


def _included(document: InvoiceDocument) -> list[tuple[str, int]]:
    """The taxes that the prices contain."""
    said = _("Already included: tax (%(name)s)")
    return [(said % {"name": name}, amount) for name, amount in _taxes(document, inclusive=True)]


def _taxes(document: InvoiceDocument, *, inclusive: bool) -> list[tuple[str, int]]:
    sums: dict[str, int] = {}
    for line in document.lines:
        for one in line.taxes:
            if one.inclusive is inclusive:
                sums[one.tax] = sums.get(one.tax, 0) + one.amount
    return [(name.replace("-", " ").upper(), amount) for name, amount in sums.items() if amount]


def house(scene: Scene) -> House:
    """The practice company as the issuer of its documents; its seat and its number are made up."""
    market = MARKETS[scene.world.require_company().jurisdiction]
    return House(market.seat, " ".join(market.tax_number))


def name_at(scene: Scene, customer: str, at: datetime) -> str:
    """The person's name when the document was issued, or that it has been erased."""
    return scene.person_at(customer, at).get("name") or _("Erased person")


def bearings(scene: Scene, customer: str, at: datetime) -> list[str]:
    """The customer's tax number and address as a document of then bears them here, masked as on every page."""
    person, seen = scene.person_at(customer, at), revealed(scene, customer)
    return [
        f"{LABELS[name]} {person[name] if name in seen else masked(name, person[name])}"
        for name in ("cpf", "cnpj", "address")
        if person.get(name)
    ]


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
