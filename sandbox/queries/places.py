"""Places: a list cut into pages of fifty, and the address of each page with the filters it was asked with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict

from portal.ui.paged import Paged

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True)
class Place(Paged, Generic[T]):
    """One page of a list; `address` is the query of the list without its page."""

    rows: Sequence[T]
    page: int
    count: int
    address: str

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // SIZE))


def place(rows: Sequence[T], asked: QueryDict) -> Place[T]:
    """The page that the address asks for, the nearest where it asks for one that is not there."""
    text = asked.get("page", "")
    wanted = int(text) if text.isdecimal() and len(text) < 6 else 1
    page = max(1, min(wanted, -(-len(rows) // SIZE)))
    kept = asked.copy()
    kept.pop("page", None)
    return Place(rows[(page - 1) * SIZE : page * SIZE], page, len(rows), kept.urlencode())
