"""What an endpoint can be told of, and telling it: rows in the act's own transaction, sent by jobs once it stands."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.jobs.queue import enqueue
from portal.webhooks.models import Endpoint

if TYPE_CHECKING:
    from portal.duties.models import Duty
    from portal.evidence.models import Evidence
    from portal.releases.models import Release

SEND, SPREAD = "webhooks.send", "webhooks.spread"
AT_ONCE = 10
"""So many deliveries get a job each in the act's own transaction; of more, one job makes the others."""
TEST = "webhook.test"
FACT = "evidence.recorded"
LABELS: Mapping[str, str | Promise] = {
    f"{FACT}:course.enrolled": _("Somebody enrolled in a course"),
    f"{FACT}:lesson.finished": _("Somebody finished a lesson"),
    f"{FACT}:practice.answered": _("Somebody answered a practice question"),
    f"{FACT}:exam.marked": _("An exam was marked"),
    f"{FACT}:certificate.awarded": _("Somebody earned a certificate"),
    f"{FACT}:playbook.acknowledged": _("Somebody acknowledged a playbook"),
    f"{FACT}:drill.attempted": _("Somebody attempted a drill"),
    f"{FACT}:idea.submitted": _("Somebody submitted an idea"),
    f"{FACT}:idea.supported": _("Somebody supported an idea"),
    "duty.opened": _("Something was asked of somebody"),
    "duty.met": _("Somebody met what was asked"),
    "release.in_force": _("A release came into force"),
    "person.here": _("Somebody joined, came back or moved"),
    "person.left": _("Somebody left"),
}
GROUPS: Sequence[tuple[str | Promise, str]] = (
    (pgettext_lazy("webhook", "Evidence"), FACT),
    (pgettext_lazy("webhook", "Duties"), "duty."),
    (pgettext_lazy("webhook", "Content"), "release."),
    (pgettext_lazy("webhook", "People"), "person."),
)

_WRITE = """
insert into webhooks_delivery (id, endpoint_id, event, body, person, made_at, attempts, trouble, answer)
select gen_random_uuid(), e.id, %(type)s, t.body, t.person, %(now)s, 0, '', ''
  from webhooks_endpoint e cross join unnest(%(bodies)s::text[], %(people)s::uuid[]) t(body, person)
 where e.paused_at is null and e.removed_at is null and %(event)s = any(e.events)
returning id
"""


@dataclass(frozen=True)
class Said:
    """What one event says: ids and types. `person` is the opaque id of whom it speaks of."""

    data: Mapping[str, Any]
    person: UUID | None = None


def tell(event: str, said: Collection[Said]) -> int:
    """Write a delivery for each endpoint that asked for `event`, in the caller's transaction; returns how many.

    One statement where nobody asked.
    """
    if not said:
        return 0
    kind, now = event.partition(":")[0], timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            {
                "type": kind,
                "event": event,
                "now": now,
                "bodies": [body_of(kind, one, at=now.isoformat()) for one in said],
                "people": [one.person for one in said],
            },
        )
        written = [row[0] for row in cursor.fetchall()]
    send(written)
    return len(written)


def body_of(kind: str, said: Said, *, at: str) -> str:
    """The body by the Standard Webhooks scheme: type, timestamp, data."""
    data = {**said.data, **({"person": str(said.person)} if said.person else {})}
    return json.dumps({"type": kind, "timestamp": at, "data": data}, separators=(",", ":"), sort_keys=True)


def send(deliveries: Sequence[UUID]) -> None:
    """Have these sent once the transaction is committed."""
    if len(deliveries) > AT_ONCE:
        enqueue(SPREAD, args={"deliveries": [str(one) for one in deliveries], "at": 0}, total=len(deliveries))
        return
    for one in deliveries:
        enqueue(SEND, args={"delivery": str(one)})


# -- What the rest of the house tells us of -------------------------------------------------------------------------------


def on_evidence(fact: Evidence) -> None:
    data = {"id": str(fact.id), "verb": fact.verb, "kind": fact.kind, "key": str(fact.key)}
    if fact.part:
        data["part"] = fact.part
    if fact.release:
        data["release"] = str(fact.release)
    tell(f"{FACT}:{fact.verb}", [Said(data, fact.person)])


def on_release(release: Release) -> None:
    data = {
        "id": str(release.pk), "kind": release.kind, "key": str(release.key), "number": release.number,
        "change": release.change_class, "effective_on": release.effective_on.isoformat(),
    }  # fmt: skip
    tell("release.in_force", [Said(data)])


def on_people(users: Collection[int]) -> None:
    _of_people("person.here", users)


def on_left(users: Collection[int]) -> None:
    _of_people("person.left", users)


def _of_people(event: str, users: Collection[int]) -> None:
    from portal.people.models import User

    if not heard([event]):
        return
    tell(event, [Said({}, person) for person in User.objects.filter(pk__in=users).values_list("person", flat=True)])


def on_duties(opened: Sequence[Duty], met: Sequence[Duty]) -> None:
    """What an act asked of people, and what it found met."""
    asked_of = {"duty.opened": opened, "duty.met": met}
    for event in heard(event for event, duties in asked_of.items() if duties):
        _of_duties(event, asked_of[event])


def _of_duties(event: str, duties: Sequence[Duty]) -> None:
    from portal.people.models import User

    persons = dict(User.objects.filter(pk__in={one.user_id for one in duties}).values_list("pk", "person"))
    tell(
        event,
        [
            Said(
                {"requirement": one.requirement_id, "cycle": one.cycle, "kind": one.kind, "key": str(one.key)},
                persons[one.user_id],
            )
            for one in duties
        ],
    )


def heard(events: Iterable[str]) -> Sequence[str]:
    """Which of these anybody asked for, in one query: asked first where telling takes more than a statement."""
    asked = list(events)
    rows = Endpoint.objects.filter(events__overlap=asked, paused_at=None, removed_at=None).values_list(
        "events", flat=True
    )
    listened = {event for row in rows for event in row}
    return [event for event in asked if event in listened]
