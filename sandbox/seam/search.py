"""What of the practice room can be found: drills, by what may be read before they are begun."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.releases.models import Release
from portal.seams.contracts import FindableKind
from portal.search.released import Released
from sandbox.queries.drills import KIND


class DrillSearch(Released):
    """Drills in force. Hints and debrief stand in no part of a release, so nobody finds them here."""

    kind = KIND
    kinds = (FindableKind("drill", _("Drills"), _("Drill"), "flask-conical", 50),)
    cover = "drill"

    def url(self, release: Release, part_id: str) -> str:
        return reverse("sandbox:drill", args=[release.slug])
