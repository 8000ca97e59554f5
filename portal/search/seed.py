"""Seed: the index of the demo, filled at once, so that the box answers before any worker has run."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.jobs.models import OPEN, Job
from portal.seams.contracts import SeedCast
from portal.search.index import INDEX, rebuild
from portal.search.models import Entry, Gap, Query
from portal.search.text import plain

ASKED = (
    ("cobrança recusada", "pt-br", "customer-service", 6, 9),
    ("reembolso", "pt-br", "customer-service", 7, 7),
    ("aviso de renovação", "pt-br", "billing", 8, 5),
    ("cartão pré-pago", "pt-br", "customer-service", 0, 4),
    ("assinatura família", "pt-br", "billing", 0, 3),
    ("price change", "en", "marketing", 3, 2),
)
"""Words, language, department, how much was found, how often: what a plausible quarter asked the box."""


def seed(cast: SeedCast) -> None:
    """Idempotent; the jobs that seeding wrote have nothing left to do."""
    for _ in rebuild():
        pass
    Job.objects.filter(OPEN, kind=INDEX, run_after__lte=timezone.now()).update(done_at=cast.now)
    if not Query.objects.exists():
        Query.objects.bulk_create(
            Query(
                words=plain(words),
                typed=words,
                language=language,
                department=department,
                results=results,
                asked_at=cast.now - timedelta(days=9 * nth + len(words), hours=nth),
            )
            for words, language, department, results, times in ASKED
            for nth in range(times)
        )
    Gap.objects.get_or_create(
        plain="cartao pre pago",
        language="pt-br",
        defaults={
            "words": "cartão pré-pago",
            "times": 4,
            "owner": cast.people["carla"],
            "first_asked_at": cast.now - timedelta(days=27),
            "last_asked_at": cast.now - timedelta(days=2),
        },
    )
    cast.say(f"search: {Entry.objects.count()} entries")
