"""The expected "no": what a person asked cannot be done, and why, in their language."""

from __future__ import annotations

from django.utils.functional import Promise


class Refusal(Exception):
    """An act was understood and declined; nothing has changed.

    `code` is stable and for machines; `sentence` says in the person's language what is wrong and what to do next.
    """

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
