"""Arithmetic: how what is taken off an invoice, or put on it, comes about, where one multiplication says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from sandbox.engine.invoicing import CreditNote, Invoice, InvoiceLine
from sandbox.engine.money import half_up
from sandbox.engine.pricing import WHOLE, Coupon, Tax
from sandbox.engine.world import World


class Product(Struct, frozen=True):
    """`base × numerator/denominator = amount`, or the amount alone where it came about in several steps (`base` is 0)."""

    of: str
    amount: int
    base: int = 0
    numerator: int = 0
    denominator: int = WHOLE

    @classmethod
    def if_exact(cls, of: str, amount: int, base: int, numerator: int, denominator: int) -> Product:
        """The multiplication where it gives this very amount, rounded once."""
        if half_up(Fraction(base * numerator, denominator)) == amount:
            return cls(of, amount, base, numerator, denominator)
        return cls(of, amount)


def discounts(world: World, lines: Sequence[InvoiceLine]) -> Iterator[Product]:
    """What each set of coupons took off the lines it reached."""
    groups: dict[tuple[str, ...], list[InvoiceLine]] = {}
    for line in lines:
        if line.discount:
            groups.setdefault(line.coupons, []).append(line)
    for applications, reached in groups.items():
        coupons = [world.coupons[world.applications[name].coupon] for name in applications]
        off, base = sum(line.discount for line in reached), sum(line.amount for line in reached)
        steps = list(_one_by_one(coupons, base))
        is_told = sum(step.amount for step in steps) == off
        yield from steps if is_told else [Product(" + ".join(coupon.id for coupon in coupons), off)]


def _one_by_one(coupons: Sequence[Coupon], base: int) -> Iterator[Product]:
    """Each coupon works on what the ones before it left."""
    for coupon in coupons:
        off = half_up(Fraction(base * coupon.rate, WHOLE)) if coupon.rate else coupon.amount
        yield Product(coupon.id, off, base, coupon.rate) if coupon.rate else Product(coupon.id, off)
        base -= off


def taxes(world: World, lines: Sequence[InvoiceLine]) -> Iterator[Product]:
    """What each tax comes to over the lines that carry it; a contained one is a share of the price."""
    names = dict.fromkeys(part.tax for line in lines for part in line.taxes)
    for name in names:
        carrying = [line for line in lines if any(part.tax == name for part in line.taxes)]
        amount = sum(part.amount for line in carrying for part in line.taxes if part.tax == name)
        base = sum(line.net for line in carrying)
        rate: Tax = world.taxes[name]
        contained = {
            sum(world.taxes[part.tax].rate for part in line.taxes if world.taxes[part.tax].inclusive)
            for line in carrying
        }
        if len(contained) == 1:
            yield Product.if_exact(name, amount, base, rate.rate, WHOLE + contained.pop())
        else:
            yield Product(name, amount)


def unused_share(invoice: Invoice, note: CreditNote) -> Product | None:
    """The unused days a credit note gives back of the one line it stands on."""
    touched = [place for place, amount in enumerate(note.lines) if amount]
    if note.period is None or len(touched) != 1:
        return None
    line = invoice.document.lines[touched[0]]
    found = Product.if_exact("", note.amount, line.gross, note.period.length, line.period.length or 1)
    return found if found.base else None
