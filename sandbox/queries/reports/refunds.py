"""Refunds: what went back and stayed away, for which reasons, and what came back from the payers' banks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from portal.ui import charts
from portal.ui.charts import Say, Series
from portal.ui.figures import Column, Figures, Value
from sandbox.engine.metrics import Returned
from sandbox.queries.refund_reasons import code_of, reason_words
from sandbox.queries.reports.reading import Reading, Report, books_of, day_of
from sandbox.queries.reports.telling import below, money, unfinished, whole_money

DRAWN = 12
"""How many reasons are drawn; the table behind has them all."""


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    reasons = _reasons(reading)
    number, amount = sum(one.stayed for one in reasons), sum(one.amount_kept for one in reasons)
    if not reasons:
        return Report(_("Nothing was refunded in these months."), notes=[unfinished(reading.running)])
    sentence = ngettext(
        "%(n)d refund stayed with the payer in these months: %(amount)s.",
        "%(n)d refunds stayed with the payers in these months: %(amount)s.",
        number,
    ) % {"n": number, "amount": money(reading.currency)(amount)}
    return Report(
        sentence,
        charts=[_by_reason(reading, reasons), _by_month(reading)],
        notes=[
            _(
                "A refund counts in the month it was made; what the payer's bank sends back is taken off in the month it comes back."
            ),
            unfinished(reading.running),
        ],
    )


def _reasons(reading: Reading) -> list[Returned]:
    """By the choice that stands in each reason, the largest sum first; what was only written is one together."""
    found: dict[str, Returned] = {}
    for month in reading.shown:
        for part in books_of(month).refunds:
            one = found.setdefault(code_of(part.reason), Returned(code_of(part.reason)))
            one.count += part.count
            one.amount += part.amount
            one.failed += part.failed
            one.amount_failed += part.amount_failed
    return sorted(found.values(), key=lambda one: (-one.amount_kept, one.reason))


def _by_reason(reading: Reading, reasons: list[Returned]) -> charts.Chart:
    write = money(reading.currency)
    rows: list[list[Value]] = [
        [_words(one.reason), one.count, one.amount, one.failed, one.amount_failed, one.amount_kept] for one in reasons
    ]
    sums: list[Value] = [
        _("Sum"),
        sum(one.count for one in reasons),
        sum(one.amount for one in reasons),
        sum(one.failed for one in reasons),
        sum(one.amount_failed for one in reasons),
        sum(one.amount_kept for one in reasons),
    ]
    figures = Figures(
        _("Refunds by reason"),
        [Column(_("Reason")), *_columns()],
        [*rows, sums],
        reading.currency,
        has_sum=True,
    )
    most = reasons[0]
    sentence = _("Most money went back for “%(reason)s”: %(amount)s.") % {
        "reason": _words(most.reason),
        "amount": write(most.amount_kept),
    }
    bars = [(_words(one.reason), one.amount_kept, _bar(write, one)) for one in reasons[:DRAWN] if one.amount_kept > 0]
    return charts.across("reasons", figures.title, sentence, bars, figures, tone="2")


def _by_month(reading: Reading) -> charts.Chart:
    write = money(reading.currency)
    months = [(one, books_of(one).refunds) for one in reading.shown]
    figures = Figures(
        _("Refunds by month"),
        [Column(_("Month"), "month"), *_columns()],
        [
            [
                day_of(month.month),
                sum(one.count for one in parts),
                sum(one.amount for one in parts),
                sum(one.failed for one in parts),
                sum(one.amount_failed for one in parts),
                sum(one.amount_kept for one in parts),
            ]
            for month, parts in months
        ],
        reading.currency,
    )
    back = sum(one.amount_failed for _month, parts in months for one in parts)
    sentence = _("No refund came back from a payer's bank.")
    if back:
        sentence = _(
            "%(amount)s came back from the payers' banks and is owed to them again until it is refunded anew."
        ) % {"amount": write(back)}
    return charts.columns(
        "refunded",
        figures.title,
        sentence,
        [below(one.month) for one, _parts in months],
        [
            Series(
                pgettext("report", "Refunded"), [sum(one.amount_kept for one in parts) for _month, parts in months], "2"
            )
        ],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _bar(write: Say, one: Returned) -> str:
    return f"{write(one.amount_kept)} · {one.stayed}"


def _words(reason: str) -> str:
    return reason_words(reason)


def _columns() -> list[Column]:
    return [
        Column(_("Refunds"), "count"),
        Column(_("Amount"), "money"),
        Column(_("Sent back by the bank"), "count"),
        Column(_("Amount sent back"), "money"),
        Column(_("Stayed with the payers"), "money"),
    ]
