from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "portal.audit"
    label = "audit"

    def ready(self) -> None:
        from portal.audit.access import RULES
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
