"""Time and money are said as people say them, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.ui import amounts, moments

NOON = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)
"""A Sunday, at noon in São Paulo."""


def said(days: int, prefix: str, language: str) -> str:
    with translation.override(language):
        return moments.say(NOON + timedelta(days=days), prefix=prefix, now=NOON).text


@pytest.mark.parametrize(
    ("days", "prefix", "portuguese", "english"),
    [
        (0, "due", "vence hoje", "due today"),
        (1, "due", "vence amanhã", "due tomorrow"),
        (5, "due", "vence sexta", "due Friday"),
        (12, "due", "vence em 12 dias", "due in 12 days"),
        (-1, "due", "o prazo foi ontem", "was due yesterday"),
        (-3, "due", "o prazo foi há 3 dias", "was due 3 days ago"),
        (3, "until", "até quarta", "until Wednesday"),
        (22, "until", "até 14 dez", "until 14 Dec"),
        (-9, "since", "desde 13 nov", "since 13 Nov"),
        (0, "", "hoje às 12:00", "today at 12:00"),
        (-3, "", "há 3 dias", "3 days ago"),
        (200, "due", "vence em 10 jun 2027", "due on 10 Jun 2027"),
    ],
)
def test_a_moment_is_said_as_people_say_it(days: int, prefix: str, portuguese: str, english: str) -> None:
    assert said(days, prefix, "pt-br") == portuguese
    assert said(days, prefix, "en") == english


def test_days_are_those_of_the_organisation() -> None:
    """Two in the morning UTC is still the evening before in São Paulo."""
    late = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert moments.say(late, prefix="due", now=NOON).text == "vence hoje"


def test_the_exact_date_is_there_for_who_hovers_and_for_who_listens() -> None:
    drawn = Template('{% when moment "due" %}').render(Context({"moment": NOON}))
    assert 'datetime="2026-11-22T15:00:00+00:00"' in drawn
    assert drawn.count("22 de novembro de 2026") == 2


def test_a_moment_that_never_came_is_not_said() -> None:
    assert Template('{% when moment "since" %}').render(Context({"moment": None})) == ""


@pytest.mark.parametrize(
    ("minor", "currency", "portuguese", "english"),
    [
        (4990, "BRL", "R$\u00a049,90", "R$49.90"),
        (-123_456_789, "BRL", "\u2212R$\u00a01.234.567,89", "\u2212R$1,234,567.89"),
        (0, "USD", "US$\u00a00,00", "US$0.00"),
        (500, "JPY", "JPY\u00a0500", "JPY\u00a0500"),
    ],
)
def test_money_is_written_as_the_language_writes_it(minor: int, currency: str, portuguese: str, english: str) -> None:
    with translation.override("pt-br"):
        assert amounts.write(minor, currency) == portuguese
    with translation.override("en"):
        assert amounts.write(minor, currency) == english


def test_a_status_never_speaks_by_colour_alone() -> None:
    for tone in ("calm", "ok", "warn", "late"):
        drawn = Template("{% badge tone 'vence sexta' %}").render(Context({"tone": tone}))
        assert "<svg" in drawn
        assert "vence sexta" in drawn


def test_pictures_say_their_figures() -> None:
    drawn = Template("{% meter 4 5 '4 de 5 lições' %}{% ring 0 0 'nada' %}").render(Context())
    assert 'aria-label="4 de 5 lições"' in drawn
    assert 'width="80%"' in drawn
    assert "style=" not in drawn


def test_an_unknown_icon_is_a_ring_and_not_an_error(caplog: pytest.LogCaptureFixture) -> None:
    assert "<svg" in Template("{% icon 'no-such-icon' %}").render(Context())
    assert "no-such-icon" in caplog.text


def test_markdown_is_never_trusted() -> None:
    drawn = Template("{{ text|markdown }}").render(Context({"text": "**bem** <script>alert(1)</script>"}))
    assert "<strong>bem</strong>" in drawn
    assert "script" not in drawn
