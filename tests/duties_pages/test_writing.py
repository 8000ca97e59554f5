"""A rule is written, judged by what it would do, switched on, changed and ended: all in the browser, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from portal.audit.models import Entry
from portal.duties.models import Clause, Duty, Requirement, Terms
from portal.people.days import today
from tests.duties_pages.conftest import form, text, work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def address(course):
    return reverse("duties:new", args=["course", course])


def test_a_rule_is_drafted_simulated_and_switched_on(carla_at, address, starter, course):
    known = set(Requirement.objects.values_list("pk", flat=True))
    answer = carla_at.post(address, form(**{"row-0-department": "marketing"}), follow=True)
    rule = Requirement.objects.exclude(pk__in=known).get()
    assert answer.redirect_chain[-1][0] == reverse("duties:draft", args=[rule.pk])
    simulation = answer.context["page"].simulation
    assert "7 pessoas, ninguém com prazo em 7 dias" in text(answer)
    assert (simulation.people, simulation.opening, simulation.closing) == (7, 7, 0)
    assert starter["zeca"].name in text(answer)
    assert not Duty.objects.filter(requirement=rule).exists(), "a simulation writes nothing"
    answer = carla_at.post(reverse("duties:switch_on", args=[rule.pk]), follow=True)
    assert "Em preparação" in text(answer)
    work()
    assert Duty.objects.filter(requirement=rule, is_newest=True).count() == 7
    page = text(carla_at.get(reverse("duties:rule", args=[rule.pk])))
    assert "Em preparação" not in page
    assert "Todos de Marketing e dos departamentos abaixo" in page
    assert "30 dias depois que a regra passa a valer para a pessoa" in page
    assert "A auditoria pediu." in page
    assert Entry.objects.filter(act="duty.rule_switched_on").exists()


def test_everyone_is_one_clause_with_nothing_set_and_exceptions_stand_beside_it(carla_at, address, starter):
    rows = {"rows": "2", "row-0-department": "", "row-1-excludes": "on", "row-1-user": starter["zeca"].name}
    answer = carla_at.post(address, form(speaks_of="everyone", **rows), follow=True)
    assert answer.context["page"].simulation.people == 40
    assert "Todos os que trabalham aqui" in text(answer)
    assert "Zeca Prado" in text(answer)
    terms = Terms.objects.latest("pk")
    assert [(one.excludes, one.user) for one in terms.clauses.all()] == [(False, None), (True, starter["zeca"])]


def test_a_row_more_or_less_keeps_what_was_typed_and_complains_of_nothing(carla_at, address):
    typed = form(reason="", due_days="muitos", **{"row-0-title": "Analista de atendimento"})
    grown = carla_at.post(address, {**typed, "add": "exclude"})
    assert grown.status_code == 200
    page = text(grown)
    assert 'value="muitos"' in page
    assert 'value="Analista de atendimento"' in page
    assert "Exceção 1" in page
    assert "field-error" not in page
    shrunk = text(carla_at.post(address, {**typed, "rows": "2", "row-1-department": "billing", "remove": "0"}))
    assert "Analista de atendimento" not in shrunk.replace('<option value="Analista de atendimento">', "")
    assert '<option value="billing" selected>' in shrunk
    assert not Terms.objects.filter(switched_on_at=None).exists()


@pytest.mark.parametrize(
    ("changed", "said", "spoken"),
    [
        ({"reason": ""}, "Diga o motivo em poucas palavras.", "Say why, in a few words."),
        ({"due_days": ""}, "Escreva o número de dias.", "Write the number of days."),
        ({"due_from": "date"}, "Escolha o dia do prazo.", "Choose the day by which it is due."),
        ({"row-0-department": ""}, "Diga a quem se pede", "Say who owes it"),
        ({"row-0-user": "Ninguém Assim"}, "Escolha alguém", "Choose somebody from the suggestions"),
        (
            {"row-0-hired_from": "2026-03-02", "row-0-hired_until": "2026-03-01"},
            "O último dia vem antes do primeiro",
            "The last day lies before the first",
        ),
        (
            {"due_from": "date", "due_on": (today() - DAY).isoformat()},
            "O prazo cairia antes de a regra valer",
            "It would be due before the rule applies",
        ),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed_in_both_languages(
    carla_at, address, starter, changed, said, spoken
):
    typed = form(**{"row-0-title": "Analista", **changed})
    typed |= {"row-0-title": ""} if changed == {"row-0-department": ""} else {}
    for language, sentence in (("pt-br", said), ("en", spoken)):
        type(starter["carla"]).objects.filter(pk=starter["carla"].pk).update(language=language)
        answer = carla_at.post(address, typed)
        assert answer.status_code == 422
        assert sentence in text(answer)
        if "reason" not in changed:
            assert "A auditoria pediu." in text(answer)
    assert not Terms.objects.filter(switched_on_at=None).exists()


def test_a_change_is_a_draft_beside_the_rule_until_it_is_switched_on(carla_at, of_service):
    change = reverse("duties:change", args=[of_service.pk])
    shown = carla_at.get(change).context["form"].initial
    assert (shown["due_days"], shown["reason"]) == (18, "")
    carla_at.post(change, form(due_days="10", grace_days="5"))
    page = text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))
    assert "Há uma mudança em rascunho" in page
    assert "18 dias depois" in page
    draft = carla_at.get(reverse("duties:draft", args=[of_service.pk]))
    assert "O que ela diz hoje" in text(draft)
    carla_at.post(reverse("duties:switch_on", args=[of_service.pk]))
    work()
    page = text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))
    assert "10 dias depois" in page
    assert "Redação 2" in page
    assert "18 dias depois" in page, "the history keeps what it said"


def test_a_draft_of_a_new_rule_is_discarded_with_it(carla_at, address):
    known = Requirement.objects.count()
    carla_at.post(address, form())
    rule = Requirement.objects.latest("pk")
    assert "rascunho" in text(carla_at.get(reverse("duties:rules")))
    answer = carla_at.post(reverse("duties:discard", args=[rule.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("duties:rules")
    assert Requirement.objects.count() == known


def test_a_rule_ends_on_a_day_for_a_reason_and_is_folded_away(carla_at, of_service):
    end = reverse("duties:end", args=[of_service.pk])
    answer = carla_at.post(end, {"on": today().isoformat(), "reason": ""})
    assert answer.status_code == 422
    carla_at.post(end, {"on": (today() - DAY).isoformat(), "reason": "O curso saiu de linha."})
    work()
    assert not Duty.objects.filter(requirement=of_service, is_newest=True).exists()
    rules = carla_at.get(reverse("duties:rules"))
    assert "Regras encerradas, de 1 conteúdo" in text(rules)
    page = text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))
    assert "encerrada" in page
    assert reverse("duties:change", args=[of_service.pk]) not in page
    history = page.partition("Histórico")[2]
    assert "O curso saiu de linha." in history and "Carla Nunes" in history, "as the form promised"


def test_the_doors_of_a_rule_that_has_ended_say_so_before_anything_is_written(carla_at, of_service):
    rule, change, end = (reverse(f"duties:{name}", args=[of_service.pk]) for name in ("rule", "change", "end"))
    before = text(carla_at.get(rule))
    assert f'href="{change}"' in before and f"{rule}exempt/" in before
    carla_at.post(end, {"on": (today() - DAY).isoformat(), "reason": "O curso saiu de linha."})
    for door, sentence in ((change, "Escreva uma nova"), (end, "já foi encerrada")):
        answer = carla_at.get(door, follow=True)
        assert answer.redirect_chain == [(rule, 302)]
        assert sentence in text(answer)
    late = carla_at.post(change, form(reason="Escrito enquanto ela acabava."))
    assert late.status_code == 422 and "Escrito enquanto ela acabava." in text(late)
    after = text(carla_at.get(rule))
    assert not any(f'href="{door}"' in after for door in (change, end)) and f"{rule}exempt/" not in after


def test_a_wording_replaced_on_its_first_day_runs_to_no_day_before_it(carla_at, of_service):
    for days in ("10", "12"):
        carla_at.post(reverse("duties:change", args=[of_service.pk]), form(due_days=days))
        carla_at.post(reverse("duties:switch_on", args=[of_service.pk]))
    page = text(carla_at.get(reverse("duties:rule", args=[of_service.pk])))
    day = date_format(today(), "DATE_FORMAT")
    assert f"{day}, não chegou a valer um dia inteiro" in page
    assert f"{day} a " not in page


def test_a_switched_on_rule_can_be_switched_on_only_once(carla_at, of_service):
    assert carla_at.post(reverse("duties:switch_on", args=[of_service.pk])).status_code == 404
    assert carla_at.post(reverse("duties:discard", args=[of_service.pk])).status_code == 404


def test_every_kind_of_clause_survives_the_form(carla_at, address, starter, of_service):
    rows = {
        "rows": "2", "row-0-department": "billing", "row-0-role": "author", "row-0-title": "Analista",
        "row-0-hired_from": "2020-01-01", "row-0-hired_until": "2020-12-31",
        "row-1-user": starter["zeca"].name, "row-1-excludes": "on",
    }  # fmt: skip
    typed = form(**rows)
    del typed["row-0-with_below"]
    carla_at.post(address, typed)
    terms = Terms.objects.latest("pk")
    kept = terms.clauses.get(excludes=False)
    assert (kept.department.key, kept.with_below, kept.role, kept.title) == ("billing", False, "author", "Analista")
    assert kept.hired_before.isoformat() == "2021-01-01", "until the last of December is before the first of January"
    shown = carla_at.get(reverse("duties:change", args=[terms.requirement_id]))
    initial = [row.initial for row in shown.context["written"].rows]
    assert initial[0]["hired_until"].isoformat() == "2020-12-31"
    assert initial[1]["user"] == "Zeca Prado"
    page = text(carla_at.get(reverse("duties:draft", args=[terms.requirement_id])))
    said = "Todos de Cobrança, sem os departamentos abaixo, com o papel Autoria, com o cargo Analista"
    assert said in page
    assert Clause.objects.filter(terms=terms).count() == 2


def test_only_what_is_released_can_be_chosen_and_words_find_it(carla_at, course):
    choose = reverse("duties:choose")
    assert "Gestão de renovações" in text(carla_at.get(choose))
    assert "Gestão de renovações" in text(carla_at.get(choose, {"q": "renovacoes GESTAO"}))
    assert "Nenhum título tem essas palavras" in text(carla_at.get(choose, {"q": "xyz"}))
    nowhere = reverse("duties:new", args=["course", "00000000-0000-0000-0000-000000000000"])
    assert carla_at.get(nowhere).status_code == 404
