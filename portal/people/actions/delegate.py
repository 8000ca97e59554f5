"""Delegate: while somebody is away, another leads whom they lead; roles stay with who holds them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Capability, Viewer, require
from portal.people.acting import one_at_a_time
from portal.people.dated import DAY, employment
from portal.people.days import today
from portal.people.line import refuse_to_see_more
from portal.people.models import Delegation, ReportingLine, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.signin.mail import send


def delegate(viewer: Viewer, person: UUID, *, to: User, starts_on: date, last_day: date) -> Delegation:
    """From `starts_on` up to and with `last_day`, `to` leads the line of `person`: the viewer's own, or anyone's for an
    administrator. Who stands in is told by mail where they want mails; whose team another lends always is."""
    with one_at_a_time():
        user = User.objects.select_for_update(of=("self",)).filter(person=person).first()
        if user is None:
            raise Http404
        refuse_stranger(viewer, user)
        if starts_on < today() or last_day < starts_on:
            raise Refusal("days", _("A delegation begins today or later and ends after it began. Choose other days."))
        if to.pk == user.pk:
            raise Refusal("oneself", _("Nobody stands in for themselves. Choose another person."))
        if user.pk != viewer.id:
            refuse_to_see_more(viewer, to, user)
        if not holding(ReportingLine.objects.filter(manager=user), on=starts_on).exists():
            raise Refusal("no_line", _("%(name)s leads nobody on that day, so there is nothing to hand over.") % {"name": user.name})  # fmt: skip
        for one in (user, to):
            for day in (starts_on, last_day):
                employment(one, on=day)
        made = Delegation.objects.create(user=user, delegate=to, starts_on=starts_on, ends_on=last_day + DAY)
        audited(
            viewer, "delegation.made", subject=user.person, day=starts_on.isoformat(), until=last_day.isoformat(),
            delegate=str(to.person),
        )  # fmt: skip
        context = {"away": user.name, "starts_on": starts_on, "last_day": last_day}
        if user.pk != viewer.id:
            send(user, "people/email/team_lent", {**context, "by": viewer.name, "delegate": to.name})
        send(to, "people/email/delegation", context, needed=False)
    return made


def refuse_stranger(viewer: Viewer, user: User) -> None:
    """Who leads decides about their own line, an administrator about anyone's; to others it is not there."""
    if user.pk != viewer.id:
        require(viewer, Capability.MANAGE_PEOPLE)
