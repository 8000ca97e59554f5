"""The departments: their tree on a day, and one of them with who works there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models.functions import Lower
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.access import visible
from portal.people.actions.make_department import make_department
from portal.people.actions.move_department import move_department
from portal.people.actions.rename_department import rename_department
from portal.people.directory import A_PAGE, Plain
from portal.people.forms import DayForm, MoveForm, NamesForm, NewDepartmentForm
from portal.people.models import Department, DepartmentMembership, DepartmentPlace
from portal.people.organisation import department_subtree, holding
from portal.people.tree import tree
from portal.people.views.door import Face, answered, for_administrators, proven_to_act, viewer

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _one(request: HttpRequest, key: str) -> Department:
    found = visible(Department.objects.all(), viewer(request)).filter(key=key).first()
    if found is None:
        raise Http404
    return found


@for_administrators
@require_safe
def departments(request: HttpRequest) -> HttpResponse:
    asked = DayForm(request.GET)
    on = asked.cleaned_data["on"] if asked.is_valid() else None
    return render(request, "people/departments.html", {"nodes": tree(on=on), "on": on, "on_form": asked})


@for_administrators
@require_safe
def department(request: HttpRequest, key: str) -> HttpResponse:
    found = _one(request, key)
    asked = DayForm(request.GET)
    on = asked.cleaned_data["on"] if asked.is_valid() else None
    nodes = tree(on=on)
    at = next(number for number, node in enumerate(nodes) if node.key == key)
    below = []
    for node in nodes[at + 1 :]:
        if node.depth <= nodes[at].depth:
            break
        below.append(node)
    places = DepartmentMembership.objects.filter(department__in=department_subtree(found.pk, on=on))
    members = visible(holding(places, on=on), viewer(request)).select_related("user", "department")
    page = Paginator(members.order_by(Plain(Lower("user__name")), "pk"), A_PAGE).get_page(request.GET.get("page"))
    history = DepartmentPlace.objects.filter(department=found).select_related("parent").order_by("-starts_on")
    context = {"department": found, "node": nodes[at], "below": below, "members": page, "on": on, "on_form": asked, "places": history}  # fmt: skip
    return render(request, "people/department.html", context)


@for_administrators
@GET_POST
@proven_to_act
def new_department(request: HttpRequest) -> HttpResponse:
    form = NewDepartmentForm(request.POST or None, initial={"parent": request.GET.get("under", "")})

    def act(given: Mapping[str, Any]) -> str:
        made = make_department(viewer(request), **given)
        return _("The department %(name)s is there.") % {"name": made.name}

    face = Face(_("New department"), _("Create department"), icon="plus")
    return answered(request, form, act, back=reverse("people:departments"), face=face)


@for_administrators
@GET_POST
@proven_to_act
def rename(request: HttpRequest, key: str) -> HttpResponse:
    found = _one(request, key)
    form = NamesForm(request.POST or None, initial={"name_pt_br": found.name_pt_br, "name_en": found.name_en})

    def act(given: Mapping[str, Any]) -> str:
        rename_department(viewer(request), key, **given)
        return _("The department is renamed.")

    face = Face(_("Rename department"), _("Save"), icon="save")
    return answered(request, form, act, back=reverse("people:department", args=[key]), face=face, department=found)


@for_administrators
@GET_POST
@proven_to_act
def move(request: HttpRequest, key: str) -> HttpResponse:
    found = _one(request, key)
    place = holding(DepartmentPlace.objects.filter(department=found).select_related("parent")).first()
    form = MoveForm(request.POST or None, initial={"parent": place.parent.key if place else ""})

    def act(given: Mapping[str, Any]) -> str:
        move_department(viewer(request), key, **given)
        return _("The department is moved.")

    lede = _("Everything below it moves along. Whoever looks at an earlier day sees the earlier place.")
    face = Face(_("Move department"), _("Move department"), lede, icon="arrow-right-left")
    return answered(request, form, act, back=reverse("people:department", args=[key]), face=face, department=found)
