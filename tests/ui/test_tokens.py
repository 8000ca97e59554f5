"""Every pair of colours that tokens.css promises is measured, in light and in dark."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
TOKENS = HOUSE / "portal" / "static" / "portal" / "tokens.css"
SHEETS = sorted(sheet for sheet in HOUSE.glob("*/static/*/*.css") if sheet != TOKENS)
SOURCE = TOKENS.read_text(encoding="utf-8")
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", SOURCE)
}
PROMISES = [
    (*pair.split("/"), least, theme)
    for kind, least in (("text", 4.5), ("edge", 3.0))
    for line in re.findall(rf"^   {kind}: (.+)$", SOURCE, re.MULTILINE)
    for pair in line.split()
    for theme in ("light", "dark")
]


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "ground", "least", "theme"), PROMISES)
def test_a_promised_pair_is_readable(ink: str, ground: str, least: float, theme: str) -> None:
    measured = contrast(COLOURS[ink][theme], COLOURS[ground][theme])
    assert measured >= least, f"--{ink} on --{ground} in {theme}: {measured:.2f}, promised {least}"


def test_the_file_promises_something() -> None:
    assert len(PROMISES) > 60


def test_no_colour_hides_from_the_tokens() -> None:
    """A colour written in another style sheet would escape the measure."""
    for sheet in SHEETS:
        rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|rgba?\(", rules), sheet.name


def test_every_token_used_is_declared() -> None:
    """By the house, by the sheet itself, or by Wagtail, whose tokens begin with `w-` and dress the editor's pages."""
    core = files("wagtail.admin") / "static" / "wagtailadmin" / "css" / "core.css"
    wagtails = set(re.findall(r"--(w-[\w-]+):", core.read_text(encoding="utf-8")))
    declared = set(re.findall(r"--([\w-]+):", SOURCE)) | wagtails
    for sheet in SHEETS:
        text = sheet.read_text(encoding="utf-8")
        own = set(re.findall(r"--([\w-]+):", text))
        assert set(re.findall(r"var\(--([\w-]+)", text)) <= declared | own, sheet.name
