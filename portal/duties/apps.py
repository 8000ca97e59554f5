from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "portal.duties"
    label = "duties"

    def ready(self) -> None:
        from portal.duties.access import RULES
        from portal.duties.cards import team_card
        from portal.duties.notices import DUTY_NOTICES, TEAM_NOTICES
        from portal.duties.open import people_moved, release_in_force  # registers its job handlers as well
        from portal.duties.queries import unmet_of_user
        from portal.duties.settle import on_evidence
        from portal.duties.verify import replay_duties
        from portal.people.access import Capability
        from portal.seams.contracts import HomeCard, NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_subscriber(on_evidence)
        registry.add_people_listener(people_moved)
        registry.add_in_force_listener(release_in_force)
        registry.add_verifier("duties", replay_duties)
        registry.add_notice_source(DUTY_NOTICES)
        registry.add_notice_source(TEAM_NOTICES)
        registry.add_home_card(HomeCard("team", 5, "main", team_card))
        registry.add_viewer_count("duties", unmet_of_user)
        registry.add_nav(
            NavItem("home", "home", _("My day"), "sun", 10, count=lambda viewer: viewer.counts.get("duties", 0))
        )
        registry.add_nav(
            NavItem("team", "team", _("My team"), "users", 60, shown=lambda viewer: viewer.can(Capability.LEAD))
        )
        registry.add_nav(
            NavItem(
                "rules",
                "duties:rules",
                _("Rules"),
                "clipboard-list",
                65,
                shown=lambda viewer: viewer.can(Capability.SET_DUTIES) or viewer.can(Capability.SEE_ALL_EVIDENCE),
            )
        )
