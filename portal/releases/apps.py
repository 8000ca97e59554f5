from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "portal.releases"
    label = "releases"

    def ready(self) -> None:
        from portal.releases import effect, publishing  # noqa: F401  (a job's handler)
        from portal.releases.access import RULES
        from portal.releases.verify import replay_parts
        from portal.seams.registry import registry

        publishing.listen()
        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_verifier("release parts", replay_parts)
