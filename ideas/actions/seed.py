"""Seed: the idea board in both languages, and the first ideas with their supporters."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from ruamel.yaml import YAML

from ideas.models import Idea, IdeaBoardPage, Vote
from ideas.rules.status import Stage
from portal.evidence.record import backdated, record
from portal.home.library import SOURCE, content_key, library, locale
from portal.people.models import Department, DepartmentMembership, User
from portal.people.organisation import holding
from portal.seams.contracts import SeedCast

CONTENT = Path(__file__).parent.parent / "content" / "ideas.yaml"
LANGUAGES = ("pt-br", "en")
FIRST_REASON = "Primeira versão."
STILL_TO_COME = {"ana", "zeca"}
"""Visitors of the demo play them: they have written nothing and voted for nothing yet."""
LOOKED_AT_AFTER_DAYS = 3


def seed(cast: SeedCast) -> None:
    """Idempotent: what is there is left alone, and every choice comes from the cast's seed."""
    content = YAML(typ="safe").load(CONTENT)
    import_board(content["board"], author=cast.people["fabio"])
    votes = [_idea(idea, _Company(cast)) for idea in content["ideas"]]
    cast.say(f"ideas: {len(votes)} on the board, {sum(votes)} new votes")


@transaction.atomic
def import_board(content: Mapping[str, Any], *, author: User) -> bool:
    """Publish the board in all languages, the source last, so that its first release holds them all."""
    key = content_key("board", content["key"])
    if IdeaBoardPage.objects.filter(translation_key=key).exists():
        return False
    for language in sorted(LANGUAGES, key=lambda language: language == SOURCE):
        page = IdeaBoardPage(
            title=content["title"][language],
            slug="ideas",
            locale=locale(language),
            translation_key=key,
            live=False,
            owner=author,
            introduction=content["introduction"][language],
            rules=content["rules"][language],
            change_class="major",
            change_reason=FIRST_REASON,
            change_number=1,
        )
        library(language).add_child(instance=page)
        page.save_revision(user=author).publish(user=author)
    return True


class _Company:
    """Who may write and vote, as the demo's people were on a day."""

    def __init__(self, cast: SeedCast) -> None:
        self.now, self.seed = cast.now, cast.seed
        self.departments = {department.key: department for department in Department.objects.all()}
        places = holding(DepartmentMembership.objects.all()).values_list("user", "department__key")
        self.place: dict[int, str] = dict(places)
        away = {cast.people[short].pk for short in STILL_TO_COME}
        self.people: Sequence[User] = sorted(
            (user for user in cast.everyone if user.pk not in away), key=lambda user: user.email
        )

    def there_on(self, day: datetime) -> list[User]:
        return [user for user in self.people if user.hired_on < day.date()]

    def department_of(self, user: User) -> Department | None:
        return self.departments.get(self.place.get(user.pk, ""))


@transaction.atomic
def _idea(content: Mapping[str, Any], company: _Company) -> int:
    """One idea as its author wrote it, and its votes; returns how many votes were added."""
    key = content_key("idea", slugify(content["title"]))
    if Idea.objects.filter(key=key).exists():
        return 0
    dice = random.Random(f"{company.seed}:ideas:{key}")  # noqa: S311  (a demo, not a secret)
    written = company.now - timedelta(days=content["age_days"], minutes=dice.randint(0, 240))
    there = company.there_on(written)
    author = dice.choice([user for user in there if company.place.get(user.pk) == content["departments"][0]] or there)
    origin = content["origin"]
    looked_at = content["age_days"] >= LOOKED_AT_AFTER_DAYS
    idea = Idea.objects.create(
        key=key,
        author=author,
        department=company.department_of(author),
        title=content["title"],
        problem=content["problem"].strip(),
        proposal=content["proposal"].strip(),
        origin_kind="playbook" if origin else "",
        origin_key=content_key("playbook", origin["playbook"]) if origin else None,
        origin_part=origin["step"] if origin else "",
        language=content["language"],
        status=content.get("status") or (Stage.UNDER_REVIEW if looked_at else Stage.NEW),
        answer=(content.get("answer") or "").strip(),
        created_at=written,
    )
    idea.departments.set(company.departments[name] for name in content["departments"])
    others = [user for user in there if user != author]
    voters = dice.sample(others, min(content["votes"], len(others)))
    with backdated():
        _record("idea.submitted", author, idea, written, once=f"idea.submitted:{key}")
        rows = [_vote(idea, user, company, dice) for user in voters]
    Vote.objects.bulk_create(rows)
    return len(rows)


def _vote(idea: Idea, user: User, company: _Company, dice: random.Random) -> Vote:
    at = idea.created_at + (company.now - idea.created_at) * (0.05 + 0.9 * dice.random() ** 2)
    _record("idea.supported", user, idea, at, once=f"idea.supported:{user.person}:{idea.key}")
    return Vote(idea=idea, user=user, department=company.department_of(user), created_at=at)


def _record(verb: str, user: User, idea: Idea, at: datetime, *, once: str) -> None:
    record(person=user.person, verb=verb, kind="idea", key=idea.key, locale=user.language, occurred_at=at, once=once)
