from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GlossaryConfig(AppConfig):
    name = "portal.glossary"
    label = "glossary"
    verbose_name = _("Glossary")

    def ready(self) -> None:
        from portal.glossary.access import RULES
        from portal.glossary.book import COUNT
        from portal.glossary.found import Meanings, TermSearch, edition_number
        from portal.glossary.seed import seed
        from portal.seams.contracts import NavItem
        from portal.seams.registry import registry

        for model, rule in RULES.items():
            registry.add_visible(model, rule)
        registry.add_viewer_count(COUNT, edition_number)
        registry.add_search_source(TermSearch())
        registry.add_thesaurus(Meanings())
        registry.add_nav(NavItem("glossary", "glossary:index", _("Glossary"), "book-a", 55))
        registry.add_seeder(5, seed)
