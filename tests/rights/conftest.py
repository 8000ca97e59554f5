"""People's own data: who asks, who answers, and a session that has just proven who it is."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from portal.duties.reconcile import reconcile_people
from portal.evidence.replay import one_moment
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import Viewer, viewer_of
from portal.people.days import today
from portal.people.models import DepartmentMembership, Employment, RoleMembership, User
from portal.seams.registry import registry


@pytest.fixture
def proven(client_of: Callable[[User], Client]) -> Callable[[User], Client]:
    """A client signed in a moment ago, so that sensitive acts go through."""

    def signed_in(user: User) -> Client:
        client = client_of(user)
        session = client.session
        session["account_authentication_methods_user"] = str(user.pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return client

    return signed_in


def asked_by(user: User) -> Viewer:
    """As a viewer, read anew: what was true of them before may have changed."""
    return viewer_of(User.objects.get(pk=user.pk))


def leaves(user: User, *, days_ago: int = 5) -> date:
    """Their last day is past, so that nothing of work is needed any more."""
    day = today() - timedelta(days=days_ago)
    Employment.objects.filter(user=user).update(ends_on=day)
    DepartmentMembership.objects.filter(user=user, ends_on=None).update(ends_on=day)
    RoleMembership.objects.filter(user=user, ends_on=None).update(ends_on=day)
    user.managers.filter(ends_on=None).update(ends_on=day)
    User.objects.filter(pk=user.pk).update(is_active=False)
    reconcile_people([user.pk])
    return day


def works(kind: str) -> int:
    """Run the waiting jobs of a kind; returns how many were done."""
    return sum(perform(job) for job in Job.objects.filter(kind=kind, done_at=None).values_list("pk", flat=True))


def differences() -> list[Any]:
    """What every verifier finds, but for the search index, which follows by jobs."""
    with one_moment():
        return [
            found
            for name, verifier in registry.verifiers.items()
            if name != "search entries"
            for replayed in verifier()
            for found in replayed
        ]


@pytest.fixture
def mails() -> Iterator[Callable[[], list[Any]]]:
    """Deliver what waits, and look at what arrived."""
    from django.core import mail

    def delivered() -> list[Any]:
        works("mail.send")
        return list(mail.outbox)

    yield delivered
