"""A playbook that Carla owns, released as an editor releases it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from playbooks.actions.import_content import index
from playbooks.models import PlaybookPage
from portal.home.library import locale
from portal.people.models import Department, User
from portal.releases.models import Release

STEPS = {"open": "Abra o caso.", "read": "Leia o código.", "tell": "Avise o cliente."}


@dataclass
class Shelf:
    """Releases playbooks; `again` is the same page edited and published under the next number."""

    owner: User

    def release(self, slug: str = "recusada", steps: Mapping[str, str] = STEPS) -> Release:
        page = PlaybookPage(
            title=f"Playbook {slug}",
            slug=slug,
            locale=locale("pt-br"),
            live=False,
            summary="Como se faz.",
            department=Department.objects.get(key="billing"),
            accountable=self.owner,
            steps=blocks(steps),
            change_class="major",
            change_reason="Primeira versão.",
        )
        index("pt-br").add_child(instance=page)
        page.save_revision().publish()
        return Release.objects.get(kind="playbook", key=page.translation_key)

    def again(self, release: Release, change_class: str, **changes: str) -> Release:
        page = PlaybookPage.objects.get(translation_key=release.key, locale__language_code="pt-br")
        texts = {str(block.id): block.value["body"] for block in page.steps} | changes
        page.steps = blocks(texts)
        page.change_class, page.change_reason = change_class, f"Mudança {change_class}."
        page.change_number = page.next_number()
        page.save_revision().publish()
        return Release.objects.filter(kind="playbook", key=release.key).latest("number")


def blocks(texts: Mapping[str, str]) -> list[dict[str, object]]:
    return [
        {"type": "step", "id": step, "value": {"title": f"Passo {step}", "body": body, "who": "Atendente"}}
        for step, body in texts.items()
    ]


@pytest.fixture
def shelf(carla: User) -> Shelf:
    return Shelf(carla)
