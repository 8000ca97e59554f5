"""The frame of every desk: who may come in, the company's head and side, and one act at a time.

A desk is a reading, an act is a form; the frame joins them, so that no desk ever handles what is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from portal.jobs.queries import Shown as JobShown
from portal.people.access import Viewer
from portal.refusal import Refusal
from sandbox import store
from sandbox.actions.advance import advance
from sandbox.actions.issue import Done, issue, language
from sandbox.forms import FORMS
from sandbox.forms.base import ActForm, renewed
from sandbox.forms.clock import AdvanceForm
from sandbox.queries.clock import clock
from sandbox.queries.desk import ledger
from sandbox.queries.drills import desks_of, drill_of, in_order, step_links
from sandbox.queries.dry_run import dry_run
from sandbox.queries.journeys import journey
from sandbox.queries.news import News, news
from sandbox.queries.scene import Scene, scene_of
from sandbox.queries.story import last_check, refs_of, story
from sandbox.views.desks import DESKS, Tab

MOST_DIGITS = 9
PASSING = ("act", "about", "chosen", "since", "again", "at", "reset")
"""What the frame puts into an address for one page; the rest (a filter, a place in a list) stays with the desk."""


@dataclass(frozen=True)
class Opening:
    """A button that opens an act."""

    act: str
    about: str
    label: str
    icon: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Company:
    """A practice company as one request sees it: what a desk reads from.

    `asked` are the filters and places of the address, without what the frame itself put there.
    """

    opened: store.Opened
    scene: Scene
    viewer: Viewer
    path: str
    asked: QueryDict
    act: str = ""
    about: str = ""

    @property
    def workspace(self) -> Any:
        return self.opened.workspace

    @property
    def is_open(self) -> bool:
        return bool(self.workspace.state == "open")

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks in the row above, as far as its drill names some; the others are still reached from what they concern."""
        return desks_of(self.workspace)

    @property
    def here(self) -> str:
        """The address of the desk as it stands, without the frame's own words."""
        return f"{self.path}?{self.asked.urlencode()}" if self.asked else self.path

    def openings(self, *acts: str, about: str) -> list[Opening]:
        """The buttons of those acts that make sense now for one thing, in this order; none in a closed company."""
        if not self.is_open:
            return []
        return [
            Opening(
                act,
                about,
                FORMS[act].words(self.scene, about),
                FORMS[act].icon,
                f"{self._with(act=act, about=about)}#act",
                (act, about) == (self.act, self.about),
            )
            for act in acts
            if FORMS[act].opened(self.scene, about) is not None
        ]

    def _with(self, **more: str) -> str:
        query = self.asked.copy()
        for name, value in more.items():
            query[name] = value
        return f"{self.path}?{query.urlencode()}"


@dataclass(frozen=True)
class Shown:
    """What a desk has to show: the template of its main column and what stands in it.

    `holds_act` where the desk itself says in which place an opened act is drawn (`sandbox/_act.html`).
    """

    template: str
    title: str
    context: Mapping[str, Any] = field(default_factory=dict)
    holds_act: bool = False


@dataclass(frozen=True)
class Sent:
    """What was sent and not accepted, to be shown again as it was typed."""

    form: ActForm | None = None
    clock_form: AdvanceForm | None = None
    refused: str = ""
    """Why an act was refused that makes no sense any more: its form is gone, what the desk now says is not."""
    is_preview: bool = False
    status: int = 200


LOOK = Sent()
Reading = Callable[..., Shown | HttpResponseBase]


def desk(name: str) -> Callable[[Reading], Callable[..., HttpResponseBase]]:
    """Make a reading of a company into a page of its desk; whoever does not own the company gets 404."""

    def made(reading: Reading) -> Callable[..., HttpResponseBase]:
        @login_required
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(reading)
        def view(request: HttpRequest, workspace: UUID, **ids: str) -> HttpResponseBase:
            company = _company(request, workspace, ids)
            if request.method != "POST":
                return _page(request, name, company, reading, ids, LOOK)
            if "by" in request.POST:
                return _clock(request, name, company, reading, ids)
            return _act(request, name, company, reading, ids)

        return view

    return made


def _company(request: HttpRequest, workspace: UUID, ids: Mapping[str, str]) -> Company:
    """The company, with whatever old document the address or the act is about."""
    sent = request.POST if request.method == "POST" else request.GET
    about = sent.get("about", "")
    opened = store.naming(store.read(workspace, request.viewer), [about.partition("/")[0], *ids.values()])
    asked = request.GET.copy()
    for passing in PASSING:
        asked.pop(passing, None)
    return Company(
        opened,
        scene_of(opened, language()),
        request.viewer,
        request.path,
        asked,
        act=sent.get("act", ""),
        about=about,
    )


def _act(
    request: HttpRequest, name: str, company: Company, reading: Reading, ids: Mapping[str, str]
) -> HttpResponseBase:
    """One act. What was typed stays in the form until it is accepted.

    An act that makes no sense any more may still be the repetition of one that was done, so its key is heard.
    """
    kind = FORMS.get(company.act)
    if kind is None:
        raise Http404
    initial = kind.opened(company.scene, company.about)
    form = kind(request.POST, scene=company.scene, about=company.about, initial=initial)
    is_preview = "preview" in request.POST
    is_valid = form.is_valid()
    if initial is None and is_preview and request.htmx:
        return HttpResponse(status=204)  # typed a moment before the act was done: nothing is left to show
    if initial is None and (is_preview or not is_valid):
        raise Http404
    if is_preview and request.htmx:
        seen = {"preview": _preview(company, form), "company": company, "currency": company.scene.currency}
        return render(request, form.previews, seen)
    if is_preview or not is_valid:
        sent = Sent(form=form, is_preview=is_preview, status=200 if is_preview else 422)
        return _page(request, name, company, reading, ids, sent)
    try:
        done = issue(
            request.viewer,
            company.workspace.pk,
            name=form.command,
            fields=form.fields_of_command(),
            key=form.cleaned_data["key"],
            values=form.values(),
            unseen=form.unseen,
        )
    except Refusal as refusal:
        # What refused it may have happened since this page was read: it is shown as it is now.
        company = _company(request, company.workspace.pk, ids)
        if kind.opened(company.scene, company.about) is None:
            return _page(request, name, company, reading, ids, Sent(refused=str(refusal), status=409))
        form.scene = company.scene
        form.renew_key()
        form.add_error(None, str(refusal))
        return _page(request, name, company, reading, ids, Sent(form=form, status=409))
    return _after(company, done)


def _clock(
    request: HttpRequest, name: str, company: Company, reading: Reading, ids: Mapping[str, str]
) -> HttpResponseBase:
    """Move the clock; what falls due on the way happens and is told."""
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        return _page(request, name, company, reading, ids, Sent(clock_form=form, status=422))
    try:
        done = advance(request.viewer, company.workspace.pk, key=form.cleaned_data["key"], **form.way())
    except Refusal as refusal:
        form.data = renewed(form.data)
        form.add_error(None, str(refusal))
        return _page(request, name, company, reading, ids, Sent(clock_form=form, status=409))
    # A long way is gone by a job: the desk says how far it is, and what it brought.
    return redirect(company.here) if done is None else _after(company, done)


def _after(company: Company, done: Done) -> HttpResponse:
    """To the same desk, which tells what came of it."""
    query = company.asked.copy()
    query["since"] = str(done.since)
    if done.repeated:
        query["again"] = "1"
    return redirect(f"{company.path}?{query.urlencode()}")


def back(workspace: UUID, address: str, **more: str) -> HttpResponse:
    """To the desk that the page came from, if it is one of this company's; else to its first."""
    home = reverse("sandbox:desk", args=[workspace])
    safe = address.startswith(home) and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    path, _, query = (address if safe else home).partition("?")
    asked = QueryDict(query, mutable=True)
    for name in PASSING:
        asked.pop(name, None)
    asked.update(more)
    return redirect(f"{path}?{asked.urlencode()}" if asked else path)


def _page(
    request: HttpRequest, name: str, company: Company, reading: Reading, ids: Mapping[str, str], sent: Sent
) -> HttpResponseBase:
    """The whole page, or the fragment that htmx swaps; both say the same."""
    shown = reading(company, **ids)
    if isinstance(shown, HttpResponseBase):
        return shown
    form = sent.form or _fresh(company, request.GET)
    context = {
        **shown.context,
        **_head(request, company, sent),
        **_side(request, company),
        "shown": shown,
        "tabs": _tabs(name, company),
        "form": form,
        "preview": _preview(company, form) if form is not None and form.previews else None,
        "is_preview": sent.is_preview,
        "refused": sent.refused,
        "is_fragment": bool(request.htmx),
        "is_opening": form is None and not request.GET.get("at") and not request.GET.get("since"),
    }
    template = "sandbox/_frame.html" if request.htmx else "sandbox/frame.html"
    response = render(request, template, context, status=sent.status)
    if request.htmx and request.method == "POST":
        # A refusal is no page of its own: the address stays the desk's.
        response["HX-Push-Url"] = "false"
    return response


def _fresh(company: Company, asked: QueryDict) -> ActForm | None:
    """The act that the address opens, as it starts; words of the address may choose among its beginnings."""
    kind = FORMS.get(company.act)
    if kind is None or not company.is_open:
        return None
    initial = kind.opened(company.scene, company.about)
    if initial is None:
        return None
    chosen = {"chosen": asked["chosen"]} if "chosen" in asked else {}
    return kind(scene=company.scene, about=company.about, initial={**initial, **chosen})


def _preview(company: Company, form: ActForm) -> Mapping[str, Any]:
    """What sending would lead to: the form's own picture of it, and the engine's dry run where the form is whole."""
    whole = form.is_valid() or not form.visible_fields()
    missing = [] if whole else form.missing()
    return {
        "missing": missing,
        "wrong": [] if whole else form.wrong(),
        "since": form.unseen(company.opened) if whole and form.is_bound else "",
        **form.preview(),
        "outlook": dry_run(company.opened, company.scene, form) if whole else None,
    }


def _head(request: HttpRequest, company: Company, sent: Sent) -> dict[str, Any]:
    under_way = journey(company.viewer, company.workspace)
    return {
        "company": company,
        "journey": under_way,
        "workspace_id": company.workspace.pk,
        "workspace": company.workspace,
        "currency": company.scene.currency,
        "is_open": company.is_open,
        "here": company.here,
        "clock": clock(company.scene),
        "clock_form": sent.clock_form or AdvanceForm(initial={"key": uuid4().hex}),
        "clock_key": uuid4().hex,
        "news": _news(company, request.GET, under_way),
    }


def _side(request: HttpRequest, company: Company) -> dict[str, Any]:
    """The ledger, and the drill's story and conditions where the company stands for an attempt."""
    asked = request.GET
    side: dict[str, Any] = {
        "ledger": ledger(company.scene),
        "reset_asked": asked.get("reset") == "ask",
        "is_at_conditions": asked.get("at") == "conditions",
        "is_at_hints": asked.get("at") == "hints",
    }
    attempt = getattr(company.workspace, "attempt", None)
    if attempt is None:
        return side
    speech = company.scene.language
    drill = drill_of(attempt, speech)
    links = step_links([*drill.step_refs, *refs_of(attempt)], speech)
    check = last_check(attempt, links, seq=company.opened.seq, language=speech)
    return side | {
        "attempt": attempt,
        "drill": drill,
        "story": story(drill, attempt, speech),
        "check": check,
        "can_begin_again": company.is_open and check is not None and check.is_lost and not attempt.is_passed,
        "steps": in_order(links[ref] for ref in drill.step_refs if ref in links),
    }


def _tabs(name: str, company: Company) -> list[Tab]:
    named = company.desks
    there = [one for one in DESKS if not named or one.name in named]
    return [one.tab(company.scene, company.workspace.pk, is_here=one.name == name) for one in there]


def _news(company: Company, asked: QueryDict, under_way: JobShown | None) -> News | None:
    """What happened after the event that the address names: the consequences of what was just done.

    A journey of the clock that is over is told until somebody acts again.
    """
    since = asked.get("since", "")
    if since.isdecimal() and len(since) <= MOST_DIGITS:
        return news(company.scene, company.workspace, int(since), is_repeated="again" in asked)
    if under_way is None or under_way.is_open:
        return None
    return news(company.scene, company.workspace, company.workspace.moved_since, is_journey=True)
