"""The directory: who is here, who is to come, who left; found by what they are known by, in constant queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Exists, Func, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer, visible
from portal.people.days import today
from portal.people.models import DepartmentMembership, Employment, ReportingLine, Role, RoleMembership, User
from portal.people.organisation import at_work, department_subtree, holding
from portal.signin.invitations import open_now
from portal.ui.paged import Paged

A_PAGE = 50
SUGGESTED = 12
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True)
class Face:
    """How a status looks and what it says."""

    name: str
    label: str | Promise
    tone: str
    icon: str


FACES = {
    face.name: face
    for face in (
        Face("active", _("Active"), "ok", "check"),
        Face("invited", _("Invited"), "calm", "mail"),
        Face("not_invited", _("No access yet"), "plain", "mail-question-mark"),
        Face("coming", _("To come"), "calm", "calendar"),
        Face("leaving", _("Leaving"), "warn", "calendar-x"),
        Face("left", _("Left"), "plain", "door-open"),
        Face("merged", _("Merged"), "plain", "merge"),
    )
}
NO_FACTOR = "no_factor"
FILTERS: dict[str, str | Promise] = {
    "": _("Everyone here"),
    **{name: FACES[name].label for name in ("active", "invited", "not_invited", "coming", "leaving", "left")},
    NO_FACTOR: _("No second factor"),
}
HERE = ("active", "invited", "not_invited", "coming", "leaving")


class Plain(Func):
    """Small letters without accents, to search and to sort by: the embedded database collates by byte."""

    function = "unaccent"
    output_field = TextField()


@dataclass(frozen=True)
class Row:
    """A person in the directory."""

    user: User
    face: Face
    department: str
    manager: str
    roles: Sequence[str | Promise]
    last_day: date | None


@dataclass(frozen=True)
class Shelf(Paged):
    """A page of the directory and what there is besides it."""

    rows: Sequence[Row]
    found: int
    page: int
    counts: Mapping[str, int]
    """How many there are by status; under "" those here or to come."""

    @property
    def pages(self) -> int:
        return max(1, -(-self.found // A_PAGE))


def by_email(emails: Iterable[str]) -> Mapping[str, User]:
    """The person behind each address, by the address in small letters; one query. An address of a merged account leads
    to the account that was kept."""
    asked = {email.strip().lower() for email in emails}
    rows = User.objects.annotate(_email=Lower("email")).filter(_email__in=asked).select_related("merged_into")
    return {user._email: user.merged_into or user for user in rows}


def with_status(people: QuerySet[User]) -> QuerySet[User]:
    """People with `status` (a name of `FACES`), `ends_on` of the employment that holds, and `has_factor`."""
    day = today()
    employments = Employment.objects.filter(user=OuterRef("pk"))
    here = at_work(employments)
    no_password = Q(password__startswith="!")  # noqa: S106  (how Django writes that there is none)
    not_joined = no_password & ~Exists(SocialAccount.objects.filter(user_id=OuterRef("pk")))
    return people.annotate(
        ends_on=Subquery(here.values("ends_on")[:1]),
        has_factor=Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=FACTORS)),
        status=Case(
            When(merged_into__isnull=False, then=Value("merged")),
            When(erased_at__isnull=False, then=Value("left")),
            When(~Exists(here) & Exists(employments.filter(starts_on__gt=day)), then=Value("coming")),
            When(~Exists(here), then=Value("left")),
            When(Exists(here.filter(ends_on__isnull=False)), then=Value("leaving")),
            When(not_joined & Exists(open_now().filter(user=OuterRef("pk"))), then=Value("invited")),
            When(not_joined, then=Value("not_invited")),
            default=Value("active"),
            output_field=TextField(),
        ),
    )


def shelf(
    viewer: Viewer, *, words: str = "", department: int | None = None, role: str = "", status: str = "", page: int = 1
) -> Shelf:
    """People by name, narrowed; `department` with everything under it, `status` a key of `FILTERS`."""
    everyone = with_status(visible(User.objects.filter(merged_into=None), viewer))
    narrowed = _said(everyone, words)
    if department:
        places = DepartmentMembership.objects.filter(department__in=department_subtree(department))
        narrowed = narrowed.filter(Exists(holding(places.filter(user=OuterRef("pk")))))
    if role:
        narrowed = narrowed.filter(Exists(holding(RoleMembership.objects.filter(user=OuterRef("pk"), role=role))))
    counts = _counts(narrowed)
    chosen = narrowed.filter(_is(status))
    found = counts[status]
    pages = max(1, -(-found // A_PAGE))
    page = min(max(1, page), pages)
    rows = _drawn(chosen).order_by(Plain(Lower("name")), "pk")[(page - 1) * A_PAGE : page * A_PAGE]
    return Shelf([_row(user) for user in rows], found, page, counts)


def suggestions(people: QuerySet[User], words: str, *, with_emails: bool = True) -> Sequence[User]:
    """A few people that half a name or address may mean; without `with_emails` addresses are not looked at."""
    return list(
        _said(people.filter(is_active=True), words, with_emails=with_emails).order_by(Plain(Lower("name")), "pk")[
            :SUGGESTED
        ]
    )


def by_name_or_email(people: QuerySet[User], words: str, *, most: int, with_emails: bool = True) -> Sequence[User]:
    """Who has exactly this name or address; else, of those who work here, whose name or address has every word in it."""
    exact = list(people.filter(Q(email__iexact=words) | Q(name__iexact=words)).order_by("email")[:most])
    if exact or not words.strip():
        return exact
    people = people.filter(is_active=True).annotate(_name=Plain(Lower("name")))
    for word in re.split(r"[\s<>]+", words.strip().lower()):
        if word:
            people = people.filter(
                Q(_name__contains=Plain(Value(word))) | (Q(email__icontains=word) if with_emails else Q())
            )
    return list(people.order_by(Plain(Lower("name")), "pk")[:most])


def department_of(people: QuerySet[User]) -> QuerySet[User]:
    """People with the names of their department of today."""
    place = holding(DepartmentMembership.objects.filter(user=OuterRef("pk")))
    name = "department__name_en" if (get_language() or "").startswith("en") else "department__name_pt_br"
    return people.annotate(department_name=Subquery(place.values(name)[:1]))


def _is(status: str) -> Q:
    if not status:
        return Q(status__in=HERE)
    if status == NO_FACTOR:
        return Q(has_factor=False, status__in=("active", "leaving"))
    return Q(status=status)


def _counts(people: QuerySet[Any]) -> Mapping[str, int]:
    """How many there are under each filter; every status is worked out once a person, and added up here."""
    counts = dict.fromkeys(FILTERS, 0)
    grouped = people.order_by().values_list("status", "has_factor").annotate(n=Count("pk"))
    for status, has_factor, n in grouped:
        counts[status] += n
        counts[""] += n if status in HERE else 0
        counts[NO_FACTOR] += n if status in ("active", "leaving") and not has_factor else 0
    return counts


def _said(people: QuerySet[User], words: str, *, with_emails: bool = True) -> QuerySet[User]:
    """Every word stands in the name, the address or the department, whatever its accents."""
    if not words.strip():
        return people
    place = holding(DepartmentMembership.objects.filter(user=OuterRef("pk")))
    people = people.annotate(
        _name=Plain(Lower("name")),
        _place=Plain(Lower(Subquery(place.values("department__name_pt_br")[:1]))),
        _place_en=Plain(Lower(Subquery(place.values("department__name_en")[:1]))),
    )
    for word in re.split(r"[\s<>]+", words.strip().lower()):
        if word:
            plain = Plain(Value(word))
            people = people.filter(
                Q(_name__contains=plain)
                | (Q(email__icontains=word) if with_emails else Q())
                | Q(_place__contains=plain)
                | Q(_place_en__contains=plain)
            )
    return people


def _drawn(people: QuerySet[User]) -> QuerySet[User]:
    line = holding(ReportingLine.objects.filter(user=OuterRef("pk")))
    roles = holding(RoleMembership.objects.filter(user=OuterRef("pk"))).order_by().values("user")
    return department_of(people).annotate(
        manager_name=Subquery(line.values("manager__name")[:1]),
        role_names=Coalesce(Subquery(roles.annotate(all=ArrayAgg("role", order_by="role")).values("all")), []),
    )


def _row(user: Any) -> Row:
    return Row(
        user=user,
        face=FACES[user.status],
        department=user.department_name or "",
        manager=user.manager_name or "",
        roles=[Role(role).label for role in user.role_names],
        last_day=user.ends_on,
    )
