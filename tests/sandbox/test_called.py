"""Called: no desk shows a program's id where people have a number or a name, and Brazil's rails stay in Brazil."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from portal.people.models import User
from sandbox.engine.subscription import ENDED
from tests.sandbox.conftest import text_of
from tests.sandbox.free import Free, opened

DESKS = (
    "", "customers/", "invoices/", "renewals/", "collections/", "refunds/", "privacy/", "privacy/incidents/", "offers/",
    "prices/", "messages/", "satisfaction/", "reports/", "journal/", "journal/?page=20",
)  # fmt: skip
PARTS = ("holding", "payments", "messages", "consents", "notes", "history")
ID = re.compile(r"\b(?:slip|inv|pay|cn|ref|case|s|task|incident|hold|offer|dispute|approval|mandate|msg)-\d+\b")
BRAZIL = re.compile(r"boleto|\bpix\b|\bcpf\b|cnpj|\bcdc\b|lgpd|anpd|nfs-e|marco civil", re.IGNORECASE)
COMPANIES = (("streaming", "br"), ("software", "eu"), ("gym", "us"))


def pages(free: Free) -> Iterator[str]:
    """Every desk, and of each kind of thing the oldest and the newest, with the acts that name rails and papers."""
    world = free.opened.world
    yield from DESKS
    both = [next(iter(world.customers)), next(one.customer for one in world.cases.values() if one.customer)]
    yield from (f"customers/{one}/?part={part}" for one in both for part in PARTS)
    yield from (f"customers/{both[0]}/?act={act}&about={both[0]}" for act in ("task", "subscribe"))
    yield from (
        f"customers/{both[0]}/?act=write&about={both[0]}&chosen={one}" for one in ("invoice_sent", "export_ready")
    )
    living = next(key for key, one in world.subscriptions.items() if one.status not in ENDED)
    yield f"subscriptions/{living}/"
    yield from (f"invoices/{one}/" for one in (next(reversed(world.invoices)), _sent(free)) if one)
    yield f"refunds/{next(key for key, one in world.payments.items() if one.captured)}/"
    yield from (f"privacy/{one}/" for one in world.cases)
    yield f"privacy/incidents/{next(iter(world.incidents))}/"


def _sent(free: Free) -> str:
    return next((key for key, one in free.opened.world.invoices.items() if one.slip is not None), "")


@pytest.mark.parametrize(("kind", "law"), COMPANIES)
def test_desks_speak_of_numbers_names_and_the_rails_of_their_own_country(
    kind: str, law: str, client_of: Callable[[User], Client], ana: User
) -> None:
    free = opened(client_of(ana), kind, law)
    shown = {path: text_of(free.see(path)) for path in pages(free)}
    raw = {path: sorted(set(found))[:5] for path, text in shown.items() if (found := ID.findall(text))}
    assert not raw
    foreign = {path: sorted(set(found)) for path, text in shown.items() if (found := BRAZIL.findall(text))}
    assert law == "br" or not foreign
