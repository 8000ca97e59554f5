"""Freezing: a draft becomes a release, once, whatever is retried or raced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.people.days import day_of
from portal.refusal import Refusal
from portal.releases.assets import keep
from portal.releases.effect import come_into_force, lock
from portal.releases.models import ChangeClass, Release, ReleaseAsset, ReleaseHeld, ReleasePart
from portal.releases.rules import asks_less, digest, neutral, neutral_blocks, part_hash, revisions_digest
from portal.releases.sealing import seal_of
from portal.seams.contracts import Draft, PartDraft
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

    It takes effect on `effective_on`, or today. Raises Refusal without a change class or
    a reason, for a day that has passed, and where it would put in force what a planned release asks more for.
    """
    lock(draft.kind, draft.key)
    name = revisions_digest(draft.revisions)
    before = Release.objects.filter(kind=draft.kind, key=draft.key)
    same = before.filter(revisions=name).first()
    if same is not None:
        return same
    moment = _moment.get() or timezone.now()
    day = effective_on or day_of(moment)
    _allow(draft, before, day, moment)
    parts, assets = keep(draft.parts)
    release = Release(
        id=uuid4(),
        kind=draft.kind,
        key=draft.key,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        slug=draft.slug,
        source_locale=draft.source_locale,
        change_class=draft.change_class,
        reason=draft.reason.strip(),
        facts=neutral(dict(draft.facts)),
        revisions=name,
        effective_on=day,
        released_at=moment,
        released_by=released_by,
        approved_by=approved_by,
    )
    _write(release, [_part(release, part) for part in parts], assets, held=neutral(dict(draft.held)))
    for told in registry.release_listeners:
        told(release)
    come_into_force(release)
    return release


def _allow(draft: Draft, before: QuerySet[Release], day: date, moment: datetime) -> None:
    if draft.change_class not in ChangeClass.values:
        raise Refusal("change_class_missing", _("Choose what this release asks of people before you release it."))
    if not draft.reason.strip():
        raise Refusal("reason_missing", _("Say in one sentence why it changes before you release it."))
    if day < day_of(moment):
        raise Refusal(
            "effective_on_passed", _("A release cannot take effect on a day that has passed. Choose another.")
        )
    for planned in before.filter(effective_on__gt=day).order_by("number"):
        if asks_less(draft.change_class, planned.change_class):
            said = _(
                "Version %(number)s waits for %(day)s and asks more of people; this one would put the same changes in "
                "force before it. Ask as much of them as it does, or choose that day or a later one."
            )
            words = {"number": planned.number, "day": date_format(planned.effective_on, "DATE_FORMAT")}
            raise Refusal("asks_less_than_planned", said % words)


def _part(release: Release, part: PartDraft) -> ReleasePart:
    blocks, facts, html = neutral_blocks(part.blocks), neutral(part.facts), dict(part.html)
    return ReleasePart(
        release=release,
        part_id=part.part_id,
        locale=part.locale,
        position=part.position,
        title=part.title,
        blocks=blocks,
        html=html,
        facts=facts,
        hash=part_hash(title=part.title, blocks=blocks, facts=facts),
        html_hash=digest(html),
    )


def _write(
    release: Release, parts: Sequence[ReleasePart], assets: Sequence[ReleaseAsset], *, held: Mapping[str, Any]
) -> None:
    release.seal = seal_of(release, parts=parts, assets=assets, held=held)
    release.save(force_insert=True)
    ReleasePart.objects.bulk_create(parts)
    if held:
        ReleaseHeld.objects.create(release=release, content=held)
    for asset in assets:
        asset.release = release
    ReleaseAsset.objects.bulk_create(assets)
