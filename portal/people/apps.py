from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "portal.people"
    label = "people"

    def ready(self) -> None:
        from portal.people.access import Capability
        from portal.people.align import replay_accounts
        from portal.people.queries import RULES
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_verifier("accounts", replay_accounts)
        registry.add_nav(
            NavItem(
                "people",
                "people:directory",
                _("People"),
                "contact-round",
                70,
                shown=lambda viewer: viewer.can(Capability.MANAGE_PEOPLE),
            )
        )
