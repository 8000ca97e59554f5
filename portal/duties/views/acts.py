"""Writing rules, switching them on, ending them; more time for one person, or none asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.duties.acting import has_ended
from portal.duties.actions.discard_draft import discard_draft
from portal.duties.actions.draft_rule import draft_rule
from portal.duties.actions.end_exemption import end_exemption as end_theirs
from portal.duties.actions.end_rule import end_rule
from portal.duties.actions.exempt import exempt as exempt_person
from portal.duties.actions.extend import extend as extend_duty
from portal.duties.actions.redraft import redraft
from portal.duties.actions.switch_on import switch_on as put_on
from portal.duties.forms import (
    EndForm,
    ExemptForm,
    ExtendForm,
    RuleForms,
    WhomForm,
    blank,
    of_terms,
    posted,
    rearranged,
)
from portal.duties.models import Duty, Exemption, Terms
from portal.duties.queries.rule import thing_of
from portal.duties.queries.things import Thing, covers_by_key, thing, why_url
from portal.duties.views.door import draft_of, for_setters, rule_or_404, viewer_of
from portal.people.access import Capability
from portal.people.models import User
from portal.refusal import Refusal
from portal.seams.registry import registry

GET_POST = require_http_methods(["GET", "HEAD", "POST"])
UNPROCESSABLE = 422


@for_setters
@GET_POST
def new(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    covers = covers_by_key({(kind, key)})
    if kind not in registry.targets or (kind, key) not in covers:
        raise Http404

    def act(written: RuleForms) -> Terms:

        return draft_rule(viewer_of(request), kind=kind, key=key, terms=written.draft())

    return _written(request, act, blank(), of=thing(kind, key, covers), back=reverse("duties:choose"))


@for_setters
@GET_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft that waits, or what the rule says now, to be said anew."""
    row = rule_or_404(request, pk)
    if request.method != "POST" and has_ended(row):
        return _turned_away(request, pk, _("This rule has ended. Write a new one instead."))
    waiting = draft_of(row)
    said = waiting or row.terms.all()[0]

    def act(written: RuleForms) -> Terms:

        return redraft(viewer_of(request), said, written.draft())

    back = reverse("duties:draft" if waiting else "duties:rule", args=[pk])
    return _written(request, act, of_terms(said), of=thing_of(row), back=back, is_change=waiting is None)


def _written(
    request: HttpRequest,
    act: Callable[[RuleForms], Terms],
    before: RuleForms,
    *,
    of: Thing,
    back: str,
    is_change: bool = False,
) -> HttpResponse:
    """The form of a rule: shown, grown by a row, or saved as a draft that is judged on its own page."""
    written, status = before, 200
    if request.method == "POST" and (grown := rearranged(request.POST)) is not None:
        written = grown
    elif request.method == "POST":
        written, status = posted(request.POST), UNPROCESSABLE
        if written.is_valid():
            try:
                terms = act(written)
            except Refusal as refusal:
                written.terms.add_error(None, str(refusal))
            else:
                said = _("The draft is saved. Nothing is asked of anybody before it is switched on.")
                messages.success(request, " ".join([said, *written.taken()]))
                return redirect("duties:draft", terms.requirement_id)
    titles = User.objects.filter(is_active=True).exclude(title="").order_by("title").values_list("title", flat=True)
    context = {
        "form": written.terms,
        "written": written,
        "thing": of,
        "back": back,
        "is_change": is_change,
        "titles": titles.distinct(),
    }
    return render(request, "duties/write.html", context, status=status)


@for_setters
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    terms = _draft_or_404(request, pk)

    try:
        put_on(viewer_of(request), terms)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("duties:draft", pk)
    messages.success(request, _("The rule is switched on. Whom it asks finds it in their day within minutes."))
    return redirect("duties:rule", pk)


@for_setters
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    row = rule_or_404(request, pk)
    terms = draft_of(row)
    if terms is None:
        raise Http404
    was_said = any(one.switched_on_at for one in row.terms.all())

    try:
        discard_draft(viewer_of(request), terms)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
        return redirect("duties:draft", pk)
    messages.success(request, _("The draft is discarded."))
    return redirect("duties:rule", pk) if was_said else redirect("duties:rules")


@for_setters
@GET_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    row = rule_or_404(request, pk)
    if request.method != "POST" and has_ended(row):
        return _turned_away(request, pk, _("This rule has ended already."))
    form = EndForm(request.POST or None)

    def act() -> str:
        on = form.first_day_without()

        end_rule(viewer_of(request), row, on=on, reason=form.cleaned_data["reason"])
        return _("The rule ends. From %(day)s on it asks nothing.") % {"day": date_format(on, "DATE_FORMAT")}

    return _answered(
        request,
        form,
        act,
        back=reverse("duties:rule", args=[pk]),
        title=_("End the rule"),
        of=thing_of(row),
        lede=_("What people did and proved stays as it is; open duties are closed."),
        button=_("End the rule"),
        is_danger=True,
    )


@for_setters
@GET_POST
def exempt_somebody(request: HttpRequest, pk: int) -> HttpResponse:
    """Whom first: then the page of that person's exemption."""
    row = rule_or_404(request, pk)
    form = WhomForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.taken:
            messages.info(request, form.taken)
        return redirect("duties:exempt", pk, form.cleaned_data["person"].person)
    return _answered(
        request,
        form,
        None,
        back=reverse("duties:rule", args=[pk]),
        title=_("Exempt somebody"),
        of=thing_of(row),
        lede=_("Choose the person first."),
        button=_("Continue"),
    )


@for_setters
@GET_POST
def exempt(request: HttpRequest, pk: int, person: UUID) -> HttpResponse:
    row = rule_or_404(request, pk)
    who = User.objects.filter(person=person, merged_into=None, erased_at=None).first()
    if who is None:
        raise Http404
    form = ExemptForm(request.POST or None)

    def act() -> str:

        exempt_person(viewer_of(request), row, person, **form.cleaned_data)
        return _("%(name)s is exempt from this rule.") % {"name": who.name}

    return _answered(
        request,
        form,
        act,
        back=reverse("duties:rule", args=[pk]),
        title=_("Exempt %(name)s") % {"name": who.name},
        of=thing_of(row),
        lede=_("The rule asks nothing of this person while the exemption runs. What was done stays as it is."),
        button=_("Exempt"),
    )


@for_setters
@require_POST
def end_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    row = Exemption.objects.filter(pk=pk).select_related("user").first()
    if row is None:
        raise Http404

    try:
        end_theirs(viewer_of(request), row)
    except Refusal as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The exemption of %(name)s has ended.") % {"name": row.user.name})
    return redirect("duties:rule", row.requirement_id)


@login_required
@GET_POST
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """For who sets duties, and for who leads the person; to everybody else it is not there."""
    viewer = viewer_of(request)
    duty = Duty.objects.filter(pk=pk).select_related("user").first()
    if duty is None or not (viewer.can(Capability.SET_DUTIES) or duty.user_id in viewer.line):
        raise Http404
    form = ExtendForm(request.POST or None)
    covers = covers_by_key({(duty.kind, duty.key)})
    leads = duty.user_id in viewer.line
    own_pages = leads or viewer.can(Capability.SEE_ALL_EVIDENCE)
    why = why_url(duty.user.person, duty.kind, duty.key)

    def act() -> str:

        extend_duty(viewer, duty, **form.cleaned_data)
        return _("%(name)s has until %(day)s.") % {
            "name": duty.user.name,
            "day": date_format(form.cleaned_data["until"], "DATE_FORMAT"),
        }

    return _answered(
        request,
        form,
        act,
        back=why if own_pages else reverse("duties:rule", args=[duty.requirement_id]),
        title=_("More time for %(name)s") % {"name": duty.user.name},
        of=thing(duty.kind, duty.key, covers),
        lede=_("Only this person's due day moves, once; the rule stays as it is."),
        button=_("Extend"),
        duty=duty,
    )


def _turned_away(request: HttpRequest, pk: int, why: str) -> HttpResponse:
    """At the door, before anybody writes what cannot be saved; what was being written meanwhile is refused with it kept."""
    messages.warning(request, why)
    return redirect("duties:rule", pk)


def _draft_or_404(request: HttpRequest, pk: int) -> Terms:
    terms = draft_of(rule_or_404(request, pk))
    if terms is None:
        raise Http404
    return terms


def _answered(
    request: HttpRequest, form: forms.Form, act: Callable[[], str] | None, *, back: str, of: Thing, **said: Any
) -> HttpResponse:
    """Show a form, or do what it asks; what is wrong, or refused, comes back with everything that was typed."""
    status = 200
    if request.method == "POST":
        if act is not None and form.is_valid():
            try:
                messages.success(request, act())
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(back)
        status = UNPROCESSABLE
    return render(request, "duties/act.html", {"form": form, "back": back, "thing": of, **said}, status=status)
