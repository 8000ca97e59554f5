"""Charts: what is drawn is what was counted, with words for whoever does not see it, and neither script nor style."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from openpyxl import load_workbook

from portal.ui import charts
from portal.ui.charts import Series, Step
from portal.ui.figures import Column, Figures, tell
from portal.ui.workbooks import book_of

MONTHS = ["set", "out", "nov"]
FIGURES = Figures("Movements", [Column("Month", "month"), Column("In", "money"), Column("Out", "money")],
    [[date(2026, 9, 1), 100, 0], [date(2026, 10, 1), 300, -50], [date(2026, 11, 1), None, -100]])  # fmt: skip
SERIES = [Series("In", [100, 300, None]), Series("Out", [0, -50, -100], "4")]


def say(value: charts.Number) -> str:
    return f"{int(value)} <c>"


def bars(picture: str) -> list[tuple[float, float]]:
    """Top and height of each bar, in the order drawn."""
    return [
        (float(y), float(height))
        for y, height in re.findall(r'<rect class="chart-fill[^>]* y="([\d.]+)" [^>]*height="([\d.]+)"', picture)
    ]


def test_columns_stand_on_zero_and_are_as_high_as_their_numbers():
    chart = charts.columns("c", "Movements", "In and out.", MONTHS, SERIES, FIGURES, say=say)
    found = bars(chart.picture)
    assert len(found) == 4, "nothing is drawn for nothing"
    (one_top, one), (three_top, three), (out_top, _out), _last = found
    assert three == pytest.approx(3 * one, abs=0.05)
    assert one_top + one == pytest.approx(three_top + three, abs=0.05) == pytest.approx(out_top, abs=0.05)
    assert [key.label for key in chart.legend] == ["In", "Out"]


def test_a_line_breaks_where_nothing_is_known():
    series = [Series("Rate", [Fraction(1, 4), None, Fraction(1, 2), Fraction(1, 2)])]
    chart = charts.lines("l", "Rate", "A rate.", ["a", "b", "c", "d"], series, FIGURES, say=say, is_area=True)
    assert chart.picture.count('<path class="chart-line') == 2
    assert chart.picture.count("<circle") == 3


def test_a_waterfall_ends_where_it_says():
    steps = [
        Step("Opening", 1000, is_total=True),
        Step("New", 500),
        Step("Lost", -250),
        Step("Closing", 1250, is_total=True),
    ]
    assert charts.waterfall_ground(steps) == 0
    chart = charts.waterfall("w", "MRR", "From 1000 to 1250.", steps, FIGURES, say=say)
    spans = [(float(x), float(width)) for x, width in re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', chart.picture)]
    assert [(round(x * 15), round(width * 15)) for x, width in spans] == [
        (0, 1000),
        (1000, 500),
        (1250, 250),
        (0, 1250),
    ]
    # What moves is small beside what stands: the bars begin at a round number below it.
    steps = [Step("Opening", 100_000, is_total=True), Step("New", 500), Step("Closing", 100_500, is_total=True)]
    ground = charts.waterfall_ground(steps)
    assert 90_000 < ground < 100_000 and ground % 500 == 0


@pytest.mark.parametrize(
    "values", [[], [None, None], [0, 0], [5], [-3, -9], [10**12, 1], [Fraction(1, 3), Fraction(-1, 7)]]
)
def test_whatever_the_numbers_there_is_a_picture(values: list[charts.Number | None]):
    labels = [str(place) for place in range(len(values))]
    for draw in (charts.columns, charts.lines):
        picture = draw("c", "T", "S", labels, [Series("x", values)], FIGURES, say=say).picture
        assert "nan" not in picture and "inf" not in picture
        assert all(height >= -0.01 for _top, height in bars(picture))
    charts.sparkline(values, "heard")


def test_labels_are_fewer_where_it_is_narrow_and_the_last_is_always_there():
    labels = [f"m{number}" for number in range(30)]
    picture = charts.lines("l", "T", "S", labels, [Series("x", list(range(30)))], FIGURES, say=say).picture
    shown = re.findall(r'<text class="chart-label( chart-label--\w+)?"[^>]*>(m\d+)<', picture)
    wide = [label for kind, label in shown if kind != " chart-label--narrow"]
    narrow = [label for kind, label in shown if kind != " chart-label--wide"]
    assert len(wide) <= 13 and len(narrow) <= 6 and wide[-1] == narrow[-1] == "m29"


def test_whoever_hears_the_page_hears_the_chart():
    chart = charts.columns("c", "A & B", "It <grew>.", MONTHS, SERIES, FIGURES, say=say)
    html = render_to_string("components/chart.html", {"chart": chart})
    assert 'role="img"' in html and 'aria-labelledby="c-t c-d"' in html
    assert '<title id="c-t">A &amp; B</title>' in html and '<desc id="c-d">It &lt;grew&gt;.</desc>' in html
    assert "<script" not in html and "style" not in html.replace("styles", "") and "<c>" not in html
    assert html.count("<th scope=") == 3 + 3


def test_a_heat_table_is_tinted_from_the_least_to_all():
    steps = [charts.heat_step(Fraction(share, 10), least=Fraction(5, 10)) for share in (5, 7, 9, 10)]
    assert steps == [0, 2, 5, 6]
    assert charts.heat_step(None) is None and charts.heat_step(Fraction(1), least=Fraction(1)) == 6
    figures = Figures(
        "Heat", [Column("Month"), Column("0", "share")], [["a", Fraction(1)], ["b", None]], heat=[[6], [None]]
    )
    html = render_to_string("components/chart.html", {"chart": charts.heat("h", "Heat", "Darker is more.", figures)})
    assert 'class="num heat heat--6">100%<' in html and ">–<" not in html


@pytest.mark.parametrize(
    ("value", "kind", "pt", "en"),
    [
        (4990, "money", "R$\N{NO-BREAK SPACE}49,90", "R$49.90"),
        (Fraction(1, 19), "rate", "5,3%", "5.3%"),
        (Fraction(-1, 8), "rate", "−12,5%", "−12.5%"),
        (Fraction(2, 3), "share", "67%", "67%"),
        (1234, "count", "1.234", "1,234"),
        (date(2026, 5, 1), "month", "mai 2026", "May 2026"),
        (None, "money", "–", "–"),
    ],
)
def test_a_value_is_told_in_the_readers_language(value, kind, pt, en):
    with override("pt-br"):
        assert tell(value, kind) == pt
    with override("en"):
        assert tell(value, kind) == en


def test_a_workbook_keeps_numbers_numbers():
    (sheet,) = load_workbook(BytesIO(book_of([FIGURES]).read()))
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("Month", "In", "Out") and rows[2][1:] == (3, -0.5)
    assert rows[1][0].date() == date(2026, 9, 1) and sheet["B3"].number_format == "#,##0.00"
    yen = Figures("Yen", [Column("Sum", "money")], [[4990]], "JPY")
    assert load_workbook(BytesIO(book_of([yen]).read())).active["A2"].value == 4990
