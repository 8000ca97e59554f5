"""MRR: how one month led from its opening to its closing, and how the months before it did."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.ui import charts
from portal.ui.charts import Series, Step
from portal.ui.figures import Column, Figures, Value
from sandbox.engine.metrics import Closed, Month
from sandbox.queries.reports.reading import Reading, Report, day_of
from sandbox.queries.reports.telling import below, in_words, money, mrr_switches, unfinished, whole_money


@dataclass(frozen=True)
class MonthChoice:
    """A month that may be looked into."""

    label: str
    month: str
    is_chosen: bool


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    chosen = _chosen(reading)
    movement = reading.movement(chosen)
    sentence = said(movement, reading.currency)
    return Report(
        sentence,
        charts=[_waterfall(reading, chosen), _movements(reading), _recurring(reading)],
        notes=[unfinished(reading.running)],
        switches=mrr_switches(reading),
        template="sandbox/reports/_months.html",
        context={"months_to_choose": _choices(reading, chosen)},
    )


def said(month: Month, currency: str) -> str:
    """What the month did, in one sentence."""
    write = money(currency)
    change = month.closing - month.opening
    facts = {
        "month": in_words(month.month),
        "amount": write(abs(change)),
        "mrr": write(month.closing),
        "new": ngettext("%(n)d new customer", "%(n)d new customers", month.new_customers) % {"n": month.new_customers},
        "lost": ngettext("%(n)d lost", "%(n)d lost", month.churned_customers) % {"n": month.churned_customers},
    }
    if change > 0:
        return _("MRR rose by %(amount)s in %(month)s, to %(mrr)s: %(new)s, %(lost)s.") % facts
    if change < 0:
        return _("MRR fell by %(amount)s in %(month)s, to %(mrr)s: %(new)s, %(lost)s.") % facts
    return _("MRR stayed at %(mrr)s in %(month)s: %(new)s, %(lost)s.") % facts


def parts(month: Month) -> list[tuple[str, int]]:
    """What moved it, under its words."""
    return [
        (pgettext("MRR movement", "New"), month.new),
        (pgettext("MRR movement", "Expansion"), month.expansion),
        (pgettext("MRR movement", "Reactivation"), month.reactivation),
        (pgettext("MRR movement", "Contraction"), month.contraction),
        (pgettext("MRR movement", "Churn"), month.churn),
    ]


def _chosen(reading: Reading) -> Closed:
    """The month asked for; else the last one that is over, else the running one."""
    asked = reading.asked.get("month", "")
    known = {one.month: one for one in reading.months}
    return known.get(asked) or (reading.closed or reading.months)[-1]


def _choices(reading: Reading, chosen: Closed) -> list[MonthChoice]:
    return [MonthChoice(in_words(one.month), one.month, one.month == chosen.month) for one in reversed(reading.months)]


def _waterfall(reading: Reading, chosen: Closed) -> charts.Chart:
    month = reading.movement(chosen)
    opening, closing = _("MRR at the opening"), _("MRR at the closing")
    rows: list[list[Value]] = [[label, amount] for label, amount in parts(month)]
    figures = Figures(
        _("MRR in %(month)s, from opening to closing") % {"month": in_words(chosen.month)},
        [Column(_("Step")), Column(_("Amount"), "money")],
        [[opening, month.opening], *rows, [closing, month.closing]],
        reading.currency,
        has_sum=True,
    )
    steps = [
        Step(opening, month.opening, is_total=True),
        *(Step(label, amount) for label, amount in parts(month)),
        Step(closing, month.closing, is_total=True),
    ]
    write = money(reading.currency)
    sentence = _("From %(opening)s at the opening to %(closing)s at the closing.") % {
        "opening": write(month.opening),
        "closing": write(month.closing),
    }
    ground = charts.waterfall_ground(steps)
    if ground:
        sentence += " " + _("The bars begin at %(ground)s, so that small steps can be seen.") % {
            "ground": write(ground)
        }
    return charts.waterfall("waterfall", figures.title, sentence, steps, figures, say=write)


def _movements(reading: Reading) -> charts.Chart:
    months = [reading.movement(one) for one in reading.shown]
    labels = [label for label, _amount in parts(months[-1])]
    tones: tuple[charts.Tone, ...] = ("1", "3", "6", "2", "4")
    series = [
        Series(label, [parts(one)[place][1] for one in months], tone)
        for place, (label, tone) in enumerate(zip(labels, tones, strict=True))
    ]
    figures = Figures(
        _("MRR movements by month"),
        [
            Column(_("Month"), "month"),
            Column(_("Opening"), "money"),
            *(Column(label, "money") for label in labels),
            Column(_("Closing"), "money"),
            Column(_("Customers won"), "count"),
            Column(_("Customers lost"), "count"),
            Column(_("Customers with MRR"), "count"),
        ],
        [
            [
                day_of(one.month),
                one.opening,
                *(amount for _label, amount in parts(one)),
                one.closing,
                one.new_customers + one.reactivated_customers,
                one.churned_customers,
                one.closing_customers,
            ]
            for one in months
        ],
        reading.currency,
    )
    won = sum(one.new + one.expansion + one.reactivation for one in months)
    gone = -sum(one.contraction + one.churn for one in months)
    write = money(reading.currency)
    sentence = _("In these months %(won)s of MRR came in and %(gone)s went away.") % {
        "won": write(won),
        "gone": write(gone),
    }
    return charts.columns(
        "movements",
        figures.title,
        sentence,
        [below(one.month) for one in months],
        series,
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _recurring(reading: Reading) -> charts.Chart:
    months = [reading.movement(one) for one in reading.shown]
    figures = Figures(
        _("MRR at the end of each month"),
        [Column(_("Month"), "month"), Column("MRR", "money"), Column(_("ARR"), "money")],
        [[day_of(one.month), one.closing, one.arr] for one in months],
        reading.currency,
    )
    write = money(reading.currency)
    sentence = _("MRR is %(mrr)s now; twelve times that, the year's ARR, is %(arr)s.") % {
        "mrr": write(months[-1].closing),
        "arr": write(months[-1].arr),
    }
    return charts.lines(
        "mrr",
        figures.title,
        sentence,
        [below(one.month) for one in months],
        [Series("MRR", [one.closing for one in months])],
        figures,
        say=write,
        tick=whole_money(reading.currency),
        is_area=True,
    )
