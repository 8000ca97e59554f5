"""Writing to the audit: in the act's own transaction, so that neither stands without the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from portal.audit.acts import ACTS
from portal.audit.models import Entry
from portal.people.access import Viewer


def audited(
    by: Viewer | UUID | None, act: str, *, subject: UUID | None = None, reason: str = "", **facts: str | int | bool
) -> Entry:
    """Write one act. `by` is a viewer, or their opaque id; None for commands and clocks. Raises KeyError for an act without a sentence, RuntimeError
    outside a transaction, and what formatting raises where the sentence asks for a fact that is not given."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{act} would be written apart from what it speaks of")
    _ = str(ACTS[act]) % facts
    actor = by.person if isinstance(by, Viewer) else by
    entry = Entry(actor=actor, act=act, subject=subject, facts=_plain(facts), reason=reason.strip())
    entry.save(force_insert=True)
    return entry


def audited_many(by: Viewer | None, acts: Iterable[tuple[str, UUID | None, Mapping[str, str | int | bool]]]) -> None:
    """Write many acts of one person at once: each an act, whom it was done to, and its facts. Raises as `audited` does."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("acts would be written apart from what they speak of")
    entries, said = [], set()
    for act, subject, facts in acts:
        if (act, *facts) not in said:
            said.add((act, *facts))
            _ = str(ACTS[act]) % facts
        entries.append(Entry(actor=by.person if by else None, act=act, subject=subject, facts=_plain(dict(facts))))
    Entry.objects.bulk_create(entries)


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int | bool) else str(value) for name, value in facts.items()}
