"""Small files that unpack into very much are refused before anybody reads them."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from portal.roster import reading
from portal.roster.findings import Unreadable
from tests.roster.conftest import csv_of
from tests.roster.test_reading import _poisoned


def test_millions_of_shared_words_are_refused_at_once():
    bomb = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t/></si>" * 2_000_000
    start = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        reading.read(_poisoned("xl/sharedStrings.xml", bomb))
    assert refused.value.code == "unpacks_too_large"
    assert time.monotonic() - start < 5


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", -1.0)
    with pytest.raises(Unreadable) as refused:
        reading.read(csv_of(["a@x.com", "Ana"]))
    assert refused.value.code == "too_slow"


def test_shared_words_are_read_no_longer_than_anything_else(monkeypatch):
    monkeypatch.setattr(reading, "PATIENCE", 0.5)
    words = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + b"<si><t/></si>" * 1_500_000
    assert len(words) < reading.MOST_STRINGS
    content = _named(_poisoned("xl/sharedStrings.xml", words + b"</sst>"))
    start = time.process_time()
    with pytest.raises(Unreadable) as refused:
        reading.read(content)
    assert refused.value.code == "too_slow"
    assert time.process_time() - start < 5


def _named(content: bytes) -> bytes:
    """The workbook says that it has shared words; what it does not speak of is not read."""
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as named:
        for name in source.namelist():
            body = source.read(name)
            named.writestr(name, body.replace(b"</Types>", part) if name == "[Content_Types].xml" else body)
    return out.getvalue()
