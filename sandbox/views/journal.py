"""The journal: everything that happened in a company, in order."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox import store
from sandbox.queries.file import timeline
from sandbox.views import frame


@frame.desk("journal")
def show(company: frame.Company) -> frame.Shown:
    """Each event told in plain sentences, and the journal's fingerprint."""
    moments = timeline(company.scene, store.journal(company.workspace))
    return frame.Shown(
        "sandbox/journal/desk.html", _("Journal"), {"moments": moments, "hash": company.scene.world.chain}
    )
