"""The one place that listens to Wagtail: what an editor publishes is frozen, and a sweep freezes what a crash left."""

from __future__ import annotations

import logging
from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.signals import page_published

from portal.refusal import Refusal
from portal.releases.freeze import freeze
from portal.releases.models import Release
from portal.seams.contracts import ReleaseSource
from portal.seams.registry import registry

log = logging.getLogger(__name__)


def source_of(page: Page) -> ReleaseSource | None:
    """The source that freezes this kind of page; None for pages that are not released."""
    return next((source for source in registry.sources if isinstance(page, source.page_model)), None)


def release_page(page: Page, *, user: Any = None) -> Release | None:
    """Freeze the draft behind a published page; the same revisions freeze once."""
    source = source_of(page)
    if source is None:
        return None
    with transaction.atomic():
        draft = source.collect(page)
        if draft is None:
            return None
        release = freeze(draft, released_by=getattr(user, "person", None))
        source.released(page)
    return release


def on_published(sender: type[Page], instance: Page, revision: Any = None, **kwargs: Any) -> None:
    release_page(instance, user=revision.user if revision is not None else None)


def listen() -> None:
    page_published.connect(on_published, dispatch_uid="vigente-release")


def sweep() -> int:
    """Freeze every live page whose newest revisions were never frozen; returns how many releases were made.

    A page that may not be released yet, its change class unsaid, keeps nobody else waiting.
    """
    before = Release.objects.count()
    for source in registry.sources:
        for page in source.page_model.objects.live().order_by("pk"):
            try:
                release_page(page)
            except Refusal as refusal:
                log.warning("%s %s is live and not released: %s", page._meta.label, page.pk, refusal.code)
    return Release.objects.count() - before
