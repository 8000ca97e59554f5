"""People among the hits: asked for where they are, by the rule of who may know of them, so a transfer counts at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.urls import reverse

from portal.people.access import Capability, Viewer, visible
from portal.people.models import DepartmentMembership, User
from portal.people.organisation import holding
from portal.search.text import plain

PERSON = "person"
AMONG_OTHERS = 4
"""How many people stand above the other hits; all of them have a page of their own."""


@dataclass(frozen=True)
class Someone:
    """A person found."""

    name: str
    title: str
    department: str
    url: str
    """Where the viewer may go on with them; empty where there is no such page."""


@dataclass(frozen=True)
class People:
    """Some of the people found, and how many there are."""

    rows: Sequence[Someone] = ()
    total: int = 0


class Said(Func):
    """A person's name and post, as words of search; indexed so."""

    function = "search_person"
    output_field = TextField()


class _IsAlike(Func):
    """Written almost like a part of it; by pg_trgm's own threshold of one half."""

    template = "(%(expressions)s)"
    arg_joiner = " %%>> "
    output_field = BooleanField()


def people(viewer: Viewer, said: str, *, department: str = "", most: int = AMONG_OTHERS, page: int = 1) -> People:
    """Who of those the viewer may know of is called, or does, something like this; one query, none where they lead nobody.

    Those whose name or post has every word come first, then those written almost alike.
    """
    words = plain(said).split()
    if not words or not may_find_people(viewer):
        return People()
    who = Said("name", "title")
    has_all = Q(*(Q(said__contains=f" {word}") for word in words))
    found: Any = visible(User.objects.filter(is_active=True, merged_into=None), viewer).exclude(pk=viewer.id)
    place = holding(DepartmentMembership.objects.filter(user=OuterRef("pk")))
    name = "department__name_en" if viewer.language.startswith("en") else "department__name_pt_br"
    found = found.annotate(said=who, department_name=Subquery(place.values(name)[:1]))
    if department:
        found = found.filter(
            pk__in=holding(DepartmentMembership.objects.filter(department__key=department)).values("user")
        )
    alike: Combinable = _IsAlike(Said("name", "title"), Value(" ".join(words)))
    found = (
        found.filter(has_all | Q(alike) if len(" ".join(words)) > 3 else has_all)
        .annotate(order=Case(When(has_all, then=Value(0)), default=Value(1), output_field=IntegerField()))
        .annotate(total=Window(Count("pk")))
        .order_by("order", "name", F("pk"))
        .only("name", "title", "person")
    )
    rows = list(found[(page - 1) * most : page * most])
    return People([_someone(row, viewer) for row in rows], rows[0].total if rows else 0)


def may_find_people(viewer: Viewer) -> bool:
    return any(viewer.can(may) for may in (Capability.MANAGE_PEOPLE, Capability.SEE_ALL_EVIDENCE, Capability.LEAD))


def _someone(user: Any, viewer: Viewer) -> Someone:
    if viewer.can(Capability.MANAGE_PEOPLE):
        url = reverse("people:person", args=[user.person])
    else:
        url = reverse("team") if viewer.can(Capability.LEAD) else ""
    return Someone(user.name, user.title, user.department_name or "", url)
