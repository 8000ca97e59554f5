from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        from portal.home.access import RULES
        from portal.home.workflow import name_it
        from portal.people.access import Capability
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_seeder(5, name_it)
        registry.add_nav(
            NavItem(
                "write",
                "wagtailadmin_home",
                _("Write"),
                "square-pen",
                70,
                shown=lambda viewer: viewer.can(Capability.WRITE),
            )
        )
