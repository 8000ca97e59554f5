from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "portal.signin"
    label = "signin"

    def ready(self) -> None:
        """What this app does in the background makes itself known."""
        from allauth.mfa.models import Authenticator

        from portal.jobs.models import Job
        from portal.seams.contracts import SealedColumn
        from portal.seams.registry import registry
        from portal.signin import invitations, mail, reset  # noqa: F401
        from portal.signin.access import RULES
        from portal.signin.heard import listen

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        listen()
        registry.add_sealed(SealedColumn(Authenticator, "data"))
        registry.add_sealed(SealedColumn(Job, "args"))
