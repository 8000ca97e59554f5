"""From the text of a cell to the value it means, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from stdnum.br import cpf

from portal.people.addresses import plain_address
from portal.people.documents import tidied
from portal.people.naming import tidied_name
from portal.refusal import Refusal
from portal.roster.columns import Field, plain
from portal.roster.findings import Finding
from portal.roster.reading import Line

NOTHING = "-"
"""Written in a cell, it takes away what stands there; an empty cell leaves it."""
TAKES_AWAY = frozenset({Field.TITLE, Field.MANAGER, Field.DOCUMENT})
LANGUAGES = {
    **dict.fromkeys(("pt", "pt br", "ptbr", "portugues", "portugues do brasil", "portuguese"), "pt-br"),
    **dict.fromkeys(("en", "en us", "en gb", "ingles", "english"), "en"),
}
MOST = {
    Field.EMAIL: 254,
    Field.NAME: 150,
    Field.TITLE: 120,
    Field.DEPARTMENT: 120,
    Field.MANAGER: 254,
    Field.DOCUMENT: 60,
}
_is_email = EmailValidator()
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")

Values = dict[str, Any]
"""By field; days as ISO text, an empty text where a cell takes something away. What is not in it stays as it is."""


def values_of(line: Line) -> tuple[Values, list[Finding]]:
    """What a line says, and what is wrong with its cells."""
    values: Values = {}
    findings: list[Finding] = []
    for field, text in line.cells.items():
        if field in line.bad:
            code, shown = line.bad[field]
            findings.append(Finding(field, code, {"value": shown} if code == "cell_error" else {}))
            continue
        tidy = _tidy(text)
        if not tidy:
            continue
        if tidy == NOTHING:
            if field in TAKES_AWAY:
                values[field] = ""
            continue
        found = _one(field, tidy)
        if isinstance(found, Finding):
            findings.append(found)
        else:
            values[field] = found
    if Field.EMAIL not in values and not any(finding.column == Field.EMAIL for finding in findings):
        findings.append(Finding(Field.EMAIL, "email_missing"))
    return values, findings


def _tidy(text: str) -> str:
    """One space between words, composed accents, nothing invisible at the edges or between."""
    composed = unicodedata.normalize("NFC", text)
    visible = composed
    if not composed.isprintable():
        visible = "".join(c for c in composed if unicodedata.category(c) != "Cf")
    return " ".join(visible.split())


def _one(field: str, text: str) -> str | Finding:
    if not text.isprintable():
        return Finding(field, "characters")
    most = MOST.get(Field(field))
    if most and len(text) > most:
        return Finding(field, "too_long", {"most": most})
    reader = READERS.get(field)
    return reader(field, text) if reader else text


def _email(field: str, text: str) -> str | Finding:
    address = text.lower().removeprefix("mailto:")
    try:
        _is_email(address)
        plain_address(address)
    except ValidationError:
        return Finding(field, "manager_wrong" if field == Field.MANAGER else "email_wrong", {"value": text[:80]})
    return address


def _day(field: str, text: str) -> str | Finding:
    iso, first = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    try:
        if iso:
            day = date(int(iso[1]), int(iso[2]), int(iso[3]))
        elif first:
            day = date(int(first[3]), int(first[2]), int(first[1]))
        else:
            raise ValueError
        if not 1900 <= day.year <= 2200:
            raise ValueError
    except ValueError:
        return Finding(field, "date_wrong", {"value": text[:40]})
    return day.isoformat()


def _language(field: str, text: str) -> str | Finding:
    return LANGUAGES.get(plain(text)) or Finding(field, "language_wrong", {"value": text[:40]})


def _name(field: str, text: str) -> str | Finding:
    try:
        return tidied_name(text)
    except Refusal:
        return Finding(field, "name_wrong")


def _document(field: str, text: str) -> str | Finding:
    """A CPF is written with its signs; spreadsheets drop leading zeros, which are given back where the digits then match."""
    try:
        text = tidied(text)
    except Refusal:
        return Finding(field, "cpf_wrong")
    if text.isdecimal() and len(text) in {9, 10} and cpf.is_valid(text.zfill(11)):
        return str(cpf.format(text.zfill(11)))
    return text


READERS: Mapping[str, Callable[[str, str], str | Finding]] = {
    Field.EMAIL: _email,
    Field.MANAGER: _email,
    Field.NAME: _name,
    Field.HIRED_ON: _day,
    Field.LEAVES_ON: _day,
    Field.LANGUAGE: _language,
    Field.DOCUMENT: _document,
}
