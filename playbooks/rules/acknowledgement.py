"""Which steps a person is asked to read: all of them once, then only those that changed since."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

COVER = ""


class Ask(StrEnum):
    """What a playbook in force asks of one person."""

    READ = "read"
    """Never acknowledged: all of it."""
    READ_AGAIN = "read_again"
    """A major release came after the one they acknowledged: what changed."""
    NOTHING_NEW = "nothing_new"
    """Acknowledged; a minor release may have changed steps that they are shown."""


@dataclass(frozen=True)
class Edition:
    """One release as the rule sees it: `hashes` by part id and locale."""

    number: int
    change_class: str
    hashes: Mapping[tuple[str, str], str]


def ask(*, acknowledged: int | None, newest_major: int) -> Ask:
    """What is asked of who acknowledged number `acknowledged`, if any."""
    if acknowledged is None:
        return Ask.READ
    return Ask.READ_AGAIN if acknowledged < newest_major else Ask.NOTHING_NEW


def changed_steps(editions: Sequence[Edition], *, acknowledged: int) -> Collection[str]:
    """Steps of the newest of `editions` that changed after number `acknowledged`, in any language.

    `editions` are ordered by number and begin with the acknowledged one. An editorial release changes nothing for
    readers; a step that is new counts as changed; a language that is new does not.
    """
    changed: set[str] = set()
    for before, after in pairwise(editions):
        if after.number > acknowledged and after.change_class != "editorial":
            changed |= _differing(before, after)
    return changed & steps_of(editions[-1]) if editions else changed


def steps_of(edition: Edition) -> set[str]:
    """The step ids of a release."""
    return {part for part, _ in edition.hashes if part != COVER}


def _differing(before: Edition, after: Edition) -> set[str]:
    known = steps_of(before)
    return {
        part
        for (part, locale), digest in after.hashes.items()
        if part not in known or before.hashes.get((part, locale), digest) != digest
    } - {COVER}
