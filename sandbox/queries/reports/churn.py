"""Churn: who was lost, by choice or for want of payment, and what stays of the customers of each opening."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures
from sandbox.engine.metrics import Month
from sandbox.queries.reports.reading import Reading, Report, day_of
from sandbox.queries.reports.telling import (
    base_switch,
    below,
    in_words,
    money,
    mrr_switches,
    rate,
    rate_or_nothing,
    unfinished,
    whole_money,
    whole_rate,
)


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    months = [reading.movement(one) for one in reading.shown]
    over = months[:-1] or months
    return Report(
        _said(reading, over[-1]),
        charts=[_lost(reading, months), _rates(reading, over), _retention(reading, over)],
        notes=[unfinished(reading.running)],
        switches=[*base_switch(reading), *mrr_switches(reading)],
    )


def _said(reading: Reading, month: Month) -> str:
    facts = {
        "month": in_words(month.month),
        "lost": ngettext("%(n)d customer was lost", "%(n)d customers were lost", month.churned_customers)
        % {"n": month.churned_customers},
        "chose": month.voluntary_customers,
        "failed": month.involuntary_customers,
        "rate": rate_or_nothing(month.logo_churn(reading.counting.base)),
    }
    return (
        _("In %(month)s %(lost)s: %(chose)d by choice, %(failed)d for want of payment. Customer churn was %(rate)s.")
        % facts
    )


def _lost(reading: Reading, months: list[Month]) -> charts.Chart:
    write = money(reading.currency)
    figures = Figures(
        _("MRR lost by month"),
        [
            Column(_("Month"), "month"),
            Column(_("By choice"), "money"),
            Column(_("For want of payment"), "money"),
            Column(_("MRR lost"), "money"),
            Column(_("Customers by choice"), "count"),
            Column(_("Customers for want of payment"), "count"),
        ],
        [
            [
                day_of(one.month),
                -one.voluntary,
                -one.involuntary,
                -one.churn,
                one.voluntary_customers,
                one.involuntary_customers,
            ]
            for one in months
        ],
        reading.currency,
    )
    chose, failed = (-sum(getattr(one, name) for one in months) for name in ("voluntary", "involuntary"))
    sentence = _(
        "In these months customers who chose to go took %(chose)s of MRR along; failed payments cost %(failed)s."
    )
    return charts.columns(
        "lost",
        figures.title,
        sentence % {"chose": write(chose), "failed": write(failed)},
        [below(one.month) for one in months],
        [
            Series(_("By choice"), [-one.voluntary for one in months], "3"),
            Series(_("For want of payment"), [-one.involuntary for one in months], "4"),
        ],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _rates(reading: Reading, months: list[Month]) -> charts.Chart:
    base = reading.counting.base
    logo, gross, net = _("Customer churn"), _("Gross MRR churn"), _("Net MRR churn")
    figures = Figures(
        _("Churn rates by month"),
        [Column(_("Month"), "month"), Column(logo, "rate"), Column(gross, "rate"), Column(net, "rate")],
        [[day_of(one.month), one.logo_churn(base), one.gross_mrr_churn, one.net_mrr_churn] for one in months],
        reading.currency,
    )
    last = months[-1]
    sentence = _("In %(month)s %(gross)s of the MRR of the opening went; with what grew back it was %(net)s.") % {
        "month": in_words(last.month),
        "gross": rate_or_nothing(last.gross_mrr_churn),
        "net": rate_or_nothing(last.net_mrr_churn),
    }
    return charts.lines(
        "rates",
        figures.title,
        sentence,
        [below(one.month) for one in months],
        [
            Series(logo, [one.logo_churn(base) for one in months], "1"),
            Series(gross, [one.gross_mrr_churn for one in months], "2"),
        ],
        figures,
        say=rate,
        tick=whole_rate,
    )


def _retention(reading: Reading, months: list[Month]) -> charts.Chart:
    gross, net = _("Gross revenue retention (GRR)"), _("Net revenue retention (NRR)")
    figures = Figures(
        _("Revenue retention by month"),
        [Column(_("Month"), "month"), Column(gross, "rate"), Column(net, "rate")],
        [[day_of(one.month), one.grr, one.nrr] for one in months],
        reading.currency,
    )
    last = months[-1]
    sentence = _(
        "Customers who were there when %(month)s began brought %(gross)s of their MRR at its end, %(net)s with upgrades."
    )
    return charts.lines(
        "retention",
        figures.title,
        sentence
        % {
            "month": in_words(last.month),
            "gross": rate_or_nothing(last.grr),
            "net": rate_or_nothing(last.nrr),
        },
        [below(one.month) for one in months],
        [Series(gross, [one.grr for one in months], "1"), Series(net, [one.nrr for one in months], "3")],
        figures,
        say=rate,
        tick=whole_rate,
        from_zero=False,
    )
