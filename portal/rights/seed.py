"""Seed: one request waits for the privacy officer, so that the demo's inbox shows what an answer looks like."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from portal.people.days import day_of
from portal.rights.clock import ANSWER_IN, business_days_after
from portal.rights.models import ErasureRequest
from portal.seams.contracts import SeedCast

WHO = "beatriz.cardoso"
"""One who works on: some of it can go now, the rest once she has left."""
ASKED_DAYS_AGO = 6
WORDS = (
    "As ideias que escrevi não me representam mais. "
    "Gostaria que fossem apagadas, e o restante quando eu não trabalhar mais aqui."
)


@transaction.atomic
def seed(cast: SeedCast) -> None:
    """Idempotent: a request that was made, whatever became of it, is left alone."""
    who = next((user for user in cast.everyone if user.email.startswith(f"{WHO}@")), None)
    if who is None or ErasureRequest.objects.filter(user=who).exists():
        return
    asked = cast.now - timedelta(days=ASKED_DAYS_AGO)
    ErasureRequest.objects.create(
        user=who, words=WORDS, asked_at=asked, answer_by=business_days_after(day_of(asked), ANSWER_IN)
    )
    cast.say("rights: one request waits")
