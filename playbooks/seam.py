"""What playbooks offers to the rest of the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from playbooks.actions.account_data import PlaybookData
from playbooks.actions.seed import seed
from playbooks.models import Acknowledgement, PlaybookPage
from playbooks.models.draft import draft
from playbooks.queries import ACKNOWLEDGED, KIND, counting, in_force, shares
from playbooks.queries import acknowledgements as seen_acknowledgements
from playbooks.replay import acknowledgements
from playbooks.rules.acknowledgement import Ask
from playbooks.search import PlaybookSearch
from portal.people.access import Viewer
from portal.releases.models import Release
from portal.releases.read import parts_of
from portal.seams.contracts import Draft, Met, NavItem, Progress
from portal.seams.registry import registry


class PlaybookSource:
    """Turns playbook pages into drafts to freeze."""

    page_model: type[Page] = PlaybookPage
    asks_again = (KIND,)
    """A major release asks who acknowledged an earlier one to read what changed."""

    def collect(self, page: Page) -> Draft | None:
        pages = PlaybookPage.objects.filter(translation_key=page.translation_key, live=True).select_related(
            "locale", "department", "accountable"
        )
        return draft(pages.order_by("locale_id"), change=PlaybookPage.objects.get(pk=page.pk).change())

    def released(self, page: Page) -> None:
        """The class and reason stay on the page: they are bound to the number that is now given, so they are spent."""


class PlaybookTarget:
    """A duty may ask for a playbook to be acknowledged."""

    kind = KIND
    label: str | Promise = gettext_lazy("Playbook")
    icon = "list-checks"
    verbs = frozenset({ACKNOWLEDGED})

    def url(self, slug: str) -> str:
        return reverse("playbooks:read", args=[slug])

    def progress(self, keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Progress]:
        found = {}
        for key, share in shares(keys, viewer).items():
            pending = share.steps - share.read
            if share.ask == Ask.NOTHING_NEW:
                detail = _("acknowledged")
            elif pending:
                detail = ngettext("%(n)s step to read again", "%(n)s steps to read again", pending) % {"n": pending}
            else:
                detail = _("to read again")
            found[key] = Progress(share.read, share.steps, detail, is_met=share.ask == Ask.NOTHING_NEW)
        return found

    def met(self, people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
        """An acknowledgement is in force until a later major release takes effect."""
        return {
            person: [Met(one.at, one.until, [one.id], superseded=one.until is not None) for one in times]
            for person, times in counting(people, key).items()
        }

    def lacking(self, person: UUID, key: UUID) -> Sequence[str]:
        is_met = any(met.in_force_until is None for met in self.met([person], key).get(person, ()))
        return [] if is_met else [_("The version in force is not acknowledged")]


class PlaybookEmbed:
    """A card of a playbook, by key."""

    kind = KIND

    def cards(self, request: HttpRequest, keys: Sequence[str]) -> Mapping[str, str]:
        releases = in_force(_viewer(request)).filter(key__in=_uuids(keys))
        covers = parts_of(releases, translation.get_language() or "").filter(part_id="").select_related("release")
        return {
            str(cover.release.key): render_to_string(
                "playbooks/_card.html",
                {"title": cover.title, "summary": cover.facts["summary"], "url": _url(cover.release)},
                request,
            )
            for cover in covers
        }


class StepEmbed:
    """A card of one step, by `<playbook key>/<step id>`."""

    kind = "step"

    def cards(self, request: HttpRequest, keys: Sequence[str]) -> Mapping[str, str]:
        wanted = {key: key.partition("/")[::2] for key in keys}
        playbooks = _uuids(playbook for playbook, _step in wanted.values())
        releases = in_force(_viewer(request)).filter(key__in=playbooks)
        language = translation.get_language() or ""
        ids = {"", *(step for _playbook, step in wanted.values())}
        titles: dict[UUID, str] = {}
        found = {}
        for part in parts_of(releases, language).filter(part_id__in=ids).select_related("release"):
            release = part.release
            if part.part_id == "":
                titles[release.pk] = part.title
            elif (name := f"{release.key}/{part.part_id}") in wanted:
                text = strip_tags(" ".join(part.html.values()).partition("<table")[0])
                found[name] = render_to_string(
                    "playbooks/_step_card.html",
                    {
                        "title": part.title,
                        "playbook": titles.get(release.pk, ""),
                        "number": part.position,
                        "text": Truncator(" ".join(text.split())).words(24),
                        "url": f"{_url(release)}#{part.part_id}",
                    },
                    request,
                )
        return found


def _viewer(request: HttpRequest) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def _url(release: Release) -> str:
    return reverse("playbooks:read", args=[release.slug])


def _uuids(keys: object) -> list[UUID]:
    """Those of `keys` that are keys at all: they may come from an address somebody typed."""
    found = []
    for key in keys:  # type: ignore[attr-defined]
        try:
            found.append(UUID(str(key)))
        except ValueError:
            continue
    return found


def register() -> None:
    registry.add_source(PlaybookSource())
    registry.add_search_source(PlaybookSearch())
    registry.add_target(PlaybookTarget())
    registry.add_embed(PlaybookEmbed())
    registry.add_embed(StepEmbed())
    registry.add_visible(Acknowledgement, seen_acknowledgements)
    registry.add_nav(
        NavItem(
            name="playbooks", url_name="playbooks:index", label=gettext_lazy("Playbooks"), icon="list-checks", order=30
        )
    )
    registry.add_account_data(PlaybookData())
    registry.add_seeder(10, seed)
    registry.add_verifier("acknowledgements", acknowledgements)
