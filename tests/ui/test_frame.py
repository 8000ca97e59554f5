"""The frame around every page: places, theme, language, the entrance and the pages that say no."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from portal.people.access import viewer_of
from portal.people.models import User
from portal.refusal import Refusal
from portal.seams.contracts import NavItem
from portal.seams.registry import registry
from portal.ui.context import Shell, shell
from portal.ui.entrance import demo_accounts


@pytest.fixture
def places() -> Iterator[list[NavItem]]:
    """A registry with places of our own."""
    kept, registry.nav = registry.nav, []
    registry.add_nav(NavItem("home", "home", "Meu dia", "sun", 10, count=lambda viewer: 3))
    registry.add_nav(NavItem("team", "team", "Equipe", "users", 60, shown=lambda viewer: viewer.leads))
    registry.add_nav(NavItem("lost", "no:such", "Perdido", "x", 70))
    yield registry.nav
    registry.nav = kept


def frame_of(user: User, path: str = "/") -> Shell:
    request = RequestFactory().get(path)
    request.resolver_match = None  # type: ignore[assignment]
    request.viewer = viewer_of(user)  # type: ignore[attr-defined]
    return Shell(request)


def test_everyone_sees_their_own_places(places: list[NavItem], ana: User, bruno: User) -> None:
    assert [place.name for place in frame_of(ana).places] == ["home"]
    assert [place.name for place in frame_of(bruno).places] == ["home", "team"]


def test_the_page_one_is_on_is_named(ana: User, client_of: Callable[[User], Client], places: list[NavItem]) -> None:
    page = client_of(ana).get("/").content.decode()
    assert 'aria-current="page"' in page
    assert "3 à sua espera" in page


@pytest.mark.parametrize(("cookie", "drawn"), [("dark", "dark"), ("light", "light"), ("neon", "auto"), ("", "auto")])
@pytest.mark.django_db
def test_the_theme_is_in_the_page_before_it_is_painted(cookie: str, drawn: str) -> None:
    client = Client()
    client.cookies["theme"] = cookie
    assert f'data-theme="{drawn}"' in client.get("/accounts/login/").content.decode()


@pytest.mark.django_db
def test_nothing_is_asked_of_the_database_for_a_stranger_or_the_admin(
    django_assert_num_queries: Callable[..., object],
) -> None:
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        stranger = RequestFactory().get("/")
        assert list(shell(stranger)["shell"].places) == []
        assert shell(RequestFactory().get("/admin/pages/")) == {}


@override_settings(DEMO=True)
def test_the_demo_offers_the_cast_and_nobody_else(ana: User) -> None:
    offered = [account.email for account in demo_accounts()]
    assert offered[0] == ana.email
    assert "helena@vigente.example" not in offered


@override_settings(DEMO=False)
def test_outside_the_demo_nobody_is_offered(ana: User) -> None:
    page = Client().get("/accounts/login/").content.decode()
    assert "vigente.example" not in page
    assert 'type="password"' in page


@pytest.mark.parametrize("language", ["pt-br", "en"])
@pytest.mark.parametrize("template", ["404.html", "403.html", "500.html", "403_csrf.html"])
def test_a_page_that_says_no_needs_nothing_to_be_drawn(template: str, language: str) -> None:
    with translation.override(language):
        page = render_to_string(template)
    assert "<h1>" in page
    assert "rail" not in page


@pytest.mark.django_db
def test_a_refusal_is_a_page_or_a_toast() -> None:
    refusal = Refusal("too_soon", "Só a partir de 26 nov.")
    request = RequestFactory().post("/act/", headers={"referer": "http://testserver/practice/?tab=2"})
    page = render_to_string("refusal.html", {"refusal": refusal}, request)
    assert "Só a partir de 26 nov." in page
    assert 'href="/practice/"' in page
    assert 'role="alert"' in render_to_string("_refusal.html", {"refusal": refusal})


def test_no_page_of_the_frame_carries_inline_script_or_style(ana: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(ana)
    pages = [client.get("/"), client.get("/accounts/password/change/"), client.get("/accounts/logout/")]
    pages += [Client().get("/accounts/login/"), Client().get("/accounts/password/reset/")]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert " style=" not in text
        assert "<style" not in text
        assert "onclick=" not in text
        data = len(re.findall(r"<script [^>]*type=\"application/json\"", text))
        assert text.count("<script") == text.count("<script src=") + data


def test_my_day_s_queries_do_not_depend_on_who_looks(
    ana: User, bruno: User, client_of: Callable[[User], Client], django_assert_max_num_queries: Callable[..., object]
) -> None:
    for user in (ana, bruno):
        client = client_of(user)
        with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
            assert client.get("/").status_code == 200
