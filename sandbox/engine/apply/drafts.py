"""Apply, for events of drafts."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.invoicing import Invoice
from sandbox.engine.world import World, schedule


def _drafted(world: World, event: ev.InvoiceDrafted) -> None:
    document = event.document
    world.invoices[document.id] = Invoice(document, "draft")
    if document.subscription is not None:
        world.drafts[document.subscription] = document.id
    schedule(world, "finalise", document.id, event.finalise_at)


def _draft_changed(world: World, event: ev.DraftChanged) -> None:
    draft = world.invoices[event.document.id]
    world.invoices[draft.document.id] = replace(draft, document=event.document)


HANDLERS: Final[Handlers] = {ev.InvoiceDrafted: _drafted, ev.DraftChanged: _draft_changed}
