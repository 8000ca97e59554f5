"""Tasks at the reports desk: what somebody asked about the figures stands there, and is closed there with an answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.people.models import User
from sandbox import store
from tests.sandbox.reports.conftest import looked, small, visits

pytestmark = pytest.mark.django_db
ASKED = ("open_task", {"id": "why", "kind": "compare_reports", "about": "reports", "reason": "Por que diferem?"})


def test_a_question_about_figures_is_answered_where_the_figures_are(build: Callable[..., store.Opened], ana: User):
    opened = build([*small(), ASKED])
    visitor = visits(opened, ana)
    page = visitor.page()
    assert "Comparar relatórios" in page and "Por que diferem?" in page
    assert "act=close-task" in visitor.html()
    opened_form = visitor.html(act="close-task", about="why")
    assert 'name="result"' in opened_form
    sent = {"act": "close-task", "about": "why", "key": "answered-once", "result": "São os descontos."}
    response = visitor.client.post(visitor.url, sent)
    assert response.status_code in (200, 302)
    assert looked(opened, ana).world.tasks["why"].result == "São os descontos."


def test_a_company_that_nobody_asked_anything_shows_no_tasks(company: store.Opened, ana: User):
    assert 'id="tasks"' not in visits(company, ana).html()


def test_a_customers_task_stays_in_the_customers_file(build: Callable[..., store.Opened], ana: User):
    theirs = ("open_task", {"kind": "follow_up", "about": "lia", "reason": "Ligar de volta."})
    assert "Ligar de volta." not in visits(build([*small(), theirs]), ana).page()
