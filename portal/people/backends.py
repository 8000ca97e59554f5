"""How a session becomes a person: one query that also brings today's department, roles and whether they lead."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.people.models import DepartmentMembership, ReportingLine, RoleMembership, User
from portal.seams.registry import registry


def holding(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """Of dated rows, those that hold today."""
    today = timezone.localdate()
    return queryset.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)


def _with_facts() -> QuerySet[User]:
    membership = holding(DepartmentMembership.objects.filter(user=OuterRef("pk")))
    roles = holding(RoleMembership.objects.filter(user=OuterRef("pk"))).order_by().values("user")
    counts = {f"_count_{name}": count() for name, count in registry.viewer_counts.items()}
    return User.objects.annotate(
        **counts,
        _department=Subquery(membership.values("department")[:1]),
        _department_pt_br=Subquery(membership.values("department__name_pt_br")[:1]),
        _department_en=Subquery(membership.values("department__name_en")[:1]),
        _leads=Exists(holding(ReportingLine.objects.filter(manager=OuterRef("pk")))),
        _roles=Coalesce(Subquery(roles.annotate(all=ArrayAgg("role")).values("all")), []),
    )


def _facts(user: Any) -> dict[str, Any]:
    english = user.language.startswith("en")
    return {
        "department": user._department,
        "department_name": (user._department_en if english else user._department_pt_br) or "",
        "leads": user._leads,
        "roles": frozenset(user._roles),
        "counts": {name: getattr(user, f"_count_{name}") or 0 for name in registry.viewer_counts},
    }


def facts_today(user_id: int) -> dict[str, Any]:
    """Department, roles and leadership of one person today."""
    return _facts(_with_facts().get(pk=user_id))


class PeopleBackend(AuthenticationBackend):
    """E-mail and password by allauth; demo accounts open only in the demo."""

    def user_can_authenticate(self, user: User) -> bool:
        return bool(super().user_can_authenticate(user)) and (not user.is_demo or not settings.PRODUCTION)

    def get_user(self, user_id: int) -> User | None:
        user = _with_facts().filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.facts_today = _facts(user)  # type: ignore[attr-defined]
        return user
