"""Addresses of the practice room; a company is named by an id that nobody can guess and only its owner may open."""

from django.urls import path

from portal import address  # noqa: F401  (its converter)
from sandbox.views import (
    collections,
    customers,
    drills,
    invoices,
    journal,
    marking,
    messages,
    offers,
    overview,
    prices,
    privacy,
    refunds,
    renewals,
    reports,
    subscriptions,
)

app_name = "sandbox"
urlpatterns = [
    path("", drills.index, name="index"),
    path("drills/<address:slug>/", drills.detail, name="drill"),
    path("drills/<address:slug>/start/", drills.start, name="start"),
    path("<uuid:workspace>/", overview.show, name="desk"),
    path("<uuid:workspace>/customers/", customers.show, name="customers"),
    path("<uuid:workspace>/customers/<str:customer>/", customers.customer, name="customer"),
    path("<uuid:workspace>/subscriptions/<str:subscription>/", subscriptions.show, name="subscription"),
    path("<uuid:workspace>/collections/", collections.show, name="collections"),
    path("<uuid:workspace>/privacy/", privacy.show, name="privacy"),
    path("<uuid:workspace>/privacy/incidents/", privacy.incidents, name="incidents"),
    path("<uuid:workspace>/privacy/incidents/<str:incident>/", privacy.incident, name="incident"),
    path("<uuid:workspace>/privacy/<str:case>/", privacy.case, name="case"),
    path("<uuid:workspace>/privacy/<str:case>/copies/<str:export>/", privacy.export, name="copy"),
    path("<uuid:workspace>/renewals/", renewals.show, name="renewals"),
    path("<uuid:workspace>/offers/", offers.show, name="offers"),
    path("<uuid:workspace>/prices/", prices.show, name="prices"),
    path("<uuid:workspace>/messages/", messages.show, name="messages"),
    path("<uuid:workspace>/satisfaction/", messages.satisfaction, name="satisfaction"),
    path("<uuid:workspace>/invoices/", invoices.show, name="invoices"),
    path("<uuid:workspace>/invoices/<str:invoice>/", invoices.invoice, name="invoice"),
    path("<uuid:workspace>/invoices/<str:invoice>/pdf/", invoices.invoice_pdf, name="invoice_pdf"),
    path("<uuid:workspace>/credit-notes/<str:note>/", invoices.credit_note, name="credit_note"),
    path("<uuid:workspace>/credit-notes/<str:note>/pdf/", invoices.credit_note_pdf, name="credit_note_pdf"),
    path("<uuid:workspace>/refunds/", refunds.show, name="refunds"),
    path("<uuid:workspace>/refunds/<str:payment>/", refunds.payment, name="payment"),
    path("<uuid:workspace>/journal/", journal.show, name="journal"),
    path("<uuid:workspace>/reports/", reports.index, name="reports"),
    path("<uuid:workspace>/reports/<slug:report>/", reports.show, name="report"),
    path("<uuid:workspace>/reports/<slug:report>/workbook/", reports.workbook, name="report_workbook"),
    path("<uuid:workspace>/check/", marking.check, name="check"),
    path("<uuid:workspace>/hint/", marking.hint, name="hint"),
    path("<uuid:workspace>/reset/", marking.begin_again, name="reset"),
    path("<uuid:workspace>/debrief/", marking.debrief, name="debrief"),
]
