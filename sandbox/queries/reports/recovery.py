"""Recovery: invoices that failed, by what failed first and in which month, and what of them was paid since."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures
from sandbox.engine.metrics import Collected, Recovery, recoveries
from sandbox.queries.reports.reading import Reading, Report, day_of, share
from sandbox.queries.reports.telling import below, code_words, money, rate_or_nothing, unfinished, whole_money


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    shown = {one.month for one in reading.shown}
    debts = [part for month in reading.months for part in month.debts if part.cohort in shown]
    cohorts = [one for one in recoveries(reading.months) if one.month in shown]
    failed, back = sum(one.failed for one in cohorts), sum(one.recovered for one in cohorts)
    if not failed:
        return Report(_("No invoice failed in these months."), notes=[unfinished(reading.running)])
    write = money(reading.currency)
    sentence = ngettext(
        "Of %(n)d invoice that failed in these months, %(back)d was paid later: %(rate)s, %(amount)s.",
        "Of %(n)d invoices that failed in these months, %(back)d were paid later: %(rate)s, %(amount)s.",
        failed,
    ) % {
        "n": failed,
        "back": back,
        "rate": rate_or_nothing(share(back, failed)),
        "amount": write(sum(one.amount_recovered for one in cohorts)),
    }
    return Report(
        sentence,
        charts=[_by_code(reading, debts), _by_month(reading, cohorts)],
        notes=[
            _(
                "A month counts the invoices that failed first in it, whenever they were paid: older months look better."
            ),
            unfinished(reading.running),
        ],
    )


def _by_code(reading: Reading, debts: list[Collected]) -> charts.Chart:
    found: dict[str, Recovery] = {}
    for part in debts:
        one = found.setdefault(part.code, Recovery(part.code))
        one.failed += part.failed
        one.recovered += part.recovered
        one.amount += part.amount
        one.amount_recovered += part.amount_recovered
    rows = sorted(
        ((code_words(code, reading.scene.language), one) for code, one in found.items()), key=lambda row: -row[1].failed
    )
    figures = Figures(
        _("Recovery by first reason of failure"),
        [Column(_("First reason")), *_columns()],
        [[words, one.failed, one.recovered, one.rate, one.amount, one.amount_recovered] for words, one in rows],
        reading.currency,
    )
    words, most = rows[0]
    sentence = _("The most frequent first reason is “%(reason)s”; %(rate)s of those invoices were paid later.") % {
        "reason": words,
        "rate": rate_or_nothing(most.rate),
    }
    bars = [
        (words, int((one.rate or 0) * 1000), f"{rate_or_nothing(one.rate)} · {one.recovered}/{one.failed}")
        for words, one in rows
    ]
    return charts.across("codes", figures.title, sentence, bars, figures, whole=1000)


def _by_month(reading: Reading, cohorts: list[Recovery]) -> charts.Chart:
    write = money(reading.currency)
    figures = Figures(
        _("Recovery by month of the first failure"),
        [Column(_("First failure in"), "month"), *_columns()],
        [[day_of(one.month), one.failed, one.recovered, one.rate, one.amount, one.amount_recovered] for one in cohorts],
        reading.currency,
    )
    still = sum(one.amount - one.amount_recovered for one in cohorts)
    return charts.columns(
        "months",
        figures.title,
        _("%(amount)s of what failed has not been paid.") % {"amount": write(still)},
        [below(one.month) for one in cohorts],
        [
            Series(_("Paid later"), [one.amount_recovered for one in cohorts], "1"),
            Series(_("Not paid"), [one.amount - one.amount_recovered for one in cohorts], "4"),
        ],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Invoices that failed"), "count"),
        Column(_("Paid later"), "count"),
        Column(_("Recovery rate"), "rate"),
        Column(_("Amount that failed"), "money"),
        Column(_("Amount paid later"), "money"),
    ]
