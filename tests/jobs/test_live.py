"""The page of background work keeps itself up to date, and leaves alone what somebody is reading."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.jobs.models import Job
from tests import axe

pytestmark = pytest.mark.browser


@pytest.fixture
def signed_in(live, page):
    page.goto(f"{live.url}/accounts/login/")
    page.fill("[name=login]", live.mail("fabio"))
    page.fill("[name=password]", live.password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live.url}/")
    return page


def _running() -> Job:
    now = timezone.now()
    return Job.objects.create(
        kind="mail.send", started_at=now, lease_until=now + timedelta(hours=1), fence=1, attempts=1, progress=1, total=4
    )


def test_it_looks_again_by_itself_but_not_at_what_is_in_use(live, signed_in):
    page = signed_in
    Job.objects.all().delete()
    job = _running()
    Job.objects.create(kind="mail.send", dead_at=timezone.now(), failure="broken", error="Traceback: x")
    page.goto(f"{live.url}/jobs/")
    expect(page.get_by_text("1 de 4")).to_be_visible()
    Job.objects.filter(pk=job.pk).update(progress=2)
    expect(page.get_by_text("2 de 4")).to_be_visible(timeout=9000)

    details = page.locator("summary", has_text="Detalhes para quem mantém")
    details.focus()
    page.keyboard.press("Enter")
    Job.objects.filter(pk=job.pk).update(progress=3)
    page.wait_for_timeout(6500)
    assert page.get_by_text("2 de 4").is_visible(), "an open disclosure is not taken away"
    assert details.evaluate("(element) => element === document.activeElement")
    serious = [found["id"] for found in axe.violations(page) if found["impact"] != "minor"]
    assert serious == []


def test_who_wants_no_motion_asks_for_it(live, signed_in):
    page = signed_in
    Job.objects.all().delete()
    job = _running()
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live.url}/jobs/{job.pk}/")
    switch = page.get_by_role("button", name="Atualizar sozinha")
    expect(switch).to_have_attribute("aria-pressed", "false")
    Job.objects.filter(pk=job.pk).update(progress=2)
    page.wait_for_timeout(3000)
    assert page.get_by_text("1 de 4").is_visible()
    switch.click()
    expect(page.get_by_text("2 de 4")).to_be_visible(timeout=6000)
    Job.objects.filter(pk=job.pk).update(done_at=timezone.now(), lease_until=None)
    expect(page.locator(".job-watch .badge")).to_contain_text("concluída", timeout=6000)
