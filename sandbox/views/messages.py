"""Messages: the log of what was sent, writing to somebody, and how satisfied the customers are."""

from __future__ import annotations

from django.http import Http404
from django.utils.translation import gettext as _

from sandbox.forms.fields import CHANNELS
from sandbox.forms.log import LogForm, names_of
from sandbox.queries.messages import log
from sandbox.queries.moods import company_mood, felt_lately, mood_of
from sandbox.queries.places import place
from sandbox.views import frame


@frame.desk("messages")
def show(company: frame.Company) -> frame.Shown:
    """The log as filtered, newest first."""
    scene = company.scene
    listed = place(log(scene, company.asked), company.asked)
    mood = company_mood(scene, felt_lately(company.opened, scene))
    channels, templates = dict(CHANNELS), names_of()
    context = {
        "filter_form": LogForm(company.asked, scene=scene),
        "is_filtered": any(company.asked.get(name) for name in ("template", "channel", "customer")),
        "list": listed,
        "rows": [(row, templates[row.template], channels.get(row.channel, row.channel)) for row in listed.rows],
        "mood": mood,
        "openings": company.openings("write", "offer", about=company.asked.get("customer", "")),
    }
    return frame.Shown("sandbox/messages/desk.html", _("Messages"), context)


@frame.desk("messages")
def satisfaction(company: frame.Company) -> frame.Shown:
    """Everybody's mood, lowest first; one customer's with what it comes from."""
    scene, customer = company.scene, company.asked.get("customer", "")
    if customer and customer not in scene.world.customers:
        raise Http404
    felt = felt_lately(company.opened, scene)
    mood = company_mood(scene, felt)
    context = {
        "mood": mood,
        "list": place(mood.moods, company.asked),
        "opened": mood_of(scene, customer, [one for one in felt if one.customer == customer]) if customer else None,
        "openings": company.openings("write", "offer", about=customer) if customer else [],
    }
    return frame.Shown("sandbox/satisfaction/desk.html", _("Satisfaction"), context, holds_act=bool(customer))
