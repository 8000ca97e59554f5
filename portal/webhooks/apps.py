from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "portal.webhooks"
    label = "webhooks"

    def ready(self) -> None:
        from portal.people.access import Capability
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry
        from portal.webhooks import events
        from portal.webhooks import sending as _handlers  # noqa: F401  (registers its job handlers)
        from portal.webhooks.access import RULES
        from portal.webhooks.account import WebhookData

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_account_data(WebhookData())
        registry.add_subscriber(events.on_evidence)
        registry.add_in_force_listener(events.on_release)
        registry.add_people_listener(events.on_people)
        registry.add_departure_listener(events.on_left)
        registry.add_duty_listener(events.on_duties)
        registry.add_nav(
            NavItem(
                "webhooks",
                "webhooks:index",
                _("Webhooks"),
                "webhook",
                96,
                shown=lambda viewer: viewer.can(Capability.ADMINISTER),
            )
        )
