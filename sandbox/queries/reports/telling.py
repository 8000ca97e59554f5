"""Telling: months, amounts and codes in the reader's words; the switches with what each would give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.ui import amounts
from portal.ui.charts import Number, Say
from portal.ui.figures import percent, short_month
from sandbox.engine.metrics import OVERDUE, Closed
from sandbox.engine.wording import DECLINE_WORDS, DROP_WORDS
from sandbox.queries.reports.reading import UNFINISHED, WORDS, Counting, Option, Reading, Switch, day_of

OTHER_CODES: Mapping[str, tuple[str, str]] = {
    OVERDUE: ("não paga até o vencimento", "not paid by its due day"),
    "timeout": ("sem resposta do gateway", "no answer from the gateway"),
}


def money(currency: str) -> Say:
    return lambda value: amounts.write(int(value), currency)


def whole_money(currency: str) -> Say:
    """For an axis: whole units where they are whole, no symbol."""
    unit = 1 if currency in amounts.WITHOUT_CENTS else 100

    def told(value: Number) -> str:
        shown = abs(Fraction(value)) / unit
        places = 0 if shown.denominator == 1 else 2
        figures = number_format(float(shown), decimal_pos=places, use_l10n=True, force_grouping=True)
        return f"{amounts.MINUS if value < 0 else ''}{figures}"

    return told


def count(value: Number) -> str:
    return number_format(int(value), decimal_pos=0, use_l10n=True, force_grouping=True)


def rate(value: Number) -> str:
    return percent(Fraction(value))


def whole_rate(value: Number) -> str:
    """For an axis."""
    return percent(Fraction(value), 0 if (Fraction(value) * 100).denominator == 1 else 1)


def rate_or_nothing(value: Fraction | None) -> str:
    return _("unknown") if value is None else percent(value)


def in_words(month: str) -> str:
    """ "novembro de 2026", "November 2026"."""
    day = day_of(month)
    return pgettext("month and year, in a sentence", "%(month)s %(year)s") % {
        "month": _said_month(day),
        "year": day.year,
    }


def below(month: str) -> str:
    """Under a chart: "nov 26"."""
    day = day_of(month)
    return f"{short_month(day)} {day:%y}"


def unfinished(month: Closed) -> str:
    words = in_words(month.month)
    return str(UNFINISHED) % {"month": words[0].upper() + words[1:]}


def code_words(code: str, language: str) -> str:
    """What failed first, as people say it."""
    known = OTHER_CODES.get(code) or DECLINE_WORDS.get(code) or DROP_WORDS.get(code)
    if known is None:
        return code or _("unknown")
    said = known[0] if language == "pt-br" else known[1]
    return said[0].upper() + said[1:]


def switch(reading: Reading, name: str, of: str, told: Callable[[Counting], str]) -> Switch:
    """A definition with what each way of it gives for one figure."""
    label, values = WORDS[name]
    options = [
        Option(
            str(words),
            told(reading.counting.but(name, value)),
            reading.url(**{name: value}),
            reading.counting.words[name] == value,
            reading.policy.words[name] == value,
        )
        for value, words in values.items()
    ]
    return Switch(str(label), of, options)


def mrr_switches(reading: Reading) -> list[Switch]:
    """The two definitions of what counts as recurring, with the MRR each would give now."""
    running = reading.running
    if running is None:
        return []
    write = money(reading.currency)

    def told(counting: Counting) -> str:
        return write(reading.movement(running, counting).closing)

    return [switch(reading, name, _("MRR now"), told) for name in ("discounts", "past_due")]


def base_switch(reading: Reading) -> list[Switch]:
    """Of whom churn is a share, with the last closed month's rate by each."""
    if not reading.closed:
        return []
    last = reading.closed[-1]

    def told(counting: Counting) -> str:
        return rate_or_nothing(reading.movement(last, counting).logo_churn(counting.base))

    of = _("Customer churn in %(month)s") % {"month": in_words(last.month)}
    return [switch(reading, "base", of, told)]


def _said_month(day: date) -> str:
    return str(MONTHS[day.month]).lower() if _is_portuguese() else str(MONTHS[day.month])


def _is_portuguese() -> bool:
    return (get_language() or "").startswith("pt")
