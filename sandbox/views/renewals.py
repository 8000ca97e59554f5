"""Renewals: a month as a calendar and as a list, with what is missing before each charge."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox.engine import calendar
from sandbox.queries.month import day_asked, end_of, month_asked, month_of
from sandbox.queries.places import place
from sandbox.queries.renewals import coming, filters, narrowed, one_of
from sandbox.views import frame

ACTS = ("notice", "ask-card", "cancel", "undo-cancel")


@frame.desk("renewals")
def show(company: frame.Company) -> frame.Shown:
    """The month that the address names, narrowed by a filter and a day, with one renewal opened."""
    scene, asked = company.scene, company.asked
    today = calendar.day_of(scene.world.now, scene.zone)
    first = month_asked(asked.get("month", ""), today)
    chosen, day = asked.get("filter", ""), day_asked(asked.get("day", ""), first)
    found = coming(scene, first, end_of(first))
    opened = one_of(scene, asked.get("subscription", ""))
    context = {
        "month": month_of(first, narrowed(found, chosen, None), today=today, chosen=day),
        "filters": filters(found, chosen),
        "filter": chosen,
        "day": day and scene.written_day(day),
        "whole": found,
        "list": place(narrowed(found, chosen, day).rows, asked),
        "shown_amount": narrowed(found, chosen, day).amount,
        "opened": opened,
        "openings": company.openings(*ACTS, about=opened.subscription) if opened else [],
    }
    return frame.Shown("sandbox/renewals/desk.html", _("Renewals"), context, holds_act=opened is not None)
