from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "portal.evidence"
    label = "evidence"

    def ready(self) -> None:
        from portal.evidence.access import RULES
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
