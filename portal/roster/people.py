"""People and departments as an import knows them: a few queries whatever the number of lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.functions import Lower

from portal.people.models import Department, DepartmentMembership, Employment, ReportingLine, User
from portal.roster.columns import plain
from portal.roster.decide import Departments, Known
from portal.roster.spans import Span


def by_email(emails: Iterable[str]) -> QuerySet[User]:
    """People by e-mail, however its letters are written."""
    return User.objects.alias(low=Lower("email")).filter(low__in=list(emails))


def known_people(users: QuerySet[User], *, with_documents: bool) -> dict[str, Known]:
    """By e-mail in small letters. Documents are unsealed only where the file speaks of them."""
    wanted = users if with_documents else users.defer("document")
    found = {
        user.pk: Known(
            id=user.pk,
            person=str(user.person),
            email=user.email.lower(),
            name=user.name,
            title=user.title,
            language=user.language,
            document=user.document if with_documents else "",
            hired_on=user.hired_on,
            is_active=user.is_active,
            is_merged=user.merged_into_id is not None or user.erased_at is not None,
        )
        for user in wanted
    }
    kinds: tuple[tuple[type[Model], str, str], ...] = (
        (Employment, "", "employment"),
        (DepartmentMembership, "department_id", "departments"),
        (ReportingLine, "manager_id", "managers"),
    )
    for model, value, name in kinds:
        for user, spans in _spans(model, value, users).items():
            if user in found:
                setattr(found[user], name, spans)
    return {known.email: known for known in found.values()}


def _spans(model: type[Model], value: str, users: QuerySet[User]) -> dict[int, list[Span]]:
    rows: Any = model._default_manager.filter(user__in=users.order_by().values("pk")).order_by("user_id", "starts_on")
    found: dict[int, list[Span]] = defaultdict(list)
    for row in rows.values_list("user_id", "pk", "starts_on", "ends_on", *([value] if value else [])):
        found[row[0]].append(Span(row[1], row[4] if value else 0, row[2], row[3]))
    return found


def known_departments() -> Departments:
    """By key and by name in both languages, without accents and capitals; a key wins over a name."""
    names: dict[str, set[int]] = defaultdict(set)
    keys: dict[str, int] = {}
    for department in Department.objects.all():
        keys[plain(department.key)] = department.pk
        names[plain(department.name_pt_br)].add(department.pk)
        names[plain(department.name_en)].add(department.pk)
    names.pop("", None)
    ids = {name: sorted(found) for name, found in names.items()} | {key: [pk] for key, pk in keys.items()}
    return Departments(ids, dict(Department.objects.values_list("pk", "key")))
