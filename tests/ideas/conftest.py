"""Ideas on a board, written and supported through the actions people use."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.utils import translation

from ideas.actions.submit import submit
from ideas.models import Idea
from ideas.rules.origin import Origin
from portal.people.access import viewer_of
from portal.people.models import Department, User

Write = Callable[..., Idea]


@pytest.fixture
def write(cast: object) -> Write:
    """Write an idea as somebody, in a language."""

    def written(
        author: User,
        title: str = "Avisar no aplicativo quando o cartão está para vencer",
        problem: str = "A cobrança falha e o cliente diz que não viu aviso nenhum.",
        proposal: str = "Mostrar uma faixa discreta na tela inicial.",
        *,
        departments: tuple[str, ...] = ("billing",),
        origin: Origin | None = None,
        language: str = "pt-br",
    ) -> Idea:
        with translation.override(language):
            return submit(
                viewer_of(author),
                key=uuid4(),
                title=title,
                problem=problem,
                proposal=proposal,
                departments=Department.objects.filter(key__in=departments),
                origin=origin,
            )

    return written
