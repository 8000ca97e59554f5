"""Move a department: from a day on it stands under another, with everything below it."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.acting import one_at_a_time
from portal.people.dated import cut, refuse_if_planned, write_from
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, DepartmentPlace
from portal.people.moved import moved as told
from portal.people.organisation import department_subtree, holding
from portal.refusal import Refusal

_ABOVE = """
with recursive above(department_id, days, path) as (
    select %(parent)s::bigint, daterange(%(day)s, null), array[%(parent)s::bigint]
    union all
    select p.parent_id, above.days * daterange(p.starts_on, p.ends_on), above.path || p.parent_id
      from people_departmentplace p join above on p.department_id = above.department_id
     where above.days && daterange(p.starts_on, p.ends_on) and above.department_id <> %(moved)s
       and (p.parent_id = %(moved)s or not p.parent_id = any(above.path))
) select path from above where department_id = %(moved)s order by cardinality(path) limit 1
"""


def move_department(viewer: Viewer, key: str, *, parent: Department | None, day: date) -> Department:
    """From `day` on, past or future, it stands under `parent`; None puts it at the top."""
    with one_at_a_time():
        department = require(viewer, Capability.MANAGE_PEOPLE, Department.objects.select_for_update(), key=key)
        places = DepartmentPlace.objects.filter(department=department)
        if parent is None:
            moved = holding(places, on=day).exists()
            refuse_if_planned(list(places.filter(starts_on__gt=day).values_list("starts_on", flat=True)), day)
            cut(places, day)
        else:
            _refuse_loop(department, parent, day=day)
            moved = write_from(DepartmentPlace, day, who={"department": department}, value={"parent": parent})
        if not moved:
            raise Refusal("nothing", _("It stands there already on that day. Nothing was changed."))
        audited(viewer, "department.changed", key=department.key, day=day.isoformat())
        if day <= today():
            below = DepartmentMembership.objects.filter(department__in=department_subtree(department.pk))
            told(sorted(holding(below).values_list("user", flat=True)))
    return department


def _refuse_loop(department: Department, parent: Department, *, day: date) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, {"parent": parent.pk, "moved": department.pk, "day": day})
        row = cursor.fetchone()
    if row is None:
        return
    names = {d.pk: d.name for d in Department.objects.filter(pk__in=row[0])}
    chain = " → ".join([department.name, *(names[pk] for pk in row[0])])
    raise Refusal(
        "loop",
        _("%(name)s would come to stand under itself: %(chain)s. Choose another place.")
        % {"name": department.name, "chain": chain},
    )
