"""What is true of a person today: department, roles, whether they lead; one query, with the person."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from portal.evidence.models import PersonAlias
from portal.people.models import Delegation, DepartmentMembership, ReportingLine, RoleMembership, User
from portal.people.organisation import holding
from portal.seams.registry import registry


def with_facts() -> QuerySet[User]:
    membership = holding(DepartmentMembership.objects.filter(user=OuterRef("pk")))
    roles = holding(RoleMembership.objects.filter(user=OuterRef("pk"))).order_by().values("user")
    counts = {f"_count_{name}": count() for name, count in registry.viewer_counts.items()}
    return User.objects.annotate(
        **counts,
        _aliases=ArraySubquery(PersonAlias.objects.filter(person=OuterRef("person")).values("alias")),
        _department=Subquery(membership.values("department")[:1]),
        _department_pt_br=Subquery(membership.values("department__name_pt_br")[:1]),
        _department_en=Subquery(membership.values("department__name_en")[:1]),
        _leads=Exists(holding(ReportingLine.objects.filter(manager=OuterRef("pk"))))
        | Exists(holding(Delegation.objects.filter(delegate=OuterRef("pk")))),
        _has_factor=Exists(
            Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
        ),
        _roles=Coalesce(Subquery(roles.annotate(all=ArrayAgg("role")).values("all")), []),
    )


def facts_of(user: Any) -> dict[str, Any]:
    english = user.language.startswith("en")
    return {
        "persons": (user.person, *user._aliases),
        "department": user._department,
        "department_name": (user._department_en if english else user._department_pt_br) or "",
        "leads": user._leads,
        "has_factor": user._has_factor,
        "roles": frozenset(user._roles),
        "counts": {name: getattr(user, f"_count_{name}") or 0 for name in registry.viewer_counts},
    }


def facts_today(user_id: int) -> dict[str, Any]:
    """Department, roles and leadership of one person today."""
    return facts_of(with_facts().get(pk=user_id))
