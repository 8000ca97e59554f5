"""Moving: the fragment that says how far the clock is, and brings the whole desk once it has arrived."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django_htmx.http import HttpResponseClientRefresh

from sandbox.queries.journeys import journey_of


@never_cache
@login_required
@require_GET
def show(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """For htmx how far it is; a page of its own it is not."""
    job = journey_of(request.viewer, workspace)
    if not request.htmx:
        return redirect("sandbox:desk", workspace)
    if job is None or not job.is_open:
        return HttpResponseClientRefresh()
    return render(request, "sandbox/_moving.html", {"journey": job, "workspace_id": workspace})
