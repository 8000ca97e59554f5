"""The history of a thing: its versions, by whom and why, and which of them was in force on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.evidence.models import PersonAlias
from portal.people.access import Viewer, visible
from portal.people.days import today
from portal.people.models import User
from portal.releases.classes import asks_again, asks_whole, label, tells
from portal.releases.models import Release, ReleasePart
from portal.releases.read import parts_of
from portal.seams.registry import registry

TONES = {"major": "warn", "minor": "calm", "editorial": "plain"}
ICONS = {"major": "rotate-ccw", "minor": "megaphone", "editorial": "pencil"}


@dataclass(frozen=True)
class Version:
    """One release among those of its thing."""

    release: Release
    until: date | None
    """The last day on which readers had it; None where that is not known yet, or it never came into force."""
    is_in_force: bool
    is_planned: bool
    was_in_force: bool
    """It had its time, and a later one has taken its place."""
    by: str
    approved_by: str
    asks_again: bool
    """Major, and of a kind whose changed parts are then due again."""

    @property
    def asks_whole(self) -> bool:
        """Major, and of a kind that is met as a whole."""
        return asks_whole(self.release)

    @property
    def number(self) -> int:
        return self.release.number

    @property
    def tells(self) -> bool:
        """Whether people are told of it."""
        return tells(self.release)

    @property
    def before(self) -> int:
        """The number to compare it with."""
        return self.release.number - 1

    @property
    def is_overtaken(self) -> bool:
        """A later one took effect before its day came, or on the same day."""
        return not (self.is_in_force or self.is_planned or self.was_in_force)

    @property
    def tone(self) -> str:
        return "plain" if self.release.is_first else TONES[self.release.change_class]

    @property
    def icon(self) -> str:
        return "sprout" if self.release.is_first else ICONS[self.release.change_class]

    @property
    def label(self) -> str | Promise:
        return _("The first version") if self.release.is_first else label(self.release.kind, self.release.change_class)


@dataclass(frozen=True)
class Thing:
    """What the versions are of, as the viewer may see it."""

    kind: str
    key: UUID
    label: str
    icon: str
    title: str
    locale: str
    url: str
    versions: Sequence[Version]
    """The newest first; never empty."""

    @property
    def in_force(self) -> Version | None:
        return next((version for version in self.versions if version.is_in_force), None)

    @property
    def planned(self) -> Sequence[Version]:
        return [version for version in self.versions if version.is_planned]

    @property
    def one_before(self) -> Version:
        """What the newest is most often compared with."""
        return self.versions[min(1, len(self.versions) - 1)]

    @property
    def is_single(self) -> bool:
        return len(self.versions) == 1

    def numbered(self, number: int) -> Version:
        """Raises Http404 where the viewer knows of no such version."""
        found = next((version for version in self.versions if version.number == number), None)
        if found is None:
            raise Http404
        return found

    def on(self, day: date) -> Version | None:
        """What readers had on that day; of a day to come, what they will have as things stand."""
        return next((version for version in self.versions if version.release.effective_on <= day), None)


def thing(viewer: Viewer, kind: str, key: UUID, language: str) -> Thing:
    """A released thing with every version the viewer may know of, in four queries. Raises Http404."""
    releases = list(releases_of(viewer, kind, key).order_by("-number").defer("facts"))
    if not releases:
        raise Http404
    now = today()
    shown = next((release for release in releases if release.effective_on <= now), releases[0])
    cover = _cover(shown, language)
    target = registry.targets.get(kind)
    return Thing(
        kind=kind,
        key=key,
        label=str(target.label) if target else "",
        icon=target.icon if target else "file-text",
        title=cover.title if cover else shown.slug,
        locale=cover.locale if cover else shown.source_locale,
        url=_url(kind, shown),
        versions=_versions(releases, now),
    )


def releases_of(viewer: Viewer, kind: str, key: UUID) -> QuerySet[Release]:
    return visible(Release.objects.filter(kind=kind, key=key), viewer)


def _cover(release: Release, language: str) -> ReleasePart | None:
    return parts_of([release.pk], language).filter(part_id="").only("title", "locale", "part_id", "position").first()


def _url(kind: str, release: Release) -> str:
    target = registry.targets.get(kind)
    if target is None or release.effective_on > today():
        return ""
    try:
        return target.url(release.slug)
    except NoReverseMatch:
        return ""


def _versions(releases: Sequence[Release], now: date) -> list[Version]:
    """`releases` with the newest first: each had its readers until the first day of any later one."""
    names = _names({person for one in releases for person in (one.released_by, one.approved_by) if person})
    found, next_day = [], date.max
    for release in releases:
        begins = release.effective_on
        had = begins < next_day
        found.append(
            Version(
                release=release,
                until=next_day - timedelta(days=1) if had and next_day != date.max else None,
                is_in_force=begins <= now < next_day,
                is_planned=had and begins > now,
                was_in_force=had and next_day <= now,
                by=names.get(release.released_by, "") if release.released_by else "",
                approved_by=names.get(release.approved_by, "") if release.approved_by else "",
                asks_again=asks_again(release),
            )
        )
        next_day = min(next_day, begins)
    return found


def _names(persons: set[UUID]) -> Mapping[UUID, str]:
    """Names by any id that evidence knows somebody under; who was erased has none."""
    names = dict(User.objects.filter(person__in=persons, erased_at=None).values_list("person", "name"))
    gone = persons - names.keys()
    if gone:
        aliases = dict(PersonAlias.objects.filter(alias__in=gone).values_list("alias", "person"))
        kept = dict(User.objects.filter(person__in=aliases.values(), erased_at=None).values_list("person", "name"))
        names |= {alias: kept[person] for alias, person in aliases.items() if person in kept}
    return names
