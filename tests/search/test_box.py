"""The box in a real browser: a slash leads to it, arrows walk, what is typed elsewhere stays typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def ana_s(live, page: Page) -> Page:
    page.set_default_timeout(20_000)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live.url}/accounts/login/")
    page.fill("input[name=login]", live.mail("ana"))
    page.fill("input[name=password]", live.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".rail")
    return page


def test_a_slash_leads_to_the_box_and_arrows_to_what_comes_up(live, ana_s: Page):
    ana_s.goto(f"{live.url}/courses/")
    ana_s.keyboard.press("/")
    box = ana_s.locator("#search-rail")
    expect(box).to_be_focused()
    ana_s.keyboard.type("aviso de ren", delay=20)
    expect(ana_s.locator("#suggestions-rail [role=option]").first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    ana_s.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    expect(ana_s.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    ana_s.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_be_focused()
    ana_s.keyboard.press("ArrowDown")
    ana_s.keyboard.press("Enter")
    ana_s.wait_for_url("**/playbooks/**")


def test_a_slash_in_a_text_stays_a_slash_and_the_key_can_be_turned_off(live, ana_s: Page):
    ana_s.goto(f"{live.url}/ideas/new/")
    field = ana_s.locator("main textarea").first
    field.click()
    ana_s.keyboard.type("a/b")
    expect(field).to_have_value("a/b")
    ana_s.goto(f"{live.url}/search/")
    ana_s.locator("[data-search-key] input").uncheck()
    ana_s.goto(f"{live.url}/courses/")
    ana_s.keyboard.press("/")
    expect(ana_s.locator("#search-rail")).not_to_be_focused()


def test_without_script_it_is_a_form(live, browser):
    page = browser.new_context(java_script_enabled=False, locale="pt-BR").new_page()
    page.goto(f"{live.url}/accounts/login/")
    page.fill("input[name=login]", live.mail("ana"))
    page.fill("input[name=password]", live.password)
    page.press("input[name=password]", "Enter")
    page.goto(f"{live.url}/search/")
    page.fill("#search-page", "renovacoes")
    page.press("#search-page", "Enter")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.locator("#search-count")).to_contain_text("resultados")
