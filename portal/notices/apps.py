from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"

    def ready(self) -> None:
        from portal.notices import post as _handlers  # noqa: F401  (registers its job handler)
        from portal.notices.access import RULES
        from portal.notices.account import NOTICES
        from portal.notices.cards import notice_card
        from portal.notices.queries import unread_of_user
        from portal.seams.contracts import HomeCard
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_account_data(NOTICES)
        registry.add_viewer_count("notices", unread_of_user)
        registry.add_home_card(HomeCard("notices", 10, "side", notice_card))
