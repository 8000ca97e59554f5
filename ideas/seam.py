"""What ideas offers to the rest of the house."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ideas.actions.account_data import IdeaData
from ideas.actions.seed import seed
from ideas.models import IdeaBoardPage
from ideas.notices import IDEA_NOTICES, seed_notices
from ideas.queries import RULES, waiting
from ideas.replay import VERIFIERS
from ideas.search import IdeaSearch
from portal.people.access import Viewer
from portal.seams.contracts import Draft, HomeCard, NavItem
from portal.seams.registry import registry

SOURCE = "pt-br"
ON_THE_CARD = 3


class BoardSource:
    """Turns the idea board's pages into a draft to freeze."""

    page_model: type[Page] = IdeaBoardPage

    def collect(self, page: Page) -> Draft | None:
        """None while the source language is not published."""
        pages = list(
            IdeaBoardPage.objects.filter(translation_key=page.translation_key, live=True)
            .select_related("locale")
            .order_by("locale_id")
        )
        source = next((found for found in pages if found.locale.language_code == SOURCE), None)
        if source is None:
            return None
        change_class, reason = IdeaBoardPage.objects.get(pk=page.pk).change()
        return Draft(
            kind=source.kind,
            key=source.translation_key,
            slug=source.slug,
            source_locale=SOURCE,
            parts=[found.part() for found in pages],
            revisions=[found.live_revision_id or 0 for found in pages],
            change_class=change_class,
            reason=reason,
        )

    def released(self, page: Page) -> None:
        """Nothing to do: the class and reason are bound to the number that is now given, so they are spent."""


def home_card(request: HttpRequest) -> str:
    """Ideas near the viewer that wait for support; empty where there are none."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    ideas = waiting(viewer, most=ON_THE_CARD)
    return render_to_string("ideas/_home_card.html", {"ideas": ideas}, request) if ideas else ""


def register() -> None:
    registry.add_source(BoardSource())
    registry.add_search_source(IdeaSearch())
    registry.add_notice_source(IDEA_NOTICES)
    for model, rule in RULES.items():
        registry.add_visible(model, rule)
    registry.add_nav(NavItem(name="ideas", url_name="ideas:board", label=_("Ideas"), icon="lightbulb", order=50))
    registry.add_home_card(HomeCard(name="ideas", order=50, column="side", render=home_card))
    registry.add_account_data(IdeaData())
    registry.add_seeder(40, seed)
    registry.add_seeder(96, seed_notices)
    for name, verifier in VERIFIERS.items():
        registry.add_verifier(name, verifier)
