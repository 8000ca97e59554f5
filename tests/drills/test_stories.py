"""Stories: every drill that was promised is in the library, under its area, in Portuguese and in English."""

from __future__ import annotations

import re
from typing import Final

import pytest

from sandbox.drills import Brief
from sandbox.drills.areas import AREAS, area_of
from sandbox.drills.brief import Bilingual, library
from tests.drills.played import briefs

STORIES: Final = {
    "R1": "payday", "R2": "stolen-card", "R3": "silent-timeout", "R4": "twenty-eight-days",
    "R5": "ten-to-midnight", "R6": "leave-me-alone", "R7": "upgrade-mid-month", "R8": "pix-mandate",
    "F1": "binge-and-regret", "F2": "lisbon-day-ten", "F3": "double-click", "F4": "billed-after-goodbye",
    "F5": "new-pix-key", "F6": "two-roads", "F7": "day-125", "F8": "three-dark-days",
    "P1": "show-me-my-data", "P2": "delete-everything", "P3": "stop-the-ads", "P4": "worried-husband",
    "P5": "moving-house", "P6": "wrong-attachment", "P7": "wrong-name", "P8": "just-upload-it",
}  # fmt: skip
FOUR_MORE: Final = {
    "reports": "two-dashboards",
    "encryption": "only-what-is-needed",
    "billing": "clear-message",
    "offers": "control-group",
}
VARIANTS: Final = {
    "small agent": "show-me-small-agent",
    "small agent, incident": "wrong-attachment-small-agent",
    "open lawsuit": "delete-with-lawsuit",
    "no express request": "lisbon-no-request",
}
LETTERS: Final = {"R": "renewals", "F": "refunds", "P": "privacy"}

# Words that stand in no Portuguese sentence, and in no English one.
ENGLISH: Final = re.compile(
    r"\b(the|and|you|your|with|from|this|that|are|was|were|they|their|have|has|not|but|which|who|what|when|where|how|been"
    r"|will|would|should|than|then|there|only|never|always|every|because|after|before|without|into|other)\b",
    re.IGNORECASE,
)
PORTUGUESE: Final = re.compile(
    r"\b(que|não|para|com|uma|você|seu|sua|são|dos|das|pelo|pela|então|até|já|às|também)\b", re.IGNORECASE
)


def test_the_twenty_four_stories_and_four_more_are_there_and_nothing_else() -> None:
    promised = {*STORIES.values(), *FOUR_MORE.values(), *VARIANTS.values()}
    assert len({*STORIES.values(), *FOUR_MORE.values()}) == 28
    assert set(library()) == promised


def test_each_stands_in_the_area_of_its_story() -> None:
    areas = {brief.key: area_of(brief.topics) for brief in briefs()}
    assert {areas[key] for key in STORIES.values()} == set(LETTERS.values())
    assert all(areas[key] == LETTERS[code[0]] for code, key in STORIES.items())
    assert all(areas[key] == area for area, key in FOUR_MORE.items())
    assert all(path.parent.name == areas[key] for key, path in library().items())
    assert set(areas.values()) == set(AREAS)


@pytest.mark.parametrize("brief", briefs(), ids=lambda brief: brief.key)
def test_each_text_is_there_in_its_own_language(brief: Brief) -> None:
    for text in (brief.slug, *texts(brief)):
        assert text.pt_br.strip() and text.en.strip()
    for text in texts(brief):
        assert not ENGLISH.search(own(text.pt_br)), text.pt_br
        assert not PORTUGUESE.search(own(re.sub("“[^”]*”", "", text.en))), text.en


def texts(brief: Brief) -> list[Bilingual]:
    told = [brief.title, brief.summary, brief.story, brief.debrief, *brief.tasks, *brief.hints]
    return [*told, *(condition.title for condition in brief.conditions)]


def own(text: str) -> str:
    """Without what a seed puts in."""
    return re.sub(r"\{[^}]*\}", "", text)
