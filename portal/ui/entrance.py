"""Whom a visitor of the demo may step in as, and what each of them comes for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.people.seed import DOMAIN

COME_FOR: dict[str, str | Promise] = {
    "ana": _("Customer service: what must I do today?"),
    "bruno": _("Manager: who in my team is in force?"),
    "carla": _("Billing: are my playbooks still true?"),
    "davi": _("Privacy: who knew what, and when?"),
    "eva": _("Courses: what do I publish next?"),
    "fabio": _("System: is everything well?"),
    "zeca": _("Marketing: what do others propose?"),
}


@dataclass(frozen=True)
class DemoAccount:
    """One of the cast, as the sign-in page shows them."""

    name: str
    initial: str
    email: str
    comes_for: str | Promise


def demo_accounts() -> Sequence[DemoAccount]:
    """The cast that exists here; nobody outside the demo. One query."""
    if not settings.DEMO:
        return []
    mails = {f"{key}@{DOMAIN}": line for key, line in COME_FOR.items()}
    found = dict(User.objects.filter(email__in=mails, is_demo=True, is_active=True).values_list("email", "name"))
    return [DemoAccount(found[mail], found[mail][0], mail, line) for mail, line in mails.items() if mail in found]
