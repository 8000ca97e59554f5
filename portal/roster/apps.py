from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "portal.roster"
    label = "roster"

    def ready(self) -> None:
        from portal.roster import jobs as _handlers  # noqa: F401  (registers its job handlers)
        from portal.roster.account import IMPORTS
        from portal.roster.models import Batch, Import
        from portal.roster.queries import batches_of, imports_of
        from portal.seams.registry import registry

        registry.add_visible(Import, imports_of)
        registry.add_visible(Batch, batches_of)
        registry.add_account_data(IMPORTS)
