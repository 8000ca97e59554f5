"""Where one person stands with one thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.duties.models import Duty, OpenedBecause
from portal.duties.queries.counting import state_of
from portal.duties.queries.faces import FACES, SENTENCES, Face
from portal.duties.queries.things import why_url
from portal.people.days import at_home

NOTES = {
    OpenedBecause.RENEWAL: _("renewal open"),
    OpenedBecause.RELEASE: _("reopened after a change"),
}


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one thing, from the instants of their duty."""

    status: Face
    due_at: datetime
    met_at: datetime | None
    in_force_until: datetime | None
    why_url: str
    grace_until: datetime | None = None
    held_until: datetime | None = None
    note: str | Promise = ""
    """Why it is asked once more, where it is and was not met since."""
    extend_url: str = ""
    """Where it can be given more time, while it is asked."""

    @property
    def is_asked(self) -> bool:
        return self.met_at is None

    @property
    def matters_at(self) -> datetime | None:
        """The instant that the status speaks of: when it is due while open, or the tolerance ends; once met until, or
        else since, when."""
        if self.met_at is not None:
            return self.in_force_until or self.met_at
        if self.status.name == "grace":
            return self.grace_until
        return self.held_until if self.status.name == "lapsing" else self.due_at

    @property
    def prefix(self) -> str:
        """How `matters_at` is said."""
        if self.met_at is None:
            return "until" if self.status.name in {"grace", "lapsing"} else "due"
        return "until" if self.in_force_until else "since"

    @property
    def sentence(self) -> str:
        """The status in one sentence with its day."""
        moment = self.matters_at
        if moment is None or self.prefix == "since":
            return gettext("In force, without an end date.")
        return SENTENCES[self.status.name] % {"day": date_format(at_home(moment), "DATE_FORMAT")}


def note_of(duty: Duty) -> str | Promise:
    """Why it is asked once more, while it is."""
    return NOTES.get(OpenedBecause(duty.opened_because), "") if duty.met_at is None else ""


def standing_of(duty: Duty, *, person: UUID, now: datetime) -> Standing:
    return Standing(
        FACES[state_of(duty, now=now)],
        duty.due_at,
        duty.met_at,
        duty.in_force_until,
        why_url(person, duty.kind, duty.key),
        grace_until=duty.grace_until,
        held_until=duty.held_until,
        note=note_of(duty),
        extend_url=reverse("duties:extend", args=[duty.pk]) if duty.met_at is None and duty.closed_at is None else "",
    )
