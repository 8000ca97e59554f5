"""A table: headers of either language, commas or semicolons, and a row that fails named by its line."""

from __future__ import annotations

import pytest

from courses.rules.banks.bank import Fault
from courses.rules.banks.table import read

PORTUGUESE = """\ufeffNome;Tipo;Pergunta;A;B;C;Certa;Motivo B;Explicação;Etiquetas;Crítica;Tolerância;Unidade
prazo;única;Qual o prazo?;7 dias;30 dias;;A;É do anual.;Cláusula 4.;contrato, prazo;sim;;
;múltipla;Quais?;a;b;c;A, C;;;;não;;
;;Vale?;;;;falso;;;;;;
;número;Quanto?;;;;1.049,90;;;;;0,05;R$
;ordem;Ordene.;um;dois;três;;;;;;;
;associar;Una.;a -> 1;b -> 2; -> 3;;;;;;;
;lacuna;"Avise em
_____ dias.";;;;sete|7;;;;;;
;única;Qual?;a;b;;D;;;;;;
;redação;Explique.;;;;;;;;;;
"""


def test_a_portuguese_sheet_of_every_kind() -> None:
    bank = read(PORTUGUESE.encode())
    first, several, truth, number, order, match, fill = bank.taken
    assert (first.line, first.name, list(first.tags), first.critical) == (2, "prazo", ["contrato", "prazo"], True)
    assert first.content["options"][1]["explanation"] == {"pt-br": "É do anual."}
    assert [option["correct"] for option in several.content["options"]] == [True, False, True]
    assert several.notes == ()
    assert [option["correct"] for option in truth.content["options"]] == [False, True]
    assert (number.content["value"], number.content["tolerance"]) == ("1049.9", "0.05")
    assert number.content["unit"] == {"pt-br": "R$"}
    assert [item["text"]["pt-br"] for item in order.content["items"]] == ["um", "dois", "três"]
    assert (len(match.content["pairs"]), len(match.content["extra"])) == (2, 1)
    assert fill.content["text"] == {"pt-br": "Avise em\n[[answer]] dias."}
    assert [(skipped.line, skipped.code) for skipped in bank.skipped] == [
        (10, "no_right_answer"),
        (11, "unknown_kind"),
    ]


def test_an_english_sheet_with_commas_and_numbered_options() -> None:
    text = 'question,option 1,option 2,correct\n"Is it, really?",yes,"=cmd|\' /C calc\'!A0",1\n'
    (found,) = read(text, "en").taken
    assert found.content["prompt"]["en"] == "Is it, really?"
    assert [option["correct"] for option in found.content["options"]] == [True, False]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("", None),
        ("a,b\n1,2", "no_question_column"),
        ("question," * 80, "too_many_columns"),
        ('question,a\n"open,1', "no_table"),
        ("question\n" + "x" * 200_000, "no_table"),
        ("question\n" + "x\n" * 2_001, "too_many"),
        (b"question\nn\xe3o", "not_utf8"),
        (b"x" * 4_000_001, "too_large"),
        ("question\n\ud800", "not_utf8"),
    ],
)
def test_what_is_no_table_is_refused(file: str | bytes, code: str | None) -> None:
    if code is None:
        assert read(file).taken == []
        return
    with pytest.raises(Fault) as fault:
        read(file)
    assert fault.value.code == code
