"""Privacy: requests about data with their clocks, what is done with the data, and the register of incidents."""

from __future__ import annotations

import io
import zipfile
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from sandbox import store
from sandbox.actions.issue import language
from sandbox.queries import privacy
from sandbox.queries.casework import case_view
from sandbox.queries.incidents import incident_rows, incident_view, owed
from sandbox.views import frame

LONGEST_PAGE = 6
"""Digits of a page's number; more is a slip or a trick."""


@frame.desk("privacy")
def show(company: frame.Company) -> frame.Shown:
    """The inbox, or another of the desk's shelves."""
    scene, name = company.scene, company.asked.get("show", "")
    name = name if name in privacy.SHELVES else "open"
    page = company.asked.get("page", "")
    shelf = privacy.shelf(scene, name, int(page) if page.isdecimal() and len(page) <= LONGEST_PAGE else 1)
    context = {
        "shelf": shelf,
        "chips": privacy.chips(scene, name),
        "notices_owed": owed(scene),
        "openings": company.openings("hold" if name == "holds" else "open-request", "escalate", about=""),
        "holds": [(one, company.openings("release-hold", about=one.id)) for one in shelf.holds],
    }
    return frame.Shown("sandbox/privacy/desk.html", pgettext("desk", "Privacy"), context)


@frame.desk("privacy")
def case(company: frame.Company, case: str) -> frame.Shown:
    """One request: whose, by which right, until when, what there is of each kind of data, and what came of it."""
    scene = company.scene
    found = scene.world.cases.get(case)
    if found is None:
        raise Http404
    view = case_view(scene, found)
    openings = company.openings(*view.acts, about=case)
    context = {
        "case": view,
        "first": next((one for one in openings if one.act == view.next), None),
        "openings": [one for one in openings if one.act != view.next],
        "holds": [
            (one, company.openings("release-hold", about=one.id))
            for one in (privacy.hold_rows(scene, found.customer) if found.customer else [])
        ],
        "hold_openings": company.openings("reveal", "write", "hold", about=found.customer) if view.customer else [],
    }
    title = _("%(what)s: %(who)s") % {"what": view.kind, "who": view.who}
    return frame.Shown("sandbox/privacy/case.html", title, context, holds_act=True)


@frame.desk("privacy")
def incidents(company: frame.Company) -> frame.Shown:
    """The register of incidents."""
    context = {
        "incidents": incident_rows(company.scene),
        "chips": privacy.chips(company.scene, "incidents"),
        "notices_owed": owed(company.scene),
        "openings": company.openings("report-incident", about=""),
        "is_register": True,
    }
    return frame.Shown("sandbox/privacy/incidents.html", _("Incidents"), context)


@frame.desk("privacy")
def incident(company: frame.Company, incident: str) -> frame.Shown:
    """One incident: what is known of it, and who was told."""
    found = company.scene.world.incidents.get(incident)
    if found is None:
        raise Http404
    view = incident_view(company.scene, found)
    context = {"incident": view, "openings": company.openings("notify", about=incident)}
    title = _("Incident known on %(day)s") % {"day": company.scene.day(found.known_at)}
    return frame.Shown("sandbox/privacy/incident.html", title, context, holds_act=True)


@login_required
@require_safe
def export(request: HttpRequest, workspace: UUID, case: str, export: str) -> FileResponse:
    """The copy as its holder fetches it, made now and kept nowhere; a stranger's, a strange case's and a late link find nothing."""
    opened = store.read(workspace, request.viewer)
    found = opened.world.exports.get(export)
    if found is None or found.case != case:
        raise Http404
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in store.export_files(opened, export, language()).items():
            # Spreadsheets take a file without a mark for the alphabet of the machine they run on.
            archive.writestr(name, text.encode("utf-8-sig" if name.endswith(".csv") else "utf-8"))
    packed.seek(0)
    answer = FileResponse(packed, as_attachment=True, filename=f"{case}-{export}.zip", content_type="application/zip")
    answer["Cache-Control"] = "private, no-store"
    return answer
