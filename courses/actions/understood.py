"""Understanding: what a form sent becomes an answer in its canonical form, or a sentence about what to mend."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from courses.models import Confidence
from courses.rules.kinds import kind_of
from courses.rules.kinds.kind import Content, Order, Sent, Unread
from portal.refusal import Refusal

UNREAD: Mapping[str, object] = {
    "not_a_number": _("Write one number, such as 12 or 49.90."),
    "places_not_all_different": _("Give every item a place of its own: each number once."),
}
"""What to say of an answer that cannot be understood, by the code of `Unread`."""


def understood(content: Content, sent: Sent, *, order: Order, language: str) -> list[str]:
    """Raises Refusal where it cannot be understood; what was typed stays on the page."""
    try:
        return kind_of(content).read(content, sent, order=order, language=language)
    except Unread as unread:
        raise Refusal(unread.code, str(UNREAD[unread.code])) from unread


def confidence_in(word: str) -> str:
    """How sure somebody says to be; any other word says nothing."""
    return word if word in Confidence.values else ""
