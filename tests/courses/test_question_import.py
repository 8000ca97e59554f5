"""Importing questions: idempotent by name, dry before it counts, and only for authors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import Http404

from courses.actions.import_questions import Report, import_questions
from courses.actions.import_words import FAULTS, NOTES, WHY
from courses.models import Question
from courses.rules.banks import READERS
from courses.rules.banks.bank import Bank, Found
from portal.audit.models import Entry
from portal.people.access import viewer_of
from portal.people.models import User
from tests.courses.samples import EVERY

GIFT = "::prazo::Qual o prazo?{=7 dias ~30 dias}\n\n::aviso::Avise em {=sete =7} dias.\n\n::texto::Explique.{}"
BANKS = Path(__file__).parents[2] / "courses/rules/banks"


def outcomes(report: Report) -> list[tuple[int, str, str]]:
    return [(line.line, line.name, line.outcome) for line in report.lines]


def test_a_dry_run_says_what_the_import_then_does(eva: User) -> None:
    bank, before = READERS["gift"](GIFT), Question.objects.count()
    expected = [(1, "prazo", "new"), (3, "aviso", "new"), (5, "texto", "skipped")]
    assert outcomes(import_questions(bank, by=viewer_of(eva), dry=True)) == expected
    assert Question.objects.count() == before
    assert outcomes(import_questions(bank, by=viewer_of(eva))) == expected
    assert Question.objects.count() == before + 2
    assert Question.objects.get(name="prazo").content()["options"][0]["text"] == {"pt-br": "7 dias"}
    entry = Entry.objects.get(act="questions.imported")
    assert entry.facts == {"new": 2, "replaced": 0, "skipped": 1}


def test_again_changes_nothing_and_another_content_only_where_it_may_replace(eva: User) -> None:
    author = viewer_of(eva)
    import_questions(READERS["gift"](GIFT), by=author)
    Question.objects.filter(name="prazo").update(topic="prazos", source="Lei")
    key = Question.objects.get(name="prazo").key
    again = import_questions(READERS["gift"](GIFT), by=author, replace=True)
    assert [line.outcome for line in again.lines] == ["unchanged", "unchanged", "skipped"]
    other = READERS["gift"]("::prazo::Qual o prazo?{=8 dias ~30 dias}")
    kept = import_questions(other, by=author)
    assert [(line.outcome, line.codes) for line in kept.lines] == [("skipped", ("name_taken",))]
    assert [line.outcome for line in import_questions(other, by=author, replace=True).lines] == ["replaced"]
    question = Question.objects.get(name="prazo")
    assert (question.key, question.topic, question.source) == (key, "prazos", "Lei")
    assert question.content()["options"][0]["text"] == {"pt-br": "8 dias"}


@pytest.mark.parametrize("kind", sorted(set(EVERY) - {"case"}))
def test_every_kind_that_is_read_comes_out_of_the_bank_as_it_went_in(eva: User, kind: str) -> None:
    bank = Bank([Found(1, f"x-{kind}", ["a", "b"], True, EVERY[kind])], [])
    assert outcomes(import_questions(bank, by=viewer_of(eva))) == [(1, f"x-{kind}", "new")]
    question = Question.objects.get(name=f"x-{kind}")
    assert question.content() == {**EVERY[kind], "topic": "", "critical": True}
    assert question.tag_list() == ["a", "b"]


def test_what_the_editor_would_refuse_is_skipped_and_the_rest_is_written(eva: User) -> None:
    bad = {**EVERY["single"], "options": EVERY["single"]["options"][:1]}  # type: ignore[index]
    bank = Bank([Found(1, "mau", [], False, bad), Found(2, "bom", [], False, EVERY["single"])], [])
    report = import_questions(bank, by=viewer_of(eva))
    assert [(line.outcome, line.codes) for line in report.lines] == [("skipped", ("refused",)), ("new", ())]
    assert not Question.objects.filter(name="mau").exists()


def test_who_may_not_write_finds_nothing(ana: User, zeca: User) -> None:
    for user in (ana, zeca):
        with pytest.raises(Http404):
            import_questions(READERS["gift"](GIFT), by=viewer_of(user), dry=True)


def test_every_code_of_the_readers_has_its_sentence() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in BANKS.glob("*.py"))
    said = {
        "Fault": set(FAULTS),
        "Unfit": set(WHY) - {"name_taken", "refused"},
        r"\.note": set(NOTES),
    }
    for door, words in said.items():
        calls = re.findall(rf"{door}\(([^\n]*)", text)
        codes = {code for call in calls for code in re.findall(r'"([a-z0-9_]{4,})"', call)}
        assert codes - words == set()
        assert all(f'"{word}"' in text for word in words)
