"""Merge: two accounts of one person become one; the other is closed, and whatever was known by it leads to the one kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.evidence import alias
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.administrators import refuse_if_last
from portal.people.align import align
from portal.people.dated import DAY, after, cut
from portal.people.days import today
from portal.people.delegations import end_from
from portal.people.line import refuse_as_manager
from portal.people.mailbox import moved as address_moved
from portal.people.models import Delegation, ReportingLine, User
from portal.people.moved import moved
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.seams.contracts import Account
from portal.seams.registry import registry
from portal.signin.invitations import withdraw
from portal.signin.sessions import end_all


def merge(viewer: Viewer, *, kept: UUID, gone: UUID, take_email: bool = False) -> User:
    """`gone` is closed for good and its days here end; evidence and work under way follow to `kept`, roles do not.

    Both addresses go on leading to the kept account, imports included; `take_email` makes the other's the one in use.
    Both having been in use is no obstacle, since that is how duplicates come to light.
    """
    with one_at_a_time():
        stays, goes = somebody(viewer, kept), somebody(viewer, gone)
        refuse(viewer, stays, goes)
        accounts = [
            Account(user=user.pk, users=_users(user), persons=alias.persons(user.person)) for user in (stays, goes)
        ]
        _close(viewer, goes, stays)
        if take_email:
            old, new = stays.email, goes.email
            _swap_emails(stays, goes)
            address_moved(viewer, stays, old=old, new=new)
        alias.merge(stays.person, goes.person)
        for data in registry.account_data.values():
            data.merge(accounts[0], accounts[1])
        facts: dict[str, Any] = {"email": True} if take_email else {}
        audited(viewer, "person.merged", subject=stays.person, gone=str(goes.person), **facts)
        align([stays, goes])
        moved([stays.pk])
        end_all(goes)
    stays.refresh_from_db()
    return stays


def refuse(viewer: Viewer, stays: User, goes: User) -> None:
    """What is told before the two are compared as well."""
    if stays.pk == goes.pk:
        raise Refusal("same", _("These are one and the same account already. Choose the other one."))
    refuse_own(viewer, stays)
    refuse_own(viewer, goes)
    if goes.is_active and not stays.is_active:
        raise Refusal("other_way", _("The account to keep is closed and the other is in use. Keep the one in use."))
    refuse_if_last(goes)


def refuse_own(viewer: Viewer, user: User) -> None:
    if user.pk == viewer.id:
        raise Refusal("oneself", _("Nobody merges their own account. Ask another administrator."))


def _users(user: User) -> tuple[int, ...]:
    return (user.pk, *User.objects.filter(merged_into=user).values_list("pk", flat=True))


def _close(viewer: Viewer, goes: User, stays: User) -> None:
    """The account ends today: rows that began today or later go, since none may be empty of days."""
    day = today()
    for row in after(ReportingLine.objects.filter(manager=goes), day).select_related("user"):
        _lead(row, stays, goes)
    for rows in (goes.departments, goes.managers, goes.roles):
        cut(rows.all(), day)
    end_from(Delegation.objects.filter(Q(user=goes) | Q(delegate=goes)), day)
    here = holding(goes.employments.all()).first()
    if here is not None:
        here.closed_at = timezone.now()
        here.ends_on = day + DAY if here.ends_on is None else min(here.ends_on, day + DAY)
        here.save(update_fields=["closed_at", "ends_on"])
    goes.employments.filter(starts_on__gt=day).delete()
    withdraw(viewer, goes)
    goes.set_unusable_password()
    goes.merged_into = stays
    goes.save(update_fields=["password", "merged_into"])
    User.objects.filter(merged_into=goes).update(merged_into=stays)


def _lead(row: ReportingLine, stays: User, goes: User) -> None:
    """Whom the closed account led answers to the one kept; the kept one, if it was among them, to who led the other."""
    day = max(row.starts_on, today())
    if row.starts_on < day:
        ReportingLine.objects.filter(pk=row.pk).update(ends_on=day)
    else:
        row.delete()
    leads: User | None = stays
    if row.user_id == stays.pk:
        above = holding(goes.managers.select_related("manager")).first()
        leads = above.manager if above else None
    if leads is None:
        return
    refuse_as_manager(leads, row.user, day=day, until=row.ends_on)
    ReportingLine.objects.create(user=row.user, manager=leads, starts_on=day, ends_on=row.ends_on)


def _swap_emails(stays: User, goes: User) -> None:
    theirs, ours = goes.email, stays.email
    User.objects.filter(pk=goes.pk).update(email=f"{goes.person}@merged.invalid")
    User.objects.filter(pk=stays.pk).update(email=theirs)
    User.objects.filter(pk=goes.pk).update(email=ours)
