"""Writing dated rows: from a day on something else holds, what held before ends there, and history stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.people.days import today
from portal.people.models import Dated, Employment, User
from portal.people.organisation import holding
from portal.refusal import Refusal

DAY = timedelta(days=1)


def said(day: date) -> str:
    """A day in a sentence."""
    return date_format(day, "DATE_FORMAT")


def after(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """Of dated rows, those that still hold on `day` or begin later."""
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=day)).order_by("starts_on")


def cut(rows: QuerySet[Any], day: date) -> None:
    """From `day` on none of them holds: what began earlier ends there, what would begin later never does."""
    after(rows, day).filter(starts_on__gte=day).delete()
    after(rows, day).update(ends_on=day)


def write_from(
    model: type[Dated], day: date, *, who: dict[str, Any], value: dict[str, Any], until: date | None = None
) -> bool:
    """From `day` up to `until`, `value` holds for `who`; False where it does already.

    What was registered between `day` and today gives way: that is how history is put right. What is planned for a later
    day is refused, so that no plan disappears in silence.
    """
    rows = list(after(model._default_manager.filter(**who), day))
    if len(rows) == 1 and rows[0].starts_on <= day and all(getattr(rows[0], k) == v for k, v in value.items()):
        return False
    refuse_if_planned([row.starts_on for row in rows], day)
    cut(model._default_manager.filter(**who), day)
    model._default_manager.create(**who, **value, starts_on=day, ends_on=until)
    return True


def refuse_if_planned(starts: list[date], day: date) -> None:
    """Another change is planned for later than `day`: it is undone first, by who knows of it."""
    planned = [start for start in starts if start > max(day, today())]
    if planned:
        sentence = _("A change is already planned for %(day)s. Undo it first, or choose a later day than that.")
        raise Refusal("planned", sentence % {"day": said(min(planned))})


def employment(user: User, *, on: date) -> Employment:
    """The employment that holds on a day; refused where the person does not work here then."""
    found: Employment | None = holding(Employment.objects.filter(user=user), on=on).first()
    if found is None or (found.closed_at and on >= today()):
        raise Refusal(
            "not_here",
            _("%(name)s does not work here on %(day)s. Choose a day between joining and leaving.")
            % {"name": user.name, "day": said(on)},
        )
    return found
