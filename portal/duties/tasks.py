"""The daily round of duties: who joined or moved owes what their department owes."""

from __future__ import annotations

from celery import shared_task
from django.db.models import Q

from portal.duties.models import Requirement
from portal.duties.open import open_duties
from portal.people.days import today


@shared_task
def open_missing() -> None:
    """Open the first cycle for everyone a requirement speaks of today and who has none; doing it twice adds nothing."""
    day = today()
    for requirement in Requirement.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), applies_from__lte=day):
        open_duties(requirement)
