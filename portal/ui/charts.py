"""Charts: pictures of figures as inline SVG in our own tokens, with a title, a description and the table behind.

Widths are shares of the place they stand in and texts keep their size, so one picture serves a phone and a wide screen.
Colours are classes (`components.css`), so both themes are right; there is no script and no style in the picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, log10
from typing import Literal

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from portal.ui.figures import Figures

Number = int | Fraction
Tone = Literal["1", "2", "3", "4", "5", "6", "rise", "fall"]
Say = Callable[[Number], str]

HEIGHT = 240
TOP, FOOT = 14, 26
LETTER = 7.2
"""About the width of a figure in the labels' size: what the axis' room is made from."""
FEWEST_SLOTS = 6
WIDE_LABELS, NARROW_LABELS = 13, 6
"""How many labels fit below a wide and a narrow chart."""
TICKS = 4
HEAT_STEPS = 7


@dataclass(frozen=True)
class Series:
    """One row of numbers under a name; what is not known is None."""

    label: str
    values: Sequence[Number | None]
    tone: Tone = "1"


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall: a total from nothing, or what moves it."""

    label: str
    amount: int
    is_total: bool = False


@dataclass(frozen=True)
class Key:
    """One entry of the legend."""

    tone: str
    label: str


@dataclass(frozen=True)
class Chart:
    """A picture with what it says in one sentence, its legend, and the figures it is drawn from."""

    name: str
    """Unique on its page; its ids are made from it."""
    title: str
    sentence: str
    picture: SafeString
    figures: Figures
    legend: Sequence[Key] = field(default_factory=list)


def columns(
    name: str,
    title: str,
    sentence: str,
    labels: Sequence[str],
    series: Sequence[Series],
    figures: Figures,
    *,
    say: Say,
    tick: Say | None = None,
) -> Chart:
    """Stacked bars, one a label: what is above zero upwards, what is below it downwards."""
    sums = [
        (
            sum(max(0, one.values[place] or 0) for one in series),
            sum(min(0, one.values[place] or 0) for one in series),
        )
        for place in range(len(labels))
    ]
    scale = _Scale(min((low for _, low in sums), default=0), max((high for high, _ in sums), default=0))
    slot = Fraction(100, max(len(labels), FEWEST_SLOTS))
    drawn = []
    for place, label in enumerate(labels):
        up = down = Fraction(0)
        for one in series:
            value = one.values[place]
            if not value:
                continue
            start = up if value > 0 else down
            end = start + value
            high, low = scale.y(max(start, end)), scale.y(min(start, end))
            drawn.append(
                f'<rect class="chart-fill chart-fill--{one.tone}" x="{_n(slot * place + slot / 6)}%" y="{_n(high)}" '
                f'width="{_n(slot * 2 / 3)}%" height="{_n(max(low - high, 1))}"><title>'
                f"{escape(label)}, {escape(one.label)}: {escape(say(value))}</title></rect>"
            )
            if value > 0:
                up = end
            else:
                down = end
    picture = _plot(name, title, sentence, scale, tick or say, "".join(drawn) + _below(labels, slot))
    return Chart(name, title, sentence, picture, figures, _legend(series))


def lines(
    name: str,
    title: str,
    sentence: str,
    labels: Sequence[str],
    series: Sequence[Series],
    figures: Figures,
    *,
    say: Say,
    tick: Say | None = None,
    is_area: bool = False,
    from_zero: bool = True,
) -> Chart:
    """Lines over time; an area is filled down to zero. A gap stays a gap."""
    known = [value for one in series for value in one.values if value is not None]
    low = min(known, default=0)
    scale = _Scale(min(0, low) if from_zero else low, max(known, default=0))
    slot = Fraction(100, max(len(labels), FEWEST_SLOTS))
    drawn = []
    for one in series:
        points = [(slot * place + slot / 2, value) for place, value in enumerate(one.values)]
        for run in _runs(points):
            at = [(_n(x * 10), _n(scale.y(value))) for x, value in run]
            path = "M" + "L".join(f"{x} {y}" for x, y in at)
            if is_area and len(at) > 1:
                ground = _n(scale.y(max(scale.low, 0)))
                drawn.append(
                    _stretched(f'<path class="chart-area" d="{path}L{at[-1][0]} {ground}L{at[0][0]} {ground}Z"/>')
                )
            drawn.append(_stretched(f'<path class="chart-line chart-line--{one.tone}" d="{path}"/>'))
        for place, (x, found) in enumerate(points):
            if found is not None:
                drawn.append(
                    f'<circle class="chart-dot chart-fill--{one.tone}" cx="{_n(x)}%" cy="{_n(scale.y(found))}" r="3.5">'
                    f"<title>{escape(labels[place])}, {escape(one.label)}: {escape(say(found))}</title></circle>"
                )
    picture = _plot(name, title, sentence, scale, tick or say, "".join(drawn) + _below(labels, slot))
    return Chart(name, title, sentence, picture, figures, _legend(series))


def waterfall(name: str, title: str, sentence: str, steps: Sequence[Step], figures: Figures, *, say: Say) -> Chart:
    """From one total to the next, a row a step: each bar begins where the one before it ended.

    The bars begin at `waterfall_ground`; where that is not nothing, the sentence has to say so.
    """
    spans = _spans(steps)
    ground = waterfall_ground(steps)
    whole = max(max((high for _, high in spans), default=0) - ground, 1)
    rows = []
    for step, (low, high) in zip(steps, spans, strict=True):
        tone = "1" if step.is_total else ("rise" if step.amount > 0 else "fall")
        start = max(low, ground)
        rows.append(_across(step.label, say(step.amount), tone, start - ground, high - start, whole, step.is_total))
    return Chart(name, title, sentence, _list(rows), figures)


def waterfall_ground(steps: Sequence[Step]) -> int:
    """Where the bars begin: at nothing, or, where what moves is small beside what stands, at a round number below it."""
    spans = _spans(steps)
    levels = [high if step.is_total else low for step, (low, high) in zip(steps, spans, strict=True)]
    lowest, highest = min(levels, default=0), max((high for _, high in spans), default=0)
    room = 2 * (highest - lowest)
    if lowest <= 0 or room >= lowest:
        return min(0, lowest)
    step = _round_step(Fraction(max(room, 1)), 2)
    return int(step * floor((lowest - room) / step))


def _spans(steps: Sequence[Step]) -> list[tuple[int, int]]:
    """From where to where each bar goes, the lower end first."""
    spans = []
    level = 0
    for step in steps:
        start = 0 if step.is_total else level
        level = step.amount if step.is_total else level + step.amount
        spans.append((min(start, level), max(start, level)))
    return spans


def across(
    name: str,
    title: str,
    sentence: str,
    rows: Sequence[tuple[str, int, str]],
    figures: Figures,
    *,
    tone: Tone = "1",
    whole: int = 0,
) -> Chart:
    """Bars lying down: a label, its number, and that number as it is told; `whole` is a full bar, or else the longest."""
    full = whole or max((number for _, number, _ in rows), default=0) or 1
    drawn = [_across(label, told, tone, 0, number, full) for label, number, told in rows]
    return Chart(name, title, sentence, _list(drawn), figures)


def heat(name: str, title: str, sentence: str, figures: Figures) -> Chart:
    """A table whose cells are tinted by their level: the picture and the table behind it are one."""
    return Chart(name, title, sentence, mark_safe(""), figures)


def heat_step(share: Fraction | None, *, least: Fraction = Fraction(0)) -> int | None:
    """The tint of a share between the least one and all, from 0."""
    if share is None:
        return None
    return min(HEAT_STEPS - 1, int((share - least) / (1 - least) * HEAT_STEPS)) if least < 1 else HEAT_STEPS - 1


def sparkline(values: Sequence[Number | None], label: str) -> SafeString:
    """A line without axes beside a figure; `label` is what a screen reader hears."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return mark_safe("")
    low, high = min(value for _, value in known), max(value for _, value in known)
    spread = Fraction(high - low) or Fraction(1)
    steps = max(len(values) - 1, 1)
    at = [(_n(Fraction(1000 * place, steps)), _n(34 - 30 * (value - low) / spread)) for place, value in known]
    path = "M" + "L".join(f"{x} {y}" for x, y in at)
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 1000 38" preserveAspectRatio="none">'
        '<path class="chart-area" d="{}L{} 38L{} 38Z"/><path class="chart-line chart-line--1" d="{}"/></svg>',
        label, path, at[-1][0], at[0][0], path,
    )  # fmt: skip


class _Scale:
    """From numbers to heights: round ticks that hold everything."""

    def __init__(self, low: Number, high: Number) -> None:
        step = _round_step(Fraction(high - low), TICKS)
        self.low = step * floor(low / step)
        self.high = max(step * ceil(high / step), self.low + step)
        self.ticks = [self.low + step * n for n in range(int((self.high - self.low) / step) + 1)]

    def y(self, value: Number) -> Fraction:
        return TOP + (HEIGHT - TOP - FOOT) * (self.high - value) / (self.high - self.low)


def _round_step(spread: Fraction, ticks: int) -> Fraction:
    """1, 2 or 5 times a power of ten, so that about so many steps cover the spread."""
    rough = spread / ticks if spread > 0 else Fraction(1, 1)
    power = Fraction(10) ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)


def _plot(name: str, title: str, sentence: str, scale: _Scale, say: Say, drawn: str) -> SafeString:
    """The axis at its own width, and beside it the picture at the width that is left."""
    told = [(scale.y(tick), say(tick)) for tick in scale.ticks]
    room = _n(Fraction(max(len(text) for _, text in told) * LETTER + 10))
    labels = "".join(f'<text x="{room}" dx="-8" y="{_n(y)}" dy="4">{escape(text)}</text>' for y, text in told)
    grid = "".join(
        f'<line class="chart-grid{" chart-grid--zero" if not tick else ""}" x1="0" x2="100%" y1="{_n(y)}" y2="{_n(y)}"/>'
        for tick, (y, _) in zip(scale.ticks, told, strict=True)
    )
    return mark_safe(
        f'<div class="chart-plot"><svg class="chart-axis" width="{room}" height="{HEIGHT}" aria-hidden="true">{labels}</svg>'
        f'<svg class="chart-picture" role="img" width="100%" height="{HEIGHT}" aria-labelledby="{escape(name)}-t {escape(name)}-d">'
        f'<title id="{escape(name)}-t">{escape(title)}</title><desc id="{escape(name)}-d">{escape(sentence)}</desc>'
        f"{grid}{drawn}</svg></div>"
    )


def _below(labels: Sequence[str], slot: Fraction) -> str:
    """The labels under the slots, counted from the last: as many as fit a wide place, fewer in a narrow one."""
    wide, narrow = (max(1, ceil(len(labels) / fit)) for fit in (WIDE_LABELS, NARROW_LABELS))
    told = []
    for place, label in enumerate(labels):
        back = len(labels) - 1 - place
        if back % wide and back % narrow:
            continue
        only = (
            ""
            if not back % wide and not back % narrow
            else (" chart-label--wide" if back % narrow else " chart-label--narrow")
        )
        told.append(
            f'<text class="chart-label{only}" x="{_n(slot * place + slot / 2)}%" y="{HEIGHT - 6}">{escape(label)}</text>'
        )
    return "".join(told)


def _stretched(path: str) -> str:
    """A path in thousandths of the width, at whatever width there is."""
    return f'<svg x="0" y="0" width="100%" height="{HEIGHT}" viewBox="0 0 1000 {HEIGHT}" preserveAspectRatio="none">{path}</svg>'


def _runs(points: Sequence[tuple[Fraction, Number | None]]) -> list[list[tuple[Fraction, Number]]]:
    runs: list[list[tuple[Fraction, Number]]] = [[]]
    for x, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((x, value))
    return [run for run in runs if run]


def _across(
    label: str, told: str, tone: str, start: Number, length: Number, whole: Number, is_strong: bool = False
) -> SafeString:
    return format_html(
        '<li class="chart-row{}"><span class="chart-row-label">{}</span><svg class="chart-bar" aria-hidden="true">'
        '<rect class="chart-track" width="100%" height="100%" rx="4"/>'
        '<rect class="chart-fill chart-fill--{}" x="{}%" width="{}%" height="100%" rx="3"/></svg>'
        '<span class="chart-row-value num">{}</span></li>',
        " chart-row--strong" if is_strong else "", label, tone,
        _n(Fraction(100 * start, whole)), _n(max(Fraction(100 * length, whole), Fraction(1, 2) if length else Fraction(0))), told,
    )  # fmt: skip


def _list(rows: Sequence[SafeString]) -> SafeString:
    return format_html('<ol class="chart-rows">{}</ol>', mark_safe("".join(rows)))


def _legend(series: Sequence[Series]) -> list[Key]:
    return [Key(one.tone, one.label) for one in series] if len(series) > 1 else []


def _n(value: Number) -> str:
    """A number as SVG writes it, two decimals at most."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")
