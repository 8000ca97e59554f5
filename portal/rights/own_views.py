"""A person's own data: ask for a copy, take it, ask for erasure, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.people.access import Viewer
from portal.rights import queries
from portal.rights.actions.ask_copy import ask_copy as ask_for_copy
from portal.rights.actions.ask_erasure import ask_erasure as ask_for_erasure
from portal.rights.actions.take_copy import take_copy as taken
from portal.rights.actions.withdraw_erasure import withdraw_erasure as withdraw
from portal.rights.forms import WordsForm
from portal.signin.factors import step_up


def viewer_of(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request, WordsForm())


def _page(request: HttpRequest, form: WordsForm, *, status: int = 200) -> HttpResponse:
    viewer = viewer_of(request)
    requests = queries.own_requests(viewer)
    context = {
        "copy": queries.own_copy(viewer),
        "waiting": next((row for row in requests if row.is_waiting), None),
        "settled": [row for row in requests if not row.is_waiting],
        "parts": queries.parts(queries.own_account(viewer)),
        "form": form,
    }
    return render(request, "rights/own.html", context, status=status)


@login_required
@require_POST
@step_up
def ask_copy(request: HttpRequest) -> HttpResponse:
    ask_for_copy(viewer_of(request))
    return redirect("my_data:page")


@login_required
@require_safe
def take_copy(request: HttpRequest, copy: UUID) -> HttpResponseBase:
    """A stranger is told that nothing is there before anybody is asked who they are."""
    if not queries.is_there(viewer_of(request), copy):
        raise Http404
    return _taken(request, copy)


@step_up
def _taken(request: HttpRequest, copy: UUID) -> HttpResponse:
    """A file, never a page: what is in it is shown by whatever the person opens it with."""
    response = HttpResponse(taken(viewer_of(request), copy), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{_("my-data")}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
@step_up
def ask_erasure(request: HttpRequest) -> HttpResponse:
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    ask_for_erasure(viewer_of(request), words=form.cleaned_data["words"])
    messages.success(request, _("Your request is with the privacy officer."))
    return redirect("my_data:page")


@login_required
@require_POST
def withdraw_erasure(request: HttpRequest, request_id: UUID) -> HttpResponse:
    withdraw(viewer_of(request), request_id)
    messages.success(request, _("Your request was withdrawn. Nothing was erased."))
    return redirect("my_data:page")
