"""What the sandbox offers to the rest of the house."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.seams.contracts import HomeCard, NavItem, SealedColumn
from portal.seams.registry import registry
from sandbox.actions import advance, make_ready  # noqa: F401  (the jobs they do)
from sandbox.models import Subject
from sandbox.queries.replay import VERIFIERS
from sandbox.seam.account_data import PracticeData
from sandbox.seam.cards import DrillCards, home_card
from sandbox.seam.releases import DrillSource
from sandbox.seam.search import DrillSearch
from sandbox.seam.seed import seed
from sandbox.seam.target import DrillTarget
from sandbox.store import RULES


def register() -> None:
    registry.add_source(DrillSource())
    registry.add_search_source(DrillSearch())
    for model, rule in RULES.items():
        registry.add_visible(model, rule)
    registry.add_target(DrillTarget())
    registry.add_embed(DrillCards())
    registry.add_nav(NavItem("practice", "sandbox:index", _("Practice"), "flask-conical", 40))
    registry.add_home_card(HomeCard("drill", 30, "main", home_card))
    registry.add_account_data(PracticeData())
    registry.add_sealed(SealedColumn(Subject, "key"))
    registry.add_seeder(20, seed)
    for name, verifier in VERIFIERS.items():
        registry.add_verifier(name, verifier)
