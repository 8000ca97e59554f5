"""Webhooks for administrators; to everybody else they are not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.signin.factors import step_up
from portal.webhooks import queries
from portal.webhooks.actions import pause as pausing
from portal.webhooks.actions import try_out as trying
from portal.webhooks.actions.change import change as changing
from portal.webhooks.actions.register import register as registering
from portal.webhooks.actions.remove import remove as removing
from portal.webhooks.actions.renew_secret import renew_secret as renewing
from portal.webhooks.forms import EndpointForm
from portal.webhooks.models import Endpoint

MOST_DIGITS = 6


@never_cache
@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "webhooks/index.html", {"endpoints": queries.endpoints(_viewer(request))})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    _viewer(request)
    if request.method == "POST":
        return _register(request)
    return _form(request, EndpointForm(initial={"key": uuid4()}))


@step_up
def _register(request: HttpRequest) -> HttpResponseBase:
    viewer, form = _viewer(request), EndpointForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    said = form.cleaned_data
    try:
        made = registering(
            viewer, key=said["key"] or uuid4(), name=said["name"], url=said["url"], events=said["events"]
        )
    except Refusal as refusal:
        if refusal.code == "webhook.registered_already":
            messages.warning(request, str(refusal.sentence))
            return redirect("webhooks:endpoint", said["key"])
        form.add_error("url", str(refusal.sentence))
        return _form(request, form, status=422)
    return _secret(request, made)


@never_cache
@login_required
@require_safe
def endpoint(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    viewer = _viewer(request)
    failed = request.GET.get("list") == "failed"
    context = {
        "endpoint": _found(viewer, endpoint),
        "log": queries.log_of(viewer, endpoint, failed=failed),
        "is_failed": failed,
        "most": queries.NEWEST,
    }
    return render(request, "webhooks/endpoint.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, endpoint: UUID) -> HttpResponseBase:
    found = _found(_viewer(request), endpoint)
    if request.method == "POST":
        return _change(request, endpoint)
    row = Endpoint.objects.get(pk=endpoint)
    form = EndpointForm(initial={"name": row.name, "url": row.url, "events": row.events})
    return _form(request, form, endpoint=found)


@step_up
def _change(request: HttpRequest, endpoint: UUID) -> HttpResponseBase:
    viewer, form = _viewer(request), EndpointForm(request.POST)
    found = _found(viewer, endpoint)
    if not form.is_valid():
        return _form(request, form, endpoint=found, status=422)
    said = form.cleaned_data
    try:
        changing(viewer, endpoint, name=said["name"], url=said["url"], events=said["events"])
    except Refusal as refusal:
        form.add_error("url", str(refusal.sentence))
        return _form(request, form, endpoint=found, status=422)
    messages.success(request, _("Changed."))
    return redirect("webhooks:endpoint", endpoint)


@never_cache
@login_required
@require_POST
def renew_secret(request: HttpRequest, endpoint: UUID) -> HttpResponseBase:
    _found(_viewer(request), endpoint)
    return _renew(request, endpoint)


@step_up
def _renew(request: HttpRequest, endpoint: UUID) -> HttpResponseBase:
    seen = request.POST.get("instead_of", "")
    try:
        made = renewing(
            _viewer(request), endpoint, instead_of=int(seen) if seen.isdecimal() and len(seen) <= MOST_DIGITS else -1
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("webhooks:endpoint", endpoint)
    return _secret(request, made)


@login_required
@require_POST
def test(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    viewer = _viewer(request)
    try:
        trying.try_out(viewer, endpoint)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("A test is on its way. What became of it stands in the log."))
    return redirect("webhooks:endpoint", endpoint)


@login_required
@require_POST
def pause(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    pausing.pause(_viewer(request), endpoint)
    messages.success(request, _("Paused. Nothing is written for it until you resume it."))
    return redirect("webhooks:endpoint", endpoint)


@login_required
@require_POST
def resume(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    pausing.resume(_viewer(request), endpoint)
    messages.success(request, _("Resumed. What waited is on its way."))
    return redirect("webhooks:endpoint", endpoint)


@login_required
@require_POST
def remove(request: HttpRequest, endpoint: UUID) -> HttpResponse:
    removing(_viewer(request), endpoint)
    messages.success(request, _("Removed. Nothing is sent there any more."))
    return redirect("webhooks:index")


@login_required
@require_POST
def retry(request: HttpRequest, delivery: UUID) -> HttpResponse:
    viewer = _viewer(request)
    found = trying.try_again(viewer, delivery)
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhooks:endpoint", found.endpoint_id)


@sensitive_variables()
def _secret(request: HttpRequest, made: Endpoint) -> HttpResponse:
    """Shows the secret on this very answer, and never again."""
    context = {"endpoint": _found(_viewer(request), made.pk), "secret": made.secret}
    answer = render(request, "webhooks/secret.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _form(request: HttpRequest, form: EndpointForm, *, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "webhooks/form.html", {"form": form, **more}, status=status)


def _found(viewer: Viewer, endpoint: UUID) -> queries.Shown:
    found = queries.one(viewer, endpoint)
    if found is None:
        raise Http404
    return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.ADMINISTER)
    return viewer
