"""One page of a longer list: whether there are others, and which lie beside it."""

from __future__ import annotations


class Paged:
    """For dataclasses that know their `page`, from 1, and of how many `pages`."""

    page: int

    @property
    def pages(self) -> int:
        raise NotImplementedError

    @property
    def has_pages(self) -> bool:
        return self.pages > 1

    @property
    def previous_page(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None
