"""What of playbooks can be found: each by its cover, each step with its playbook's name beside."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from playbooks.queries import KIND
from portal.releases.models import Release, ReleasePart
from portal.seams.contracts import FindableKind
from portal.search.released import Released


class PlaybookSearch(Released):
    """Playbooks in force: how work is done is open to everyone who works here."""

    kind = KIND
    kinds = (
        FindableKind("step", _("Playbook steps"), _("Playbook step"), "list-checks", 30),
        FindableKind("playbook", _("Playbooks"), _("Playbook"), "book-marked", 40),
    )
    cover, part = "playbook", "step"

    def url(self, release: Release, part_id: str) -> str:
        anchor = f"#{part_id}" if part_id else ""
        return reverse("playbooks:read", args=[release.slug]) + anchor

    def said(self, part: ReleasePart) -> Iterable[str]:
        more = (str(part.facts.get(name) or "") for name in ("summary", "who", "warning", "evidence"))
        return [*part.html.values(), *more]
