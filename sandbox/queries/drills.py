"""Drills on offer, one's own results, and the playbook steps and lessons they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    UUIDField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import NoReverseMatch, reverse

from portal.duties.models import Duty
from portal.evidence.models import Evidence
from portal.home.library import content_key
from portal.people.access import Viewer
from portal.releases.models import Release, ReleasePart
from portal.releases.read import covers, current, in_force, parts_of
from sandbox.drills import Brief
from sandbox.models import DrillAttempt, Workspace
from sandbox.queries.briefs import brief_of

KIND = "drill"


@dataclass(frozen=True)
class OwnResult:
    """What one person has made of one drill so far."""

    attempts: int = 0
    best_score: int | None = None
    passed_at: datetime | None = None
    open_workspace: UUID | None = None
    open_number: int = 0
    passed_workspace: UUID | None = None

    @property
    def is_passed(self) -> bool:
        return self.passed_at is not None

    @property
    def is_open(self) -> bool:
        return self.open_workspace is not None

    @property
    def is_new(self) -> bool:
        return not self.attempts

    @property
    def has_score(self) -> bool:
        return self.best_score is not None


@dataclass(frozen=True)
class Offer:
    """One drill as a list shows it."""

    key: UUID
    slug: str
    title: str
    summary: str
    minutes: int
    is_translated: bool
    own: OwnResult
    topics: Sequence[str] = ()


@dataclass(frozen=True)
class DrillRead:
    """One drill as its page shows it, from the release in force (or the one an attempt was begun on)."""

    key: UUID
    release: Release
    cover: ReleasePart
    is_translated: bool

    @property
    def brief(self) -> Brief:
        """How it is prepared, marked and solved; no page is given it."""
        return brief_of(self.release)

    @property
    def step_refs(self) -> list[str]:
        return [str(ref) for ref in self.release.facts.get("step_refs", [])]

    def text(self, block: str) -> str:
        """A block of the cover as its editor wrote it, in Markdown."""
        return next((str(one["value"]["text"]) for one in self.cover.blocks if one["id"] == block), "")


@dataclass(frozen=True)
class StepLink:
    """A step of a playbook as the reader may open it."""

    ref: str
    playbook: str
    title: str
    number: int
    url: str
    lesson: str
    """Key of the lesson that teaches it, or nothing."""


def offers_of(viewer: Viewer, keys: Iterable[UUID], language: str) -> dict[UUID, Offer]:
    """The same for some drills."""
    wanted = list(keys)
    own = results(viewer, wanted)
    return {
        key: offer_of(cover, own.get(key, OwnResult()), language, topics=release.facts.get("topics"))
        for key, (release, cover) in covers(KIND, wanted, language).items()
    }


def offer_of(cover: ReleasePart, own: OwnResult, language: str, *, topics: Iterable[str] | None) -> Offer:
    """What a list shows of one drill, from the cover of its release."""
    return Offer(
        key=cover.release.key,
        slug=cover.release.slug,
        title=cover.title,
        summary=str(cover.facts.get("summary", "")),
        minutes=int(cover.facts.get("minutes", 0)),
        is_translated=cover.locale == language,
        own=own,
        topics=[str(topic) for topic in topics or ()],
    )


def results(viewer: Viewer, keys: Iterable[UUID]) -> dict[UUID, OwnResult]:
    """The viewer's own results by drill, in one query: their attempts, and what evidence knows besides."""
    wanted = list(keys)
    attempts = DrillAttempt.objects.filter(user_id=viewer.id, drill_key__in=wanted).values_list(
        "drill_key", "number", "best_score", "passed_at", "workspace_id", "workspace__state"
    )
    found: dict[UUID, OwnResult] = {}
    for key, number, best, passed_at, workspace, state in attempts.union(_facts(viewer, wanted)).order_by("number"):
        before = found.get(key, OwnResult())
        is_open = state == Workspace.State.OPEN and passed_at is None
        scores = [score for score in (before.best_score, best) if score is not None]
        found[key] = OwnResult(
            attempts=max(before.attempts, number),
            best_score=max(scores, default=None),
            passed_at=before.passed_at or passed_at,
            open_workspace=workspace if is_open else before.open_workspace,
            open_number=number if is_open else before.open_number,
            passed_workspace=workspace if state and passed_at is not None else before.passed_workspace,
        )
    return found


def _facts(viewer: Viewer, keys: Sequence[UUID]) -> QuerySet[Evidence, tuple[Any, ...]]:
    """Results that stand in evidence, whose companies may be long gone; columns as attempts have them."""
    facts = Evidence.objects.filter(person__in=viewer.persons, kind=KIND, key__in=keys, verb="drill.attempted")
    return facts.annotate(
        number=Cast(KT("result__attempt"), IntegerField()),
        score=Cast(KT("result__score"), IntegerField()),
        passed_at=Case(When(result__passed=True, then=F("occurred_at")), output_field=DateTimeField(null=True)),
        workspace=Value(None, output_field=UUIDField(null=True)),
        state=Value("", output_field=CharField()),
    ).values_list("key", "number", "score", "passed_at", "workspace", "state")


def drill(slug: str, language: str) -> DrillRead:
    """The drill in force under this slug; raises Http404."""
    release = current(KIND, slug=slug)
    if release is None:
        raise Http404
    return _read(release, language)


def drill_of(attempt: DrillAttempt, language: str) -> DrillRead:
    """The drill as it stood when the attempt was begun."""
    return _read(Release.objects.get(pk=attempt.release), language)


def desks_of(workspace: Workspace) -> tuple[str, ...]:
    """The desks of a drill's company where its author named some; none of them named is all of them there."""
    attempt: DrillAttempt | None = getattr(workspace, "attempt", None)
    return () if attempt is None else brief_of(attempt.release).desks


def first_desk(attempt: DrillAttempt) -> str:
    """The desk at which the story of an attempt begins."""
    return brief_of(attempt.release).desk


def _read(release: Release, language: str) -> DrillRead:
    cover = parts_of([release.id], language).filter(part_id="").first()
    if cover is None:
        raise Http404
    return DrillRead(release.key, release, cover, cover.locale == language)


def step_key(ref: str) -> str:
    """`playbook/step` with the playbook by its key: starter content may name it, evidence never does."""
    playbook, _, step = ref.partition("/")
    return f"{_key('playbook', playbook)}/{step}"


def step_links(refs: Sequence[str], language: str) -> dict[str, StepLink]:
    """Links by the reference as given, in one query; a step nobody released is left out."""
    keys = {ref: step_key(ref).partition("/") for ref in dict.fromkeys(refs)}
    if not keys:
        return {}
    playbooks = in_force("playbook").filter(key__in={UUID(key[0]) for key in keys.values()})
    parts = list(parts_of(playbooks, language).select_related("release"))
    titles = {part.release_id: part.title for part in parts if part.part_id == ""}
    steps = {(str(part.release.key), part.part_id): part for part in parts if part.part_id}
    order: dict[UUID, list[str]] = {}
    for part in parts:
        if part.part_id:
            order.setdefault(part.release_id, []).append(part.part_id)
    found = {}
    for ref, (playbook, _, step) in keys.items():
        shown = steps.get((playbook, step))
        if shown is None:
            continue
        release = shown.release
        url = _playbook_url(release.slug)
        if url:
            number = order[release.id].index(step) + 1
            found[ref] = StepLink(
                ref,
                titles.get(release.id, ""),
                shown.title,
                number,
                f"{url}#{step}",
                str(shown.facts.get("lesson") or ""),
            )
    return found


def in_order(steps: Iterable[StepLink]) -> list[StepLink]:
    """The steps of a drill as their playbooks have them, the playbook of the first one first."""
    found = list(steps)
    books = list(dict.fromkeys(step.playbook for step in found))
    return sorted(found, key=lambda step: (books.index(step.playbook), step.number))


def lessons_of(drill: DrillRead, steps: Iterable[StepLink]) -> list[str]:
    """Keys of the lessons that teach a drill: those that its author names, then those of the steps it practises."""
    named = [_key("lesson", name) for name in drill.brief.lessons]
    return [key for key in dict.fromkeys((*named, *(step.lesson for step in steps))) if key]


def _key(kind: str, name: str) -> str:
    """Starter content goes by a name, everything else by its key."""
    try:
        return str(UUID(name))
    except ValueError:
        return str(content_key(kind, name))


def _playbook_url(slug: str) -> str:
    """The playbooks' own address; empty where that app is not there."""
    try:
        return reverse("playbooks:read", args=[slug])
    except NoReverseMatch:
        return ""


def open_attempt(viewer: Viewer) -> DrillAttempt | None:
    """The drill the viewer is in the middle of by choice, begun last; what a duty asks for stands among the duties."""
    asked = Duty.objects.filter(user=viewer.id, kind=KIND, key=OuterRef("drill_key"), closed_at=None, met_at=None)
    return (
        DrillAttempt.objects.filter(user_id=viewer.id, passed_at=None, workspace__state=Workspace.State.OPEN)
        .exclude(Exists(asked))
        .order_by("-opened_at")
        .first()
    )
