"""The bar above on the narrowest screens (WCAG 1.4.10): nothing runs off sideways, and every sign keeps its name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 360, 390])
def test_nothing_runs_off_sideways(live, browser: Browser, width: int):
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="pt-BR")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{live.url}/accounts/login/")
    page.fill("input[name=login]", live.mail("ana"))
    page.fill("input[name=password]", live.password)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector("#main")
    for path in ("/", "/notices/", "/courses/", "/me/"):
        page.goto(live.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    bar = page.locator(".topbar")
    expect(bar.get_by_role("link", name="Procurar")).to_be_visible()
    expect(bar.locator("summary")).to_have_accessible_name("Mais")
    for sign in (bar.locator(".topbar-search"), bar.locator("summary")):
        box = sign.bounding_box()
        assert box and box["width"] >= 44 and box["height"] >= 44
    context.close()
