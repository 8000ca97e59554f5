"""A drill's file and its rehearsal in the admin: for whoever may edit the page, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.test import Client

from portal.home.library import content_key
from portal.people.models import User
from sandbox.drills import load, read_brief
from sandbox.models import DrillPage
from tests.sandbox.conftest import text_of


@pytest.fixture
def base(drill: str) -> str:
    page = DrillPage.objects.get(translation_key=content_key("drill", "payday"), locale__language_code="pt-br")
    return f"/admin/drills/{page.pk}/"


def test_an_author_downloads_the_file_and_it_is_the_drill(
    base: str, client_of: Callable[[User], Client], cast: Mapping[str, User]
) -> None:
    answer = client_of(cast["eva"]).get(f"{base}file/")
    assert 'filename="payday.yaml"' in answer["Content-Disposition"]
    assert read_brief(answer.content.decode()) == load("payday")


def test_a_rehearsal_shows_every_way_against_every_condition(
    base: str, client_of: Callable[[User], Client], cast: Mapping[str, User]
) -> None:
    eva = client_of(cast["eva"])
    told = text_of(eva.get(f"{base}rehearse/?seed=5").content.decode())
    brief = load("payday")
    assert "Empresa 5" in told
    assert told.count("como esperado") == 1 + len(brief.references) + len(brief.wrong)
    assert "Fatura paga uma única vez" in told
    assert "não cumprida" in told
    assert text_of(eva.get(f"{base}rehearse/?seed=5&many=1").content.decode()).count("Empresa ") == 10
    assert "Empresa 1" in text_of(eva.get(f"{base}rehearse/?seed=x").content.decode())
    assert f"{base}rehearse/" in eva.get(f"/admin/pages/{base.split('/')[3]}/edit/").content.decode()


def test_the_signs_of_a_rehearsal_are_as_small_as_its_words_and_the_outcome_stands_beside_the_way(
    base: str, client_of: Callable[[User], Client], cast: Mapping[str, User]
) -> None:
    told = client_of(cast["eva"]).get(f"{base}rehearse/?seed=5").content.decode()
    rounds = told.split('<section aria-labelledby="round-5">')[1].split("</section>")[0]
    assert "icon-check drill-icon" in rounds
    assert rounds.count('<svg class="icon ') == rounds.count(" drill-icon")
    heads = text_of(rounds.split("</thead>")[0])
    assert heads.index("Resultado") < heads.index("Fatura paga uma única vez")


@pytest.mark.parametrize("who", ["ana", "bruno", "zeca", "davi"])
@pytest.mark.parametrize("what", ["file/", "rehearse/"])
def test_nobody_else_sees_how_a_drill_is_solved(
    base: str, client_of: Callable[[User], Client], cast: Mapping[str, User], who: str, what: str
) -> None:
    answer = client_of(cast[who]).get(f"{base}{what}")
    assert answer.status_code in {302, 403, 404}
    assert "no_attempt_before" not in answer.content.decode()
    assert Client().get(f"{base}{what}").status_code == 302
