"""Free practice: open a ready company, wait for it, begin it over, close it, and go back in it as a branch."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from portal.refusal import Refusal
from sandbox.actions.branch import branch as go_back
from sandbox.actions.open_ready import close as close_free
from sandbox.actions.open_ready import open_ready, start_over
from sandbox.queries.free import kind_of, preparing


@login_required
@require_POST
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Open the viewer's company of this kind, or have it made."""
    company = open_ready(request.viewer, kind=kind, jurisdiction=request.POST.get("jurisdiction", "br"))
    return redirect("sandbox:preparing", company)


@never_cache
@login_required
@require_GET
def prepare(request: HttpRequest, job: UUID) -> HttpResponse:
    """How far the making is; the company itself once it is there."""
    made = preparing(request.viewer, job)
    if made is None:
        target = redirect("sandbox:desk", job)
        return HttpResponseClientRedirect(target.url) if request.htmx else target
    template = "sandbox/free/_preparing.html" if request.htmx else "sandbox/free/preparing.html"
    return render(request, template, {"job": made, "kind": kind_of(request.viewer, job)})


@login_required
@require_POST
def over(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """Another seed; the old company can be looked at for some weeks."""
    company = start_over(request.viewer, workspace, jurisdiction=request.POST.get("jurisdiction", ""))
    return redirect("sandbox:preparing", company)


@login_required
@require_POST
def close(request: HttpRequest, workspace: UUID) -> HttpResponse:
    close_free(request.viewer, workspace)
    messages.success(request, _("Closed. It can be looked at for thirty days."))
    return redirect("sandbox:index")


@login_required
@require_POST
def branch(request: HttpRequest, workspace: UUID, at: int) -> HttpResponse:
    """Back to an event, in a company of its own."""
    try:
        made = go_back(request.viewer, workspace, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("sandbox:journal", workspace)
    messages.success(request, _("You are in a branch: the company as it was then. The other one goes on beside it."))
    return redirect("sandbox:desk", made.pk)
