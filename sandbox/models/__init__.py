"""Rows of the sandbox: drills as editors write them, practice companies as their journals leave them."""

from sandbox.models.drills import DrillIndexPage, DrillPage
from sandbox.models.reports import MonthFigures, ReportState
from sandbox.models.workspaces import (
    CommandKey,
    DrillAttempt,
    JournalEvent,
    Snapshot,
    Subject,
    Workspace,
)

__all__ = [
    "CommandKey",
    "DrillAttempt",
    "DrillIndexPage",
    "DrillPage",
    "JournalEvent",
    "MonthFigures",
    "ReportState",
    "Snapshot",
    "Subject",
    "Workspace",
]
