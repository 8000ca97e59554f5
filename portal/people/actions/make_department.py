"""Make a department, standing under another from today."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.acting import one_at_a_time
from portal.people.days import today
from portal.people.models import Department, DepartmentPlace
from portal.refusal import Refusal

LONGEST = 45


def make_department(viewer: Viewer, *, name_pt_br: str, name_en: str, parent: Department | None) -> Department:
    """Its key comes from the English name and never changes; without `parent` it stands at the top."""
    require(viewer, Capability.MANAGE_PEOPLE)
    with one_at_a_time():
        names = tidied_names(name_pt_br, name_en)
        refuse_taken(names)
        made = Department.objects.create(key=_free_key(names["name_en"]), **names)
        if parent is not None:
            DepartmentPlace.objects.create(department=made, parent=parent, starts_on=today())
        audited(viewer, "department.made", key=made.key)
    return made


def tidied_names(name_pt_br: str, name_en: str) -> dict[str, str]:
    portuguese = " ".join(name_pt_br.split())
    return {"name_pt_br": portuguese, "name_en": " ".join(name_en.split()) or portuguese}


def refuse_taken(names: dict[str, str], *, but: Department | None = None) -> None:
    """Two departments of one name could not be told apart in a list."""
    others = Department.objects.exclude(pk=but.pk) if but else Department.objects.all()
    for field, name in names.items():
        if others.filter(**{f"{field}__iexact": name}).exists():
            raise Refusal(
                "name", _("There is a department called %(name)s already. Choose another name.") % {"name": name}
            )


def _free_key(name: str) -> str:
    key = slugify(name)[:LONGEST] or "department"
    taken = set(Department.objects.filter(key__startswith=key).values_list("key", flat=True))
    return next(k for k in (key, *(f"{key}-{n}" for n in range(2, len(taken) + 3))) if k not in taken)
