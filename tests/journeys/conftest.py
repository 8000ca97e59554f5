"""Browsers for the walks: each walk has its own server, database and windows; a failing one leaves pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

from tests.conftest import Live
from tests.journeys.walker import SHOTS, Face, Walker

FAILED = pytest.StashKey[bool]()
Comes = Callable[..., Walker]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def comes(live: Live, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Comes]:
    """`comes("ana", face)`: somebody opens a window and signs in; `comes("", face)` stays a stranger.

    When the test is over, nothing may have complained in any window.
    """
    windows: list[tuple[BrowserContext, Walker]] = []

    def somebody(key: str, face: Face) -> Walker:
        context = browser.new_context(**face.context(live.url))
        walker = Walker(context.new_page(), live, face)
        windows.append((context, walker))
        if key:
            walker.signs_in(key)
        return walker

    yield somebody
    if request.node.stash.get(FAILED, False):
        _take_pictures(request.node.name, windows)
    for context, _ in windows:
        context.close()
    complaints = [line for _, walker in windows for line in walker.complaints]
    assert not complaints, "\n".join(complaints)


def _take_pictures(test: str, windows: list[tuple[BrowserContext, Walker]]) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", test).strip("-")
    for number, (_, walker) in enumerate(windows, start=1):
        try:
            walker.page.screenshot(path=SHOTS / f"{name}-{number}.png", full_page=True, caret="initial")
            (SHOTS / f"{name}-{number}.html").write_text(walker.page.content(), encoding="utf-8")
        except Error:
            continue  # the window is gone; the others may still show something
