"""The form of a rule answers what nobody types."""

from __future__ import annotations

import pytest

from portal.duties.forms import rearranged

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("which", ["9" * 5000, "-1", "x", "²"])
def test_a_row_that_is_not_there_is_not_removed(which):
    written = rearranged({"rows": "2", "remove": which})
    assert written is not None and len(written.rows) == 2


def test_the_row_that_was_meant_is_removed():
    written = rearranged({"rows": "2", "row-0-title": "A", "row-1-title": "B", "remove": "0"})
    assert written is not None and [row["title"].value() for row in written.rows] == ["B"]
