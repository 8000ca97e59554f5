"""Aiken: one right answer, and a question that breaks off spoils only itself."""

from __future__ import annotations

from courses.rules.banks.aiken import read

GOOD = "Qual o prazo?\nA. 7 dias\nB) 30 dias\nANSWER: B\n"


def test_a_question_with_its_right_answer() -> None:
    (found,) = read(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()).taken
    options = found.content["options"]
    assert (found.line, found.content["kind"], found.content["prompt"]) == (1, "single", {"pt-br": "Qual o prazo?"})
    assert [(option["text"]["pt-br"], option["correct"]) for option in options] == [
        ("7 dias", False),
        ("30 dias", True),
    ]


def test_a_question_may_have_several_lines_and_empty_ones_between() -> None:
    (found,) = read("Um caso.\nD. Pedro liga.\n\nO que faz?\nA. a\n\nB. b\nANSWER: a").taken
    assert found.content["prompt"] == {"pt-br": "Um caso.\nD. Pedro liga.\nO que faz?"}


def test_what_breaks_off_is_skipped_and_the_next_is_taken() -> None:
    bank = read(f"Sem resposta?\nA. a\nB. b\n\n{GOOD}\nErrada?\nA. a\nB. b\nANSWER: C\n\nANSWER: A\n\nSobra")
    assert [(skipped.line, skipped.code) for skipped in bank.skipped] == [
        (4 - 3, "no_right_answer"),
        (10, "no_right_answer"),
        (15, "broken"),
        (17, "broken"),
    ]
    assert [found.line for found in bank.taken] == [5]
