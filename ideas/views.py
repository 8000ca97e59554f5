"""The board, one idea, a new one, and the acts on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import queries
from ideas.actions.submit import submit
from ideas.actions.support import support as give_support
from ideas.actions.withdraw import withdraw as withdraw_idea
from ideas.actions.withdraw_support import withdraw_support as take_support_back
from ideas.forms import BoardForm, IdeaForm, WordsForm
from ideas.rules.origin import Origin
from ideas.rules.status import Stage
from portal.people.access import Viewer
from portal.seams.registry import registry


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


# -- The board -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chip:
    """One way to narrow the board."""

    label: str | Promise
    url: str
    is_here: bool


def _chips(name: str, options: list[tuple[str, str | Promise]], asked: dict[str, str]) -> list[Chip]:
    return [
        Chip(label, "?" + urlencode({k: v for k, v in {**asked, name: value}.items() if v}), asked[name] == value)
        for value, label in options
    ]


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Ideas by support, narrowed by status and department."""
    form = BoardForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) or "" for name in ("status", "department")}
    departments = queries.departments()
    statuses = [(stage.value, queries.FACES[stage].label) for stage in Stage if stage != Stage.WITHDRAWN]
    context = {
        "board": queries.board(),
        "shelf": queries.shelf(_viewer(request), **asked, page=form.cleaned_data.get("page") or 1),
        "is_narrowed": any(asked.values()),
        "statuses": _chips("status", [("", _("All")), *statuses], asked),
        "departments": _chips(
            "department", [("", _("All departments")), *((d.key, d.name) for d in departments)], asked
        ),
        "asked": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "ideas/board.html", context)


@login_required
@require_GET
def idea(request: HttpRequest, key: UUID) -> HttpResponse:
    """One idea with where it comes from."""
    found = queries.one(_viewer(request), key)
    if found is None:
        raise Http404
    return render(request, "ideas/idea.html", {"idea": found, "origin_card": _origin_card(request, found.origin)})


def _origin_card(request: HttpRequest, origin: Origin | None) -> SafeString:
    """The card of a step, lesson or drill by the app that owns it; empty where the viewer may not see it."""
    if origin is None:
        return mark_safe("")
    kind, key = origin.embed
    embed = registry.embeds.get(kind)
    html = embed.cards(request, [key]).get(key, "") if embed else ""
    return mark_safe(html)  # noqa: S308  (rendered by its own app)


# -- A new idea ----------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; what was typed comes back with whatever is wrong said beside it."""
    viewer = _viewer(request)
    if request.method == "POST":
        form = IdeaForm(request.POST)
        if form.is_valid():
            given: dict[str, Any] = form.cleaned_data
            origin = form.origin_given()
            made = submit(
                viewer,
                key=given["key"],
                title=given["title"],
                problem=given["problem"],
                proposal=given["proposal"],
                departments=given["departments"],
                origin=origin if _origin_card(request, origin) else None,
            )
            messages.success(request, _("Your idea is on the board. Thank you."))
            return redirect(made)
        return _form(request, form, status=422)
    return _form(request, IdeaForm(initial={"origin": request.GET.get("from", "")}))


def _form(request: HttpRequest, form: IdeaForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "board": queries.board(),
        "origin_card": _origin_card(request, form.origin_given()),
        "alike": queries.similar(form.words(), _viewer(request)),
    }
    return render(request, "ideas/new.html", context, status=status)


@login_required
@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Ideas like the one being typed."""
    alike = queries.similar(WordsForm(request.GET).words(), _viewer(request))
    return render(request, "ideas/_similar.html", {"alike": alike})


# -- Acts ----------------------------------------------------------------------------------------------------------


@login_required
@require_POST
def support(request: HttpRequest, key: UUID) -> HttpResponse:
    give_support(_viewer(request), key=key)
    return _supported(request, key)


@login_required
@require_POST
def withdraw_support(request: HttpRequest, key: UUID) -> HttpResponse:
    take_support_back(_viewer(request), key=key)
    return _supported(request, key)


def _supported(request: HttpRequest, key: UUID) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("ideas:idea", key)
    found = queries.one(_viewer(request), key)
    if found is None:
        raise Http404
    template = "ideas/_support_typing.html" if "typing" in request.GET else "ideas/_support.html"
    return render(request, template, {"support": found.support, "is_fresh": True, "is_main": "main" in request.GET})


@login_required
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    withdraw_idea(_viewer(request), key=key)
    messages.success(request, _("Your idea is off the board. Only you still see it."))
    return redirect(reverse("ideas:idea", args=[key]))
