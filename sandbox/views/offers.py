"""Offers: segments with who may be reached, what was offered, what came of it, and the coupons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox.forms.segment import SegmentForm
from sandbox.queries.offers import answers, coupons, lift, offers
from sandbox.queries.places import place
from sandbox.queries.segments import members, ready, segment_of, words_of
from sandbox.views import frame


@frame.desk("offers")
def show(company: frame.Company) -> frame.Shown:
    """The segment that the address names, by its key or by the rule typed into the form, and every offer made."""
    scene, asked = company.scene, company.asked
    typed = SegmentForm(asked if "rule" in asked else None, scene=scene)
    segment = typed.segment() if typed.is_bound else segment_of(asked.get("segment", ""))
    held = members(scene, segment) if segment is not None else None
    listed = place(offers(scene), asked)
    context = {
        "ready": ready(scene, segment.key if segment is not None else ""),
        "segment": segment,
        "segment_words": words_of(scene, segment) if segment is not None else "",
        "held": held,
        "segment_acts": company.openings("offer-segment", "write-segment", about=segment.key) if segment else [],
        "rule_form": typed,
        "list": listed,
        "rows": [(row, company.openings("answer-offer", about=row.id)) for row in listed.rows],
        "answers": answers(scene),
        "lift": lift(scene),
        "offering": scene.world.require_company().policy.offering,
        "coupons": coupons(scene),
    }
    return frame.Shown("sandbox/offers/desk.html", _("Offers and segments"), context)
