"""Reset second factors: for somebody locked out, who is told by mail and sets new ones up at the next sign-in."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from portal.audit.record import audited
from portal.people.access import Viewer
from portal.people.acting import one_at_a_time, somebody
from portal.people.mailbox import refuse_who_changed_it
from portal.people.models import User
from portal.refusal import Refusal
from portal.signin.mail import send
from portal.signin.sessions import end_all


def reset_factors(viewer: Viewer, person: UUID, *, reason: str) -> User:
    """Every factor and recovery code goes, every session ends. Nobody resets their own: a lost factor proves nothing."""
    with one_at_a_time():
        user = somebody(viewer, person)
        if user.pk == viewer.id:
            raise Refusal("oneself", _("Your own second factors are changed in your account, not here."))
        refuse_who_changed_it(viewer, user)
        if not Authenticator.objects.filter(user_id=user.pk).delete()[0]:
            raise Refusal("none", _("%(name)s has no second factor to reset.") % {"name": user.name})
        end_all(user)
        audited(viewer, "signin.second_factors_reset", subject=user.person, reason=reason)
        send(user, "people/email/second_factors_reset", {"by": viewer.name})
    return user
