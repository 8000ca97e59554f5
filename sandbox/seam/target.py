"""A drill as something a duty can name: met when it was once passed, in force for ever in this first form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.evidence.alias import of
from portal.people.access import Viewer
from portal.seams.contracts import Met, Progress
from sandbox.queries.drills import results

FULL = 100


class DrillTarget:
    """Reads evidence alone for whether it is met; the viewer's own attempts for how far they are."""

    kind = "drill"
    label: str | Promise = gettext_lazy("Drill")
    icon = "flask-conical"
    verbs = frozenset({"drill.attempted"})

    def url(self, slug: str) -> str:
        return reverse("sandbox:drill", args=[slug])

    def progress(self, keys: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Progress]:
        """The best score of a hundred."""
        return {
            key: Progress(
                own.best_score or 0,
                FULL,
                _("best result %(score)s of 100") % {"score": own.best_score or 0},
                is_met=own.passed_at is not None,
            )
            for key, own in results(viewer, keys).items()
        }

    def met(self, people: Sequence[UUID], key: UUID) -> Mapping[UUID, Sequence[Met]]:
        """Who has passed, since the first time: what is in force for good is met once."""
        facts = of(people).filter(kind="drill", key=key, verb="drill.attempted", result__passed=True)
        found: dict[UUID, Sequence[Met]] = {}
        for fact in facts.order_by("occurred_at", "id"):
            found.setdefault(fact.whose, [Met(at=fact.occurred_at, in_force_until=None, evidence=[fact.id])])
        return found

    def lacking(self, person: UUID, key: UUID) -> Sequence[str]:
        return [] if self.met([person], key) else [_("No attempt has made every condition true")]
