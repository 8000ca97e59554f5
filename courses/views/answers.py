"""Answers as forms send them: a field for the question, and one for each of its parts."""

from __future__ import annotations

from django.http import HttpRequest

from courses.rules.kinds.kind import Sent

LONGEST = 400
"""Characters of one value that are read; no form of ours sends a longer one."""
MOST = 60
"""Values of one field that are read."""


def sent(request: HttpRequest, field: str) -> Sent:
    """What was sent for the question whose fields begin with `field`."""

    def values(name: str) -> list[str]:
        found = request.POST.getlist(f"{field}.{name}" if name else field)
        return [value[:LONGEST] for value in found[:MOST]]

    return values
