"""Whose data: a person's account with its duplicates, whether they still work here, and until when proof is kept."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from portal.evidence.alias import persons
from portal.people.days import today
from portal.people.models import Employment, User
from portal.people.organisation import here_or_to_come
from portal.seams.contracts import Account


def account_of(user: User) -> Account:
    """The account as every app's `AccountData` is asked about it; a duplicate's is that of who it was merged into."""
    while user.merged_into is not None:
        user = user.merged_into
    users = [user.pk]
    newest = [user.pk]
    while newest := list(User.objects.filter(merged_into__in=newest).order_by("pk").values_list("pk", flat=True)):
        users += newest
    ended = left_on(users, is_active=user.is_active)
    return Account(
        user=user.pk,
        users=users,
        persons=persons(user.person),
        has_left=ended is not None,
        kept_until=term(ended) if ended else None,
    )


def left_on(users: list[int], *, is_active: bool) -> date | None:
    """The first day on which they no longer worked here; None while they do, or will. Who lost access today has left."""
    employments = Employment.objects.filter(user__in=users)
    if here_or_to_come(employments).exists():
        return None
    last = employments.order_by("-ends_on").values_list("ends_on", flat=True).first()
    if last is None:  # an account that nobody ever registered as employed
        return None if is_active else today()
    return last


def term(ended: date) -> date:
    """The last day of keeping proof: so many years after the end of the employment."""
    year = ended.year + settings.RETENTION_YEARS
    try:
        return ended.replace(year=year)
    except ValueError:  # the 29th of February
        return date(year, 3, 1)
