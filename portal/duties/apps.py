from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "portal.duties"
    label = "duties"

    def ready(self) -> None:
        from portal.duties import open as _handlers  # noqa: F401  (registers its job handler)
        from portal.duties.settle import on_evidence
        from portal.seams.registry import registry

        registry.add_subscriber(on_evidence)
