"""Verifies the index: each thing's entries are what indexing it now would write; what waits for a job is no difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from uuid import UUID

from portal.jobs.models import OPEN, Job
from portal.seams.contracts import Difference
from portal.seams.registry import registry
from portal.search.index import FIELDS, INDEX, facts_of, stored, values
from portal.search.models import Entry

AT_ONCE = 500


def replay_entries() -> Iterator[Sequence[Difference]]:
    """Thing by thing, a fixed number of queries for each five hundred of them."""
    waiting = {
        (args["kind"], args["key"]) for args in Job.objects.filter(OPEN, kind=INDEX).values_list("args", flat=True)
    }
    indexed: dict[str, set[UUID]] = {}
    for kind, key in Entry.objects.order_by().values_list("source", "key").distinct():
        indexed.setdefault(kind, set()).add(key)
    for kind, source in registry.searched.items():
        keys = iter(sorted({*source.keys(), *indexed.get(kind, ())}))
        while batch := list(islice(keys, AT_ONCE)):
            expected, there = source.findable(batch), stored(batch, kind=kind)
            for key in batch:
                if (kind, str(key)) not in waiting:
                    wanted = facts_of(expected.get(key, ()))
                    yield from _compared(kind, key, wanted, {n: values(e) for n, e in there.get(key, {}).items()})


def _compared(
    kind: str,
    key: UUID,
    wanted: dict[tuple[str, str], tuple[object, ...]],
    there: dict[tuple[str, str], tuple[object, ...]],
) -> Iterator[Sequence[Difference]]:
    for name in sorted({*wanted, *there}):
        what = f'search entry of {kind} {key}, part "{name[0]}" ({name[1]})'
        if name not in wanted or name not in there:
            yield [
                Difference(what, "present" if name in there else "nothing", "present" if name in wanted else "nothing")
            ]
            continue
        yield [
            Difference(f"{what}: {field}", str(stored)[:80], str(replayed)[:80])
            for field, stored, replayed in zip(FIELDS, there[name], wanted[name], strict=True)
            if stored != replayed
        ]
