"""Delegation while away: one's own team, and for administrators anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.people.access import Capability, visible
from portal.people.actions.delegate import delegate as hand_over
from portal.people.actions.end_delegation import end_delegation
from portal.people.dated import DAY, after, said
from portal.people.days import today
from portal.people.forms import DelegationForm
from portal.people.models import Delegation, ReportingLine, User
from portal.people.organisation import holding
from portal.people.views.door import answered, done_or_told, for_administrators, for_leaders, proven_to_act, viewer

GET_POST = require_http_methods(["GET", "HEAD", "POST"])


@for_leaders
@GET_POST
@proven_to_act
def delegation(request: HttpRequest) -> HttpResponse:
    return _asked(request, User.objects.get(pk=viewer(request).id), back=reverse("people:delegation"))


@for_administrators
@GET_POST
@proven_to_act
def delegate(request: HttpRequest, person: UUID) -> HttpResponse:
    user = visible(User.objects.all(), viewer(request)).filter(person=person).first()
    if user is None:
        raise Http404
    return _asked(request, user, back=reverse("people:person", args=[person]))


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Whom it is not for finds nothing there, before anybody is asked for a proof."""
    who = viewer(request)
    row = Delegation.objects.filter(pk=pk).select_related("user").first()
    is_mine = row is not None and who.id in {row.user_id, row.delegate_id}
    if row is None or not (is_mine or who.can(Capability.MANAGE_PEOPLE)):
        raise Http404
    return _ended(request, row, is_mine)


@proven_to_act
def _ended(request: HttpRequest, row: Delegation, is_mine: bool) -> HttpResponse:
    who = viewer(request)

    def act() -> str:
        end_delegation(who, row.pk)
        return _("The delegation is ended.")

    ways = {row.user_id: "people:delegation", row.delegate_id: "home"}
    back = reverse(ways[who.id]) if is_mine else reverse("people:person", args=[row.user.person])
    return done_or_told(request, act, back=back)


def _asked(request: HttpRequest, user: User, *, back: str) -> HttpResponse:
    form = DelegationForm(request.POST or None)

    def act(given: Mapping[str, Any]) -> str:
        made = hand_over(viewer(request), user.person, **given)
        return _("%(name)s looks after the team from %(day)s.") % {
            "name": made.delegate.name,
            "day": said(made.starts_on),
        }

    rows = after(Delegation.objects.filter(Q(user=user) | Q(delegate=user)), today()).select_related("user", "delegate")
    lent: list[Any] = []
    kept: list[Any] = []
    for row in rows:
        row.last_day = row.ends_on - DAY
        row.is_running = row.starts_on <= today()
        (lent if row.user_id == user.pk else kept).append(row)
    leads = holding(ReportingLine.objects.filter(manager=user)).exists()
    return answered(
        request, form, act, back=back, template="people/delegation.html", who=user, lent=lent, kept=kept, leads=leads,
        is_oneself=user.pk == viewer(request).id,
    )  # fmt: skip
