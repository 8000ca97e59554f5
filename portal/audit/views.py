"""The audit, for who reads it; to everyone else it is not there."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.audit.export import export
from portal.audit.forms import Filters
from portal.audit.queries import leaf
from portal.people.access import Capability, Viewer, require
from portal.people.days import today
from portal.signin.factors import step_up

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.READ_AUDIT)
    return viewer


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    form = Filters(request.GET)
    form.is_valid()
    context = {"form": form, "leaf": leaf(_viewer(request), form.asked())}
    return render(request, "audit/index.html", context)


@login_required
@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    _viewer(request)
    return _download(request)


@step_up
def _download(request: HttpRequest) -> HttpResponseBase:
    form = Filters(request.POST)
    form.is_valid()
    file = export(_viewer(request), form.asked())
    name = f"{_('audit')}-{today().isoformat()}.xlsx"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    answer["Cache-Control"] = "private, no-store"
    return answer
