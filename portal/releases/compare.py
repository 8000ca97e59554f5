"""Comparing two releases of one thing: part by part, and word by word within a part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.people.days import today
from portal.releases.drawing import drawn, inline
from portal.releases.facts import LINKS, of_part, of_release
from portal.releases.models import Release, ReleasePart
from portal.releases.words import SAME, Passage, compared, compared_words, passages_of, plain, words_of

ADDED, REMOVED, CHANGED, MOVED, ELSEWHERE, UNCHANGED = "added", "removed", "changed", "moved", "elsewhere", "unchanged"
LABELS: Mapping[str, str | Promise] = {
    ADDED: gettext_lazy("new"),
    REMOVED: gettext_lazy("removed"),
    CHANGED: gettext_lazy("changed"),
    MOVED: gettext_lazy("moved"),
    ELSEWHERE: gettext_lazy("changed in the other language"),
    UNCHANGED: gettext_lazy("unchanged"),
}
TONES = {ADDED: "ok", REMOVED: "late", CHANGED: "warn", MOVED: "calm", ELSEWHERE: "calm", UNCHANGED: "plain"}
ICONS = {
    ADDED: "plus",
    REMOVED: "minus",
    CHANGED: "pencil",
    MOVED: "arrow-up-down",
    ELSEWHERE: "languages",
    UNCHANGED: "check",
}


@dataclass(frozen=True)
class Line:
    """One fact, compared."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class PartChange:
    """What became of one part between two releases."""

    anchor: str
    state: str
    number: str
    """Its place among the parts, "" for the cover; the old one where it is gone."""
    moved_from: str
    name: str
    """Its title as plain words."""
    title: SafeString
    body: SafeString
    lines: Sequence[Line]
    locale: str
    is_foreign: bool
    elsewhere: Sequence[str]
    """Other languages in which it changed, where it did not change in this one."""

    @property
    def label(self) -> str | Promise:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def is_told(self) -> bool:
        """Whether there is something to read of it."""
        return self.state in {ADDED, REMOVED, CHANGED}

    @property
    def is_gone(self) -> bool:
        return self.state == REMOVED

    @property
    def is_same(self) -> bool:
        return self.state == UNCHANGED


@dataclass(frozen=True)
class Comparison:
    """Two releases side by side: the rules of the whole, then every part in the order of the later one."""

    rules: Sequence[Line]
    parts: Sequence[PartChange]

    @property
    def changed(self) -> Sequence[PartChange]:
        return [part for part in self.parts if not part.is_same]

    @property
    def same(self) -> Sequence[PartChange]:
        return [part for part in self.parts if part.is_same]

    @property
    def due_again(self) -> Sequence[PartChange]:
        """Parts to be read again where a release between them asks for it: those that are there and changed."""
        return [part for part in self.parts if part.number and (part.state in {ADDED, CHANGED} or part.elsewhere)]

    @property
    def steps(self) -> int:
        """How many parts the later one has besides its cover."""
        return sum(bool(part.number) and part.state != REMOVED for part in self.parts)

    @property
    def counts(self) -> Sequence[tuple[str, str | Promise, str, int]]:
        """Tone, word, icon and number of each fate that there is."""
        found = {state: sum(part.state == state for part in self.parts) for state in LABELS}
        return [(TONES[state], LABELS[state], ICONS[state], n) for state, n in found.items() if n]

    @property
    def is_same(self) -> bool:
        return not self.changed and not self.rules


def comparison(before: Release, after: Release, language: str) -> Comparison:
    """`before` and `after` of one thing as a reader of `language` reads them; two queries."""
    rows = list(ReleasePart.objects.filter(release__in=[before.pk, after.pk]).order_by("position", "part_id"))
    names = names_of(rows, language)
    old, new = (_by_part(rows, release, language) for release in (before, after))
    hashes = {
        release.pk: {(row.part_id, row.locale): content(row) for row in rows if row.release_id == release.pk}
        for release in (before, after)
    }
    stays = _stays([part for part in new if part in old], old)
    found = [
        _change(old.get(part), new.get(part), names, language=language, stays=stays)
        for part in _in_order(list(old), list(new))
    ]
    return Comparison(
        rules=list(_lines(of_release(before.facts), of_release(after.facts))),
        parts=[_with_languages(part, hashes[before.pk], hashes[after.pk]) for part in found],
    )


def content(part: ReleasePart) -> tuple[Any, ...]:
    """What makes two parts the same, whatever number their blocks were frozen under."""
    return part.title, part.blocks, part.facts


def names_of(parts: Iterable[ReleasePart], language: str) -> Mapping[str, str]:
    """Titles of the lessons, drills and steps that parts point to, by how they name them; one query, or none."""
    pointed = {str(part.facts[name]) for part in parts for name in LINKS if part.facts.get(name)}
    for part in parts:
        for block in part.blocks:
            pointed |= {str(block["value"][name]) for name in ("drill", "step") if name in block["value"]}
    if not pointed:
        return {}
    covers = Q(part_id="", release__kind="drill", release__key__in=[key for key in pointed if _is_key(key)])
    in_force = Release.objects.filter(effective_on__lte=today(), kind__in=["course", "drill", "playbook"])
    rows = (
        ReleasePart.objects.filter(covers | Q(part_id__in=pointed))
        .filter(release__in=in_force.order_by("kind", "key", "-number").distinct("kind", "key").values("pk"))
        .values_list("part_id", "release__key", "locale", "title")
    )
    found: dict[str, str] = {}
    for part_id, key, locale, title in rows:
        name = part_id or str(key)
        if locale == language or name not in found:
            found[name] = title
    return found


def passages(part: ReleasePart, names: Mapping[str, str]) -> list[Passage]:
    """Everything a part says, block by block; a question is named and never told."""
    found: list[Passage] = []
    for block in part.blocks:
        value = block["value"]
        if block["type"] == "question":
            found.append(plain("note", _("Practice question, version %(number)s") % {"number": value["version"]}))
        elif "drill" in value or "step" in value:
            name = str(value.get("drill") or value["step"])
            label = _("Drill") if "drill" in value else _("Playbook step")
            found.append(plain("note", f"{label}: {names.get(name) or _('not in force')}"))
        elif value.get("title"):
            found.append(plain("h3", value["title"]))
        found += passages_of(part.html.get(block["id"], ""))
    return found


def _is_key(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True


def _by_part(rows: Sequence[ReleasePart], release: Release, language: str) -> dict[str, ReleasePart]:
    """Each part of a release once, in the reader's language or that of the source, in order."""
    found: dict[str, ReleasePart] = {}
    for row in rows:
        if row.release_id == release.pk and (
            row.locale == language or (row.locale == release.source_locale and row.part_id not in found)
        ):
            found[row.part_id] = row
    return dict(sorted(found.items(), key=lambda item: item[1].position))


def _in_order(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Parts of the later release in its order; what is gone stands behind what it followed."""
    gone: dict[str, list[str]] = {}
    behind = ""
    for part in old:
        if part in new:
            behind = part
        else:
            gone.setdefault(behind, []).append(part)
    for part in new:
        yield part
        yield from gone.pop(part, [])
    for rest in gone.values():
        yield from rest


def _stays(common: Sequence[str], old: Mapping[str, ReleasePart]) -> set[str]:
    """The most parts that kept their order among themselves; the others moved. By the longest rising sequence."""
    places = {part: place for place, part in enumerate(old)}
    tails: list[int] = []
    ends: list[str] = []
    came_from: dict[str, str | None] = {}
    for part in common:
        at = bisect_left(tails, places[part])
        tails[at : at + 1], ends[at : at + 1] = [places[part]], [part]
        came_from[part] = ends[at - 1] if at else None
    kept: set[str] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = came_from[last]
    return kept


def _change(
    old: ReleasePart | None, new: ReleasePart | None, names: Mapping[str, str], *, language: str, stays: set[str]
) -> PartChange:
    shown = new or old
    assert shown is not None
    if old is None or new is None:
        state = ADDED if old is None else REMOVED
    elif content(old) != content(new) and old.locale == new.locale:
        state = CHANGED
    else:
        state = UNCHANGED if shown.part_id in stays else MOVED
    has_moved = old is not None and new is not None and shown.part_id not in stays
    words = [words_of(part.title) if part else [] for part in (old, new)]
    texts = [passages(part, names) if part and state in {ADDED, REMOVED, CHANGED} else [] for part in (old, new)]
    facts = [of_part(part.facts, names) if part and state != UNCHANGED else iter(()) for part in (old, new)]
    return PartChange(
        anchor=f"part-{shown.part_id}" if shown.part_id else "cover",
        state=state,
        number=str(shown.position) if shown.part_id else "",
        moved_from=str(old.position) if has_moved and old else "",
        name=shown.title,
        # A part that is new as a whole needs no line under its title.
        title=inline(compared_words(*words))
        if state == CHANGED
        else inline(compared_words(words[0] or words[1], words[1] or words[0])),
        body=drawn(compared(*texts)),
        lines=list(_lines(*facts)),
        locale=shown.locale,
        is_foreign=shown.locale != language,
        elsewhere=(),
    )


def _with_languages(part: PartChange, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> PartChange:
    """Says in which other languages a part changed that reads the same in this one."""
    if part.state not in {UNCHANGED, MOVED}:
        return part
    part_id = part.anchor.removeprefix("part-") if part.number else ""
    changed = sorted(
        locale for (name, locale), said in after.items() if name == part_id and before.get((name, locale), said) != said
    )
    state = ELSEWHERE if changed and part.state == UNCHANGED else part.state
    return replace(part, elsewhere=changed, state=state)


def _lines(before: Iterable[tuple[str, str, str]], after: Iterable[tuple[str, str, str]]) -> Iterator[Line]:
    """The facts that differ, in the order of the later release."""
    old, new = ({name: (label, said) for name, label, said in facts} for facts in (before, after))
    for name in [*new, *(name for name in old if name not in new)]:
        label = (new.get(name) or old[name])[0]
        runs = compared_words(words_of(old.get(name, ("", ""))[1]), words_of(new.get(name, ("", ""))[1]))
        if any(run.state != SAME for run in runs):
            yield Line(label, inline(runs))
