"""Overview: the key figures of a company, each with its line and the report that tells more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui import charts
from portal.ui.charts import Number, Say
from sandbox.engine.metrics import recoveries
from sandbox.queries.reports import mrr
from sandbox.queries.reports.reading import Reading, Report, books_of, share
from sandbox.queries.reports.telling import (
    base_switch,
    count,
    in_words,
    money,
    mrr_switches,
    rate,
    rate_or_nothing,
    unfinished,
)


@dataclass(frozen=True)
class KeyFigure:
    """One figure, what it is as of, how it went, and the report behind it."""

    report: str
    label: str
    value: str
    as_of: str
    line: SafeString


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    over = (reading.closed or reading.months)[-1]
    return Report(
        mrr.said(reading.movement(over), reading.currency),
        notes=[unfinished(reading.running)],
        switches=[*mrr_switches(reading), *base_switch(reading)],
        template="sandbox/reports/_key_figures.html",
        context={"key_figures": _figures(reading)},
    )


def _figures(reading: Reading) -> list[KeyFigure]:
    months = [reading.movement(one) for one in reading.shown]
    over = months[:-1] or months
    base = reading.counting.base
    write = money(reading.currency)
    now, last = pgettext("report", "now"), in_words(over[-1].month)
    owed = [sum(one.amount for one in books_of(month).aging) for month in reading.shown]
    refunded = [sum(one.amount_kept for one in books_of(month).refunds) for month in reading.shown]
    shown = {one.month for one in reading.shown}
    cohorts = [one for one in recoveries(reading.months) if one.month in shown]
    failed, back = sum(one.failed for one in cohorts), sum(one.recovered for one in cohorts)
    rates: list[Number | None] = [one.rate for one in cohorts]
    return [
        _one("mrr", "MRR", [one.closing for one in months], now, write),
        _one("mrr", _("Customers with MRR"), [one.closing_customers for one in months], now, count),
        _one("value", "ARPU", [one.arpu for one in months], now, write),
        _one("churn", _("Customer churn"), [one.logo_churn(base) for one in over], last, rate),
        _one("churn", _("Net revenue retention (NRR)"), [one.nrr for one in over], last, rate),
        _one("value", "LTV", [one.ltv(base) for one in over], last, write),
        KeyFigure(
            "recovery",
            _("Recovered of what failed"),
            rate_or_nothing(share(back, failed)),
            _("in these months"),
            charts.sparkline(rates, _("Recovered of what failed")),
        ),
        _one("aging", _("Owed by customers"), owed, now, write),
        _one("refunds", pgettext("report", "Refunded"), refunded, in_words(months[-1].month), write),
    ]


def _one(slug: str, label: str, values: Sequence[int | Fraction | None], as_of: str, say: Say) -> KeyFigure:
    last = values[-1]
    told = _("unknown") if last is None else say(last)
    known = [value for value in values if value is not None]
    heard = _("%(label)s, from %(first)s to %(last)s") % {
        "label": label,
        "first": say(known[0]) if known else _("unknown"),
        "last": told,
    }
    return KeyFigure(slug, label, told, as_of, charts.sparkline(values, heard))
