"""Freezing: a draft becomes a release, once, whatever is retried or raced."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.people.days import day_of
from portal.refusal import Refusal
from portal.releases.effect import come_into_force, lock
from portal.releases.models import ChangeClass, Release, ReleasePart
from portal.releases.rules import neutral, part_hash, revisions_digest
from portal.seams.contracts import Draft
from portal.seams.registry import registry

_moment: ContextVar[datetime | None] = ContextVar("the moment of release", default=None)


@contextmanager
def released_on(moment: datetime) -> Iterator[None]:
    """While the demo is seeded, what is frozen was released at `moment`: a release cannot be dated afterwards."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)


@transaction.atomic
def freeze(
    draft: Draft,
    *,
    released_by: UUID | None,
    approved_by: UUID | None = None,
    effective_on: date | None = None,
) -> Release:
    """Freeze `draft` as the next number of its kind and key, or return the release it already became.

    Raises Refusal without a change class or a reason: the next number always says what it asks of people.
    """
    lock(draft.kind, draft.key)
    digest = revisions_digest(draft.revisions)
    before = Release.objects.filter(kind=draft.kind, key=draft.key)
    same = before.filter(revisions=digest).first()
    if same is not None:
        return same
    if draft.change_class not in ChangeClass.values:
        raise Refusal("change_class_missing", _("Choose what this release asks of people before you release it."))
    if not draft.reason.strip():
        raise Refusal("reason_missing", _("Say in one sentence why it changes before you release it."))
    moment = _moment.get() or timezone.now()
    release = Release.objects.create(
        kind=draft.kind,
        key=draft.key,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        slug=draft.slug,
        source_locale=draft.source_locale,
        change_class=draft.change_class,
        reason=draft.reason.strip(),
        facts=dict(draft.facts),
        revisions=digest,
        effective_on=effective_on or day_of(moment),
        released_at=moment,
        released_by=released_by,
        approved_by=approved_by,
    )
    ReleasePart.objects.bulk_create(
        ReleasePart(
            release=release,
            part_id=part.part_id,
            locale=part.locale,
            position=part.position,
            title=part.title,
            blocks=neutral(part.blocks),
            html=dict(part.html),
            facts=neutral(part.facts),
            hash=part_hash(title=part.title, blocks=neutral(part.blocks), facts=neutral(part.facts)),
        )
        for part in draft.parts
    )
    for told in registry.release_listeners:
        told(release)
    come_into_force(release)
    return release
