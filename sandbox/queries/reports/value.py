"""Value: what a customer brings a month, and over their life as churn now has it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures
from sandbox.engine.metrics import Month
from sandbox.queries.reports.reading import Reading, Report, day_of
from sandbox.queries.reports.telling import base_switch, below, in_words, money, mrr_switches, unfinished, whole_money


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    months = [reading.movement(one) for one in reading.shown]
    over = months[:-1] or months
    return Report(
        _said(reading, over[-1]),
        charts=[_arpu(reading, months), _ltv(reading, over)],
        notes=[
            _(
                "LTV is ARPU divided by customer churn: without churn nobody knows it, and one month's churn moves it much."
            ),
            unfinished(reading.running),
        ],
        switches=[*base_switch(reading), *mrr_switches(reading)],
    )


def _said(reading: Reading, month: Month) -> str:
    write = money(reading.currency)
    arpu, ltv = month.arpu, month.ltv(reading.counting.base)
    if arpu is None:
        return _("Nobody brought anything at the end of %(month)s.") % {"month": in_words(month.month)}
    facts = {"month": in_words(month.month), "arpu": write(arpu)}
    if ltv is None:
        return (
            _("At the end of %(month)s a customer brought %(arpu)s a month; nobody was lost, so LTV is unknown.")
            % facts
        )
    return _("At the end of %(month)s a customer brought %(arpu)s a month, and %(ltv)s over their life (LTV).") % {
        **facts,
        "ltv": write(ltv),
    }


def _arpu(reading: Reading, months: list[Month]) -> charts.Chart:
    figures = Figures(
        _("MRR a customer (ARPU) at the end of each month"),
        [
            Column(_("Month"), "month"),
            Column("MRR", "money"),
            Column(_("Customers with MRR"), "count"),
            Column("ARPU", "money"),
        ],
        [[day_of(one.month), one.closing, one.closing_customers, one.arpu] for one in months],
        reading.currency,
    )
    return _line(
        reading, "arpu", figures, months, [one.arpu for one in months], _("MRR divided by the customers who bring it.")
    )


def _ltv(reading: Reading, months: list[Month]) -> charts.Chart:
    base = reading.counting.base
    found = [one.ltv(base) for one in months]
    figures = Figures(
        _("Lifetime value (LTV) by month"),
        [
            Column(_("Month"), "month"),
            Column("ARPU", "money"),
            Column(_("Customer churn"), "rate"),
            Column("LTV", "money"),
        ],
        [[day_of(one.month), one.arpu, one.logo_churn(base), ltv] for one, ltv in zip(months, found, strict=True)],
        reading.currency,
    )
    return _line(
        reading, "ltv", figures, months, found, _("ARPU divided by customer churn; a gap is a month without churn.")
    )


def _line(
    reading: Reading, name: str, figures: Figures, months: list[Month], values: list[int | None], sentence: str
) -> charts.Chart:
    return charts.lines(
        name,
        figures.title,
        sentence,
        [below(one.month) for one in months],
        [Series(figures.title, values)],
        figures,
        say=money(reading.currency),
        tick=whole_money(reading.currency),
        is_area=True,
    )
