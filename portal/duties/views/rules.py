"""Reading rules: all of them, what there is to ask for, one rule, and a draft with what it would do."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from portal.duties.queries.draft import draft_page
from portal.duties.queries.rule import rule_page
from portal.duties.queries.rules import rule_list
from portal.duties.queries.things import to_choose_from
from portal.duties.views.door import draft_of, for_readers, for_setters, page_asked, rule_or_404, viewer_of
from portal.people.access import Capability
from portal.people.directory import department_of, suggestions
from portal.people.forms import named_without_emails
from portal.people.models import User

LEAST_LETTERS = 2
LONGEST_SEARCH = 200


@for_readers
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    context = {"rules": rule_list(viewer), "may_set": viewer.can(Capability.SET_DUTIES)}
    return render(request, "duties/rules.html", context)


@for_setters
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "")[:LONGEST_SEARCH]
    return render(request, "duties/choose.html", {"words": words, "shelves": to_choose_from(words)})


@for_readers
@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    row = rule_or_404(request, pk)
    status = request.GET.get("status", "")
    page = rule_page(viewer, row, status=status, page=page_asked(request))
    if page is None:
        raise Http404
    if page.rule.is_only_draft:
        return redirect("duties:draft", pk)
    may_set = viewer.can(Capability.SET_DUTIES)
    context = {
        "page": page,
        "rule": page.rule,
        "thing": page.thing,
        "status": status,
        "kept": urlencode({"status": status}) if status else "",
        "may_set": may_set,
        "may_end": may_set and not page.rule.is_ended,
        "may_watch": page.job is not None and (page.job.asked_by == viewer.person or viewer.can(Capability.ADMINISTER)),
    }
    return render(request, "duties/rule.html", context)


@for_setters
@require_safe
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    row = rule_or_404(request, pk)
    terms = draft_of(row)
    if terms is None:
        return redirect("duties:rule", pk)
    return render(request, "duties/draft.html", {"page": draft_page(row, terms)})


@for_setters
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Names that fit what is being typed, without addresses."""
    words = next((str(value) for value in request.GET.values() if value), "")
    everyone = department_of(User.objects.filter(merged_into=None))
    found = suggestions(everyone, words, with_emails=False) if len(words.strip()) >= LEAST_LETTERS else []
    options = [
        (name, user.department_name or "")  # type: ignore[attr-defined]
        for name, user in zip(named_without_emails(found), found, strict=True)
    ]
    return render(request, "people/_options.html", {"options": options})
