"""The reports desk: what the company's months say, as pictures with their tables, and as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from portal.ui.workbooks import book_of
from sandbox.queries.customer_words import tasks_about
from sandbox.queries.reports import REPORTS, Kind, Report, overview, reading_of
from sandbox.queries.reports.reading import Choice, Reading
from sandbox.views.frame import Company, Shown, desk

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVERVIEW: str | Promise = pgettext_lazy("report", "Key figures")
ABOUT = "reports"
"""What a task is about that asks for a figure and for no customer."""
STATEMENT = "statement"
KEPT = ("discounts", "past_due", "base", "months")
"""What stays asked for on the way from one report to another."""


@desk("reports")
def index(company: Company) -> Shown:
    """The key figures, and what somebody asked about them."""
    reading = _reading(company)
    asked = tasks_about(company.scene, ABOUT)
    tasks = [(one, company.openings("close-task", about=one.id)) for one in asked]
    return _shown(company, reading, str(OVERVIEW), overview.report(reading), chosen="", tasks=tasks)


@desk("reports")
def show(company: Company, report: str) -> Shown:
    """One report."""
    kind, reading = _kind(report), _reading(company)
    return _shown(company, reading, str(kind.title), kind.made(reading), chosen=report)


@desk("reports")
def workbook(company: Company, report: str) -> FileResponse:
    """The tables of one report, by the same definitions, one sheet each."""
    kind, reading = _kind(report), _reading(company)
    found = kind.made(reading)
    return _book(company, str(kind.title), [found])


@desk("reports")
def workbooks(company: Company) -> FileResponse:
    """The tables of all reports, but for the statement of one customer, in one file."""
    reading = _reading(company)
    return _book(company, _("All reports"), [kind.made(reading) for slug, kind in REPORTS.items() if slug != STATEMENT])


def _book(company: Company, title: str, found: Sequence[Report]) -> FileResponse:
    sheets = [table for one in found for table in one.figures]
    if not sheets:
        raise Http404
    switches = {switch.label: switch for one in found for switch in one.switches}
    ways = [switch.chosen.label for switch in switches.values() if not switch.chosen.is_policy]
    today = company.scene.world.now.astimezone(ZoneInfo(company.scene.zone)).date()
    words = [company.workspace.company, title, *ways, today.isoformat()]
    name = "-".join(slugify(word) for word in words) + ".xlsx"
    about = [
        (_("Company"), company.workspace.company),
        (_("Report"), title),
        (_("As of, company time"), company.scene.moment(company.scene.world.now)),
        (_("Currency"), company.scene.currency),
        *((label, switch.chosen.label) for label, switch in switches.items()),
    ]
    return FileResponse(book_of(sheets, about), as_attachment=True, filename=name, content_type=XLSX)


def _kind(slug: str) -> Kind:
    if slug not in REPORTS:
        raise Http404
    return REPORTS[slug]


def _reading(company: Company) -> Reading:
    return reading_of(company.opened, company.scene, company.asked, company.path)


def _shown(company: Company, reading: Reading, title: str, report: Report, *, chosen: str, **more: Any) -> Shown:
    context: dict[str, Any] = {
        **report.context,
        **more,
        "report": report,
        "reading": reading,
        "report_title": title,
        "reports": _choices(company, chosen),
        "kept": [(name, company.asked[name]) for name in KEPT if name in company.asked],
    }
    context["download_words"] = _("Download as XLSX") if chosen else _("All reports as XLSX")
    if not chosen and reading.running is not None:
        context["download"] = _address("reports_workbook", company, whole=True)
    elif report.charts or report.tables:
        context["download"] = _address("report_workbook", company, chosen, whole=True)
    return Shown("sandbox/reports/desk.html", title=title, context=context)


def _choices(company: Company, chosen: str) -> list[Choice]:
    return [
        Choice(str(OVERVIEW), _address("reports", company), not chosen, "gauge"),
        *(
            Choice(str(one.title), _address("report", company, slug), slug == chosen, one.icon)
            for slug, one in REPORTS.items()
        ),
    ]


def _address(name: str, company: Company, *slug: str, whole: bool = False) -> str:
    """A report's address with what is asked for: everything, or only what every report understands."""
    query = company.asked.copy()
    for word in [] if whole else [word for word in query if word not in KEPT]:
        del query[word]
    address = reverse(f"sandbox:{name}", args=[company.workspace.pk, *slug])
    return f"{address}?{query.urlencode()}" if query else address
