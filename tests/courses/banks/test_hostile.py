"""Hostile files: whatever the bytes, a reader answers soon, with questions that hold or with a fault."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.rules.banks import READERS
from courses.rules.banks.bank import Bank, Fault
from courses.rules.kinds import kind_of
from courses.rules.kinds.kind import Seen

WORDS = st.sampled_from(
    [
        "::",
        "{",
        "}",
        "=",
        "~",
        "#",
        "####",
        "->",
        "%50%",
        "%-1%",
        "\\",
        "\\n",
        "\n",
        "\n\n",
        "..",
        ":",
        "T",
        "1e9",
        "NaN",
        "A. a",
        "B) b",
        "ANSWER: A",
        "question,a,b,right",
        "x;y;1",
        '"',
        ",",
        ";",
        "pergunta;a;b;certa",
        "[[answer]]",
        "<quiz>",
        "</quiz>",
        '<question type="numerical">',
        "</question>",
        '<answer fraction="100">',
        "</answer>",
        "<text>",
        "</text>",
        "&lt;b&gt;",
        "<!--",
        "]]>",
        "<![CDATA[",
        "[html]",
        "<p>",
        "\x00",
        "\u202e",
        "\ue000",
        "_____",
        "$CATEGORY: a/b",
    ]
)
SHOUTED = st.lists(WORDS | st.text(max_size=5), max_size=60).map("".join)


def read(form: str, file: str | bytes) -> Bank | None:
    try:
        return READERS[form](file, "en")
    except Fault:
        return None


@pytest.mark.parametrize("form", READERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(file=st.binary(max_size=400) | SHOUTED | SHOUTED.map(lambda text: f"<quiz>{text}</quiz>"))
def test_any_bytes_give_whole_questions_or_a_fault(form: str, file: str | bytes) -> None:
    bank = read(form, file)
    for found in bank.taken if bank else ():
        assert found.name
        assert found.line > 0
        assert "\\u0000" not in json.dumps(found.content)
        kind_of(found.content).body(found.content, Seen("pt-br", revealed=True))


LONG = {
    "gift": [
        "{" * 900000,
        "::" * 900000,
        "a{=b ~" + "~" * 900000 + "}",
        "<" * 900000 + "{T}",
        "%" * 900000,
        "a{#" + "1" * 900000 + "}",
        "a{=" + "%50" * 300000 + "}",
        "// " + "[tag:" * 300000,
        "<!--" * 9000 + "{T}",
        "\n".join(["<p>" + "<a" * 15000 + "{T}\n"] * 100),
    ],
    "aiken": [
        "A. " * 900_000,
        "a\n" * 900_000,
        "ANSWER" + " " * 900_000 + "!",
        "A." + " " * 900_000,
        "A. a\n" * 500_000,
    ],
    "moodle": [
        "<quiz " + "a " * 900000,
        "<quiz>" + "&lt;" * 500000 + "</quiz>",
        "<!--" * 900000,
        "<" * 900000,
        "<quiz " + " ".join(f"a{at}='1'" for at in range(100000)) + "/>",
    ],
    "csv": [";" * 900_000, '"' * 900_001, "question\n" + '"' * 900_000, "question\n" + "\n" * 2_000_000],
}


@pytest.mark.parametrize(("form", "at"), [(form, at) for form, files in LONG.items() for at in range(len(files))])
def test_nothing_makes_a_reader_hang(form: str, at: int) -> None:
    before = time.process_time()
    read(form, LONG[form][at])
    assert time.process_time() - before < 6
