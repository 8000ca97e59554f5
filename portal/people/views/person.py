"""One person: who they are in the organisation, and everything an administrator does with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, wraps
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.people import history
from portal.people.access import visible
from portal.people.acting import refuse_closed
from portal.people.actions.change import change as change_person
from portal.people.actions.come_back import come_back as bring_back
from portal.people.actions.come_back import refuse_return
from portal.people.actions.end_sessions import end_sessions as end_theirs
from portal.people.actions.give_role import give_role
from portal.people.actions.leave import leave as let_go
from portal.people.actions.leave import refuse_leaving
from portal.people.actions.merge import merge as merge_people
from portal.people.actions.merge import refuse as refuse_merge
from portal.people.actions.merge import refuse_own
from portal.people.actions.reset_factors import reset_factors as reset_theirs
from portal.people.actions.reveal_document import reveal_document
from portal.people.actions.take_role import take_role as take
from portal.people.actions.transfer import transfer as move
from portal.people.actions.undo import KINDS
from portal.people.actions.undo import undo as undo_plan
from portal.people.dated import said
from portal.people.days import today
from portal.people.directory import FACES, with_status
from portal.people.forms import (
    ChangeForm,
    DayForm,
    LeaveForm,
    MergeConfirmedForm,
    MergeForm,
    PlaceForm,
    ReasonForm,
    RoleForm,
    UndoForm,
    named,
)
from portal.people.models import Role, User
from portal.people.views.door import Face, answered, done_or_told, for_administrators, foreseen, proven_to_act, viewer
from portal.refusal import Refusal
from portal.signin.invitations import invite as send_invitation
from portal.signin.invitations import withdraw as withdraw_invitation

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


def _somebody(request: HttpRequest, person: UUID) -> Any:
    found = with_status(visible(User.objects.all(), viewer(request))).filter(person=person).first()
    if found is None:
        raise Http404
    return found


def _page(user: User) -> str:
    return reverse("people:person", args=[user.person])


def button(act: Callable[[HttpRequest, User], str], *, back: Callable[[User], str] = _page) -> Callable[..., Any]:
    """An act of one button: `act` does it to somebody whom the viewer may see and returns what was done."""

    @for_administrators
    @require_POST
    @proven_to_act
    @wraps(act)
    def pressed(request: HttpRequest, person: UUID) -> HttpResponse:
        user = _somebody(request, person)
        return done_or_told(request, lambda: act(request, user), back=back(user))

    return pressed


@for_administrators
@require_safe
def person(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    if user.merged_into_id:
        messages.info(request, _("This account was merged into the one you see."))
        return redirect(_page(User.objects.get(pk=user.merged_into_id)))
    record = history.record_of(user)
    asked = DayForm(request.GET)
    on = asked.cleaned_data["on"] if asked.is_valid() else None
    is_oneself = user.pk == viewer(request).id
    context = {
        "who": user,
        "face": FACES[user.status],
        "record": record,
        "on_form": asked,
        "then": history.then(user, on=on) if on else None,
        "merged": list(User.objects.filter(merged_into=user).order_by("email")),
        "sessions": UserSession.objects.filter(user_id=user.pk).count(),
        "factors": Authenticator.objects.filter(user_id=user.pk).exclude(type="recovery_codes").count(),
        "invitation": user.invitations.filter(accepted_at=None, withdrawn_at=None).order_by("-made_at").first(),
        "is_oneself": is_oneself,
        "is_here": user.status in {"active", "invited", "not_invited", "leaving"},
        "is_waiting": user.status in {"invited", "not_invited"},
        "may_leave": user.status in {"active", "invited", "not_invited", "coming"} and not is_oneself,
        "may_return": user.status == "left" and not user.erased_at,
        "may_move": user.status not in {"left"} and not user.erased_at,
    }
    return render(request, "people/person.html", context)


@for_administrators
@GET_POST
@proven_to_act
def change(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    start = {name: getattr(user, name) for name in ("name", "email", "title", "language")}
    if told := foreseen(request, lambda: refuse_closed(user), back=_page(user)):
        return told
    form = ChangeForm(request.POST or None, initial=start, has_document=bool(user.document))

    def act(given: Mapping[str, Any]) -> str:
        change_person(viewer(request), person, **form.given())
        return _("The registration is changed.")

    face = Face(_("Change registration"), _("Save"), icon="save")
    return answered(request, form, act, back=_page(user), face=face, who=user)


@for_administrators
@GET_POST
@proven_to_act
def transfer(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    record = history.record_of(user)
    start = {"department": record.department.key if record.department else "", "manager": named(record.manager)}
    form = PlaceForm(request.POST or None, initial=start)

    def act(given: Mapping[str, Any]) -> str:
        move(viewer(request), person, **given)
        return _("%(name)s is transferred from %(day)s.") % {"name": user.name, "day": said(given["day"])}

    face = Face(
        _("Transfer"),
        _("Transfer"),
        _(
            "From that day on the new manager sees them, and the old one no longer does. Earlier days stay as they were."
        ),
        icon="arrow-right-left",
    )
    return answered(request, form, act, back=_page(user), face=face, who=user, record=record)


@for_administrators
@GET_POST
@proven_to_act
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    record = history.record_of(user)
    if told := foreseen(request, lambda: refuse_leaving(viewer(request), user), back=_page(user)):
        return told
    form = LeaveForm(request.POST or None)
    if not record.reports:
        del form.fields["successor"]

    def act(given: Mapping[str, Any]) -> str:
        let_go(viewer(request), person, **given)
        return _("The departure of %(name)s is registered.") % {"name": user.name}

    face = Face(
        _("Register departure"),
        _("Register departure"),
        _(
            "Roles, delegations and the place in the organisation end with the last day. What was learned and proven stays."
        ),
        is_danger=True,
        icon="log-out",
    )
    return answered(request, form, act, back=_page(user), face=face, who=user, record=record)


@for_administrators
@GET_POST
@proven_to_act
def come_back(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    if told := foreseen(request, lambda: refuse_return(user, max(today(), user.ends_on or today())), back=_page(user)):
        return told
    form = PlaceForm(request.POST or None, initial=history.last_place(user))

    def act(given: Mapping[str, Any]) -> str:
        bring_back(viewer(request), person, **given)
        return _("%(name)s is back from %(day)s.") % {"name": user.name, "day": said(given["day"])}

    face = Face(
        _("Register return"),
        _("Register return"),
        _("The earlier time here stays as it was. Roles are given anew."),
        icon="log-in",
    )
    return answered(request, form, act, back=_page(user), face=face, who=user)


@for_administrators
@GET_POST
@proven_to_act
def roles(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    form = RoleForm(request.POST or None)

    def act(given: Mapping[str, Any]) -> str:
        give_role(viewer(request), person, role=Role(given["role"]), day=given["day"])
        return _("The role is given from %(day)s.") % {"day": said(given["day"])}

    record = history.record_of(user)
    return answered(request, form, act, back=_roles_page(user), template="people/roles.html", who=user, record=record, is_oneself=user.pk == viewer(request).id)  # fmt: skip


def _roles_page(user: User) -> str:
    return reverse("people:roles", args=[user.person])


@partial(button, back=_roles_page)
def take_role(request: HttpRequest, user: User) -> str:
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["day"]
    take(viewer(request), user.person, role=Role(form.cleaned_data["role"]), day=day)
    return _("The role ends on %(day)s.") % {"day": said(day)}


@for_administrators
@GET_POST
@proven_to_act
def merge(request: HttpRequest, person: UUID) -> HttpResponse:
    """First which duplicate, then both side by side with what will happen, then the act."""
    kept = _somebody(request, person)
    if told := foreseen(request, lambda: refuse_own(viewer(request), kept), back=_page(kept)):
        return told
    chosen = MergeForm(request.POST if "gone" in request.POST else request.GET if "gone" in request.GET else None)
    gone = chosen.cleaned_data["gone"] if chosen.is_valid() else None
    if gone is not None:
        try:
            refuse_merge(viewer(request), kept, gone)
        except Refusal as refusal:
            chosen.add_error("gone", str(refusal))
    if gone is None or chosen.errors:
        return render(request, "people/merge_choose.html", {"form": chosen, "who": kept, "back": _page(kept)})
    other = _somebody(request, gone.person)
    confirmed = MergeConfirmedForm(
        request.POST if "take_email" in request.POST else None,
        kept=kept,
        gone=gone,
        initial={"take_email": "kept"},
    )

    def act(given: Mapping[str, Any]) -> str:
        merge_people(viewer(request), kept=kept.person, gone=gone.person, take_email=given["take_email"])
        return _("The two accounts are one now.")

    sides = [(user, FACES[user.status], history.record_of(user)) for user in (kept, other)]
    return answered(
        request, confirmed, act, back=_page(kept), template="people/merge.html", who=kept, gone=other,
        gone_named=named(gone), sides=sides,
    )  # fmt: skip


@button
def invite(request: HttpRequest, user: User) -> str:
    send_invitation(viewer(request), user)
    return _("The invitation is on its way to %(email)s.") % {"email": user.email}


@button
def withdraw(request: HttpRequest, user: User) -> str:
    if not withdraw_invitation(viewer(request), user):
        raise Refusal("none", _("There is no open invitation any more."))
    return _("The invitation opens nothing any more.")


@button
def undo(request: HttpRequest, user: User) -> str:
    form = UndoForm(request.POST)
    if not form.is_valid() or form.cleaned_data["what"] not in KINDS:
        raise Http404
    done = _("Undone: it stays as it is.")
    if undo_plan(viewer(request), user.person, **form.cleaned_data).delegations_stay_ended:
        done += " " + _("Delegations that the departure ended do not come back: make them again where they are needed.")
    return done


@button
def end_sessions(request: HttpRequest, user: User) -> str:
    end_theirs(viewer(request), user.person)
    return _("Every session of %(name)s is ended.") % {"name": user.name}


@for_administrators
@GET_POST
@proven_to_act
def reset_factors(request: HttpRequest, person: UUID) -> HttpResponse:
    user = _somebody(request, person)
    form = ReasonForm(request.POST or None)

    def act(given: Mapping[str, Any]) -> str:
        reset_theirs(viewer(request), person, **given)
        return _("The second factors of %(name)s are removed.") % {"name": user.name}

    face = Face(
        _("Remove second factors"),
        _("Remove second factors"),
        _(
            "For somebody locked out, once you have made sure who is asking. Their sessions end, and they are told by mail."
        ),
        is_danger=True,
        icon="shield-off",
    )
    return answered(request, form, act, back=_page(user), face=face, who=user)


@for_administrators
@GET_POST
@proven_to_act
def reveal(request: HttpRequest, person: UUID) -> HttpResponse:
    """The document is shown once, in the answer itself, and kept by no cache."""
    user = _somebody(request, person)
    form = ReasonForm(request.POST or None)
    document, status = None, 200
    if request.method == "POST":
        status = 200 if form.is_valid() else 422
        if form.is_valid():
            document = reveal_document(viewer(request), person, **form.cleaned_data)
    face = Face(
        _("Look at the personal document"),
        _("Show it"),
        _("Your look, with its reason, stands in the audit."),
        icon="eye",
    )
    context = {"form": form, "face": face, "back": _page(user), "who": user, "document": document}
    answer = render(request, "people/reveal.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
