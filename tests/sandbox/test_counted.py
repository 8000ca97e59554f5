"""Counted: people are counted alike on the desks of the three ready companies, and another count has another word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.people.models import User
from sandbox.engine.subscription import ENDED
from sandbox.queries.customers import customers
from sandbox.queries.prices import catalogue
from sandbox.queries.scene import scene_of
from sandbox.queries.segments import Segment, members
from tests.sandbox.conftest import text_of
from tests.sandbox.free import opened

LIVING = {"active", "trial", "past_due", "paused"}


@pytest.mark.parametrize(("kind", "law"), [("streaming", "br"), ("software", "eu"), ("gym", "us")])
def test_desks_count_the_same_people_or_say_what_else_they_count(
    kind: str, law: str, client_of: Callable[[User], Client], ana: User
) -> None:
    free = opened(client_of(ana), kind, law)
    scene = scene_of(free.opened, "pt-br")
    counts = {one.key: one.count for one in customers(scene).filters}
    alive = [one for one in scene.world.subscriptions.values() if one.status not in ENDED]
    people = {one.customer for one in alive}
    assert sum(counts[key] for key in LIVING) == len(people)
    assert set(members(scene, Segment()).everybody) == people
    assert sum(row.subscribers for row in catalogue(scene)) == sum(len(one.items) for one in alive)
    assert "Assinaturas" in text_of(free.see("prices/"))
    assert "Assinantes" not in text_of(free.see("prices/")).partition("Mudanças de preço")[0]
    assert "Clientes com MRR" in text_of(free.see("reports/"))
