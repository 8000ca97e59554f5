"""What of ideas can be found: those on the board by everyone, withdrawn and hidden ones by who wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ideas.models import Idea
from ideas.rules.status import Stage
from portal.people.models import Department
from portal.seams.contracts import Findable, FindableKind
from portal.search.queries import EVERYONE, person_scope


class IdeaSearch:
    """Ideas, each in the language it was written in."""

    kind = "idea"
    kinds = (FindableKind("idea", _("Ideas"), _("Idea"), "lightbulb", 60),)

    def keys(self) -> Iterable[UUID]:
        return Idea.objects.order_by("key").values_list("key", flat=True).iterator()

    def findable(self, keys: Sequence[UUID]) -> Mapping[UUID, Sequence[Findable]]:
        touched = Prefetch("departments", Department.objects.order_by("key"))
        ideas = Idea.objects.filter(key__in=list(keys)).select_related("author").prefetch_related(touched)
        return {idea.key: [self._findable(idea)] for idea in ideas}

    def _findable(self, idea: Idea) -> Findable:
        is_open = idea.status != Stage.WITHDRAWN and not idea.is_hidden
        departments = [department.key for department in idea.departments.all()]
        return Findable(
            kind="idea",
            part="",
            locale=idea.language,
            title=idea.title,
            body="\n".join(text for text in (idea.problem, idea.proposal, idea.answer) if text),
            url=reverse("ideas:idea", args=[idea.key]),
            department=departments[0] if departments else "",
            scopes=[EVERYONE] if is_open else [person_scope(idea.author.person)],
        )
