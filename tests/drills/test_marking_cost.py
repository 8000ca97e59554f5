"""What marking reads: a condition goes over the journal a fixed number of times, however long it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox import drills
from sandbox.drills.brief import keys
from sandbox.drills.evidence import Evidence
from sandbox.engine import Event
from tests.drills.played import opening, setup_of

MOST_PASSES = 3


class Counted(tuple[Event, ...]):
    """A journal that knows how often it was gone over."""

    passes = 0

    def __iter__(self) -> Iterator[Event]:
        type(self).passes += 1
        return super().__iter__()


@pytest.mark.parametrize("key", keys())
def test_a_condition_goes_over_the_journal_a_few_times_only(key: str) -> None:
    world, events = opening(key, 1)
    names = {one: subject["name"] for one, subject in setup_of(key, 1).subjects.items()}
    for condition in setup_of(key, 1).conditions:
        read = Evidence(world, Counted(events), names)
        Counted.passes = 0
        condition.check.judge(read)
        assert Counted.passes <= MOST_PASSES, condition.id


def test_two_languages_are_told_of_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    setup, brief = setup_of("payday", 1), drills.load("payday")
    world, events = opening("payday", 1)
    judged: list[str] = []
    kind = type(setup.conditions[0].check)
    judge = kind.judge

    def counted(self: object, evidence: Evidence) -> object:
        judged.append(kind.__name__)
        return judge(self, evidence)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "judge", counted)
    both = drills.mark_in(brief, setup, world, events, languages=("pt-br", "en"))
    assert judged == [kind.__name__]
    assert both["pt-br"].score == both["en"].score
