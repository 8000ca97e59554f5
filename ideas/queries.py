"""Ideas as a viewer may see them: the board, one idea, ideas alike, and what waits for the viewer's support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import translation
from django.utils.functional import Promise

from ideas.models import Idea, Vote
from ideas.rules.origin import Origin
from ideas.rules.status import OPEN, WAITING, Stage
from ideas.rules.words import enough, significant, stem
from portal.people.access import Capability, Viewer
from portal.people.days import today
from portal.people.models import Department, DepartmentPlace
from portal.people.organisation import holding
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of
from portal.seams.contracts import VisibleRule

A_PAGE = 20
ALIKE = 5


def visible(ideas: QuerySet[Idea], viewer: Viewer) -> QuerySet[Idea]:
    """Everyone's ideas, but for withdrawn ones and those hidden by moderation; one's own always."""
    return ideas.filter(Q(author=viewer.id) | ~Q(status=Stage.WITHDRAWN) & Q(is_hidden=False))


def _for_moderation(ideas: QuerySet[Idea], viewer: Viewer) -> QuerySet[Idea]:
    """What the board shows; and to who answers ideas also those that moderation hid."""
    seen = visible(ideas, viewer)
    return seen | ideas.exclude(status=Stage.WITHDRAWN) if viewer.can(Capability.REVIEW_IDEAS) else seen


def _votes(votes: QuerySet[Vote], viewer: Viewer) -> QuerySet[Vote]:
    """One's own: the board tells how many, never who."""
    return votes.filter(user=viewer.id)


RULES: Mapping[type[Model], VisibleRule] = {Idea: _for_moderation, Vote: _votes}


def board() -> ReleasePart | None:
    """The board's introduction and rules in force, in the reader's language."""
    release = (
        Release.objects.filter(kind="board", effective_on__lte=today())
        .order_by("-effective_on", "-number")
        .values_list("pk", flat=True)
        .first()
    )
    if release is None:
        return None
    return parts_of([release], translation.get_language() or "").filter(part_id="").first()


# -- One idea as a viewer sees it ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Face:
    """How a status shows."""

    tone: str
    icon: str
    label: str | Promise


FACES: Mapping[str, Face] = {
    Stage.NEW: Face("plain", "hourglass", Idea.Status.NEW.label),
    Stage.UNDER_REVIEW: Face("calm", "search", Idea.Status.UNDER_REVIEW.label),
    Stage.PILOT: Face("calm", "flask-conical", Idea.Status.PILOT.label),
    Stage.ACCEPTED: Face("ok", "check", Idea.Status.ACCEPTED.label),
    Stage.DECLINED: Face("plain", "x", Idea.Status.DECLINED.label),
    Stage.WITHDRAWN: Face("plain", "undo-2", Idea.Status.WITHDRAWN.label),
}


@dataclass(frozen=True)
class Support:
    """The viewer's part in an idea's support; `votes` is None while they may not know it yet."""

    key: UUID
    title: str
    foreign: str
    """The language of the title where it is not the reader's, else empty."""
    is_own: bool
    has_voted: bool
    is_open: bool
    votes: int | None
    departments: int | None


@dataclass(frozen=True)
class Sheet:
    """One idea, ready to be drawn."""

    key: UUID
    title: str
    problem: str
    proposal: str
    answer: str
    language: str
    author: str
    department: str
    departments: Sequence[str]
    status: Face
    created_at: datetime
    url: str
    is_hidden: bool
    can_be_withdrawn: bool
    origin: Origin | None
    support: Support = field(repr=False)

    @property
    def foreign(self) -> str:
        """The language it was written in where that is not the reader's, else empty."""
        return foreign(self.language)


def foreign(language: str) -> str:
    """`language` where it is not the reader's, else empty."""
    return "" if language == translation.get_language() else language


def _with_support(ideas: QuerySet[Idea], viewer: Viewer) -> QuerySet[Any]:
    votes: QuerySet[Any, Any] = Vote.objects.filter(idea=OuterRef("pk")).order_by().values("idea")
    return ideas.annotate(
        votes_cast=_count(votes.annotate(n=Count("pk"))),
        departments_voting=_count(votes.annotate(n=Count("department", distinct=True))),
        has_voted=Exists(Vote.objects.filter(idea=OuterRef("pk"), user=viewer.id)),
    )


def _count(counted: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def sheet(idea: Idea, viewer: Viewer) -> Sheet:
    """`idea` comes from `_with_support`: this is where counts are kept from who has not voted yet."""
    own, voted = idea.author_id == viewer.id, bool(idea.has_voted)  # type: ignore[attr-defined]
    may_know = own or voted
    return Sheet(
        key=idea.key,
        title=idea.title,
        problem=idea.problem,
        proposal=idea.proposal,
        answer=idea.answer,
        language=idea.language,
        author=idea.author.name,
        department=idea.department.name if idea.department else "",
        departments=[department.name for department in idea.departments.all()],
        status=FACES[idea.status],
        created_at=idea.created_at,
        url=idea.get_absolute_url(),
        is_hidden=idea.is_hidden,
        can_be_withdrawn=own and idea.status in WAITING,
        origin=idea.origin,
        support=Support(
            key=idea.key,
            title=idea.title,
            foreign=foreign(idea.language),
            is_own=own,
            has_voted=voted,
            is_open=idea.status in OPEN,
            votes=idea.votes_cast if may_know else None,  # type: ignore[attr-defined]
            departments=idea.departments_voting if may_know else None,  # type: ignore[attr-defined]
        ),
    )


def _drawn(ideas: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return (
        _with_support(ideas, viewer)
        .select_related("author", "department")
        .prefetch_related("departments")
        .defer("plain")
    )


def one(viewer: Viewer, key: UUID) -> Sheet | None:
    """One idea in two queries; None where the viewer may not see it."""
    idea = _drawn(visible(Idea.objects.all(), viewer), viewer).filter(key=key).first()
    return sheet(idea, viewer) if idea else None


# -- The board -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """One page of the board."""

    ideas: Sequence[Sheet]
    count: int
    page: int
    pages: int

    @property
    def has_pages(self) -> bool:
        return self.pages > 1

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def shelf(viewer: Viewer, *, status: str = "", department: str = "", page: int = 1) -> Shelf:
    """Ideas by how many departments support them, then by votes; three queries at any number of ideas."""
    ideas = visible(Idea.objects.all(), viewer)
    if status in set(Stage):
        ideas = ideas.filter(status=status)
    if department:
        ideas = ideas.filter(departments__key=department)
    count = ideas.count()
    pages = max(1, -(-count // A_PAGE))
    page = min(max(1, page), pages)
    ranked = _drawn(ideas, viewer).order_by("-departments_voting", "-votes_cast", "-created_at", "pk")
    shown = ranked[(page - 1) * A_PAGE : page * A_PAGE]
    return Shelf([sheet(idea, viewer) for idea in shown], count, page, pages)


def departments() -> list[Department]:
    """The departments an idea can touch: all but the company itself."""
    places = holding(DepartmentPlace.objects.all())
    root = Q(pk__in=places.values("parent")) & ~Q(pk__in=places.values("department"))
    found = Department.objects.exclude(root)
    return sorted(found, key=lambda department: department.name.casefold())


def waiting(viewer: Viewer, *, most: int) -> list[Sheet]:
    """Ideas by colleagues of the viewer's department, or touching it, that they have not supported.

    Those in the reader's language come first; two queries.
    """
    if viewer.department is None:
        return []
    mine = Idea.departments.through.objects.filter(idea=OuterRef("pk"), department=viewer.department)
    ideas = visible(Idea.objects.filter(status__in=WAITING), viewer).exclude(author=viewer.id)
    near = ideas.filter(Q(department=viewer.department) | Exists(mine))
    foreign_last = Case(When(language=translation.get_language() or "", then=0), default=1)
    shown = _drawn(near, viewer).filter(has_voted=False).order_by(foreign_last, "-created_at")[:most]
    return [sheet(idea, viewer) for idea in shown]


# -- Ideas alike ---------------------------------------------------------------------------------------------------


def similar(text: str, viewer: Viewer, *, most: int = ALIKE) -> list[Sheet]:
    """Ideas that share enough of the text's words, in whatever form and accents; two queries, none for empty words."""
    words = significant(text)
    if not words:
        return []
    found = [_says(word) for word in words]
    hits = sum((Case(When(said, then=1), default=0) for said in found), Value(0, IntegerField()))
    anywhere = Q()
    for said in found:
        anywhere |= said
    ideas: QuerySet[Any] = visible(Idea.objects.filter(anywhere), viewer)
    ideas = ideas.annotate(hits=hits).filter(hits__gte=enough(len(words)))
    ranked = _drawn(ideas, viewer).annotate(
        is_settled=Case(When(status__in=list(OPEN), then=False), default=True, output_field=BooleanField())
    )
    return [sheet(idea, viewer) for idea in ranked.order_by("-hits", "is_settled", "-created_at")[:most]]


def _says(word: str) -> Q:
    """The idea has a word that begins alike; the trigram index answers it."""
    return Q(plain__contains=f" {stem(word)}")
