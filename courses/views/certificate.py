"""Certificates: the holder's PDF, and the page on which anyone checks one."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.forms import CodeForm
from courses.queries import Checked, checked, place
from portal.people.access import Viewer
from portal.people.days import at_home
from portal.ui.documents import pdf as typeset

DOCUMENT = Path(__file__).resolve().parent.parent / "documents" / "certificate.typ"


@login_required
@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The viewer's newest certificate of this course, in the language they read."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    found = place(viewer, slug)
    if found.held is None:
        raise Http404
    shown = checked(found.held.code, translation.get_language() or "")
    if shown is None:
        raise Http404
    response = HttpResponse(_document(shown), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{slug}-{shown.code}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where a code is typed in; a well-formed one leads to its page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("courses:check_certificate", form.cleaned_data["code"])
    return render(request, "courses/certificate_find.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What is true of a certificate today, for anyone who holds its code; nothing more than that."""
    shown = checked(code, translation.get_language() or "")
    if shown is None:
        form = CodeForm(initial={"code": code[:40]})
        return render(request, "courses/certificate_unknown.html", {"form": form, "code": code[:40]}, status=404)
    return render(request, "courses/certificate_check.html", {"certificate": shown})


def _document(shown: Checked) -> bytes:
    address = settings.BASE_URL + reverse("courses:check_certificate", args=[shown.code])
    square = io.BytesIO()
    segno.make(address, error="m").save(square, kind="svg", border=0, dark="#12332d", xmldecl=False, svgns=True)
    until = shown.in_force_until
    data = {
        "language": (translation.get_language() or "pt-br")[:2],
        "house": "Vigente",
        "title": _("Certificate"),
        "given": _("We certify that"),
        "holder": shown.holder,
        "did": _("completed the course, its exam and its practice"),
        "course": shown.course,
        "awarded": _("Awarded on %(day)s") % {"day": _day(shown.awarded_at)},
        "until": _("In force until %(day)s") % {"day": _day(until)} if until else _("In force without an end date"),
        "release": _("Course release %(number)s") % {"number": shown.release},
        "code_label": _("Code"),
        "code": shown.code,
        "check": _("Check it at"),
        "address": address,
        "short": settings.BASE_URL.partition("//")[2] + reverse("courses:find_certificate"),
    }
    return typeset(DOCUMENT, data, assets={"check.svg": square.getvalue()})


def _day(moment: datetime) -> str:
    written = date_format(at_home(moment), "DATE_FORMAT")
    return written.lower() if (translation.get_language() or "").startswith("pt") else written
