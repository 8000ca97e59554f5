from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the portal's own seams and the checks that unsafe production fails."""

    name = "portal"

    def ready(self) -> None:
        from portal import celery, checks  # noqa: F401
