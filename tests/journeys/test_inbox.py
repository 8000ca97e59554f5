"""Ana reads her notices by keyboard: after each act she goes on from where she was, and the bell stays within reach."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.notices.models import Notice
from tests.journeys.conftest import Comes
from tests.journeys.walker import PT, Face

pytestmark = pytest.mark.browser


def test_after_one_is_read_the_keyboard_goes_on_from_the_list_and_not_from_the_bell(comes: Comes):
    walker = comes("ana", Face(PT, 1440, "light"))
    Notice.objects.filter(user=walker.live.person("ana")).update(read_at=None, told_at=timezone.now())
    page = walker.page
    walker.goes_to("/notices/")
    count = page.locator(".notice-read").count()
    assert count > 1
    page.locator(".notice-read").first.press("Enter")
    expect(page.locator(".notice-read")).to_have_count(count - 1)
    expect(page.locator("#unread")).to_be_focused()
    page.locator("#read-all").press("Enter")
    expect(page.locator("#read")).to_be_focused()
    assert page.locator(".bell[tabindex]").count() == 0
