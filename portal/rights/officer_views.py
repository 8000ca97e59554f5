"""The privacy officer's room: what waits for an answer, one request with what would become of each thing, kept proof."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.people.access import Capability, require
from portal.refusal import Refusal
from portal.rights import queries
from portal.rights.actions.ask_erasure import enter_erasure
from portal.rights.actions.decide_erasure import grant_erasure, refuse_erasure
from portal.rights.actions.open_proof import open_proof as opened
from portal.rights.archive import shown
from portal.rights.forms import AnswerForm, EnterForm, ReasonForm, RefusalForm
from portal.rights.own_views import viewer_of
from portal.signin.factors import step_up


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Capability.DECIDE_PRIVACY)
    context = {
        "waiting": queries.waiting(viewer),
        "settled": queries.settled(viewer),
        "proofs": len(queries.proofs(viewer)),
    }
    return render(request, "rights/inbox.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """A request that came by another way, of somebody who can no longer sign in."""
    viewer = viewer_of(request)
    require(viewer, Capability.DECIDE_PRIVACY)
    form = EnterForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = enter_erasure(viewer, email=form.cleaned_data["email"], words=form.cleaned_data["words"])
        except Refusal as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            return redirect("privacy:request", made.pk)
    return render(request, "rights/enter.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@require_safe
def request_page(request: HttpRequest, request_id: UUID) -> HttpResponse:
    return _request(request, request_id, AnswerForm(), RefusalForm(prefix="refuse"))


def _request(
    request: HttpRequest, request_id: UUID, granting: AnswerForm, refusing: RefusalForm, *, status: int = 200
) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Capability.DECIDE_PRIVACY)
    found = queries.one(viewer, request_id)
    if found is None:
        raise Http404
    row, account = found
    context = {
        "asked": row,
        "account": account,
        "parts": queries.parts(account) if row.is_waiting else [],
        "granting": granting,
        "refusing": refusing,
    }
    return render(request, "rights/request.html", context, status=status)


@login_required
@require_POST
def grant(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """A stranger is told that nothing is there before anybody is asked who they are."""
    require(viewer_of(request), Capability.DECIDE_PRIVACY)
    return _granted(request, request_id)


@step_up
def _granted(request: HttpRequest, request_id: UUID) -> HttpResponse:
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _request(request, request_id, form, RefusalForm(prefix="refuse"), status=422)
    try:
        grant_erasure(
            viewer_of(request),
            request_id,
            parts=request.POST.getlist("parts"),
            answer=form.cleaned_data["answer"],
            rest_on_leaving=request.POST.get("rest") == "yes",
        )
    except Refusal as refusal:
        if refusal.code != "nothing_chosen":
            raise
        form.add_error(None, str(refusal.sentence))
        return _request(request, request_id, form, RefusalForm(prefix="refuse"), status=422)
    messages.success(request, _("Erased. The person was told."))
    return redirect("privacy:request", request_id)


@login_required
@require_POST
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    require(viewer_of(request), Capability.DECIDE_PRIVACY)
    return _refused(request, request_id)


@step_up
def _refused(request: HttpRequest, request_id: UUID) -> HttpResponse:
    form = RefusalForm(request.POST, prefix="refuse")
    if form.is_valid():
        refuse_erasure(viewer_of(request), request_id, answer=form.cleaned_data["answer"])
        messages.success(request, _("Refused. The person was told why."))
        return redirect("privacy:request", request_id)
    return _request(request, request_id, AnswerForm(), form, status=422)


@login_required
@require_safe
def proofs(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    require(viewer, Capability.DECIDE_PRIVACY)
    return render(request, "rights/proofs.html", {"proofs": queries.proofs(viewer)})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_proof(request: HttpRequest, proof: UUID) -> HttpResponseBase:
    """Asks for the reason; with it, shows what is sealed, on this page alone."""
    require(viewer_of(request), Capability.DECIDE_PRIVACY)
    return _opened(request, proof) if request.method == "POST" else _closed(request, proof, ReasonForm())


@step_up
def _opened(request: HttpRequest, proof: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _closed(request, proof, form, status=422)
    found = opened(viewer_of(request), proof, reason=form.cleaned_data["reason"])
    context = {"opened": found, "proof": found.proof, "sections": [shown(section) for section in found.sections]}
    return render(request, "rights/proof.html", context)


def _closed(request: HttpRequest, proof: UUID, form: ReasonForm, *, status: int = 200) -> HttpResponse:
    found = next((one for one in queries.proofs(viewer_of(request)) if one.pk == proof), None)
    if found is None:
        raise Http404
    return render(request, "rights/proof.html", {"proof": found, "form": form}, status=status)
