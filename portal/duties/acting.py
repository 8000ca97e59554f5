"""What acts on rules and duties share: one at a time on a rule, and who may give whom more time."""

from __future__ import annotations

from django.http import Http404

from portal.duties.models import Requirement
from portal.people.access import Capability, Viewer
from portal.people.days import today


def rule_of(pk: int) -> Requirement:
    """The rule, held until the transaction ends: two who act on it wait for each other."""
    found = Requirement.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def has_ended(rule: Requirement) -> bool:
    """It asks nothing any more, and never will again."""
    return rule.ends_on is not None and rule.ends_on <= today()


def may_extend(viewer: Viewer, user: int) -> bool:
    """Who sets duties, and who leads the person; nobody for themselves."""
    leads = viewer.can(Capability.LEAD) and user in viewer.line
    return user != viewer.id and (viewer.can(Capability.SET_DUTIES) or leads)
