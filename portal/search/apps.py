from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"

    def ready(self) -> None:
        from portal.seams.registry import registry
        from portal.search import jobs as _handlers  # noqa: F401  (registers its job handler)
        from portal.search.access import RULES
        from portal.search.account import SEARCHED
        from portal.search.index import in_force
        from portal.search.notices import GAP_NOTICES
        from portal.search.seed import seed
        from portal.search.verify import replay_entries

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_in_force_listener(in_force)
        registry.add_verifier("search entries", replay_entries)
        registry.add_account_data(SEARCHED)
        registry.add_notice_source(GAP_NOTICES)
        registry.add_seeder(95, seed)
