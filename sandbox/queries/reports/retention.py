"""Retention: of the customers who came in each month, how many still bring something, month after month."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from msgspec.structs import replace

from portal.ui import charts
from portal.ui.figures import Column, Figures, Value
from sandbox.engine.metrics import Cohort, metrics_of
from sandbox.queries.reports.reading import Reading, Report, day_of, share
from sandbox.queries.reports.telling import mrr_switches, rate_or_nothing, unfinished


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    cohorts = _cohorts(reading)
    shown = {one.month for one in reading.shown}
    seen = [one for one in cohorts if one.month in shown]
    came, stay = sum(one.customers for one in cohorts), sum(one.retained[-1] for one in cohorts)
    sentence = ngettext(
        "Of %(n)d customer who ever came, %(stay)d still pays: %(rate)s.",
        "Of %(n)d customers who ever came, %(stay)d still pay: %(rate)s.",
        came,
    ) % {"n": came, "stay": stay, "rate": rate_or_nothing(share(stay, came))}
    if not seen:
        return Report(sentence, switches=mrr_switches(reading), notes=[unfinished(reading.running)])
    return Report(
        sentence,
        charts=[_heat(seen)],
        notes=[
            _(
                "Month 0 is the end of the month in which they first brought something: below 100% are those who left "
                "within it. Each further column is the end of a later month."
            ),
            unfinished(reading.running),
        ],
        switches=mrr_switches(reading),
    )


def _cohorts(reading: Reading) -> list[Cohort]:
    definitions = reading.counting
    policy = reading.scene.world.require_company().policy
    counted = {"mrr_discounts": definitions.discounts, "mrr_past_due": definitions.past_due}
    return metrics_of(reading.months, replace(policy, **counted)).retention


def _heat(cohorts: list[Cohort]) -> charts.Chart:
    width = max(len(one.retained) for one in cohorts)
    values: list[list[Value]] = []
    steps: list[list[int | None]] = []
    least = min(share(left, one.customers) or Fraction(0) for one in cohorts for left in one.retained)
    for one in cohorts:
        shares = [share(left, one.customers) for left in one.retained]
        empty = [None] * (width - len(shares))
        values.append([day_of(one.month), one.customers, *shares, *empty])
        steps.append([None, *(charts.heat_step(part, least=least) for part in shares), *empty])
    figures = Figures(
        _("Retention by month of joining"),
        [
            Column(_("Joined in"), "month"),
            Column(_("Customers"), "count"),
            *(Column(_("Month %(n)d") % {"n": number}, "share") for number in range(width)),
        ],
        values,
        heat=steps,
    )
    return charts.heat(
        "cohorts", figures.title, _("The darker a cell, the more of those customers were still there."), figures
    )
