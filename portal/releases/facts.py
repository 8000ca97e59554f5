"""The facts of a release that readers may read, in words: what is not named here is shown and compared nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.search.topics import topic_in_words
from portal.ui.moments import in_full

PART: Mapping[str, str | Promise] = {
    "summary": gettext_lazy("Summary"),
    "department": gettext_lazy("Department"),
    "who": gettext_lazy("Who"),
    "evidence": gettext_lazy("Evidence it leaves"),
    "warning": gettext_lazy("Warning"),
}
"""Facts of a part that are words."""
LINKS: Mapping[str, str | Promise] = {
    "lesson": gettext_lazy("Lesson that teaches it"),
    "drill": gettext_lazy("Drill that trains it"),
}
"""Facts of a part that name a thing by its key."""


def of_part(facts: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Name, label and words of what a part says besides its text; what it leaves unsaid is left out."""
    for name, label in PART.items():
        if facts.get(name):
            yield name, str(label), str(facts[name])
    if facts.get("minutes"):
        minutes = int(facts["minutes"])
        yield "minutes", _("Length"), ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    for name, label in LINKS.items():
        if facts.get(name) in names:
            yield name, str(label), names[facts[name]]


def of_release(facts: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The same for the rules of the whole; never which questions an exam asks, nor what marks a drill."""
    if "validity_months" in facts:
        months = facts["validity_months"]
        said = ngettext("%(n)s month", "%(n)s months", months) % {"n": months} if months else _("without end")
        yield "validity", _("In force for"), said
    exam = facts.get("exam") or {}
    if exam.get("questions"):
        asked = exam.get("draw") or len(exam["questions"])
        yield "asked", _("Questions in the exam"), str(asked)
        yield "pass_mark", _("Pass mark"), f"{exam['pass_mark']}%"
        yield "attempts", _("Attempts"), str(exam["attempts"]) if exam["attempts"] else _("without limit")
        hours = exam["wait_hours"]
        yield "wait", _("Between attempts"), ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    review = parse_date(str(facts.get("review_on") or ""))
    if review:
        yield "review", _("Review by"), in_full(review)
    if facts.get("topics"):
        yield "topics", _("Topics"), ", ".join(topic_in_words(str(topic)) for topic in facts["topics"])
