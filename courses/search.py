"""What of courses can be found: each course by its cover, each lesson with its course's name beside."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.queries import KIND
from courses.queries.paths import KIND as PATH
from portal.releases.models import Release
from portal.seams.contracts import FindableKind
from portal.search.released import Released


class CourseSearch(Released):
    """Courses in force, as anyone may read them."""

    kind = KIND
    kinds = (
        FindableKind("lesson", _("Lessons"), _("Lesson"), "book-open-text", 10),
        FindableKind("course", _("Courses"), _("Course"), "book-open", 20),
    )
    cover, part = "course", "lesson"

    def url(self, release: Release, part_id: str) -> str:
        if part_id:
            return reverse("courses:lesson", args=[release.slug, part_id])
        return reverse("courses:course", args=[release.slug])


class PathSearch(Released):
    """Paths in force: each is found by its cover; its steps are found as what they are."""

    kind = PATH
    kinds = (FindableKind("path", _("Learning paths"), _("Learning path"), "route", 15),)
    cover = "path"

    def url(self, release: Release, part_id: str) -> str:
        return reverse("courses:path", args=[release.slug])
