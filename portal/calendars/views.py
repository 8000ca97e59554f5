"""The calendar itself, for whoever holds its address, and the page on which a person makes, renews and revokes it."""

from __future__ import annotations

import hashlib

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from portal.calendars.actions.make import digest_of, version_of
from portal.calendars.actions.make import make as making
from portal.calendars.actions.revoke import revoke as revoking
from portal.calendars.models import CalendarFeed
from portal.calendars.queries import address_of, due_days, feed_of
from portal.calendars.writing import written
from portal.people.access import Viewer, viewer_of
from portal.refusal import Refusal

EVERYONE = {"calendar": "300/m/ip"}
ONE = {"calendar_feed": "120/h/key"}
LONGEST_TOKEN = 100
ICS = "text/calendar; charset=utf-8"


@require_safe
@sensitive_variables()
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """What is due, for who holds the address. An address that opens nothing is not there: unknown, revoked, or of
    somebody who left, it takes one question by its digest and gets one answer."""
    if not ratelimit.consume(request, app="portal.calendars", action="calendar", config=EVERYONE, limit_get=True):
        return _too_many(60)
    found = feed_of(digest_of(token[:LONGEST_TOKEN]))
    if found is None:
        raise Http404
    is_let = ratelimit.consume(
        request, app="portal.calendars", action="calendar_feed", key=found.digest, config=ONE, limit_get=True
    )
    if not is_let:
        return _too_many(1800)
    user = found.user
    with translation.override(user.language):
        body = written(due_days(viewer_of(user)), language=user.language)
    return _answer(request, found, body)


def _answer(request: HttpRequest, found: CalendarFeed, body: bytes) -> HttpResponse:
    changed_at = _used(found, hashlib.sha256(body).hexdigest())
    etag, stamp = f'"{found.told[:32]}"', int(changed_at.timestamp())
    answer = HttpResponse(body, content_type=ICS)
    conditional = get_conditional_response(request, etag=etag, last_modified=stamp, response=answer) or answer
    conditional["ETag"], conditional["Last-Modified"] = etag, http_date(stamp)
    conditional["Cache-Control"] = "private, no-cache"
    conditional["Content-Disposition"] = 'inline; filename="vigente.ics"'
    conditional["X-Robots-Tag"] = "noindex"
    return conditional


def _used(found: CalendarFeed, told: str) -> timezone.datetime:  # type: ignore[name-defined]
    """Note that it was read, and when what it tells last changed; a renewal meanwhile is not touched."""
    now = timezone.now()
    if found.told != told or found.changed_at is None:
        found.told, found.changed_at = told, now
    CalendarFeed.objects.filter(pk=found.pk, digest=found.digest).update(
        last_used_at=now, told=found.told, changed_at=found.changed_at
    )
    return found.changed_at


def _too_many(seconds: int) -> HttpResponse:
    return HttpResponse(status=429, headers={"Retry-After": str(seconds)})


@never_cache
@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Shows the new address on this very answer, and never again."""
    try:
        address = making(_viewer(request), instead_of=request.POST.get("instead_of", ""))
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("calendar")
    return _page(request, address=address)


@login_required
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    if revoking(_viewer(request)):
        messages.success(request, _("The address opens nothing any more."))
    return redirect("calendar")


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    viewer = _viewer(request)
    found = address_of(viewer)
    context = {"feed": found, "version": version_of(found), "due": len(due_days(viewer)), **more}
    return render(request, "calendars/page.html", context)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer
