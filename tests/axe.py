"""What axe finds wrong with a page, asked in one way to the browser and back."""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page: Page, *standards: str) -> list[dict[str, Any]]:
    """By the rules of these standards, or by all of axe's rules.

    What passed is not counted, and nothing is fetched beforehand: only an experimental rule and one on sound ask for it.
    """
    chosen = {"runOnly": {"type": "tag", "values": standards}} if standards else {}
    options = json.dumps({"resultTypes": ["violations"], "preload": False, **chosen})
    found: list[dict[str, Any]] = page.evaluate(
        f"{AXE_SCRIPT};axe.run(document, {options}).then((found) => found.violations)"
    )
    return found
