"""My account: who I am here, what I may do, how I sign in, and what was done to my account; read in few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from allauth.mfa import app_settings as mfa
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.audit.models import Entry
from portal.audit.telling import departments_in, named_in, tell
from portal.people.access import Viewer, visible
from portal.people.days import today
from portal.people.models import Delegation, DepartmentMembership, ReportingLine, Role, RoleMembership, User
from portal.people.organisation import holding
from portal.signin import factors as second_factor
from portal.signin.devices import Device, device

NEWEST_SESSIONS = 3
NEWEST_ACTS = 10
FEW_CODES = 3
"""With so few recovery codes left, it is time for new ones."""
EVERYONE: tuple[str | Promise, str | Promise] = (
    _("Everyone who works here"),
    _("Takes courses, reads playbooks, practises, and proposes ideas."),
)
LEADING: tuple[str | Promise, str | Promise] = (
    _("Manager"),
    _("Sees where the team stands and why, today’s team only."),
)
ALLOWS: Mapping[str, str | Promise] = {
    Role.AUTHOR: _("Writes courses, lessons and questions, and releases them."),
    Role.PROCESS_OWNER: _("Writes playbooks, releases them and answers for them."),
    Role.IDEA_REVIEWER: _("Answers the ideas on the board and moderates it."),
    Role.PRIVACY_OFFICER: _("Sees everyone’s evidence, reads the audit and answers requests about personal data."),
    Role.ADMINISTRATOR: _("Lets people in and out, transfers them, gives roles, and edits the library."),
}


@dataclass(frozen=True)
class Held:
    """A role in words, what it allows, and from which day it is held; no day for what comes with working here."""

    name: str | Promise
    allows: str | Promise
    since: date | None = None
    until: date | None = None
    """The last day, where one is known."""
    is_ahead: bool = False


@dataclass(frozen=True)
class StandIn:
    """Somebody leads another's team from a day to a last day."""

    who: str
    first: date
    last: date
    is_ahead: bool


@dataclass(frozen=True)
class Factors:
    """How one proves who one is, besides the password."""

    has_app: bool
    passkeys: Sequence[str]
    codes_left: int | None
    """None where no recovery codes were made."""

    @property
    def is_on(self) -> bool:
        return self.has_app or bool(self.passkeys)

    @property
    def has_codes(self) -> bool:
        return bool(self.codes_left)

    @property
    def needs_codes(self) -> bool:
        """Whether a lost device would soon mean a locked door."""
        return self.is_on and (self.codes_left or 0) <= FEW_CODES


@dataclass(frozen=True)
class Seat:
    """A place where one is signed in."""

    device: Device
    address: str
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True)
class Done:
    """An act on the account, as a sentence; `by` is empty where a clock or a command did it."""

    sentence: str
    at: datetime
    by: str
    is_own: bool


class Account:
    """One person's account page; each part is read when it is drawn."""

    def __init__(self, user: User, viewer: Viewer, *, session: str | None = None) -> None:
        self.user = user
        self.viewer = viewer
        self._session = session

    @cached_property
    def department_since(self) -> date | None:
        rows = holding(DepartmentMembership.objects.filter(user=self.user))
        since: date | None = rows.values_list("starts_on", flat=True).first()
        return since

    @cached_property
    def manager(self) -> ReportingLine | None:
        found: ReportingLine | None = (
            holding(ReportingLine.objects.filter(user=self.user)).select_related("manager").first()
        )
        return found

    @cached_property
    def _memberships(self) -> Sequence[RoleMembership]:
        """My roles of today and those ahead, and everybody who administers today."""
        ahead_or_today = Q(ends_on=None) | Q(ends_on__gt=today())
        rows = RoleMembership.objects.filter(ahead_or_today, Q(user=self.user) | Q(role=Role.ADMINISTRATOR))
        return list(rows.select_related("user").order_by("starts_on", "user__name"))

    @property
    def roles(self) -> Sequence[Held]:
        held = [
            Held(Role(row.role).label, ALLOWS[row.role], row.starts_on, _last(row.ends_on), row.starts_on > today())
            for row in self._memberships
            if row.user_id == self.user.pk
        ]
        return [*([Held(*LEADING)] if self.viewer.leads else []), *held, Held(*EVERYONE)]

    @property
    def administrators(self) -> Sequence[str]:
        """Who else changes what I cannot: nobody needs to be sent to themselves."""
        rows = self._memberships
        return [
            row.user.name
            for row in rows
            if row.role == Role.ADMINISTRATOR
            and row.starts_on <= today()
            and row.user.is_active
            and row.user_id != self.user.pk
        ]

    @cached_property
    def _delegations(self) -> Sequence[Delegation]:
        rows = Delegation.objects.filter(Q(user=self.user) | Q(delegate=self.user), ends_on__gt=today())
        return list(rows.select_related("user", "delegate").order_by("starts_on"))

    @property
    def stand_ins(self) -> Sequence[StandIn]:
        """Who leads for me while I am away, now and ahead."""
        return [_stand_in(row, row.delegate.name) for row in self._delegations if row.user_id == self.user.pk]

    @property
    def stands_in_for(self) -> Sequence[StandIn]:
        return [_stand_in(row, row.user.name) for row in self._delegations if row.delegate_id == self.user.pk]

    @cached_property
    def factors(self) -> Factors:
        rows = list(Authenticator.objects.filter(user=self.user).order_by("created_at"))
        kinds = Authenticator.Type
        codes = next((row for row in rows if row.type == kinds.RECOVERY_CODES), None)
        return Factors(
            has_app=any(row.type == kinds.TOTP for row in rows),
            passkeys=[str(row.data.get("name") or "") for row in rows if row.type == kinds.WEBAUTHN],
            codes_left=None if codes is None else _codes_left(codes),
        )

    @property
    def asked(self) -> second_factor.Standing:
        """Whether my roles ask for a second factor, and whether this installation insists."""
        return second_factor.standing(self.viewer)

    @cached_property
    def _sessions(self) -> Sequence[UserSession]:
        return list(UserSession.objects.filter(user=self.user).order_by("-last_seen_at"))

    @property
    def sessions(self) -> int:
        return len(self._sessions)

    @property
    def newest_sessions(self) -> Sequence[Seat]:
        """This one first, then those last seen."""
        seats = [
            Seat(device(row.user_agent), row.ip, row.last_seen_at, row.session_key == self._session)
            for row in self._sessions
        ]
        return sorted(seats, key=lambda seat: not seat.is_this)[:NEWEST_SESSIONS]

    @cached_property
    def recent(self) -> Sequence[Done]:
        """The newest acts on this account; what was done to one's own account is no secret to oneself."""
        own = Entry.objects.filter(subject__in=self.viewer.persons)
        entries = list(visible(own, self.viewer).order_by("-at", "-id")[:NEWEST_ACTS])
        others = {entry.actor for entry in entries if entry.actor} | named_in(entries)
        names = {**dict.fromkeys(self.viewer.persons, self.user.name), **_names(others - set(self.viewer.persons))}
        departments = departments_in(entries)
        return [
            Done(
                sentence=tell(entry, names, departments),
                at=entry.at,
                by=names.get(entry.actor, "") if entry.actor else "",
                is_own=entry.actor in self.viewer.persons,
            )
            for entry in entries
        ]

    @property
    def data_url(self) -> str:
        return _if_open("/me/data/")

    @property
    def shows_away(self) -> bool:
        return bool(self._delegations) or self.viewer.leads

    @property
    def is_alone(self) -> bool:
        """Leads people, and nobody would while they are away."""
        return self.viewer.leads and not self.stand_ins

    @property
    def delegation_url(self) -> str:
        return _if_open("/people/delegation/") if self.viewer.leads else ""

    @property
    def now(self) -> datetime:
        return timezone.now()


def _names(persons: set[UUID]) -> dict[UUID, str]:
    if not persons:
        return {}
    return dict(User.objects.filter(person__in=persons).values_list("person", "name"))


def _codes_left(codes: Authenticator) -> int:
    """Counted, not unsealed: this page has no use for the codes themselves."""
    if "migrated_codes" in codes.data:
        return len(codes.data["migrated_codes"])
    return int(mfa.RECOVERY_CODE_COUNT) - int(codes.data.get("used_mask", 0)).bit_count()


def _stand_in(row: Delegation, who: str) -> StandIn:
    last = _last(row.ends_on) or row.starts_on
    return StandIn(who, row.starts_on, last, row.starts_on > today())


def _last(ends_on: date | None) -> date | None:
    """The last day of what ends, exclusively, on a day."""
    return ends_on - timedelta(days=1) if ends_on else None


def _if_open(path: str) -> str:
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path
