"""A drill's page as a draft to be frozen: one part a language, with the words that may be read before it is passed."""

from __future__ import annotations

from wagtail.models import Page

from portal.home.library import SOURCE
from portal.seams.contracts import Draft, PartDraft
from portal.ui.markdown import to_html
from sandbox.drills import Setup, instantiate, step_ref
from sandbox.drills.frozen import frozen
from sandbox.drills.sheet import paragraphs
from sandbox.drills.wording import SAMPLE_SEED, filled
from sandbox.models import DrillPage
from sandbox.models.drills import numbered
from sandbox.queries.authoring import releasable
from sandbox.queries.briefs import DEBRIEF, HELD, HINTS
from sandbox.queries.drills import step_key


class DrillSource:
    """Collects a drill's live pages in all their languages."""

    page_model: type[Page] = DrillPage
    keeps = ("drill",)
    """Who passed has passed, whatever is released afterwards."""

    def collect(self, page: Page) -> Draft | None:
        """None while the source language is not published: the first release has both, or the source alone."""
        pages = list(
            DrillPage.objects.filter(translation_key=page.translation_key, live=True)
            .select_related("locale")
            .order_by("locale_id")
        )
        source = next((one for one in pages if one.locale.language_code == SOURCE), None)
        if source is None:
            return None
        brief = releasable({one.language: one.sheet() for one in pages})
        sample = instantiate(brief, SAMPLE_SEED)
        change_class, reason = DrillPage.objects.get(pk=page.pk).change()
        return Draft(
            kind=DrillPage.kind,
            key=source.translation_key,
            slug=source.slug,
            source_locale=SOURCE,
            parts=[_part(one, sample) for one in pages],
            revisions=[one.live_revision_id or 0 for one in pages],
            change_class=change_class,
            reason=reason,
            facts={
                "topics": list(brief.topics),
                "step_refs": [
                    step_key(ref) for ref in dict.fromkeys(step_ref(brief, one.step) for one in brief.conditions)
                ],
            },
            held={
                HELD: frozen(brief),
                # Given out one by one, and after the drill is passed.
                HINTS: {one.language: paragraphs(one.hints) for one in pages},
                DEBRIEF: {one.language: one.debrief for one in pages},
            },
        )

    def released(self, page: Page) -> None:
        """What was said stays on the page as published; it speaks of one number, and the next is asked for anew."""


def _part(page: DrillPage, sample: Setup) -> PartDraft:
    language = page.language
    words = {"story": page.story, "tasks": numbered(page.tasks)}
    return PartDraft(
        part_id="",
        locale=language,
        position=0,
        title=page.title,
        blocks=[{"id": name, "type": "markdown", "value": text} for name, text in words.items()],
        html={name: to_html(filled(text, sample, language)) for name, text in words.items()},
        facts={"summary": page.summary, "minutes": page.minutes},
    )
