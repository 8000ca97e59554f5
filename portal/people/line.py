"""Who may lead whom: a manager works here and stays, and nobody comes to answer to themselves."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from portal.people.access import Viewer
from portal.people.dated import employment, said
from portal.people.days import today
from portal.people.models import User
from portal.refusal import Refusal

_ABOVE = """
with recursive above(user_id, days, path) as (
    select %(manager)s::bigint, daterange(%(day)s, %(until)s), array[%(manager)s::bigint]
    union all
    select r.manager_id, above.days * daterange(r.starts_on, r.ends_on), above.path || r.manager_id
      from people_reportingline r join above on r.user_id = above.user_id
     where above.days && daterange(r.starts_on, r.ends_on) and above.user_id <> %(user)s
       and (r.manager_id = %(user)s or not r.manager_id = any(above.path))
) select path from above where user_id = %(user)s order by cardinality(path) limit 1
"""


def refuse_as_manager(manager: User, user: User, *, day: date, until: date | None = None) -> None:
    """Raises a Refusal where `manager` may not lead `user` from `day` on; a loop is told with everyone in it."""
    if manager.pk == user.pk:
        raise Refusal("own_manager", _("Nobody answers to themselves. Choose another manager."))
    for moment in {day, max(day, today())}:
        here = employment(manager, on=moment)
    if here.ends_on and (until is None or here.ends_on < until):
        raise Refusal(
            "manager_leaves",
            _("%(name)s leaves on %(day)s. Choose somebody who stays, or undo that departure first.")
            % {"name": manager.name, "day": said(here.ends_on)},
        )
    chain = _chain(manager, user, day=day, until=until)
    if chain:
        raise Refusal(
            "loop",
            _("%(name)s would come to answer to themselves: %(chain)s. Choose another manager.")
            % {"name": user.name, "chain": " → ".join([user.name, *chain])},
        )


def refuse_to_see_more(viewer: Viewer, leads: User, user: User) -> None:
    """Raises a Refusal where who acts would come to lead `user`, themselves or through whom they lead: nobody opens
    others' evidence to themselves."""
    if leads.pk == viewer.id or (leads.pk in viewer.line and user.pk not in viewer.line):
        raise Refusal("to_oneself", _("Nobody puts others under their own lead. Ask another administrator to do it."))


def _chain(manager: User, user: User, *, day: date, until: date | None) -> list[str]:
    """The names from `manager` upwards to `user`, on some day on which all of it would hold; empty where none is."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"manager": manager.pk, "user": user.pk, "day": day, "until": until})
        row = cursor.fetchone()
    if row is None:
        return []
    names = dict(User.objects.filter(pk__in=row[0]).values_list("pk", "name"))
    return [names[pk] for pk in row[0]]
