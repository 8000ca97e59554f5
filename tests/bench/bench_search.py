"""What a search costs at 100,000 entries: milliseconds inside the database, and how they grow from 20,000.

`make bench` prints a table; the entries are made of the starter's own words and invented ones, so that some stand in
nearly every entry and most in few. While they are made the indexes of words are away, and are built anew over all of them: some minutes in all.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from portal.people.access import viewer_of
from portal.search import queries
from portal.search.index import learn_words
from portal.search.models import Entry

SIZES = (20_000, 100_000)
EVERYWHERE = "renewal cobrança"
ASKED = ("cobrança", "dunning", "renewal notice", "assinatura cartão", "assintura", "de", "a", "zzzzqq")
NAMES = ["cobrança", "cobranças", "recurring billing", "régua de cobrança", "dunning"]
ALSO = {"cobrança": NAMES, "dunning": NAMES}
"""A question that is a term of the glossary, by any of its names, is asked with the others, of both languages."""
MOST_MS = 100
KINDS = (("course", "lesson"), ("playbook", "step"), ("idea", "idea"), ("drill", "drill"))
DEPARTMENTS = ("customer-service", "billing", "marketing", "")
SYLLABLES = ("ba", "ca", "da", "fa", "ga", "la", "ma", "na", "po", "ro", "so", "to", "vo", "bri", "cri", "tra", "ção")


def fill(start: int, end: int, words: Sequence[str], dice: random.Random) -> None:
    invented = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 4))) for _ in range(15_000)]

    def some(many: int) -> str:
        """More of the first words than of the last."""
        return " ".join(
            words[int(len(words) * dice.random() ** 2)]
            if dice.random() < 0.6
            else invented[int(15_000 * dice.random() ** 2.5)]
            for _ in range(many)
        )

    for first in range(start, end, 2000):
        rows = [
            Entry(
                source=KINDS[number // 2 % 4][0],
                kind=KINDS[number // 2 % 4][1],
                key=UUID(int=10**9 + number // 2),
                locale=("pt-br", "en")[number % 2],
                title=some(6)[:255],
                place=some(3)[:255],
                body=f"{EVERYWHERE} {some(90)}",
                url=f"/x/{number}/",
                department=DEPARTMENTS[number % 4],
                topics=[f"topic-{number % 7}"],
                scopes=[queries.EVERYONE if number % 10 else f"person:{UUID(int=number)}"],
            )
            for number in range(first, min(end, first + 2000))
        ]
        learn_words(Entry.objects.bulk_create(rows))


@contextmanager
def without_indexes_of_words() -> Iterator[None]:
    """Built over what is there, an index costs a small part of what it costs row by row, and is the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname, pg_get_indexdef(c.oid) from pg_index i join pg_class c on c.oid = i.indexrelid"
            " join pg_am a on a.oid = c.relam where a.amname = 'gin'"
            " and i.indrelid in ('search_entry'::regclass, 'search_word'::regclass)"
        )
        kept = dict(cursor.fetchall())
        assert len(kept) == 4, kept
        cursor.execute("drop index " + ", ".join(kept))
        yield
        for made in kept.values():
            cursor.execute(made)
        cursor.execute("analyze search_entry")
        cursor.execute("analyze search_word")


def inside(statement: str, given: dict[str, object]) -> float:
    """Milliseconds of execution as the database itself measures them; the best of five."""
    with connection.cursor() as cursor:
        spent = []
        for _ in range(5):
            cursor.execute(f"explain (analyze, timing off, format json) {statement}", given)
            told = cursor.fetchone()[0]
            plan = json.loads(told) if isinstance(told, str) else told
            spent.append(plan[0]["Execution Time"] + plan[0]["Planning Time"])
    return min(spent)


def test_what_a_search_costs(starter, capsys):
    viewer = viewer_of(starter["ana"])
    words = sorted({word for body in Entry.objects.values_list("body", flat=True) for word in body.split()})
    dice = random.Random(7)
    told: dict[str, list[float]] = {}
    never: set[str] = set()
    """Words almost alike are not looked for where enough has the very words; measured, but nobody waits for it."""
    start = 0
    for size in SIZES:
        with without_indexes_of_words():
            fill(start, size, words, dice)
        start = size
        for said in ASKED:
            given = {
                "said": said, "also": ALSO.get(said, []), "scopes": queries.scopes_of(viewer), "language": "pt-br", "kind": "", "department": "",
                "topic": "", "one": queries._one_in_all_languages(), "counted": queries.COUNTED, "ranked": queries.RANKED, "limit": queries.A_PAGE, "offset": 0,
            }  # fmt: skip
            for reading in ("search_query", "search_query_nearly"):
                cost = inside(queries.statement(reading, is_narrowed=False), given)
                told.setdefault(f"{said} ({'nearly' if 'nearly' in reading else 'exactly'})", []).append(cost)
            if queries.entries(viewer, said, language="pt-br", also=ALSO.get(said, [])).everything >= queries.FEW:
                never.add(f"{said} (nearly)")
            told.setdefault(f"{said} (typing)", []).append(inside(queries._SUGGESTIONS, given | {"limit": 7}))
    with capsys.disabled():
        print(f"\n{'':<30} {SIZES[0]:>9,} {SIZES[1]:>9,}  growth")
        for name, (few, many) in told.items():
            print(f"{name:<30} {few:>6.1f} ms {many:>6.1f} ms {many / few:>6.1f}×")
    slow = {name: costs[-1] for name, costs in told.items() if costs[-1] > MOST_MS and name not in never}
    assert not slow, f"above {MOST_MS} ms: {slow}"
