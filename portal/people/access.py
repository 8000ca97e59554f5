"""May this person do this? One question, one door: `require`. Which objects they see: `visible`, by each kind's rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from portal.people.days import today
from portal.people.facts import facts_today
from portal.people.models import Role
from portal.people.organisation import reporting_line
from portal.seams.registry import registry

if TYPE_CHECKING:
    from portal.people.models import User

M = TypeVar("M", bound=Model)


class Capability(StrEnum):
    """What roles give; data in `GRANTS`, so that a role is a row and not a branch in the code."""

    LEARN = "learn"
    LEAD = "lead"
    WRITE = "write"
    OWN_PROCESS = "own_process"
    REVIEW_IDEAS = "review_ideas"
    SEE_ALL_EVIDENCE = "see_all_evidence"
    ADMINISTER = "administer"
    MANAGE_PEOPLE = "manage_people"
    """Let people in and out, move them, give them roles."""
    READ_AUDIT = "read_audit"
    DECIDE_PRIVACY = "decide_privacy"
    """Answer what people ask about their own data."""
    SET_DUTIES = "set_duties"
    """Say who owes what by when, and who is exempt."""


GRANTS: dict[str, frozenset[Capability]] = {
    Role.AUTHOR: frozenset({Capability.WRITE}),
    Role.PROCESS_OWNER: frozenset({Capability.WRITE, Capability.OWN_PROCESS, Capability.SET_DUTIES}),
    Role.IDEA_REVIEWER: frozenset({Capability.REVIEW_IDEAS}),
    Role.PRIVACY_OFFICER: frozenset({Capability.SEE_ALL_EVIDENCE, Capability.READ_AUDIT, Capability.DECIDE_PRIVACY}),
    Role.ADMINISTRATOR: frozenset(
        {Capability.ADMINISTER, Capability.MANAGE_PEOPLE, Capability.WRITE, Capability.SET_DUTIES}
    ),
}
GROUPS: dict[str, str] = {
    Role.AUTHOR: "Autores",
    Role.PROCESS_OWNER: "Donos de processo",
    Role.ADMINISTRATOR: "Administradores",
}
"""The Wagtail group in which who holds a role stands; kept by `people.align`."""


@dataclass(frozen=True)
class Viewer:
    """The person who asks, as of today, read once a request."""

    id: int
    person: UUID
    name: str
    language: str
    persons: tuple[UUID, ...]
    """Every id under which evidence knows them: `person`, and those of duplicates merged into it."""
    department: int | None = None
    department_name: str = ""
    leads: bool = False
    has_factor: bool = False
    """Whether they sign in with a second factor: an app or a passkey."""
    roles: frozenset[str] = field(default_factory=frozenset)
    counts: Mapping[str, int] = field(default_factory=dict)
    """What the registry's viewer counts count, by name."""

    @cached_property
    def capabilities(self) -> frozenset[Capability]:
        granted = {Capability.LEARN} | {c for role in self.roles for c in GRANTS.get(role, frozenset())}
        return frozenset(granted | ({Capability.LEAD} if self.leads else set()))

    @cached_property
    def line(self) -> set[int]:
        """User ids of the viewer's reporting line today."""
        return reporting_line(self.id, on=today()) if self.leads else set()

    def can(self, capability: Capability) -> bool:
        return capability in self.capabilities


@overload
def require(viewer: Viewer, capability: Capability) -> None: ...


@overload
def require(viewer: Viewer, capability: Capability, among: QuerySet[M], **lookup: object) -> M: ...


def require(viewer: Viewer, capability: Capability, among: QuerySet[M] | None = None, **lookup: object) -> M | None:
    """Let the viewer pass, or answer as if nothing were there.

    With `among`, a queryset already narrowed by its app's `visible(queryset, viewer)`, returns the one object that
    matches `lookup`. Raises Http404 where the capability is missing or the object is not theirs to see: a stranger
    learns nothing, not even that it exists.
    """
    if not viewer.can(capability):
        raise Http404
    if among is None:
        return None
    found = among.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def visible(queryset: QuerySet[M], viewer: Viewer) -> QuerySet[M]:
    """Of `queryset`, what the viewer may know of, by the rule that its kind, or the kind it is a case of, registered.

    Raises LookupError for a kind without a rule: what nobody thought about is shown to nobody.
    """
    kinds = (kind for kind in queryset.model.__mro__ if kind in registry.visible)
    rule = registry.visible.get(next(kinds, queryset.model))
    if rule is None:
        raise LookupError(f"no rule says who may see {queryset.model.__name__}")
    return rule(queryset, viewer)


def viewer_of(user: User) -> Viewer:
    """The viewer behind a signed-in user; reads nothing when `PeopleBackend` loaded the user."""
    facts = getattr(user, "facts_today", None) or facts_today(user.pk)
    return Viewer(id=user.pk, person=user.person, name=user.name, language=user.language, **facts)
