"""The kinds of questions there are, by the name that a version freezes."""

from __future__ import annotations

from collections.abc import Mapping

from courses.rules.kinds.case import Case
from courses.rules.kinds.choice import Choice
from courses.rules.kinds.fill import Fill
from courses.rules.kinds.kind import Content, Kind
from courses.rules.kinds.match import Match
from courses.rules.kinds.numeric import Numeric
from courses.rules.kinds.order import InOrder

PARTS: Mapping[str, Kind] = {
    "single": Choice(),
    "multiple": Choice(many=True),
    "true_false": Choice(fixed=True),
    "numeric": Numeric(),
    "fill": Fill(),
}
"""Those that may also be a part of a case."""
KINDS: Mapping[str, Kind] = {**PARTS, "order": InOrder(), "match": Match(), "case": Case(PARTS)}


def kind_of(content: Content) -> Kind:
    return KINDS[content["kind"]]
