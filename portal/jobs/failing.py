"""Why a job failed: in plain words for who decides what to do, and where, for who maintains the house."""

from __future__ import annotations

import re
import traceback
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.refusal import Refusal


class Outside(Exception):
    """Something outside the house (a mail server, an address) did not answer or said no. Say no address in it."""


class Unknown(Exception):
    """No handler is registered for the kind."""


@dataclass(frozen=True)
class Reason:
    """What happened, and what to do now."""

    happened: str | Promise
    advice: str | Promise


REASONS: dict[str, Reason] = {
    "outside": Reason(
        _("A service outside did not answer, or said no."), _("Once it can be reached again, try again.")
    ),
    "database": Reason(_("The database was away or too busy."), _("It was most likely a passing trouble: try again.")),
    "gone": Reason(_("What it speaks of is no longer there."), _("Trying again will not help: lay it aside.")),
    "refused": Reason(
        _("A rule of the house said no."), _("The details say which. Change what it asks for, then try again.")
    ),
    "unknown": Reason(
        _("This version of the program does not know this kind of task."),
        _("Bring every worker to the same version, then try again."),
    ),
    "killed": Reason(
        _("Its worker ended in the middle of it, every time."),
        _("Look at the memory of the machine and the log of the workers, then try again."),
    ),
    "broken": Reason(
        _("The program made a mistake."),
        _("Give the details to whoever maintains the house; trying again helps once it is corrected."),
    ),
}


def reason_of(error: BaseException) -> str:
    """Which of `REASONS` an exception stands for."""
    if isinstance(error, Refusal):
        return "refused"
    if isinstance(error, Unknown):
        return "unknown"
    if isinstance(error, OperationalError | InterfaceError):
        return "database"
    if isinstance(error, ObjectDoesNotExist):
        return "gone"
    if isinstance(error, Outside | OSError):
        return "outside"
    return "broken"


def trace_of(error: BaseException) -> str:
    """The traceback without what may speak of somebody: addresses, long numbers, and the values a database quotes."""
    told = "".join(traceback.format_exception(error, limit=20))
    told = re.sub(r"^\s*(DETAIL|CONTEXT|HINT):.*$", r"\1: …", told, flags=re.MULTILINE)
    told = re.sub(r"[^\s\"'<>()=,;:]+@[^\s\"'<>()=,;:]+", "…@…", told)
    return re.sub(r"\b\d[\d.\-/]{6,}\d\b", "…", told)
