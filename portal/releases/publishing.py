"""The one place that listens to Wagtail: what an editor publishes is frozen, and a sweep freezes what a crash left."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from wagtail.models import Page, Revision, TaskState
from wagtail.signals import page_published

from portal.refusal import Refusal
from portal.releases.effect import lock
from portal.releases.freeze import freeze
from portal.releases.models import Release
from portal.releases.pages import ReleasedPage
from portal.seams.contracts import ReleaseSource
from portal.seams.registry import registry

log = logging.getLogger(__name__)


def source_of(page: Page) -> ReleaseSource | None:
    """The source that freezes this kind of page; None for pages that are not released."""
    return next((source for source in registry.sources if isinstance(page, source.page_model)), None)


@transaction.atomic
def release_page(page: Page, *, user: Any = None) -> Release | None:
    """Freeze the draft behind a published page; the same revisions freeze once."""
    source = source_of(page)
    if source is None:
        return None
    is_ours = isinstance(page, ReleasedPage)
    if is_ours:  # before anything is read: whoever publishes another language waits, and then reads this one too
        lock(page.kind, page.translation_key)
    draft = source.collect(page)
    if draft is None:
        return None
    release = freeze(
        draft,
        released_by=getattr(user, "person", None),
        approved_by=_approved_by(page) if is_ours else None,
        effective_on=_day(page, draft.source_locale) if is_ours else None,
    )
    source.released(page)
    return release


def _day(page: ReleasedPage, source_locale: str) -> date | None:
    """The day said with the class and the reason, by whichever language they were said in."""
    family = type(page).objects.filter(translation_key=page.translation_key, live=True).select_related("live_revision")
    said = {one.pk == page.pk: one for one in family if one.pk == page.pk or one.locale.language_code == source_locale}
    speaking = next((one for own in (True, False) if (one := said.get(own)) and all(one.change())), None)
    return speaking.day() if speaking else None


def _approved_by(page: ReleasedPage) -> UUID | None:
    """Who approved the revision that is live, last, where a workflow let it through."""
    approvals = TaskState.objects.filter(
        revision=page.live_revision_id, status=TaskState.STATUS_APPROVED, finished_by__isnull=False
    )
    person: UUID | None = approvals.order_by("-finished_at").values_list("finished_by__person", flat=True).first()
    return person


def on_published(sender: type[Page], instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    release_page(instance, user=revision.user if revision is not None else None)


def listen() -> None:
    page_published.connect(on_published, dispatch_uid="vigente-release")


def sweep() -> int:
    """Freeze every live page whose newest revisions were never frozen; returns how many releases were made.

    What was published last comes first: of the languages of one thing it is the one that says what it asks. A page that
    may not be released yet, its change class unsaid, keeps nobody else waiting.
    """
    before = Release.objects.count()
    for source in registry.sources:
        for page in source.page_model.objects.live().order_by("-last_published_at", "pk"):
            try:
                release_page(page, user=_publisher(page))
            except Refusal as refusal:
                log.warning("%s %s is live and not released: %s", page._meta.label, page.pk, refusal.code)
    return Release.objects.count() - before


def _publisher(page: Page) -> Any:
    revision = getattr(page, "live_revision", None)
    return revision.user if revision is not None else None
