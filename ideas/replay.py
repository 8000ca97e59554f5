"""Replays ideas and votes from evidence: whoever stands on the board was put there by somebody's act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, F, OuterRef

from ideas.models import Idea, Vote
from portal.evidence.alias import person_now
from portal.evidence.replay import ONE_ACT, Told, by_person, compared, facts
from portal.seams.contracts import Difference, Verifier


def ideas() -> Iterator[Sequence[Difference]]:
    """Whose each idea is and since when; what its text says and how it was answered is no projection."""
    rows = by_person(Idea.objects.only("key", "created_at"), "author__person")
    return compared(
        (Told(of.whose, f"idea {of.key}", of.created_at, {}) for of in rows.iterator()),
        (Told(fact.whose, f"idea {fact.key}", fact.occurred_at, {}) for fact in facts("idea.submitted").iterator()),
        within=ONE_ACT,
    )


def votes() -> Iterator[Sequence[Difference]]:
    """Each vote has its fact. Not the reverse: that somebody once supported stays on record after they take it back,
    and a vote given again is newer than its fact. Who voted twice under two ids has one vote.
    """
    rows = by_person(Vote.objects.annotate(about=F("idea__key")), "user__person")
    standing = Vote.objects.annotate(whose=person_now("user__person"))
    standing = standing.filter(whose=OuterRef("whose"), idea__key=OuterRef("key"))
    supported = facts("idea.supported").filter(Exists(standing)).order_by("whose", "key").distinct("whose", "key")
    return compared(
        (Told(of.whose, f"vote for idea {of.about}", None, {}) for of in rows.iterator()),
        (Told(fact.whose, f"vote for idea {fact.key}", None, {}) for fact in supported.iterator()),
    )


VERIFIERS: Mapping[str, Verifier] = {"ideas": ideas, "votes": votes}
