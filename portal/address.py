"""An address made of a title, as it stands in a URL: new ones have plain letters, and an old one with "ç" is read too."""

from __future__ import annotations

from django.urls import register_converter


class Address:
    """Like Django's `slug`, with letters of every script: a row that has one breaks no list that links to it."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Address, "address")
