from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        from portal.jobs.access import RULES
        from portal.people.access import Capability
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_nav(
            NavItem(
                "jobs",
                "jobs:index",
                _("System tasks"),
                "server-cog",
                95,
                shown=lambda viewer: viewer.can(Capability.ADMINISTER),
            )
        )
