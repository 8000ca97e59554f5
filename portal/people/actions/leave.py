"""Leave: a last day; access ends with it, at once where it is today or past, and nobody is left without a manager."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.administrators import refuse_if_last
from portal.people.align import align
from portal.people.dated import DAY, after, cut, said
from portal.people.days import today
from portal.people.delegations import end_from
from portal.people.departures import apart
from portal.people.line import refuse_as_manager, refuse_to_see_more
from portal.people.models import Delegation, ReportingLine, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.signin.invitations import withdraw
from portal.signin.sessions import end_all


def leave(viewer: Viewer, person: UUID, *, last_day: date, successor: User | None = None) -> User:
    """`last_day` is the last of employment; whom they lead answers to `successor` from then on, else to their manager."""
    with one_at_a_time():
        user = somebody(viewer, person)
        refuse_leaving(viewer, user)
        if successor is not None and successor.pk == user.pk:
            raise Refusal("successor", _("Who leaves cannot lead the team from then on. Choose somebody else."))
        if successor is not None and successor.pk not in set(user.managers.values_list("manager", flat=True)):
            refuse_to_see_more(viewer, successor, user)
        gone = last_day + DAY
        here = after(user.employments.all(), last_day).filter(starts_on__lte=last_day).first()
        if here is None:
            raise Refusal(
                "not_here", _("%(name)s does not work here on %(day)s.") % {"name": user.name, "day": said(last_day)}
            )
        if here.ends_on is not None:
            raise _leaves_already(here.ends_on)
        ended = apart([user.pk], gone)
        _hand_over(user, successor, from_day=gone)
        for rows in (user.departments, user.managers, user.roles):
            cut(rows.all(), gone)
        end_from(Delegation.objects.filter(Q(user=user) | Q(delegate=user)), gone)
        is_out = last_day <= today()
        here.ends_on, here.closed_at = gone, timezone.now() if last_day == today() else None
        here.save(update_fields=["ends_on", "closed_at"])
        facts = {"apart": ended[user.pk]} if user.pk in ended else {}
        audited(viewer, "person.left", subject=user.person, day=last_day.isoformat(), **facts)
        if is_out:
            withdraw(viewer, user)
            align([user])
            end_all(user)
    user.refresh_from_db()
    return user


def refuse_leaving(viewer: Viewer, user: User) -> None:
    """What no day and no successor would change, so that it can be told before anything is filled in."""
    if user.pk == viewer.id:
        raise Refusal("oneself", _("Nobody registers their own departure. Ask another administrator."))
    refuse_if_last(user)
    last = user.employments.order_by("starts_on").last()
    if last is not None and last.ends_on is not None:
        if last.ends_on > today():
            raise _leaves_already(last.ends_on)
        raise Refusal(
            "not_here", _("%(name)s does not work here on %(day)s.") % {"name": user.name, "day": said(today())}
        )


def _leaves_already(ends_on: date) -> Refusal:
    sentence = _("A departure is already registered, last day %(day)s. Undo it first to choose another day.")
    return Refusal("leaves_already", sentence % {"day": said(ends_on - DAY)})


def _hand_over(user: User, successor: User | None, *, from_day: date) -> None:
    """Whom `user` leads from that day on gets another manager; who takes over answers to who was above."""
    below = list(after(ReportingLine.objects.filter(manager=user), from_day).select_related("user"))
    if not below:
        return
    own = holding(user.managers.select_related("manager"), on=from_day - DAY).first()
    above = own.manager if own else None
    for row in below:
        leads = above if successor is None or row.user_id == successor.pk else successor
        if leads is None and successor is None:
            raise Refusal(
                "no_successor", _("%(name)s leads people and answers to nobody. Choose who leads them from then on.")
                % {"name": user.name},
            )  # fmt: skip
        start = max(row.starts_on, from_day)
        if row.starts_on < from_day:
            ReportingLine.objects.filter(pk=row.pk).update(ends_on=from_day)
        else:
            row.delete()
        if leads is None:
            continue
        refuse_as_manager(leads, row.user, day=start, until=row.ends_on)
        ReportingLine.objects.create(user=row.user, manager=leads, starts_on=start, ends_on=row.ends_on)
