"""The card in a real browser: by pointer, by focus and by finger; dismissed, crossed and kept (WCAG 1.4.13)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import axe

pytestmark = pytest.mark.browser
STEP = "/playbooks/cobranca-recusada/"


def signed_in(live, page: Page) -> Page:
    page.set_default_timeout(20_000)
    page.goto(f"{live.url}/accounts/login/")
    page.fill("input[name=login]", live.mail("ana"))
    page.fill("input[name=password]", live.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#main")
    return page


def clean(page: Page) -> None:
    found = axe.violations(page)
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]


def test_by_pointer_and_by_keyboard(live, page: Page):
    page.set_viewport_size({"width": 1440, "height": 900})
    signed_in(live, page).goto(live.url + STEP)
    card, term = page.locator(".term-card"), page.locator("a.term").first
    term.hover()
    expect(card).to_have_attribute("role", "tooltip")
    expect(card).to_contain_text(term.get_attribute("data-definition") or "?")
    expect(term).to_have_attribute("aria-describedby", "term-card-text")
    clean(page)
    card.hover()
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    term.hover()
    expect(card).to_be_visible()
    page.mouse.move(0, 0)
    expect(card).to_have_count(0)

    page.evaluate("document.querySelector('a.term').focus()")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(term).to_be_focused()
    expect(card).to_be_visible()
    page.wait_for_timeout(500)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(term).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/glossary/#*")
    slug = page.url.partition("#")[2]
    expect(page.locator(f"#{slug}")).to_be_focused()


def test_by_finger_a_sheet_opens_and_leads_on(live, browser: Browser):
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="pt-BR"
    )
    page = signed_in(live, context.new_page())
    page.goto(live.url + STEP)
    sheet, term = page.locator(".term-card--sheet"), page.locator("a.term").first
    term.tap()
    expect(sheet).to_be_focused()
    expect(sheet).to_have_attribute("role", "dialog")
    assert page.url.endswith(STEP)
    clean(page)
    sheet.get_by_role("button", name="Fechar").tap()
    expect(sheet).to_have_count(0)
    expect(page.locator(".term-card")).to_have_count(0)
    term.tap()
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".term-card")).to_have_count(0)
    term.tap()
    sheet.get_by_role("link", name="Abrir no glossário").tap()
    page.wait_for_url("**/glossary/#*")
    context.close()


def test_without_script_a_term_is_a_link(live, browser: Browser):
    page = signed_in(live, browser.new_context(java_script_enabled=False, locale="pt-BR").new_page())
    page.goto(live.url + STEP)
    page.locator("a.term").first.click()
    page.wait_for_url("**/glossary/#*")
    page.locator(".gloss-foot a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.split("/glossary/")[1].endswith("/")


def test_its_pages_are_for_everyone(live, browser: Browser):
    context = browser.new_context(color_scheme="dark", locale="pt-BR")
    page = signed_in(live, context.new_page())
    for path in ("/glossary/", "/glossary/?q=xxzz", "/glossary/retentativa/", "/search/?q=dunning", "/search/"):
        page.goto(live.url + path)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            clean(page)
            assert page.evaluate("document.querySelector('main').scrollWidth <= innerWidth"), path
    page.goto(f"{live.url}/glossary/#retentativa")
    page.locator("#retentativa .gloss-foot a").click()
    expect(page.locator("#retentativa .gloss-use")).to_be_focused()
    clean(page)
    context.close()
