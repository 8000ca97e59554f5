"""Evidence taken away as xAPI statements, for who answers for everyone's; to everybody else it is not there."""

from __future__ import annotations

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.evidence.export import AT_ONCE, before, lines, take
from portal.evidence.forms import ExportForm
from portal.people.access import Capability, Viewer, require
from portal.refusal import Refusal
from portal.signin.factors import step_up

LINES = "application/x-ndjson"
IN_MEMORY = 5 * 1024 * 1024


@never_cache
@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return _page(request)


@login_required
@require_POST
def download(request: HttpRequest) -> HttpResponseBase:
    _viewer(request)
    return _download(request)


@step_up
def _download(request: HttpRequest) -> HttpResponseBase:
    viewer, form = _viewer(request), ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        taken = take(viewer, after=form.cleaned_data["after"], limit=AT_ONCE)
    except Refusal as refusal:
        form.add_error("after", str(refusal.sentence))
        return _page(request, form, status=422)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  (the answer closes it)
    for line in lines(taken, version=form.cleaned_data["version"]):
        file.write(line.encode())
    file.seek(0)
    name = f"vigente-xapi-{taken.after}-{taken.until}.jsonl"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type=LINES)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Next-Cursor"] = str(taken.until)
    return answer


def _page(request: HttpRequest, form: ExportForm | None = None, *, status: int = 200) -> HttpResponse:
    exports = before(_viewer(request))
    form = form or ExportForm(initial={"after": exports[0].until if exports else 0})
    context = {"form": form, "exports": exports, "most": AT_ONCE}
    return render(request, "evidence/statements.html", context, status=status)


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.SEE_ALL_EVIDENCE)
    return viewer
