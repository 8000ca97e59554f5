"""The directory, somebody new, and suggestions while a name is typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.people.access import Capability, require
from portal.people.actions.register import register as register_person
from portal.people.directory import FILTERS, department_of, shelf, suggestions
from portal.people.forms import DirectoryForm, RegisterForm, named, named_without_emails
from portal.people.models import Role, User
from portal.people.tree import tree
from portal.people.views.door import answered, for_administrators, proven_to_act, viewer

LEAST_LETTERS = 2


@dataclass(frozen=True)
class Chip:
    """One way to narrow the directory, with how many it leaves."""

    label: str | Promise
    url: str
    is_here: bool
    count: int


@for_administrators
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    form = DirectoryForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in ("q", "department", "role", "status")}
    nodes = tree()
    department = next((node.department.pk for node in nodes if node.key == asked["department"]), None)
    asked["department"] = asked["department"] if department else ""
    asked["role"] = asked["role"] if asked["role"] in Role.values else ""
    asked["status"] = asked["status"] if asked["status"] in FILTERS else ""
    found = shelf(
        viewer(request),
        words=asked["q"],
        department=department,
        role=asked["role"],
        status=asked["status"],
        page=form.cleaned_data.get("page") or 1,
    )
    kept = {name: value for name, value in asked.items() if value}
    context = {
        "shelf": found,
        "asked": asked,
        "kept": urlencode(kept),
        "is_narrowed": bool(kept),
        "departments": [(node.key, node.indented, node.key == asked["department"]) for node in nodes],
        "roles": [(value, label, value == asked["role"]) for value, label in Role.choices],
        "chips": [
            Chip(label, "?" + urlencode({k: v for k, v in {**asked, "status": name}.items() if v}), asked["status"] == name, found.counts[name])
            for name, label in FILTERS.items()
            if found.counts[name] or asked["status"] == name or not name
        ],
    }  # fmt: skip
    return render(request, "people/directory.html", context)


@for_administrators
@require_http_methods(["GET", "HEAD", "POST"])
@proven_to_act
def register(request: HttpRequest) -> HttpResponse:
    made: list[User] = []

    def act(given: Mapping[str, Any]) -> str:
        made.append(register_person(viewer(request), **given))
        return _("%(name)s is registered.") % {"name": made[0].name}

    form = RegisterForm(request.POST or None, initial={"department": request.GET.get("department", "")})
    answer = answered(request, form, act, back=reverse("people:directory"), template="people/register.html")
    if made:
        answer["Location"] = reverse("people:person", args=[made[0].person])
    return answer


@login_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that fit what is being typed, for who chooses a person in a form: administrators, and who leads,
    who learns no addresses by it."""
    who = viewer(request)
    if not who.can(Capability.MANAGE_PEOPLE):
        require(who, Capability.LEAD)
    words = next((str(value) for value in request.GET.values() if value), "")
    people = department_of(User.objects.filter(merged_into=None))
    with_emails = who.can(Capability.MANAGE_PEOPLE)
    found = suggestions(people, words, with_emails=with_emails) if len(words.strip()) >= LEAST_LETTERS else []
    shown = [named(user) for user in found] if with_emails else named_without_emails(found)
    options = [(name, user.department_name or "") for name, user in zip(shown, found, strict=True)]  # type: ignore[attr-defined]
    return render(request, "people/_options.html", {"options": options})
