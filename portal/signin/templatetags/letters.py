"""What mails say that pages say with markup of their own."""

from __future__ import annotations

from datetime import datetime

from django import template

from portal.people.days import on_their_clock
from portal.ui.moments import exact

register = template.Library()


@register.filter
def to_the_minute(moment: datetime) -> str:
    """Day, clock time and whose clock it is, in words: a mail has no hover and no visually hidden text."""
    return exact(on_their_clock(moment))
