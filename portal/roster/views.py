"""Pages of imports: the list, the upload, and one import from its check to its result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.people.access import Capability, Viewer, require, visible
from portal.refusal import Refusal
from portal.roster import workbooks
from portal.roster.actions.check_again import check_again
from portal.roster.actions.confirm import confirm
from portal.roster.actions.discard import discard
from portal.roster.actions.invite import invite
from portal.roster.actions.resume import resume
from portal.roster.actions.upload import upload
from portal.roster.columns import HELP, LABELS
from portal.roster.forms import Options, Upload
from portal.roster.jobs import is_at_work
from portal.roster.models import Import, State
from portal.roster.preview import GROUPS, Preview
from portal.roster.queries import Sheet, past_imports
from portal.signin.factors import step_up

LANGUAGES = {"pt-br", "en"}


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require(viewer, Capability.MANAGE_PEOPLE)
    return viewer


def _one(request: HttpRequest, key: UUID) -> Import:
    viewer = _viewer(request)
    return require(viewer, Capability.MANAGE_PEOPLE, visible(Import.objects.select_related("by"), viewer), pk=key)


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "roster/index.html", {"imports": past_imports(_viewer(request))})


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    _viewer(request)
    return _new(request)


@step_up
def _new(request: HttpRequest) -> HttpResponse:
    """Asked for before the file is chosen too: a large one would not wait."""
    form = Upload(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        file = given.pop("file")
        try:
            of = upload(_viewer(request), content=file.read(), file_name=file.name or "", **given)
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("roster:import", key=of.pk)
    elif request.method == "POST" and "file" not in request.FILES and not form.errors.get("file"):
        form.add_error("file", _("Choose the file first."))
    columns = [(LABELS[name], HELP[name]) for name in LABELS]
    status = 422 if form.errors else 200
    return render(request, "roster/new.html", {"form": form, "columns": columns}, status=status)


@login_required
@require_GET
def template(request: HttpRequest, language: str, kind: str) -> HttpResponse:
    _viewer(request)
    if language not in LANGUAGES or kind not in {"csv", "xlsx"}:
        raise Http404
    with translation.override(language):
        content = workbooks.template_csv() if kind == "csv" else workbooks.template_xlsx()
        name = _("people-template")
    return _file(content, f"{name}.{kind}", "text/csv; charset=utf-8" if kind == "csv" else workbooks.XLSX)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_required
@require_GET
def one(request: HttpRequest, key: UUID) -> HttpResponse:
    """The whole page; asked for by htmx while something goes on, only how far it is."""
    of = _one(request, key)
    under_way = of.state in {State.CHECKING, State.RUNNING}
    sheet = Sheet(of, is_stuck=under_way and not is_at_work(of))
    if getattr(request, "htmx", False):
        if under_way and not sheet.is_stuck:
            return render(request, "roster/_progress.html", {"sheet": sheet})
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    name, page = request.GET.get("group", ""), request.GET.get("page", "1")
    if sheet.is_checked and name in GROUPS:
        group = Preview(of).group(name, int(page) if page.isdecimal() and len(page) < 6 else 1)
        return render(request, "roster/group.html", {"sheet": sheet, "of": of, "group": group})
    return render(request, "roster/import.html", _context(sheet))


def _context(sheet: Sheet, form: Options | None = None) -> dict[str, Any]:
    of = sheet.of
    options = {
        "starts_on": of.starts_on,
        "creates_departments": of.creates_departments,
        "deactivates_missing": of.deactivates_missing,
    }
    groups = Preview(of).groups() if sheet.is_checked else []
    return {
        "sheet": sheet,
        "of": of,
        "groups": groups,
        "form": form or Options(initial=options),
        "has_form_errors": bool(form),
    }


@login_required
@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    of = _one(request, key)
    form = Options(request.POST)
    if not form.is_valid():
        return render(request, "roster/import.html", _context(Sheet(of), form), status=422)
    check_again(_viewer(request), key, **form.cleaned_data)
    return redirect("roster:import", key=key)


@login_required
@require_POST
def run(request: HttpRequest, key: UUID) -> HttpResponseBase:
    _one(request, key)
    return _run(request, key)


@step_up
def _run(request: HttpRequest, key: UUID) -> HttpResponse:
    turn = request.POST.get("turn", "")
    try:
        confirm(
            _viewer(request), key, turn=int(turn) if turn.isdecimal() and len(turn) < 9 else 0,
            is_sure=bool(request.POST.get("is_sure")),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("roster:import", key=key)


@login_required
@require_POST
def throw_away(request: HttpRequest, key: UUID) -> HttpResponse:
    _one(request, key)
    discard(_viewer(request), key)
    messages.success(request, _("Nothing was changed, and what the file said is forgotten."))
    return redirect("roster:index")


@login_required
@require_POST
def go_on(request: HttpRequest, key: UUID) -> HttpResponse:
    _one(request, key)
    resume(_viewer(request), key)
    return redirect("roster:import", key=key)


@login_required
@require_POST
def invite_new(request: HttpRequest, key: UUID) -> HttpResponseBase:
    _one(request, key)
    return _invite(request, key)


@step_up
def _invite(request: HttpRequest, key: UUID) -> HttpResponse:
    try:
        n = invite(_viewer(request), key)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", n)
        messages.success(request, said % {"n": n})
    return redirect("roster:import", key=key)


@login_required
@require_GET
def report(request: HttpRequest, key: UUID) -> HttpResponse:
    of = _one(request, key)
    if of.state != State.CHECKED:
        raise Http404
    return _file(workbooks.report_xlsx(of), _("import-check") + ".xlsx", workbooks.XLSX)
