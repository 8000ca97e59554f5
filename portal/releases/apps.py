from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "portal.releases"
    label = "releases"

    def ready(self) -> None:
        from portal.releases import publishing

        publishing.listen()
