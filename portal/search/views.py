"""Pages of search: the results, what comes up while one types, and what nobody found."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.people.access import Viewer
from portal.refusal import Refusal
from portal.search.access import may_read_gaps
from portal.search.actions.answer_gap import answer_gap
from portal.search.actions.report_gap import report_gap
from portal.search.actions.take_gap import take_gap
from portal.search.asked import Refused, most_asked
from portal.search.asked import gaps as gaps_of
from portal.search.page import kinds, lag, may_see_lag, offers, results
from portal.search.queries import A_PAGE, LONGEST, RANKED, Filters

UNPROCESSABLE = 422
PAGE_DIGITS = 6


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _said(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:LONGEST]


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    is_number = asked.isdecimal() and len(asked) <= PAGE_DIGITS
    return min(max(int(asked), 1), RANKED // A_PAGE) if is_number else 1


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    viewer, said = _viewer(request), _said(request)
    shown = None
    if said:
        asked = {name: request.GET.get(name, "").replace("\x00", "")[:80] for name in ("kind", "department", "topic")}
        shown = results(
            viewer, said, language=translation.get_language() or "", filters=Filters(**asked), page=_page(request)
        )
    return render(
        request,
        "search/search.html",
        {
            "said": said,
            "results": shown,
            "kinds": [] if said else list(kinds().values()),
            "lag": lag() if may_see_lag(viewer) else None,
            "may_read_gaps": may_read_gaps(viewer),
        },
    )


@login_required
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    said = _said(request)
    found = offers(_viewer(request), said, language=translation.get_language() or "")
    return render(request, "search/_suggestions.html", {"offers": found, "said": said, "count": len(found)})


@login_required
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    report_gap(
        _viewer(request), said=request.POST.get("q", "").replace("\x00", ""), language=translation.get_language() or ""
    )
    messages.success(request, _("Thank you. You are told when it is answered."))
    return redirect("search:search")


@login_required
@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    return _gaps(request)


@login_required
@require_POST
def answer(request: HttpRequest, gap: int) -> HttpResponse:
    link = request.POST.get("link", "").replace("\x00", "")
    try:
        answer_gap(_viewer(request), gap=gap, link=link)
    except Refusal as refusal:
        return _gaps(request, refused=Refused(gap, link, str(refusal)))
    messages.success(request, _("Answered."))
    return redirect("search:gaps")


@login_required
@require_POST
def take(request: HttpRequest, gap: int) -> HttpResponse:
    take_gap(_viewer(request), gap=gap)
    return redirect("search:gaps")


def _gaps(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    viewer = _viewer(request)
    if not may_read_gaps(viewer):
        raise Http404
    still, done = gaps_of(viewer, refused=refused)
    return render(
        request,
        "search/gaps.html",
        {
            "open": still,
            "answered": done,
            "asked": most_asked(viewer),
            "in_vain": most_asked(viewer, in_vain=True),
        },
        status=UNPROCESSABLE if refused else 200,
    )
