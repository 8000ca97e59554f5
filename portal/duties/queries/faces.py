"""How each status of a duty shows and is said."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.duties.rules import DutyStatus


@dataclass(frozen=True)
class Face:
    """How a status shows: tone for colour, icon and word always together."""

    name: str
    tone: str
    icon: str
    label: str | Promise


FACES = {
    DutyStatus.OVERDUE: Face("overdue", "late", "circle-alert", _("overdue")),
    DutyStatus.LAPSED: Face("lapsed", "late", "circle-x", _("lapsed")),
    DutyStatus.GRACE: Face("grace", "warn", "timer", _("in tolerance")),
    DutyStatus.DUE: Face("due", "warn", "clock", _("due")),
    DutyStatus.LAPSING: Face("lapsing", "warn", "hourglass", _("lapsing")),
    DutyStatus.IN_FORCE: Face("in_force", "ok", "circle-check", _("in force")),
}
WORST_FIRST = list(DutyStatus)
SENTENCES = {
    "overdue": _("It was asked to be done by %(day)s."),
    "lapsed": _("It was in force until %(day)s."),
    "grace": _("It is past its day, and the tolerance runs until %(day)s."),
    "due": _("It is asked to be done by %(day)s."),
    "lapsing": _("It is in force until %(day)s, which is soon."),
    "in_force": _("In force until %(day)s."),
}
