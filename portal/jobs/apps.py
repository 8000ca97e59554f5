from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "portal.jobs"
    label = "jobs"

    def ready(self) -> None:
        from portal.jobs.access import RULES
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
