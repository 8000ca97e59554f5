"""Books: the trial balance at the end of any day, and the revenue that each month earned."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from portal.ui import charts
from portal.ui.charts import Series
from portal.ui.figures import Column, Figures
from sandbox.engine import calendar
from sandbox.engine.ledger import ACCOUNTS
from sandbox.queries.desk import ACCOUNT_WORDS
from sandbox.queries.reports.reading import Reading, Report, books_of, day_of
from sandbox.queries.reports.telling import below, in_words, money, unfinished, whole_money


def report(reading: Reading) -> Report:
    if reading.running is None:
        return Report("")
    day = _day(reading)
    balances = balances_on(reading, day)
    debit = sum(amount for amount in balances.values() if amount > 0)
    sentence = _("At the end of %(day)s debits and credits are both %(amount)s.") % {
        "day": reading.scene.written_day(day),
        "amount": money(reading.currency)(debit),
    }
    return Report(
        sentence,
        charts=[_earned(reading)],
        tables=[_table(reading, balances, day)],
        notes=[
            _("Revenue is recognised by day over the time that was paid for; until then it is deferred."),
            unfinished(reading.running),
        ],
        template="sandbox/reports/_day.html",
        context={"day": day, "first_day": _first(reading), "last_day": _last(reading)},
        has_day=True,
    )


def balances_on(reading: Reading, day: date) -> dict[str, int]:
    """The trial balance at the end of a company day; of a day before the company, nothing."""
    for month in reading.months:
        if month.month == f"{day:%Y-%m}":
            return books_of(month).at_end_of(day.day)
    return {}


def _day(reading: Reading) -> date:
    """The day asked for, kept within the company's life; today where none is asked for, or nonsense."""
    try:
        asked = date.fromisoformat(reading.asked.get("day", ""))
    except ValueError:
        return _last(reading)
    return min(max(asked, _first(reading)), _last(reading))


def _first(reading: Reading) -> date:
    return day_of(reading.months[0].month)


def _last(reading: Reading) -> date:
    return calendar.day_of(reading.scene.world.now, reading.scene.zone)


def _table(reading: Reading, balances: dict[str, int], day: date) -> Figures:
    debit = sum(amount for amount in balances.values() if amount > 0)
    credit = -sum(amount for amount in balances.values() if amount < 0)
    return Figures(
        _("Trial balance at the end of %(day)s") % {"day": reading.scene.written_day(day)},
        [Column(_("Account")), Column(_("Debit"), "money"), Column(_("Credit"), "money")],
        [
            *(
                [str(ACCOUNT_WORDS[account]), *((amount, None) if amount > 0 else (None, -amount))]
                for account in ACCOUNTS
                if (amount := balances.get(account, 0))
            ),
            [_("Sum"), debit, credit],
        ],
        reading.currency,
        has_sum=True,
    )


def _earned(reading: Reading) -> charts.Chart:
    write = money(reading.currency)
    months = []
    for one in reading.shown:
        books = books_of(one)
        opening, closing = books.opening, books.closing
        revenue = opening.get("revenue", 0) - closing.get("revenue", 0)
        months.append(
            (
                one.month,
                revenue,
                -closing.get("deferred_revenue", 0),
                closing.get("cash_clearing", 0) - opening.get("cash_clearing", 0),
            )
        )
    figures = Figures(
        _("Revenue recognised by month"),
        [
            Column(_("Month"), "month"),
            Column(_("Revenue recognised"), "money"),
            Column(_("Cash received, less what went back"), "money"),
            Column(_("Deferred at the end"), "money"),
        ],
        [[day_of(month), revenue, cash, deferred] for month, revenue, deferred, cash in months],
        reading.currency,
    )
    month, revenue, deferred, _cash = months[-1]
    return charts.columns(
        "earned",
        figures.title,
        _("%(month)s earned %(revenue)s so far; %(deferred)s is paid for or billed and still to be earned.")
        % {"month": _upper(in_words(month)), "revenue": write(revenue), "deferred": write(deferred)},
        [below(one[0]) for one in months],
        [Series(_("Revenue recognised"), [one[1] for one in months], "1")],
        figures,
        say=write,
        tick=whole_money(reading.currency),
    )


def _upper(words: str) -> str:
    return words[0].upper() + words[1:]
