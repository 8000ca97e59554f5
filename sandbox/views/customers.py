"""Customers: the list, and one customer's file, a part at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from sandbox import store
from sandbox.queries.customer_file import customer_head, holding
from sandbox.queries.customer_money import invoices_of
from sandbox.queries.customer_words import cases, consents, letters, looks, notes, tasks
from sandbox.queries.customers import customers
from sandbox.queries.file import timeline
from sandbox.queries.moods import felt_by, mood_of
from sandbox.views import frame

LONGEST_PAGE = 4
LATEST = 12
"""How much of a past stands open; the rest is one tap away."""


HOLDING = ("subscribe", "coupon", "charge", "invoice-now", "grant-balance", "mandate")


@dataclass(frozen=True)
class Asked:
    """Whose file, and which page of a longer part."""

    customer: str
    page: int


Part = Callable[[frame.Company, Asked], Mapping[str, Any]]


@frame.desk("customers")
def show(company: frame.Company) -> frame.Shown:
    """The customers that were asked for, a page of them."""
    asked = company.asked
    found = customers(
        company.scene, asked=asked.get("q", ""), chosen=asked.get("status", ""), page=page_of(asked.get("page", ""))
    )
    kept = asked.copy()
    kept.pop("page", None)
    return frame.Shown("sandbox/customers/desk.html", _("Customers"), {"found": found, "kept": kept.urlencode()})


@frame.desk("customers")
def customer(company: frame.Company, customer: str) -> frame.Shown:
    """Everything about one customer; each part has an address of its own."""
    scene = company.scene
    if customer not in scene.world.customers:
        raise Http404
    chosen = company.asked.get("part", "")
    chosen = chosen if chosen in PARTS else next(iter(PARTS))
    asked = Asked(customer, page_of(company.asked.get("page", "")))
    context = {
        "file": customer_head(scene, customer),
        "mood": mood_of(scene, customer, felt_by(company.opened, scene, customer)),
        "part": f"sandbox/customers/_{chosen}.html",
        "parts": [(key, label, key == chosen) for key, (label, _read) in PARTS.items()],
        "pages_of": f"part={chosen}&",
        "openings": company.openings("reveal", "write", "ask-method", "note", "escalate", about=customer),
        **PARTS[chosen][1](company, asked),
    }
    return frame.Shown("sandbox/customers/file.html", scene.name(customer), context)


def _holding(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    return {
        "holding": holding(company.scene, asked.customer),
        "acts": company.openings(*HOLDING, about=asked.customer),
    }


def _payments(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    events = store.journal(company.workspace, customer=asked.customer)
    return {"found": invoices_of(company.scene, company.workspace.pk, asked.customer, events, page=asked.page)}


def _messages(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    return {"found": letters(company.scene, asked.customer, page=asked.page)}


def _consents(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    return {
        "consents": consents(company.scene, asked.customer),
        "cases": cases(company.scene, asked.customer),
        "looks": looks(company.scene, asked.customer),
        "acts": company.openings("consent", about=asked.customer),
    }


def _notes(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    return {
        "notes": notes(company.scene, asked.customer),
        "tasks": [(one, company.openings("close-task", about=one.id)) for one in tasks(company.scene, asked.customer)],
        "acts": company.openings("task", about=asked.customer),
    }


def _history(company: frame.Company, asked: Asked) -> Mapping[str, Any]:
    told = timeline(company.scene, store.journal(company.workspace, customer=asked.customer))
    return {"earlier": told[:-LATEST], "recent": told[-LATEST:]}


PARTS: Mapping[str, tuple[str | Promise, Part]] = {
    "holding": (pgettext_lazy("of a customer", "Subscriptions"), _holding),
    "payments": (pgettext_lazy("of a customer", "Invoices and payments"), _payments),
    "messages": (pgettext_lazy("of a customer", "Messages"), _messages),
    "consents": (pgettext_lazy("of a customer", "Privacy"), _consents),
    "notes": (pgettext_lazy("of a customer", "Notes and tasks"), _notes),
    "history": (pgettext_lazy("of a customer", "History"), _history),
}
"""By the word that stands in the address."""


def page_of(text: str) -> int:
    """The page that an address names; the first where it names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_PAGE else 1
