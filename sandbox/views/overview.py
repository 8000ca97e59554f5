"""The overview: what waits at each desk, and what the clock will bring."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from sandbox.queries.drills import first_desk
from sandbox.views import frame


@frame.desk("desk")
def show(company: frame.Company) -> frame.Shown | HttpResponse:
    """The company at a glance; a drill begins at the desk of its story."""
    attempt = getattr(company.workspace, "attempt", None)
    if attempt is not None:
        return redirect(f"sandbox:{first_desk(attempt)}", company.workspace.pk)
    return frame.Shown("sandbox/overview/desk.html", _("The company today"))
