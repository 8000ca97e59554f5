"""Aging: what customers owe now, by days since it was due, and how that grew; it is the receivable of the books."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures, Value
from sandbox.engine import calendar
from sandbox.engine.invoicing import Invoice
from sandbox.engine.metrics import LATE_DAYS, Aged, age_class, aging
from sandbox.queries.reports.reading import Reading, Report, books_of, day_of, share
from sandbox.queries.reports.telling import below, money, rate_or_nothing, unfinished, whole_money

LONGEST = 50
"""How many open invoices are listed, oldest first: only their customers' names are unsealed."""


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    world = reading.scene.world
    today = calendar.day_of(world.now, reading.scene.zone)
    now = aging(world, today)
    total, late = sum(one.amount for one in now), sum(one.amount for one in now[1:])
    write = money(reading.currency)
    sentence = _("Customers owe %(total)s; %(late)s of it is past due (%(rate)s).") % {
        "total": write(total),
        "late": write(late),
        "rate": rate_or_nothing(share(late, total)),
    }
    if not total:
        sentence = _("Nobody owes anything now.")
    receivable = world.ledger.get("receivable", 0)
    tied = _("The sum is the account “Receivable” of the trial balance: %(amount)s.") % {"amount": write(receivable)}
    return Report(
        sentence,
        charts=[_months(reading)],
        tables=[_open(reading, today)] if total else [],
        notes=[tied, unfinished(reading.running)],
        now=[_now(reading, now, total)],
        has_day=True,
    )


def classes() -> list[str]:
    """The classes of age in words, youngest first."""
    told = [pgettext("age of a debt", "Not due yet")]
    for start, end in pairwise(LATE_DAYS):
        told.append(_("%(from)d to %(to)d days late") % {"from": start + 1, "to": end})
    return [*told, _("More than %(n)d days late") % {"n": LATE_DAYS[-1]}]


def _now(reading: Reading, now: list[Aged], total: int) -> charts.Chart:
    write = money(reading.currency)
    figures = Figures(
        _("Receivables by age, now"),
        [Column(_("Age")), Column(_("Invoices"), "count"), Column(_("Amount"), "money"), Column(_("Share"), "rate")],
        [
            *(
                [words, one.count, one.amount, share(one.amount, total)]
                for words, one in zip(classes(), now, strict=True)
            ),
            [_("Sum"), sum(one.count for one in now), total, share(total, total)],
        ],
        reading.currency,
        has_sum=True,
    )
    oldest = now[-1]
    sentence = ngettext(
        "%(n)d invoice is more than %(days)d days late: %(amount)s.",
        "%(n)d invoices are more than %(days)d days late: %(amount)s.",
        oldest.count,
    ) % {"n": oldest.count, "days": LATE_DAYS[-1], "amount": write(oldest.amount)}
    if not oldest.count:
        sentence = _("No invoice is more than %(n)d days late.") % {"n": LATE_DAYS[-1]}
    bars = [(words, one.amount, write(one.amount)) for words, one in zip(classes(), now, strict=True)]
    return charts.across("ages", figures.title, sentence, bars, figures)


def _months(reading: Reading) -> charts.Chart:
    ages = [(one, books_of(one).aging) for one in reading.shown]
    words = classes()
    figures = Figures(
        _("Receivables by age at the end of each month"),
        [Column(_("Month"), "month"), *(Column(one, "money") for one in words), Column(_("Sum"), "money")],
        [[day_of(month.month), *(one.amount for one in aged), sum(one.amount for one in aged)] for month, aged in ages],
        reading.currency,
    )
    write = money(reading.currency)
    sums = [sum(one.amount for one in aged) for _month, aged in ages]
    tones: tuple[charts.Tone, ...] = ("1", "6", "3", "2", "4")
    return charts.columns(
        "aged",
        figures.title,
        _("The most that was owed at the end of a month was %(amount)s.") % {"amount": write(max(sums))},
        [below(one.month) for one in reading.shown],
        [
            Series(label, [aged[place].amount for _month, aged in ages], tone)
            for place, (label, tone) in enumerate(zip(words, tones, strict=True))
        ],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _open(reading: Reading, today: date) -> Figures:
    found = [one for one in reading.scene.world.invoices.values() if one.status == "open" and one.remaining]
    found.sort(key=lambda one: (one.document.due, one.document.number))
    words = classes()

    def row(one: Invoice) -> list[Value]:
        document = one.document
        name = reading.scene.name(document.customer)
        return [name, document.number, document.due, words[age_class(one, today)], one.remaining]

    return Figures(
        _("Open invoices, oldest first")
        if len(found) <= LONGEST
        else _("The %(n)d oldest of %(all)d open invoices") % {"n": LONGEST, "all": len(found)},
        [
            Column(_("Customer")),
            Column(_("Invoice no."), "number"),
            Column(pgettext("invoice", "Due"), "day"),
            Column(_("Age")),
            Column(pgettext("amount of an invoice", "Open"), "money"),
        ],
        [row(one) for one in found[:LONGEST]],
        reading.currency,
    )
