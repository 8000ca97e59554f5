from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RightsConfig(AppConfig):
    name = "portal.rights"
    label = "rights"

    def ready(self) -> None:
        from portal.people.access import Capability
        from portal.rights.actions import make_copy as _handlers  # noqa: F401  (registers its job handler)
        from portal.rights.cards import requests_card
        from portal.rights.held import HELD
        from portal.rights.queries import RULES, waiting_for_user
        from portal.rights.seed import seed
        from portal.seams.contracts import HomeCard, NavItem
        from portal.seams.registry import registry

        for data in HELD:
            registry.add_account_data(data)
        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_home_card(HomeCard("privacy", 1, "first", requests_card))
        registry.add_viewer_count("privacy", waiting_for_user)
        registry.add_nav(
            NavItem(
                "privacy",
                "privacy:inbox",
                _("Privacy"),
                "shield-check",
                80,
                count=lambda viewer: viewer.counts.get("privacy", 0),
                shown=lambda viewer: viewer.can(Capability.DECIDE_PRIVACY),
            )
        )
        registry.add_seeder(80, seed)
