"""Replays ideas and votes from evidence: whoever stands on the board was put there by somebody's act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, F, OuterRef

from ideas.models import Idea, Vote
from portal.evidence.replay import ONE_ACT, Told, compared, facts
from portal.seams.contracts import Difference, Verifier


def ideas() -> Iterator[Sequence[Difference]]:
    """Whose each idea is and since when; what its text says and how it was answered is no projection."""
    rows = Idea.objects.annotate(person=F("author__person")).order_by("person").only("key", "created_at")
    return compared(
        (Told(of.person, f"idea {of.key}", of.created_at, {}) for of in rows.iterator()),
        (Told(fact.person, f"idea {fact.key}", fact.occurred_at, {}) for fact in facts("idea.submitted").iterator()),
        within=ONE_ACT,
    )


def votes() -> Iterator[Sequence[Difference]]:
    """Each vote has its fact. Not the reverse: that somebody once supported stays on record after they take it back,
    and a vote given again is newer than its fact.
    """
    rows = Vote.objects.annotate(person=F("user__person"), about=F("idea__key")).order_by("person")
    standing = Vote.objects.filter(user__person=OuterRef("person"), idea__key=OuterRef("key"))
    supported = facts("idea.supported").filter(Exists(standing))
    return compared(
        (Told(of.person, f"vote for idea {of.about}", None, {}) for of in rows.iterator()),
        (Told(fact.person, f"vote for idea {fact.key}", None, {}) for fact in supported.iterator()),
    )


VERIFIERS: Mapping[str, Verifier] = {"ideas": ideas, "votes": votes}
