"""The page of background work for administrators, and one job for who asked for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.jobs.actions import cancel as cancelling
from portal.jobs.actions import retry as retrying
from portal.jobs.queries import Face, lists, one, one_list, pulse
from portal.people.access import Capability, Viewer, require

PAGE_DIGITS = 6


@never_cache
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """All lists at a glance, or one of them page by page (`?list=failed&page=2`); to htmx only what moves."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.ADMINISTER)
    asked, page = request.GET.get("list", ""), request.GET.get("page", "1")
    face = Face(asked) if asked in set(Face) else None
    number = int(page) if page.isdecimal() and len(page) <= PAGE_DIGITS else 1
    context = {
        "pulse": pulse(),
        "lists": [one_list(viewer, face, page=number)] if face else lists(viewer),
        "is_one": face is not None,
        "here": request.get_full_path(),
    }
    template = "jobs/_lists.html" if getattr(request, "htmx", False) else "jobs/index.html"
    return render(request, template, context)


@never_cache
@login_required
def job(request: HttpRequest, job: UUID) -> HttpResponse:
    """One job as a page, or as the fragment that keeps itself up to date."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = one(viewer, job)
    if found is None:
        raise Http404
    template = "jobs/_progress.html" if getattr(request, "htmx", False) else "jobs/job.html"
    context = {"job": found, "here": found.url, "is_administrator": viewer.can(Capability.ADMINISTER)}
    return render(request, template, context)


@login_required
@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    retrying.retry(request.viewer, job)  # type: ignore[attr-defined]
    messages.success(request, _("It runs again, as soon as a worker is free."))
    return redirect(_back(request, job))


@login_required
@require_POST
def cancel(request: HttpRequest, job: UUID) -> HttpResponse:
    canceled = cancelling.cancel(request.viewer, job)  # type: ignore[attr-defined]
    if canceled.canceled_at:
        messages.success(request, _("Canceled. What was done before stays done."))
    else:
        messages.info(request, _("It stops at its next step. What was done before stays done."))
    return redirect(_back(request, job))


def _back(request: HttpRequest, job: UUID) -> str:
    target = request.POST.get("next", "")
    own = {request.get_host()}
    ours = target.startswith("/") and url_has_allowed_host_and_scheme(target, own, require_https=request.is_secure())
    return target if ours else reverse("jobs:job", args=[job])
