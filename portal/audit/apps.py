from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        from portal.audit.access import RULES
        from portal.audit.heard import on_release
        from portal.people.access import Capability
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_release_listener(on_release)
        registry.add_nav(
            NavItem(
                "audit",
                "audit:index",
                _("Audit"),
                "scroll-text",
                90,
                shown=lambda viewer: viewer.can(Capability.READ_AUDIT),
            )
        )
