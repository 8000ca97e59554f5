"""A drill in the admin, for whoever may edit its page: its file to download and upload, and the rehearsal of its ways."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin import messages

from portal.refusal import Refusal
from sandbox.actions.issue import language
from sandbox.actions.write_drill import upload
from sandbox.queries.authoring import (
    REHEARSED,
    Round,
    draft_of,
    file_of,
    may_begin,
    reading_of,
    rounds,
    rounds_of,
    typed_into,
)

LARGEST_SEED = 2**31 - 1
LARGEST_FILE = 400_000
MANY = 10


@require_GET
def drill_file(request: HttpRequest, page_id: int) -> HttpResponse:
    """The whole drill as one file."""
    page = draft_of(page_id, request.user)
    try:
        name, text = file_of(page)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", page_id)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def drill_upload(request: HttpRequest, page_id: int | None = None) -> HttpResponse:
    """A whole drill pasted or chosen as a file: read without saving, and put on its pages as a draft."""
    page = draft_of(page_id, request.user) if page_id else None
    if page is None and not may_begin(request.user):
        raise PermissionDenied
    text = request.POST.get("text", "")
    sent = request.FILES.get("file")
    if sent is not None:
        text = sent.read(LARGEST_FILE).decode("utf-8", errors="replace")
    found = reading_of(text, page) if request.method == "POST" else None
    if found is not None and found.brief is not None and "save" in request.POST:
        written = upload(text, into=page, by=request.user)
        messages.success(request, _("The drill was saved as a draft in both languages. Rehearse it, then publish."))
        return redirect("wagtailadmin_pages:edit", written.pk)
    done = rounds_of(found.brief, REHEARSED, language()) if found is not None and found.brief is not None else []
    context = {"page": page, "text": text, "found": found, "rounds": done}
    return render(request, "sandbox/admin/upload.html", context, status=422 if found and found.faults else 200)


@require_http_methods(["GET", "POST"])
def rehearsal(request: HttpRequest, page_id: int) -> HttpResponse:
    """Each way against each condition, on the company of one seed or of ten: of the draft, or of the editor's form."""
    page = draft_of(page_id, request.user)
    said = request.GET.get("seed", "")
    seed = min(int(said), LARGEST_SEED) if said.isascii() and said.isdigit() and len(said) <= 10 else 1
    seeds = range(seed, seed + (MANY if "many" in request.GET else 1))
    faults: list[str] = []
    done: list[Round] = []
    if request.method == "POST":
        page, faults = typed_into(page, request.POST, request.user)
    try:
        done = [] if faults else rounds(page, seeds, language())
    except Refusal as refusal:
        faults = [str(refusal)]
    context = {"page": page, "seed": seed, "rounds": done, "faults": faults, "is_typed": request.method == "POST"}
    return render(request, "sandbox/admin/rehearsal.html", context)
