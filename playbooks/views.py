"""Reading playbooks and acknowledging them."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from playbooks.actions.acknowledge import acknowledge as acknowledge_release
from playbooks.models.reading import reading
from playbooks.queries import accountable, newest, parts, rows, standing
from portal.people.access import Viewer


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every playbook in force with the viewer's own status."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, "playbooks/index.html", {"rows": rows(viewer)})


@login_required
@require_GET
def read(request: HttpRequest, slug: str) -> HttpResponse:
    """One playbook as a page; an address it once had leads to the one it has."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    release = newest(viewer, slug)
    if release is None:
        raise Http404
    if release.slug != slug:
        return redirect("playbooks:read", release.slug)
    here = standing(viewer, release)
    shown = reading(
        parts(release),
        key=str(release.key),
        facts=release.facts,
        language=translation.get_language() or "",
        request=request,
        changed=here.changed,
    )
    context = {"release": release, "reading": shown, "standing": here, "accountable": accountable(release)}
    return render(request, "playbooks/read.html", context)


class AcknowledgeForm(forms.Form):
    """The release that was on the screen when the button was pressed."""

    release = forms.UUIDField()


@login_required
@require_POST
def acknowledge(request: HttpRequest, slug: str) -> HttpResponse:
    """The viewer read what was in front of them."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        raise Http404
    done = acknowledge_release(viewer, release=form.cleaned_data["release"])
    messages.success(request, _("Acknowledged. Your record shows version %(number)s.") % {"number": done.number})
    return redirect(reverse("playbooks:read", args=[done.release.slug]) + "#standing")
