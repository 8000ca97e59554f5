"""Rename a department; what was written under the old name keeps pointing to it."""

from __future__ import annotations

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.acting import one_at_a_time
from portal.people.actions.make_department import refuse_taken, tidied_names
from portal.people.days import today
from portal.people.models import Department


def rename_department(viewer: Viewer, key: str, *, name_pt_br: str, name_en: str) -> Department:
    with one_at_a_time():
        department = require(viewer, Capability.MANAGE_PEOPLE, Department.objects.select_for_update(), key=key)
        names = tidied_names(name_pt_br, name_en)
        refuse_taken(names, but=department)
        if (department.name_pt_br, department.name_en) != (names["name_pt_br"], names["name_en"]):
            Department.objects.filter(pk=department.pk).update(**names)
            audited(viewer, "department.changed", key=department.key, day=today().isoformat())
        department.refresh_from_db()
    return department
