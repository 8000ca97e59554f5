"""People coming and going in the demo: somebody invited, somebody who left, a team in other hands, a move to come."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.people.models import Delegation, Department, DepartmentMembership, ReportingLine, User
from portal.signin.invitations import HOLDS

INVITED = ("vitor.sampaio", "Vitor Sampaio", "Analista de suporte")
GONE = ("priscila.nogueira", "Priscila Nogueira", "Analista de marketing")
WORKED_DAYS, GONE_DAYS_AGO = 500, 60
MOVES_IN_DAYS = 20
AWAY_SINCE, AWAY_FOR = 3, 12


def seed_movement(
    users: Mapping[str, User], departments: Mapping[str, Department], *, domain: str, today: date
) -> None:
    """Written once, with the company."""
    if User.objects.filter(email=f"{GONE[0]}@{domain}").exists():
        return
    left_on = today - timedelta(days=GONE_DAYS_AGO)
    gone = _somebody(*GONE, domain=domain, hired_on=left_on - timedelta(days=WORKED_DAYS), is_active=False)
    gone.employments.create(starts_on=gone.hired_on, ends_on=left_on)
    gone.departments.create(department=departments["marketing"], starts_on=gone.hired_on, ends_on=left_on)
    gone.managers.create(manager=users["olivia"], starts_on=gone.hired_on, ends_on=left_on)

    invited = _somebody(*INVITED, domain=domain, hired_on=today)
    invited.employments.create(starts_on=today)
    invited.departments.create(department=departments["it"], starts_on=today)
    invited.managers.create(manager=users["fabio"], starts_on=today)
    digest = hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    invited.invitations.create(digest=digest, invited_by=users["fabio"].person, expires_at=timezone.now() + HOLDS)

    stands_in = User.objects.filter(managers__manager=users["olivia"], title=GONE[2], is_active=True).order_by("name")
    Delegation.objects.create(
        user=users["olivia"],
        delegate=stands_in.exclude(pk=users["zeca"].pk)[0],
        starts_on=today - timedelta(days=AWAY_SINCE),
        ends_on=today + timedelta(days=AWAY_FOR),
    )
    _move(users["luana"], departments["billing"], users["carla"], day=today + timedelta(days=MOVES_IN_DAYS))


def _somebody(key: str, name: str, title: str, *, domain: str, hired_on: date, is_active: bool = True) -> User:
    return User.objects.create(
        person=uuid5(NAMESPACE_URL, f"vigente:person:{key}"),
        email=f"{key}@{domain}",
        name=name,
        title=title,
        hired_on=hired_on,
        is_active=is_active,
        is_demo=True,
        password=make_password(None),
    )


def _move(manager: User, department: Department, to: User, *, day: date) -> None:
    """The last of a team, by name, goes elsewhere."""
    moved = User.objects.filter(managers__manager=manager).order_by("-name")[0]
    DepartmentMembership.objects.filter(user=moved, ends_on=None).update(ends_on=day)
    ReportingLine.objects.filter(user=moved, ends_on=None).update(ends_on=day)
    moved.departments.create(department=department, starts_on=day)
    moved.managers.create(manager=to, starts_on=day)
