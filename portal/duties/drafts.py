"""What somebody would have a rule say and of whom, before it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.people.models import Department, User


@dataclass(frozen=True)
class ClauseDraft:
    """Some people; see `portal.duties.models.Clause`."""

    excludes: bool = False
    department: Department | None = None
    with_below: bool = True
    role: str = ""
    title: str = ""
    hired_from: date | None = None
    hired_before: date | None = None
    user: User | None = None

    @property
    def names_somebody(self) -> bool:
        chosen = (self.department, self.role, self.title.strip(), self.hired_from, self.hired_before, self.user)
        return any(bool(one) for one in chosen)


@dataclass(frozen=True)
class TermsDraft:
    """What a rule is to say; see `portal.duties.models.Terms`."""

    due_from: str
    applies_from: date
    reason: str
    clauses: Sequence[ClauseDraft]
    due_days: int | None = None
    due_on: date | None = None
    again_days: int = 14
    renew_days: int | None = None
    grace_days: int = 0
