"""Invite: those whom the import brought in get the letter with which they set a password."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.people.access import Viewer
from portal.people.models import User
from portal.refusal import Refusal
from portal.roster.models import State
from portal.roster.queries import held, refuse_unless
from portal.signin.invitations import invite_many


@transaction.atomic
def invite(viewer: Viewer, key: UUID) -> int:
    """Ask for the letters to everyone new who works here already; returns how many. Once an import."""
    of = held(viewer, key)
    refuse_unless(of, State.DONE)
    users = list(User.objects.filter(pk__in=of.made, is_active=True).order_by("pk").values_list("pk", flat=True))
    if of.invited_at or not users:
        raise Refusal(
            "invited", _("They were invited already, or nobody is left to invite. The directory shows who has joined.")
        )
    of.invited_at = timezone.now()
    of.counts = {**of.counts, "invited": invite_many(viewer, users)}
    of.save(update_fields=["invited_at", "counts"])
    return len(users)
