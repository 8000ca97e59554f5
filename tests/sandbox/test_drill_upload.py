"""A drill file uploaded: read without saving, every fault with its line, nothing lost; and released only when it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.people.models import User
from portal.refusal import Refusal
from portal.releases.models import Release
from sandbox.drills import load, read_brief
from sandbox.drills.brief import library
from sandbox.drills.written import written
from sandbox.models import DrillPage
from tests.sandbox.conftest import text_of
from tests.sandbox.typed import typed

TEXT = library()["payday"].read_text(encoding="utf-8")
OTHER = (
    TEXT.replace("key: payday", "key: payday-two")
    .replace("slug: {pt-br: dia-de-pagamento, en: payday}", "slug: {pt-br: segundo-dia, en: second-day}")
    .replace("minutes: 12", "minutes: 13")
)  # fmt: skip
NEW = "/admin/drills/upload/"


def drafts(key: str) -> list[DrillPage]:
    return list(DrillPage.objects.filter(key=key).order_by("locale__language_code"))


@pytest.fixture
def eva(drill: str, client_of: Callable[[User], Client], cast: Mapping[str, User]) -> Client:
    return client_of(cast["eva"])


def test_a_file_becomes_drafts_in_both_languages_and_is_the_same_file_again(eva: Client) -> None:
    checked = eva.post(NEW, {"text": OTHER, "check": "1"})
    assert "O arquivo se lê bem" in text_of(checked.content.decode())
    assert drafts("payday-two") == [], "it was only checked"
    saved = eva.post(NEW, {"file": SimpleUploadedFile("x.yaml", OTHER.encode()), "text": "", "save": "1"})
    (page,) = drafts("payday-two")
    assert saved["Location"] == f"/admin/pages/{page.pk}/edit/"
    assert not page.live
    assert DrillPage.objects.get(translation_key=page.translation_key, locale__language_code="en").slug == "second-day"
    file = eva.get(f"/admin/drills/{page.pk}/file/").content.decode()
    assert file == written(read_brief(OTHER))


FAULTS = [
    ("minutes: 13", "minutes: [13]", "Linha 6, minutes", "minutes: [13]"),
    ("{subscribe: {id: a-105,", "{subscrib: {id: a-105,", "prologue › 9", "subscrib"),
    ("key: payday-two", "key: payday", "já existe um exercício “payday”", "key: payday"),
    ("segundo-dia", "dia-de-pagamento", "já é o de outro exercício", "slug"),
    ("story:", "story", "não se lê como YAML", "pt-br"),
    ("playbook: declined-charge", "playbook: nope", "não há playbook “nope”", "playbook: nope"),
    ("step: decline-read", "step: decline-reed", "“decline-reed” não é um passo", "step: decline-reed"),
    ("weight: 3", "weight: -3", "o peso é um número inteiro a partir de 1", "weight: -3"),
    ("{collect: {invoice: $invoice}}", "{colect: {invoice: $invoice}}", "colect", "D+7T09:30"),
    ('"2026-11-26", ', '"2026-11-31", ', "“2026-11-31” não dá um dia do calendário", "2026-11-31"),
    ('"D+$pay_in"', '"D+$pay_in+"', "“D+$pay_in+” não dá um dia do calendário", "pay_day"),
    ("retry_on: $pay_day}, invoice", "retry_on: $payday}, invoice", "$payday não está entre as variáveis", "$payday"),
]  # fmt: skip


def test_a_fault_is_said_with_its_line_and_nothing_typed_is_lost(eva: Client) -> None:
    for before, after, sentence, line in FAULTS:
        text = OTHER.replace(before, after, 1)
        answer = eva.post(NEW, {"text": text, "save": "1"})
        told = answer.content.decode()
        assert answer.status_code == 422
        assert sentence in text_of(told), sentence
        assert answer.context["text"] == text
        assert line in answer.context["found"].faults[0].line
        assert "Linha" in told
    assert drafts("payday-two") == []


def test_a_check_rehearses_three_companies_and_says_what_was_seen(eva: Client) -> None:
    told = text_of(eva.post(NEW, {"text": OTHER, "check": "1"}).content.decode())
    assert [f"Empresa {n}: como esperado" in told for n in (1, 2, 3)] == [True] * 3
    told = text_of(
        eva.post(NEW, {"text": OTHER.replace("trips: [anchor]", "trips: [paid]"), "check": "1"}).content.decode()
    )
    assert told.count("não como esperado") == 3
    assert "move the renewal day" in told


def test_nothing_sent_is_asked_for_in_plain_words(eva: Client) -> None:
    for data in ({"text": " "}, {"text": "", "file": SimpleUploadedFile("x.yaml", b"\n")}):
        answer = eva.post(NEW, data | {"check": "1"})
        assert answer.status_code == 422
        assert "Cole o texto ou escolha um arquivo." in text_of(answer.content.decode())


def test_a_drill_with_a_day_that_there_is_not_is_not_released(eva: Client) -> None:
    (page,) = drafts("payday")
    page.vary = page.vary.replace("2026-11-26", "2026-11-31")
    page.change_class, page.change_reason, page.change_number = "minor", "Outro dia.", page.next_number()
    page.save_revision()
    with pytest.raises(Refusal) as refused:
        page.get_latest_revision().publish()
    assert refused.value.code == "drill_unreadable"
    assert "Linha " in str(refused.value)
    assert "2026-11-31" in str(refused.value)
    sent = typed(page) | {"action-publish": "1"}
    errors = eva.post(f"/admin/pages/{page.pk}/edit/", sent).context["form"].errors
    assert "2026-11-31" in str(errors["vary"])


def test_an_upload_into_a_page_replaces_its_draft_and_leaves_readers_what_they_have(eva: Client) -> None:
    (page,) = drafts("payday")
    changed = TEXT.replace("minutes: 12", "minutes: 14")
    eva.post(f"/admin/drills/{page.pk}/upload/", {"text": changed, "save": "1"})
    (page,) = drafts("payday")
    assert page.get_latest_revision_as_object().minutes == 14
    assert Release.objects.get(kind="drill").parts.first().facts["minutes"] == 12


@pytest.mark.parametrize("who", ["ana", "zeca"])
def test_nobody_else_uploads(
    eva: Client, client_of: Callable[[User], Client], cast: Mapping[str, User], who: str
) -> None:
    (page,) = drafts("payday")
    for address in (NEW, f"/admin/drills/{page.pk}/upload/"):
        answer = client_of(cast[who]).post(address, {"text": OTHER, "save": "1"})
        assert answer.status_code in {302, 403, 404}
        assert not answer.headers.get("Location", "").endswith("/edit/")
    assert drafts("payday-two") == []


def test_a_drill_that_fails_its_rehearsal_is_not_released_and_the_sentence_says_why(eva: Client) -> None:
    (page,) = drafts("payday")
    page.wrong = page.wrong.replace("trips: [waited]", "trips: [waited, anchor]", 1)
    page.change_class, page.change_reason, page.change_number = "minor", "Mais um tropeço.", page.next_number()
    page.save_revision()
    with pytest.raises(Refusal) as refused:
        page.get_latest_revision().publish()
    assert refused.value.code == "drill_fails_rehearsal"
    assert "Vencimento no mesmo dia" in str(refused.value)
    assert Release.objects.filter(kind="drill").count() == 1


def test_what_is_typed_is_rehearsed_before_it_is_saved(eva: Client) -> None:
    (page,) = drafts("payday")
    address = f"/admin/drills/{page.pk}/rehearse/"
    fine = text_of(eva.post(address, typed(page)).content.decode())
    assert fine.count("como esperado") == 1 + len(load("payday").references) + len(load("payday").wrong)
    changed = typed(
        page,
        **{
            "conditions-4-value-title_pt_br": "Outro nome",
            "wrong": page.wrong.replace("trips: [anchor]", "trips: [paid]"),
        },
    )
    told = text_of(eva.post(address, changed).content.decode())
    assert "Devia estar cumprida e não está: Outro nome" in told
    broken = text_of(eva.post(address, typed(page, prologue="- do: [")).content.decode())
    assert "Linha 1" in broken
    assert drafts("payday")[0].get_latest_revision_as_object().wrong == page.wrong, "nothing of it was saved"


def test_the_editor_says_a_fault_beside_its_field_with_the_line_and_keeps_what_was_typed(eva: Client) -> None:
    (page,) = drafts("payday")
    sent = typed(page, roles="customer: c-101\nfaltam os dois pontos")
    answer = eva.post(f"/admin/pages/{page.pk}/edit/", sent)
    told = text_of(answer.content.decode())
    assert "Linha 2" in told
    assert "faltam os dois pontos" in answer.content.decode()
    assert answer.context["form"].errors["roles"]


def test_a_translation_has_the_words_alone(eva: Client) -> None:
    page = DrillPage.objects.get(locale__language_code="en")
    form = eva.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    assert "story" in form.fields
    assert not {"conditions", "wrong", "references", "company", "playbook"} & set(form.fields)
    eva.post(f"/admin/pages/{page.pk}/edit/", typed(page, wrong="- id: x", conditions="[]", summary="Told anew."))
    saved = DrillPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (saved.summary, saved.wrong) == ("Told anew.", "")
