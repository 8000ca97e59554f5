"""Prices: the catalogue, the changes announced, and the assistant that shows a change's effect before it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox.queries.places import place
from sandbox.queries.prices import catalogue, change_of, changes, holder, laws
from sandbox.views import frame


@frame.desk("prices")
def show(company: frame.Company) -> frame.Shown:
    """Every price with its holders; one change opened with everybody it reaches."""
    scene = company.scene
    opened = scene.world.price_changes.get(company.asked.get("change", ""))
    seen = change_of(scene, opened) if opened is not None else None
    listed = place(seen.rows, company.asked) if seen else None
    context = {
        "rows": [(row, company.openings("announce-price", about=row.id)) for row in catalogue(scene)],
        "changes": changes(scene),
        "change": seen,
        "list": listed,
        "holders": [holder(scene, row) for row in listed.rows] if listed else [],
        "openings": company.openings("tell-price", about=seen.id) if seen else [],
        "laws": laws(scene),
    }
    return frame.Shown("sandbox/prices/desk.html", _("Prices"), context)
