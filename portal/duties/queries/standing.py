"""Where one person stands with one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext

from portal.duties.models import Duty
from portal.duties.queries.faces import FACES, SENTENCES, Face
from portal.duties.queries.things import why_url
from portal.duties.rules import Instants, status
from portal.people.days import at_home


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one thing, from the instants of their duty."""

    status: Face
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    why_url: str

    @property
    def matters_at(self) -> datetime | None:
        """The instant that the status speaks of: when it is due while open; once met until, or else since, when."""
        return self.due_at if self.met_at is None else self.in_force_until or self.met_at

    @property
    def prefix(self) -> str:
        """How `matters_at` is said."""
        if self.met_at is None:
            return "due"
        return "until" if self.in_force_until else "since"

    @property
    def sentence(self) -> str:
        """The status in one sentence with its day."""
        moment = self.matters_at
        if moment is None or self.prefix == "since":
            return gettext("In force, without an end date.")
        return SENTENCES[self.status.name] % {"day": date_format(at_home(moment), "DATE_FORMAT")}


def standing_of(duty: Duty, *, person: UUID, now: datetime) -> Standing:
    state = status(Instants(duty.due_at, duty.met_at, duty.in_force_until), now=now)
    why = why_url(person, duty.kind, duty.key)
    return Standing(FACES[state], duty.due_at, duty.met_at, duty.in_force_until, why)
