"""What was asked of the box: written down without whom, and read by those who can write what was missing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Collate, Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer, visible
from portal.people.models import User
from portal.search.models import Gap, Query
from portal.search.people import Said
from portal.search.queries import LONGEST
from portal.search.tasks import KEPT
from portal.search.text import plain

MOST = 15
_PARTICLES = {"das", "dos", "del", "the", "and", "com", "que", "para", "como", "por"}
LANGUAGES: Mapping[str, str | Promise] = {"pt-br": _("in Portuguese"), "en": _("in English")}
_SOMEBODY = re.compile(r"@|\d[\d.\-/ ]{7,}\d")
"""An e-mail, or digits as long as a document's: not words, and nobody's business."""


def parts_of(name: str) -> list[str]:
    """The parts of a name that lead to somebody: no "da", no initial."""
    return [part for part in plain(name).split() if len(part) > 2 and part not in _PARTICLES]


_NOTED = """
insert into search_query (words, typed, language, department, results, asked_at)
select %s, %s, %s, coalesce((select key from people_department where id = %s), ''), %s, %s
 where not exists ({named})
"""


def _named_by(words: Sequence[str]) -> QuerySet[User]:
    """Registered people one of whose names is one of the words, led by the index of names and posts."""
    if not words:
        return User.objects.none()
    called = Func("name", function="search_plain", output_field=TextField())
    near = Q(*(Q(said__contains=f" {word}") for word in words), _connector=Q.OR)
    named = User.objects.filter(erased_at=None).alias(said=Said("name", "title"), called=called)
    return named.filter(near, called__regex=rf"\y(?:{'|'.join(words)})\y")


def note(viewer: Viewer, said: str, *, language: str, results: int) -> None:
    """Write down what was asked and how much it found; the department, never the person.

    Words that name a registered person are not written down. One statement, whatever was asked.
    """
    words, typed = plain(said)[:LONGEST], " ".join(said.split())[:LONGEST]
    if not words or _SOMEBODY.search(said):
        return
    try:
        named, asked = _named_by(parts_of(said)).values("pk").query.sql_with_params()
    except EmptyResultSet:
        named, asked = "select where false", ()
    with connection.cursor() as cursor:
        cursor.execute(
            _NOTED.format(named=named), [words, typed, language, viewer.department, results, timezone.now(), *asked]
        )


@dataclass(frozen=True)
class Asked:
    """Words, how often, and how much they found the last time."""

    words: str
    """With their accents, where anybody typed them."""
    times: int
    results: int


def most_asked(viewer: Viewer, *, in_vain: bool = False) -> Sequence[Asked]:
    """What was asked most in the time it is kept; `in_vain`: of what found nothing."""
    since = timezone.now() - KEPT
    rows: QuerySet[Any] = visible(Query.objects.filter(asked_at__gt=since), viewer)
    last = Query.objects.filter(words=OuterRef("words")).order_by("-asked_at").values("results")[:1]
    counted = rows.filter(results=0) if in_vain else rows
    # Byte by byte a letter with an accent comes after the one without: the greatest has them.
    written = Max(Collate(Lower("typed"), "C"))
    grouped = (
        counted.order_by()
        .values("words")
        .annotate(times=Count("pk"), now=Subquery(last), at=Max("asked_at"), written=written)
    )
    return [
        Asked(one["written"] or one["words"], one["times"], one["now"])
        for one in grouped.order_by("-times", "-at", "words")[:MOST]
    ]


@dataclass(frozen=True)
class GapRow:
    """A gap as a list shows it."""

    id: int
    words: str
    language: str
    times: int
    owner: str
    is_mine: bool
    last_asked_at: Any
    answered_at: Any
    answer: str
    typed: str = ""
    """A link that was given and not taken, and why."""
    problem: str = ""

    @property
    def said_in(self) -> str | Promise:
        return LANGUAGES.get(self.language, self.language)


@dataclass(frozen=True)
class Refused:
    """A link that leads nowhere here, given as the answer of a gap."""

    gap: int
    link: str
    sentence: str


def gaps(viewer: Viewer, *, refused: Refused | None = None) -> tuple[Sequence[GapRow], Sequence[GapRow]]:
    """Open ones, the viewer's own first and then the most asked; and the last ones answered. One query each."""
    seen = visible(Gap.objects.select_related("owner"), viewer)
    mine = Case(When(owner=viewer.id, then=Value(0)), default=Value(1), output_field=IntegerField())
    still = seen.filter(answered_at=None).order_by(mine, F("times").desc(), "-last_asked_at", "pk")[:100]
    done = seen.filter(answered_at__isnull=False).order_by("-answered_at", "pk")[:20]
    return [_row(gap, viewer, refused) for gap in still], [_row(gap, viewer) for gap in done]


def _row(gap: Gap, viewer: Viewer, refused: Refused | None = None) -> GapRow:
    owner = gap.owner
    was_refused = refused is not None and refused.gap == gap.pk
    return GapRow(
        id=gap.pk,
        words=gap.words,
        language=gap.language,
        times=gap.times,
        owner=owner.name if owner and owner.is_active else "",
        is_mine=gap.owner_id == viewer.id,
        last_asked_at=gap.last_asked_at,
        answered_at=gap.answered_at,
        answer=gap.answer,
        typed=refused.link if refused and was_refused else "",
        problem=refused.sentence if refused and was_refused else "",
    )
