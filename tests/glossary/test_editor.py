"""Authors edit terms in Wagtail's admin: in Portuguese too, with a history, and search hears of it in the same breath."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.glossary.found import KIND
from portal.glossary.models import Term
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.search.index import INDEX
from portal.search.models import Entry
from portal.search.queries import entries

LIST = "wagtailsnippets_glossary_term:list"
TYPED = {
    "name_pt_br": "xilofone", "definition_pt_br": "Instrumento de lâminas.", "forms_pt_br": "xilofones",
    "is_marked_pt_br": "on", "name_en": "xylophone", "definition_en": "An instrument.", "forms_en": "",
    "is_marked_en": "on", "abbreviations": "",
}  # fmt: skip


def run_jobs() -> None:
    for job in Job.objects.filter(kind=INDEX, done_at=None):
        assert perform(job.pk)


def test_who_writes_edits_terms_and_who_learns_does_not(starter, client_of):
    assert {who: client_of(starter[who]).get(reverse(LIST)).status_code for who in ("eva", "carla", "fabio")} == {
        "eva": 200, "carla": 200, "fabio": 200,
    }  # fmt: skip
    assert client_of(starter["ana"]).get(reverse(LIST)).status_code != 200
    assert Permission.objects.filter(content_type__app_label="glossary", codename="change_term").exists()


def test_a_term_is_written_kept_and_deleted_and_search_follows(starter, client_of):
    eva, viewer = client_of(starter["eva"]), viewer_of(starter["ana"])
    assert eva.post(reverse("wagtailsnippets_glossary_term:add"), TYPED).status_code == 302
    made = Term.objects.get(name_pt_br="xilofone")
    assert made.slug == "xilofone"
    assert entries(viewer, "xilofones", language="pt-br").total == 0
    run_jobs()
    assert [row.url for row in entries(viewer, "xilofones", language="pt-br").rows] == ["/glossary/#xilofone"]
    assert [row.locale for row in entries(viewer, "xylophone", language="en").rows] == ["en"]

    changed = TYPED | {"name_pt_br": "xilofone grande"}
    assert eva.post(reverse("wagtailsnippets_glossary_term:edit", args=[made.pk]), changed).status_code == 302
    made.refresh_from_db()
    assert (made.name_pt_br, made.slug, made.revisions.count()) == ("xilofone grande", "xilofone", 2)
    history = eva.get(reverse("wagtailsnippets_glossary_term:history", args=[made.pk])).content.decode()
    assert "Eva" in history
    assert set(ModelLogEntry.objects.for_instance(made).values_list("action", flat=True)) >= {
        "wagtail.create", "wagtail.edit",
    }  # fmt: skip
    run_jobs()
    first = made.revisions.order_by("pk").first()
    url = reverse("wagtailsnippets_glossary_term:revisions_revert", args=[made.pk, first.pk])
    assert 'value="xilofone"' in eva.get(url).content.decode()

    assert eva.post(reverse("wagtailsnippets_glossary_term:delete", args=[made.pk])).status_code == 302
    run_jobs()
    assert not Entry.objects.filter(source=KIND, key=made.key).exists()


def test_terms_deleted_together_leave_search_together(starter, client_of):
    two = list(Term.objects.order_by("pk")[:2])
    url = reverse("wagtail_bulk_action", args=["glossary", "term", "delete"])
    done = client_of(starter["eva"]).post(url + "?" + "&".join(f"id={one.pk}" for one in two) + "&next=/admin/")
    assert done.status_code == 302
    assert not Term.objects.filter(pk__in=[one.pk for one in two]).exists()
    run_jobs()
    assert not Entry.objects.filter(source=KIND, key__in=[one.key for one in two]).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"forms_pt_br": "xilofones, Estornos"}, "já é uma forma de “estorno”"),
        ({"name_pt_br": "CHARGEBACKS"}, "já é uma forma de “chargeback”"),
        ({"definition_en": ""}, "preencha o nome e a definição"),
        ({"name_pt_br": ""}, "obrigatório"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(starter, client_of, typed, sentence):
    page = client_of(starter["eva"]).post(reverse("wagtailsnippets_glossary_term:add"), TYPED | typed)
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert "Instrumento de lâminas." in page.content.decode()
    assert not Term.objects.filter(slug="xilofone").exists()


def test_two_terms_of_one_beginning_have_two_addresses(starter, client_of):
    eva = client_of(starter["eva"])
    for name, english in (("Estorno!", "card reversal one"), ("estorno (2)", "another one")):
        typed = TYPED | {"name_pt_br": f"{name} x", "name_en": english, "forms_pt_br": ""}
        assert eva.post(reverse("wagtailsnippets_glossary_term:add"), typed).status_code == 302
    assert set(Term.objects.filter(slug__startswith="estorno").values_list("slug", flat=True)) == {
        "estorno", "estorno-x", "estorno-2-x",
    }  # fmt: skip


def test_the_editor_speaks_both_languages(starter, client_of):
    eva = client_of(starter["eva"])
    page = eva.get(reverse("wagtailsnippets_glossary_term:add")).content.decode()
    for said in ("Em português", "Em inglês", "outras formas", "marcar o nome nos textos", "siglas"):
        assert said.casefold() in page.casefold(), said
    eva.post(reverse("set_language_of_person"), {"language": "en"})
    page = eva.get(reverse("wagtailsnippets_glossary_term:add")).content.decode()
    assert "mark the name in texts" in page.casefold()
