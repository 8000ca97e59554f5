"""Apply, for events of approvals."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.world import World


def _requested(world: World, event: ev.ApprovalRequested) -> None:
    world.approvals[event.approval.id] = event.approval


def _answered(world: World, event: ev.ApprovalAnswered) -> None:
    world.approvals[event.approval] = replace(
        world.approvals[event.approval],
        status=event.answer,
        answered_by=event.actor,
        answered_at=event.at,
        reason=event.reason,
    )


def _role_taken(world: World, event: ev.RoleTaken) -> None:
    world.role = event.role


HANDLERS: Final[Handlers] = {
    ev.ApprovalRequested: _requested,
    ev.ApprovalAnswered: _answered,
    ev.RoleTaken: _role_taken,
}
