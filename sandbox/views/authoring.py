"""A drill in the admin, for whoever may edit its page: its file to download, and the rehearsal of its ways."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sandbox.actions.issue import language
from sandbox.queries.authoring import draft_of, file_of, rounds

LARGEST_SEED = 2**31 - 1
MANY = 10


@require_GET
def drill_file(request: HttpRequest, page_id: int) -> HttpResponse:
    """The whole drill as one file."""
    name, text = file_of(draft_of(page_id, request.user))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_GET
def rehearsal(request: HttpRequest, page_id: int) -> HttpResponse:
    """Each way of the draft against each condition, on the company of one seed or of ten."""
    page = draft_of(page_id, request.user)
    said = request.GET.get("seed", "")
    seed = min(int(said), LARGEST_SEED) if said.isascii() and said.isdigit() and len(said) <= 10 else 1
    seeds = range(seed, seed + (MANY if "many" in request.GET else 1))
    context = {"page": page, "seed": seed, "rounds": rounds(page, seeds, language())}
    return render(request, "sandbox/admin/rehearsal.html", context)
