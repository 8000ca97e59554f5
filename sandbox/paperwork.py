"""Paperwork: what a company's journal keeps of its documents, long after the working world has let go of them."""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, Count, Q, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from sandbox import engine
from sandbox.models import JournalEvent, Workspace


def issued(workspace: Workspace, where: Q, *, start: int, count: int) -> tuple[int, int, list[Any]]:
    """The invoices that a company ever issued, newest first: how many fit, their totals together, and a slice of their
    documents. Two queries, by the journal's index of documents; what left for the archive is among them.
    """
    rows = JournalEvent.objects.filter(where, workspace=workspace, kind="invoice_issued")
    sums = rows.aggregate(number=Count("*"), total=Sum(Cast(KT("payload__document__total"), BigIntegerField())))
    events = rows.order_by("-seq").values_list("payload", flat=True)[start : start + count]
    documents: list[Any] = [engine.decode_event(payload) for payload in events]
    return sums["number"], sums["total"] or 0, [one.document for one in documents]


def told(workspace: Workspace, customer: str, *kinds: str) -> list[Any]:
    """One customer's events of some kinds, in order. One query."""
    rows = JournalEvent.objects.filter(workspace=workspace, customer=customer, kind__in=kinds)
    return [engine.decode_event(payload) for payload in rows.order_by("seq").values_list("payload", flat=True)]
