"""The practice billing engine: a company is an append-only list of events, and pure functions do everything.

What is named here is the public interface; everything else may move.
"""

from __future__ import annotations

from typing import Final

from sandbox.engine.apply import apply, replay
from sandbox.engine.approval import ACTORS
from sandbox.engine.archiving import KEPT, Archived, archive, has_archived, looks_back, named_by, recall
from sandbox.engine.clock import due
from sandbox.engine.codec import (
    decode_event,
    decode_world,
    encode_event,
    encode_world,
    event_json,
    journal_hash,
    kind_of,
)
from sandbox.engine.commands import COMMAND_TYPES, Advance, Command, OpenCompany
from sandbox.engine.concerning import whose
from sandbox.engine.decide import decide
from sandbox.engine.decide.approving import WANTING_ONE
from sandbox.engine.decide.datawork import is_refused_to_the_erased
from sandbox.engine.decide.turn import BadInput, Rejection
from sandbox.engine.desk import QueueRow, collections_queue
from sandbox.engine.events import DataCorrected, DataErased, Event, NoteAdded
from sandbox.engine.execution import Outcome, execute
from sandbox.engine.exporting import export_files
from sandbox.engine.invariants import verify
from sandbox.engine.invariants.broken import InvariantBroken
from sandbox.engine.messages import render_message
from sandbox.engine.narration import narrate
from sandbox.engine.parsing import command_from
from sandbox.engine.people import NOBODY, KnownPeople, People
from sandbox.engine.privacy import Correction, fields_of
from sandbox.engine.report import report
from sandbox.engine.rewinding import rewind
from sandbox.engine.statement import Statement, statements, trial_balance_at
from sandbox.engine.world import World, coming, next_due, next_told

# Raise it when a fold of the same journal may come out differently: stored snapshots are then rebuilt.
ENGINE_VERSION: Final[int] = 13

__all__ = [
    "ACTORS",
    "COMMAND_TYPES",
    "ENGINE_VERSION",
    "KEPT",
    "NOBODY",
    "WANTING_ONE",
    "Advance",
    "Archived",
    "BadInput",
    "Command",
    "Correction",
    "DataCorrected",
    "DataErased",
    "Event",
    "InvariantBroken",
    "KnownPeople",
    "NoteAdded",
    "OpenCompany",
    "Outcome",
    "People",
    "QueueRow",
    "Rejection",
    "Statement",
    "World",
    "apply",
    "archive",
    "collections_queue",
    "coming",
    "command_from",
    "decide",
    "decode_event",
    "decode_world",
    "due",
    "encode_event",
    "encode_world",
    "event_json",
    "execute",
    "export_files",
    "fields_of",
    "has_archived",
    "is_refused_to_the_erased",
    "journal_hash",
    "kind_of",
    "looks_back",
    "named_by",
    "narrate",
    "next_due",
    "next_told",
    "recall",
    "render_message",
    "replay",
    "report",
    "rewind",
    "statements",
    "trial_balance_at",
    "verify",
    "whose",
]
