"""Draws the README's picture: Ana's day in the running demo (`make demo` in another terminal, then `make screenshot`)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from tests import browser

ADDRESS = f"http://localhost:{os.environ.get('PORT', '8000')}"
PICTURE = Path(__file__).resolve().parent.parent / "docs" / "screenshot.png"


def draw() -> None:
    """Sign in as a visitor of the demo does and take the first page she sees."""
    browser.ensure()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_args())
        page = chromium.new_page(viewport={"width": 1440, "height": 900}, locale="pt-BR", color_scheme="light")
        try:
            page.goto(ADDRESS)
        except Error:
            sys.exit(f"Nothing answers at {ADDRESS}: start `make demo` first.")
        page.get_by_role("button", name="Ana Lima").click()
        page.get_by_role("heading", level=1, name="Ana").wait_for()
        page.screenshot(path=PICTURE)
        chromium.close()
    sys.stdout.write(f"{PICTURE.name} drawn.\n")


if __name__ == "__main__":
    draw()
