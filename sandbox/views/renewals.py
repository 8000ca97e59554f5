"""Renewals: a month as a calendar and as a list, with what is missing before each charge."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sandbox.engine import calendar
from sandbox.queries.month import day_asked, end_of, month_asked, month_of
from sandbox.queries.places import place
from sandbox.queries.renewals import PAST, coming, filters, narrowed, one_of
from sandbox.queries.renewed import past
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
    over = past(scene, company.workspace, first, end_of(first))
    shown, gone = narrowed(found, chosen, day), over.on(day)
    is_past = chosen == PAST or (not chosen and not shown.rows and bool(gone.rows))
    opened = one_of(scene, asked.get("subscription", ""))
    context = {
        "month": month_of(first, narrowed(found, chosen, None), over, today=today, chosen=day),
        "filters": filters(found, chosen, len(over.rows)),
        "filter": chosen,
        "day": day and scene.written_day(day),
        "whole": found,
        "over": over,
        "is_past": is_past,
        "list": place(gone.rows, asked) if is_past else place(shown.rows, asked),
        "shown_amount": gone.amount if is_past else shown.amount,
        "opened": opened,
        "openings": company.openings(*ACTS, about=opened.subscription) if opened else [],
    }
    return frame.Shown("sandbox/renewals/desk.html", _("Renewals"), context, holds_act=opened is not None)
