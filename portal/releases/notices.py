"""Who had met the earlier release is told what one changed that asks nothing of them, once it is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.evidence.models import Evidence
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import handler
from portal.notices.groups import CHANGES
from portal.notices.models import Notice
from portal.notices.tell import tell
from portal.people.access import Viewer, visible
from portal.people.models import User
from portal.releases.classes import tells
from portal.releases.models import ChangeClass, Release, ReleasePart
from portal.releases.read import parts_of
from portal.seams.registry import registry
from portal.seams.telling import NoticeKind, NoticeSource, Told

KIND = "release.minor"
TELL = "releases.tell_minor"


class ReleaseNotices:
    """What changed, leading to the two releases side by side."""

    kinds: Sequence[NoticeKind] = (NoticeKind(KIND, gettext_lazy("What changed"), "git-compare", CHANGES),)

    def gather(self, now: datetime) -> int:
        """Nothing by the clock: a release that takes effect tells by itself."""
        return 0

    def told(self, notices: Sequence[Notice], viewer: Viewer) -> Mapping[int, Told]:
        """Two queries: the releases, and their covers in the reader's language."""
        wanted = {notice.facts["release"] for notice in notices if "release" in notice.facts}
        releases = {str(one.pk): one for one in visible(Release.objects.filter(pk__in=wanted), viewer)}
        found = parts_of([one.pk for one in releases.values()], translation.get_language() or "")
        covers: dict[str, ReleasePart] = {str(part.release_id): part for part in found.filter(part_id="")}
        words = {}
        for notice in notices:
            name = notice.facts.get("release", "")
            release, cover = releases.get(name), covers.get(name)
            if release is None or cover is None or release.kind not in registry.targets:
                continue
            if release.change_class == ChangeClass.MAJOR:
                sentence = _("“%(title)s” has changed a good deal since you did it; what you earned still holds.")
            else:
                sentence = _("“%(title)s” has changed a little since you did it.")
            words[notice.pk] = Told(
                sentence % {"title": cover.title}, compare_url(release, notice.facts.get("from")), release.reason
            )
        return words


def on_minor(release: Release) -> None:
    """In-force listener: a job tells whoever had met what came before, where the release asks nothing more of them."""
    if tells(release) and release.kind in registry.targets:
        enqueue(TELL, args={"release": str(release.pk)}, once=f"{TELL}:{release.pk}")


@handler(TELL, label=gettext_lazy("Tell what changed"))
def run(job: Job) -> None:
    tell_minor(Release.objects.get(pk=job.args["release"]))


def tell_minor(release: Release) -> int:
    """Tell everyone at work who ever met this thing before the release; returns how many. Constant queries."""
    target = registry.targets[release.kind]
    told_of = Evidence.objects.filter(kind=release.kind, key=release.key).values("person")
    people: dict[UUID, int] = dict(
        User.objects.filter(is_active=True, person__in=told_of).order_by("pk").values_list("person", "pk")
    )
    met = target.met(list(people), release.key)
    users = [pk for person, pk in people.items() if _had_met(met.get(person), release)]
    before = Release.objects.filter(
        kind=release.kind, key=release.key, number__lt=release.number, effective_on__lte=release.effective_on
    ).order_by("-number")
    facts: dict[str, Any] = {"release": str(release.pk), "kind": release.kind, "number": release.number}
    facts["from"] = before.values_list("number", flat=True).first() or release.number - 1
    return tell(users, KIND, once=f"{KIND}:{release.pk}", key=release.key, facts=facts)


def _had_met(met: Any, release: Release) -> bool:
    return any(one.at < release.released_at for one in met or ())


def compare_url(release: Release, earlier: int | None) -> str:
    """The two releases side by side where there is such a page, the reader's page otherwise."""
    try:
        page = reverse("releases:compare", args=[release.kind, release.key])
    except NoReverseMatch:
        return registry.targets[release.kind].url(release.slug)
    return f"{page}?{urlencode({'from': earlier or release.number - 1, 'to': release.number})}"


RELEASE_NOTICES: NoticeSource = ReleaseNotices()
