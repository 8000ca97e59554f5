"""Apply, for events of Pix Automático."""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from sandbox.engine import events as ev
from sandbox.engine.apply.handler import Handlers
from sandbox.engine.mandate import MandateScript
from sandbox.engine.world import World, schedule, unschedule


def _scripted(world: World, event: ev.MandatesScripted) -> None:
    world.mandate_scripts[event.method] = MandateScript(event.entries)


def _requested(world: World, event: ev.MandateRequested) -> None:
    mandate = event.mandate
    world.mandates[mandate.id] = mandate
    world.mandates_of[mandate.method] = (*world.mandates_of.get(mandate.method, ()), mandate.id)
    script = world.mandate_scripts.get(mandate.method, MandateScript())
    world.mandate_scripts[mandate.method] = replace(script, cursor=script.cursor + 1)
    if event.answer_at is not None:
        world.mandate_answers[mandate.id] = event.accepts
        schedule(world, "mandate_answer", mandate.id, event.answer_at)


def _answered(world: World, event: ev.MandateAnswered) -> None:
    unschedule(world, "mandate_answer", event.mandate)
    world.mandate_answers.pop(event.mandate, None)
    status = "active" if event.accepted else "refused"
    world.mandates[event.mandate] = replace(world.mandates[event.mandate], status=status, answered_at=event.at)
    if event.replaces is not None:
        world.mandates[event.replaces] = replace(world.mandates[event.replaces], status="replaced", ended_at=event.at)


def _cancelled(world: World, event: ev.MandateCancelled) -> None:
    unschedule(world, "mandate_answer", event.mandate)
    world.mandate_answers.pop(event.mandate, None)
    world.mandates[event.mandate] = replace(world.mandates[event.mandate], status="cancelled", ended_at=event.at)


def _planned(world: World, event: ev.InstructionPlanned) -> None:
    schedule(world, "pix_instruction", event.invoice, event.due)


def _dropped(world: World, event: ev.InstructionDropped) -> None:
    unschedule(world, "pix_instruction", event.invoice)


def _issued(world: World, event: ev.InstructionIssued) -> None:
    instruction = event.instruction
    unschedule(world, "pix_instruction", instruction.invoice)
    world.instructions[instruction.id] = instruction
    world.instruction_of[instruction.invoice] = instruction.id
    schedule(world, "pix_debit", instruction.invoice, event.debits_at)


def _ended(world: World, event: ev.InstructionEnded) -> None:
    unschedule(world, "pix_debit", event.invoice)
    world.instructions[event.instruction] = replace(
        world.instructions[event.instruction], status=event.status, reason=event.reason
    )


HANDLERS: Final[Handlers] = {
    ev.MandatesScripted: _scripted,
    ev.MandateRequested: _requested,
    ev.MandateAnswered: _answered,
    ev.MandateCancelled: _cancelled,
    ev.InstructionPlanned: _planned,
    ev.InstructionDropped: _dropped,
    ev.InstructionIssued: _issued,
    ev.InstructionEnded: _ended,
}
