"""GIFT: each kind of answer becomes one of ours, and what we cannot ask is named with its line."""

from __future__ import annotations

from typing import Any

from courses.rules.banks.bank import Found
from courses.rules.banks.gift import read


def one(text: str, language: str = "pt-br") -> Found:
    bank = read(text, language)
    assert not bank.skipped
    (found,) = bank.taken
    return found


def why(text: str) -> tuple[int, str]:
    bank = read(text)
    assert not bank.taken
    (skipped,) = bank.skipped
    return skipped.line, skipped.code


def marked(content: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(option["text"]["pt-br"], option["correct"]) for option in content["options"]]


def test_one_right_answer_with_what_is_said_of_each() -> None:
    found = one("::Prazo de aviso::Qual o prazo?{=7 dias#Certo ~30 dias#Muito ~nenhum####Cláusula 4.}")
    assert found.name == "prazo-de-aviso"
    assert found.content["kind"] == "single"
    assert marked(found.content) == [("7 dias", True), ("30 dias", False), ("nenhum", False)]
    assert [option["explanation"] for option in found.content["options"]] == [
        {"pt-br": "Certo"},
        {"pt-br": "Muito"},
        {},
    ]
    assert found.content["explanation"] == {"pt-br": "Cláusula 4."}


def test_shares_become_several_right_with_credit_for_parts() -> None:
    found = one("Quais?{~%50%a ~%50%b ~%-100%c}")
    assert (found.content["kind"], found.content["partial"], found.notes) == ("multiple", True, ())
    assert marked(found.content) == [("a", True), ("b", True), ("c", False)]
    assert one("Quais?{~%75%a ~%25%b ~c}").notes == ("weights_lost",)
    assert one("Qual?{=a ~%50%b ~c}").notes == ("weights_lost",)


def test_true_and_false_say_their_feedback_to_whom_it_is_meant() -> None:
    options = one("O pedido vale?{FALSE#errou#acertou}").content["options"]
    assert [(option["id"], option["correct"], option["explanation"]) for option in options] == [
        ("true", False, {"pt-br": "errou"}),
        ("false", True, {"pt-br": "acertou"}),
    ]
    assert one("Vale?{T}").content["options"][0]["correct"]


def test_numbers_by_tolerance_and_by_range() -> None:
    for text, value, tolerance in (("#3", "3", "0"), ("#49.9:0.05", "49.9", "0.05"), ("#1..5", "3", "2")):
        content = one(f"Quanto?{{{text}}}").content
        assert (content["kind"], content["value"], content["tolerance"]) == ("numeric", value, tolerance)
    assert one("Quanto?{#=5:0 #bem =%50%5:1 #quase}").notes == ("weights_lost",)
    assert why("Quanto?{#=5 =7}") == (1, "several_right")
    assert why("Quanto?{#muito}") == (1, "not_a_number")
    assert why("Quanto?{#1e40}") == (1, "number_limits")


def test_pairs_with_what_belongs_to_none() -> None:
    content = one("Una.{=Canadá -> Ottawa =Itália -> Roma = -> Berlim}").content
    assert content["kind"] == "match"
    assert [(pair["left"]["pt-br"], pair["right"]["pt-br"]) for pair in content["pairs"]] == [
        ("Canadá", "Ottawa"),
        ("Itália", "Roma"),
    ]
    assert content["extra"][0]["text"] == {"pt-br": "Berlim"}
    assert why("Una.{=a -> x =b -> x}") == (1, "same_right")


def test_a_short_answer_is_a_gap_behind_the_question_and_a_missing_word_one_within() -> None:
    short = one("Quem assina?{=Ana =a Ana}").content
    assert (short["text"], short["prompt"]) == ({"pt-br": "[[answer]]"}, {"pt-br": "Quem assina?"})
    assert short["gaps"] == [{"id": "answer", "accepted": {"pt-br": ["Ana", "a Ana"]}}]
    missing = one("Avise em {=sete =7} dias.").content
    assert missing["text"] == {"pt-br": "Avise em [[answer]] dias."}
    assert missing["prompt"] == {"pt-br": "Complete a frase."}
    assert one("Avise em {=sete ~oito} dias.").content["prompt"] == {"pt-br": "Avise em _____ dias."}


def test_escapes_comments_categories_and_tags() -> None:
    bank = read(
        "// [id:1] [tag:preço]\n$CATEGORY: $course$/top/Cobrança\n\n"
        r"::a\:b::[html]<p>Quanto \{é\} 1 \= 1?</p><img src='http://x.example/a.png'>{=s\~im ~n\#ão}"
        "\n\n// [tag:outra]\n::c::Outra?{T}\n"
    )
    first, second = bank.taken
    assert (first.line, first.name, first.content["prompt"]) == (4, "a-b", {"pt-br": "Quanto {é} 1 = 1?"})
    assert marked(first.content) == [("s~im", True), ("n#ão", False)]
    assert first.notes == ("media_lost",)
    assert (list(second.tags), second.line) == (["Cobrança", "outra"], 7)
    assert list(first.tags) == ["Cobrança", "preço"]


def test_what_cannot_be_asked_stays_behind_with_its_line() -> None:
    bank = read("Só um texto.\n\n::e::Explique.{}\n\nQual?{~a ~b}\n\nQual?{=a =b ~c}\n\nAberto {=a\n\nVale?{T}")
    assert [(skipped.line, skipped.code) for skipped in bank.skipped] == [
        (1, "description"),
        (3, "essay"),
        (5, "no_right_answer"),
        (7, "several_right"),
        (9, "broken"),
    ]
    assert len(bank.taken) == 1
    assert why("Qual?{=" + "a" * 400 + " ~b}") == (1, "too_long")
    assert why("Qual?{=a" + " ~b" * 9 + "}") == (1, "options_count")
    assert why("{=a ~b}") == (1, "no_prompt")


def test_a_name_given_twice_is_taken_once_and_a_question_without_one_gets_the_same_each_time() -> None:
    bank = read("::a::Um?{T}\n\n::a::Dois?{F}")
    assert [found.name for found in bank.taken] == ["a"]
    assert bank.skipped[0].code == "name_twice"
    nameless = "Qual é o prazo?{=7 ~30}"
    assert one(nameless).name == one(nameless).name
    assert one(nameless).name.startswith("qual-e-o-prazo-")
    assert len(read(f"{nameless}\n\nQual é o prazo?{{=7 ~31}}").taken) == 2


def test_a_text_in_english_stands_in_for_the_portuguese_and_says_so() -> None:
    found = one("Is it?{T}", "en")
    assert found.content["prompt"] == {"pt-br": "Is it?", "en": "Is it?"}
    assert found.content["options"][0]["text"] == {"pt-br": "Verdadeiro", "en": "True"}
    assert found.notes == ("untranslated",)
