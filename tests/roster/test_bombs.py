"""Small files that unpack into very much are refused before anybody reads them."""

from __future__ import annotations

import time

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
