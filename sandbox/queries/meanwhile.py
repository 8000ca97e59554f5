"""Meanwhile: what was given to a customer after a page was opened, for whoever is about to give again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from sandbox import store
from sandbox.engine import events as ev
from sandbox.engine.concerning import customer_named
from sandbox.queries.scene import Scene

GIVING: Final = (ev.RefundMade, ev.CreditNoteIssued, ev.BalanceGranted, ev.IndemnityPaid, ev.ApprovalRequested)


def given_since(scene: Scene, opened: store.Opened, about: str, seq: int, *, is_left: Callable[[], bool]) -> str:
    """What happened after an event's number, in words, and whether more can be given; nothing where nothing was."""
    customer = customer_named(scene.world, about.partition("/")[0])
    if customer is None or seq >= opened.seq:
        return ""
    events = store.journal(opened.workspace, after=seq, customer=customer)
    found = [scene.narrate(one) for one in events if isinstance(one, GIVING)]
    if not found:
        return ""
    told = {"what": " ".join(found)}
    if not is_left():
        return _("Since this page was opened: %(what)s Nothing is left to give back.") % told
    return _("Since this page was opened: %(what)s Send again if this is to be given too.") % told
