"""Words of privacy: each met and not met, over real journals."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import drills
from tests.drills.played import judged

FISCAL = {"customer": "$customer", "kind": "fiscal"}
LAWSUIT = {"customer": "$customer", "kind": "lawsuit", "categories": ["profile", "support"]}
CASES: list[tuple[str, str, dict[str, Any], str, bool]] = [
    ("delete-everything", "held", FISCAL | {"until": "$kept_until"}, "all_in_one_morning", True),
    ("delete-everything", "held", FISCAL | {"until": "$last_issue"}, "all_in_one_morning", False),
    ("delete-everything", "held", FISCAL | {"categories": ["profile"]}, "all_in_one_morning", False),
    ("delete-everything", "held", FISCAL, "a_blanket_no", False),
    ("delete-with-lawsuit", "held", LAWSUIT, "a_hold_over_everything", True),
    ("delete-with-lawsuit", "held", LAWSUIT | {"exactly": True}, "a_hold_over_everything", False),
    ("delete-with-lawsuit", "held", LAWSUIT | {"exactly": True}, "told_first_in_own_words", True),
    ("delete-with-lawsuit", "held", LAWSUIT, "a_hold_for_a_month", True),
    ("delete-with-lawsuit", "held", LAWSUIT | {"open_ended": True}, "a_hold_for_a_month", False),
    ("delete-with-lawsuit", "held", LAWSUIT, "held_as_something_else", False),
    ("delete-with-lawsuit", "not_erased", {"customer": "$customer", "categories": ["support"]}, "told_half_of_it", True),
    ("delete-with-lawsuit", "not_erased", {"customer": "$customer", "categories": ["support"]}, "erased_the_evidence", False),
    ("delete-everything", "erased", {"customer": "$customer", "categories": ["marketing"], "key": True}, "one_last_campaign", True),
    ("delete-everything", "erased", {"customer": "$customer", "categories": ["marketing"], "key": True},
     "only_off_the_mailing_list", False),
]  # fmt: skip


@pytest.mark.parametrize(("key", "word", "fields", "way", "met"), CASES)
def test_a_word_of_privacy_is_met_or_not(key: str, word: str, fields: dict[str, Any], way: str, met: bool) -> None:
    brief = drills.load(key)
    ways = {one.id: one.steps for one in brief.references} | {one.id: one.steps for one in brief.wrong}
    verdict = judged(key, {word: fields}, *ways[way])
    assert verdict.met is met, verdict
    assert verdict.pt_br.endswith(".") and verdict.en.endswith(".") and verdict.pt_br != verdict.en


def wrote(text: str) -> dict[str, Any]:
    """A letter in the trainee's own words."""
    fields = {"subject": "Seu pedido", "text": text}
    return {"do": {"send_message": {"customer": "$customer", "template": "free_text", "fields": fields}}}


STAYS = {"told": {"customer": "$customer", "templates": ["erasure_done", "free_text"], "facts": {"kept": "2030-12-31"}}}


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("As notas ficam até 31/12/2030.", True),
        ("As notas ficam até 31/12/30, por lei.", True),
        ("As notas ficam até 31 de dezembro de 2030.", True),
        ("The documents stay until 31 December 2030, by law.", True),
        ("The documents stay until December 31, 2030.", True),
        ("As notas ficam até 31/12.", True),
        ("As notas ficam até 31/12/2029.", False),
        ("As notas ficam até 31/12/29.", False),
        ("As notas ficam até 31 de dezembro de 2031.", False),
        ("As notas ficam até 31 dez. 2031.", False),
        ("As notas ficam até o dia 31 de janeiro de 2030.", False),
        ("The documents stay until December 31, 2029.", False),
        ("As notas ficam até o fim do prazo.", False),
    ],
)
def test_a_day_in_own_words_is_that_day_of_that_year(text: str, met: bool) -> None:
    assert judged("delete-everything", STAYS, wrote(text)).met is met


def test_a_letter_that_lists_what_stays_says_each_of_its_days() -> None:
    ways = {one.id: one.steps for one in drills.load("delete-everything").references}
    letter = {"customer": "$customer", "templates": ["erasure_done"]}
    for fact, met in (("$kept_until", True), ("$last_issue", False)):
        check = {"told": letter | {"facts": {"kept": fact}}}
        assert judged("delete-everything", check, *ways["all_in_one_morning"]).met is met


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Fica enquanto durar o processo.", True),
        ("It stays while the Lawsuit lasts.", True),
        ("Fica para o processamento.", False),
        ("Fica.", False),
    ],
)
def test_own_words_are_looked_for_whole(text: str, met: bool) -> None:
    check = {"told": {"customer": "$customer", "templates": ["free_text"], "words": ["processo", "lawsuit"]}}
    assert judged("delete-with-lawsuit", check, wrote(text)).met is met


def test_several_parts_that_see_the_same_say_it_once() -> None:
    one = {"told": {"customer": "$customer", "templates": ["free_text"]}}
    verdict = judged("delete-everything", {"any": [one, one]})
    assert not verdict.met
    assert verdict.pt_br.count(".") == verdict.en.count(".") == 1


def test_a_copy_is_told_of_once_it_is_made_with_its_last_day() -> None:
    check = {"told_of_copy": {"customer": "$customer"}}
    known = {"do": {"verify_identity": {"case": "$case", "method": "otp"}}}
    copy = {"do": {"export_data": {"customer": "$customer", "case": "$case", "categories": ["profile"]}}}
    told = wrote("Sua cópia está na conta até {link_end:day}.")
    assert "no copy" in judged("moving-house", check, told).en
    assert not judged("moving-house", check, told, known, copy).met
    assert not judged("moving-house", check, known, copy, wrote("Sua cópia está pronta.")).met
    assert not judged("moving-house", check, known, copy, {"at": "D+1T10:00"}, copy, told).met
    assert judged("moving-house", check, known, copy, told).met


def test_words_that_should_not_be_written_are_looked_for_whole() -> None:
    check = {"not_told": {"customer": "$customer", "words": ["30%", "cupom"], "after": "DT09:00"}}
    assert judged("moving-house", check, wrote("Seguem os dados, 130% conferidos; cuponagem não há.")).met
    assert not judged("moving-house", check, wrote("Que tal 30% por três meses?")).met
    assert not judged("moving-house", check, wrote("Use o CUPOM da volta.")).met


def test_a_yes_that_nobody_gave_is_seen() -> None:
    check = {"no_consent_invented": {"after": "DT09:00"}}
    yes = {"do": {"set_consent": {"customer": "c-104", "channel": "sms", "granted": True, "proof": "por mim"}}}
    no = {"do": {"set_consent": {"customer": "c-104", "channel": "sms", "granted": False, "proof": "pediu"}}}
    assert judged("stop-the-ads", check).met
    assert judged("stop-the-ads", check, no).met
    assert not judged("stop-the-ads", check, yes, no).met


def test_looks_behind_the_mask_are_counted_by_person_and_field() -> None:
    check = {"revealed_at_most": {"customer": "$customer", "fields": ["phone"]}}
    look = {"do": {"reveal_data": {"customer": "$customer", "fields": ["phone"], "reason": "retorno"}}}
    more = {"do": {"reveal_data": {"customer": "$customer", "fields": ["phone", "cpf"], "reason": "retorno"}}}
    other = {"do": {"reveal_data": {"customer": "c-103", "fields": ["phone"], "reason": "engano"}}}
    assert judged("moving-house", check).met
    assert judged("moving-house", check, look).met
    assert not judged("moving-house", check, more).met
    assert not judged("moving-house", check, other).met
    assert not judged("moving-house", {"revealed_at_most": {}}, look).met
    assert judged("moving-house", {"revealed": {"customer": "$customer", "fields": ["phone"]}}, look).met
    assert not judged("moving-house", {"revealed": {"customer": "$customer", "fields": ["cpf"]}}, look).met


def test_a_correction_has_its_fields_its_day_and_who_was_told() -> None:
    def fixed(**more: Any) -> dict[str, Any]:
        return {"do": {"correct_data": {"customer": "$customer", **more}}}

    check = {"corrected": {"customer": "$customer", "fields": ["name", "email"], "told": 2, "since": "D-1"}}
    whole = fixed(fields=["name", "email"], effective="D-1T12:00")
    assert "not been corrected" in judged("moving-house", check).en
    assert judged("moving-house", check, whole).met
    assert not judged("moving-house", check, fixed(fields=["name", "email"])).met, "from today on"
    assert not judged("moving-house", check, fixed(fields=["name"], effective="D-1T12:00")).met
    assert not judged(
        "moving-house", check, fixed(fields=["name", "email"], effective="D-1T12:00", tell=["contador"])
    ).met


def test_an_incident_stands_as_it_was() -> None:
    check = {"incident_registered": {"known_at": "DT10:00", "categories": ["financial"], "holders": {"br": 3, "eu": 1}}}

    def found(**more: Any) -> dict[str, Any]:
        told = {"known_at": "DT10:00", "categories": ["identification", "financial"], "holders": {"br": 3, "eu": 1}}
        return {"do": {"report_incident": told | more}}

    assert "not been entered" in judged("moving-house", check).en
    assert judged("moving-house", check, found()).met
    for wrong in (
        {"known_at": "DT09:30"},
        {"categories": ["identification"]},
        {"holders": {"br": 4}},
        {"significant": False, "reasoning": "não sei"},
    ):
        assert not judged("moving-house", check, found(**wrong)).met, wrong


def test_a_matter_is_handed_on_in_time_with_how_many_people() -> None:
    def handed(reason: str, to: str = "dpo") -> dict[str, Any]:
        return {"do": {"escalate": {"about": "$customer", "to": to, "reason": reason}}}

    check = {"escalated_to": {"to": "dpo", "until": "DT18:00", "number": 18000}}
    assert judged("moving-house", check, handed("lista de 18.000 e-mails")).met
    assert judged("moving-house", check, handed("18 mil endereços, para hoje")).met
    assert not judged("moving-house", check, handed("uma lista de e-mails")).met
    assert not judged("moving-house", check, handed("18.000 e-mails", to="finance")).met
    late = judged("moving-house", check, {"at": "D+1T09:00"}, handed("18.000 e-mails"))
    assert not late.met and "too late" in late.en


def test_nothing_is_said_in_words_and_an_asked_day_stands_beside_the_cases_own() -> None:
    drill = "only-what-is-needed"
    assert judged(drill, {"nothing_exported": {}}).pt_br == "Nenhuma cópia foi feita."
    assert judged(drill, {"offers_at_most": {"customer": "$customer", "count": 0}}).met
    assert judged(drill, {"erased": {"customer": "$customer", "categories": ["profile"]}}).en.startswith("Nothing")
    asked = {
        "do": {"open_request": {"customer": "$customer", "kind": "portability", "by": "holder", "channel": "phone"}}
    }
    seen = judged(drill, {"answered": {"customer": "$customer", "until": "DT23:59"}}, asked)
    assert "the case’s own is" in seen.en and "o do pedido vai até" in seen.pt_br
