"""Certificates as anyone with their code may see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from courses.models import Certificate
from portal.people.models import User
from portal.releases.read import parts_of


@dataclass(frozen=True)
class Checked:
    """What is true of a certificate now: whose, for what, since when and until when."""

    code: str
    holder: str
    """Empty where the name was erased."""
    course: str
    release: int
    awarded_at: datetime
    in_force_until: datetime | None
    locale: str

    @property
    def is_in_force(self) -> bool:
        return self.in_force_until is None or timezone.now() <= self.in_force_until


def checked(code: str, language: str) -> Checked | None:
    """The certificate with this code however it is typed, in two queries; None where there is none."""
    found = Certificate.objects.select_related("user__merged_into", "release").filter(code=spelled(code)).first()
    if found is None:
        return None
    cover = parts_of([found.release_id], language).filter(part_id="").get()
    return Checked(
        code=found.code,
        holder=_holder(found.user),
        course=cover.title,
        release=found.release.number,
        awarded_at=found.awarded_at,
        in_force_until=found.in_force_until,
        locale=cover.locale,
    )


def _holder(user: User) -> str:
    """The name today; empty where its person asked for it to be erased. Who was merged has the name that stayed."""
    now = user.merged_into or user
    return "" if now.erased_at else now.name


def spelled(code: str) -> str:
    """A code in capitals and groups of four, as certificates print it."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())[:16]
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))
