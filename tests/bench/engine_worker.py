"""The classroom's Celery worker: a company a task, moved a month at a time by the product's own action."""

from __future__ import annotations

from uuid import UUID

import django

django.setup()

from portal.celery import app  # noqa: E402
from portal.people.access import viewer_of  # noqa: E402
from portal.people.models import User  # noqa: E402
from sandbox.actions.advance import advance  # noqa: E402
from tests.bench.engine_company import month  # noqa: E402


@app.task(name="bench.year")
def year(workspace: str, owner: str, months: int) -> None:
    viewer = viewer_of(User.objects.get(pk=owner))
    for number in range(2, months + 2):
        advance(viewer, UUID(workspace), key=f"month-{number}", to=month(number))
