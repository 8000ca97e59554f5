from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "portal.signin"
    label = "signin"

    def ready(self) -> None:
        """What this app does in the background makes itself known."""
        from portal.signin import mail  # noqa: F401
