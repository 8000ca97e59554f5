"""The desk: look at the company, do one thing, move its clock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from portal.refusal import Refusal
from sandbox import engine, store
from sandbox.actions.advance import advance as advance_clock
from sandbox.actions.issue import Done, issue, language
from sandbox.forms import FORMS, TEMPLATE_NAMES, AdvanceForm, DeskForm, MessageForm, renewed
from sandbox.queries.desk import Scene, clock, in_good_standing, ledger, queue
from sandbox.queries.drills import drill_of, step_links
from sandbox.queries.file import CustomerFile, News, customer_file, news, timeline
from sandbox.queries.openings import TEMPLATES_OFFERED, offered, openings
from sandbox.queries.story import last_check, refs_of, story

MOST_DIGITS = 9


@login_required
@require_GET
def show(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """The desk, with the customer and the act named in the address opened."""
    opened = store.read(workspace, request.viewer)
    return page(request, opened, asked=request.GET)


@login_required
@require_POST
def do(request: HttpRequest, workspace: UUID, act: str) -> HttpResponse:
    """One act of the desk. What was typed stays in the form until it is accepted."""
    kind = FORMS.get(act)
    if kind is None:
        raise Http404
    form = _form(kind, request.POST)
    if not form.is_valid():
        return page(request, store.read(workspace, request.viewer), asked=request.POST, form=form, status=422)
    try:
        done = issue(
            request.viewer,
            workspace,
            name=form.command,
            fields=form.fields_of_command(),
            key=form.cleaned_data["key"],
        )
    except Refusal as refusal:
        form.renew_key()
        form.add_error(None, str(refusal))
        return page(request, store.read(workspace, request.viewer), asked=request.POST, form=form, status=409)
    return _after(done, request.POST)


@login_required
@require_POST
def advance(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """Move the clock; what falls due on the way happens and is told."""
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        return page(request, store.read(workspace, request.viewer), asked=request.POST, clock_form=form, status=422)
    chosen = form.cleaned_data
    try:
        done = advance_clock(
            request.viewer,
            workspace,
            key=chosen["key"],
            days=1 if chosen["by"] == "day" else 0,
            to=chosen["to"] if chosen["by"] == "date" else None,
        )
    except Refusal as refusal:
        form.data = renewed(form.data)
        form.add_error(None, str(refusal))
        return page(request, store.read(workspace, request.viewer), asked=request.POST, clock_form=form, status=409)
    return _after(done, request.POST)


@login_required
@require_POST
def preview(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """The message as the customer would see it; nothing is sent."""
    opened = store.read(workspace, request.viewer)
    form = _form(MessageForm, request.POST)
    form.is_valid()
    if not request.htmx:
        return page(request, opened, asked=request.POST, form=form, is_preview=True)
    scene = scene_of(opened)
    return render(request, "sandbox/_preview.html", {"preview": _preview(scene, form), "workspace": opened.workspace})


@login_required
@require_GET
def journal(request: HttpRequest, workspace: UUID) -> HttpResponse:
    """Everything that happened in this company, told in plain sentences."""
    opened = store.read(workspace, request.viewer)
    scene = scene_of(opened)
    context = {
        "workspace": opened.workspace,
        "moments": timeline(scene, store.journal(opened.workspace)),
        "hash": opened.world.chain,
    }
    return render(request, "sandbox/_journal.html" if request.htmx else "sandbox/journal.html", context)


def page(
    request: HttpRequest,
    opened: store.Opened,
    *,
    asked: QueryDict,
    form: DeskForm | None = None,
    clock_form: AdvanceForm | None = None,
    is_preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The whole desk, or the fragment that htmx swaps; both say the same."""
    scene = scene_of(opened)
    attempt = opened.workspace.attempt
    drill = drill_of(attempt, scene.language)
    chosen = asked.get("file") or asked.get("customer", "")
    file = customer_file(scene, chosen, store.journal(opened.workspace)) if chosen else None
    act = form.act if form else asked.get("act", "")
    if form is None and file is not None and act in FORMS and offered(file, act):
        form = _fresh(scene, file, act, asked)
    offers = openings(file, chosen=act, currency=scene.currency) if file else []
    links = step_links([*drill.step_refs, *refs_of(attempt)], scene.language)
    check = last_check(attempt, links, seq=opened.seq, language=scene.language)
    is_open = opened.workspace.state == "open"
    context: dict[str, Any] = {
        "workspace": opened.workspace,
        "attempt": attempt,
        "drill": drill,
        "is_open": is_open,
        "clock": clock(scene),
        "clock_form": clock_form or AdvanceForm(initial={"key": uuid4().hex}),
        "clock_key": uuid4().hex,
        "queue": queue(scene, opened=chosen),
        "others": in_good_standing(scene),
        "currency": scene.currency,
        "file": file,
        "openings": offers,
        "act": next((one for one in offers if one.is_chosen), None) if form else None,
        "form": form,
        "templates": _templates(form),
        "preview": _preview(scene, form) if isinstance(form, MessageForm) else None,
        "is_preview": is_preview,
        "story": story(drill, attempt, scene.language),
        "check": check,
        "can_begin_again": is_open and check is not None and check.is_lost and not attempt.is_passed,
        "steps": [links[ref] for ref in drill.step_refs if ref in links],
        "ledger": ledger(scene),
        "reset_asked": asked.get("reset") == "ask",
        "news": _news(scene, opened, asked),
        "is_opening": not form and not asked.get("at") and not asked.get("since"),
        "is_at_conditions": asked.get("at") == "conditions",
        "is_at_hints": asked.get("at") == "hints",
    }
    response = render(request, "sandbox/_desk.html" if request.htmx else "sandbox/desk.html", context, status=status)
    if request.htmx and request.method == "POST":
        # A refusal is no page of its own: the address stays the desk's.
        response["HX-Push-Url"] = "false"
    return response


def scene_of(opened: store.Opened) -> Scene:
    return Scene(opened.world, store.people(opened.workspace), language())


def _form(kind: type[DeskForm], data: QueryDict) -> DeskForm:
    if kind is MessageForm:
        template = data.get("template", "")
        if template not in TEMPLATE_NAMES:
            raise Http404
        return MessageForm(data, template=template)
    return kind(data)


def _fresh(scene: Scene, file: CustomerFile, act: str, asked: QueryDict) -> DeskForm:
    initial: dict[str, Any] = offered(file, act) or {}
    if act == MessageForm.act:
        template = asked.get("template", "")
        template = template if template in TEMPLATE_NAMES else TEMPLATES_OFFERED[0]
        return MessageForm(template=template, initial=initial)
    return FORMS[act](initial=initial)


def _templates(form: DeskForm | None) -> Sequence[dict[str, Any]]:
    if not isinstance(form, MessageForm):
        return []
    chosen = form["template"].value()
    return [{"id": key, "name": TEMPLATE_NAMES[key], "is_chosen": key == chosen} for key in TEMPLATES_OFFERED]


def _preview(scene: Scene, form: DeskForm | None) -> dict[str, Any] | None:
    """Subject and body as the customer sees them, with what has been filled in so far."""
    if not isinstance(form, MessageForm):
        return None
    customer = str(form["customer"].value() or "")
    known = scene.world.customers.get(customer)
    if known is None:
        return None
    blank = dict.fromkeys(form.own, "…") | {"note": ""}
    subject, body = engine.render_message(
        str(form["template"].value()),
        {**blank, **form.so_far()},
        name=scene.first_name(customer),
        language=known.language,
        currency=scene.currency,
    )
    return {
        "subject": subject,
        "body": body.replace("R$ ", "R$\N{NO-BREAK SPACE}"),
        "language": known.language,
        "is_foreign": known.language != scene.language,
    }


def _news(scene: Scene, opened: store.Opened, asked: QueryDict) -> News | None:
    """What happened after the event that the address names: the consequences of what was just done."""
    since = asked.get("since", "")
    if not since.isdecimal() or len(since) > MOST_DIGITS:
        return None
    return news(scene, store.journal(opened.workspace, after=int(since)), is_repeated="again" in asked)


def _after(done: Done, sent: QueryDict) -> HttpResponse:
    """To the desk, which tells what came of it."""
    address = {"since": str(done.since)} | ({"again": "1"} if done.repeated else {})
    return back(done.opened.workspace.pk, sent.get("file", ""), **address)


def back(workspace: UUID, customer: str, **more: str) -> HttpResponse:
    """To the desk, with the customer opened that was open."""
    query = urlencode({**({"customer": customer} if customer else {}), **more})
    address = reverse("sandbox:desk", args=[workspace])
    return redirect(f"{address}?{query}" if query else address)
