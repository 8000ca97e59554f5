"""Whatever happens to people, rules, releases and days: what is stored of duties is what follows from the facts."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from portal.duties.actions.draft_rule import draft_rule
from portal.duties.actions.end_exemption import end_exemption
from portal.duties.actions.end_rule import end_rule
from portal.duties.actions.exempt import exempt
from portal.duties.actions.extend import extend
from portal.duties.actions.redraft import redraft
from portal.duties.actions.switch_on import switch_on
from portal.duties.drafts import ClauseDraft, TermsDraft
from portal.duties.models import Duty, Exemption, Requirement
from portal.people.access import viewer_of
from portal.people.actions.change import change
from portal.people.actions.come_back import come_back
from portal.people.actions.give_role import give_role
from portal.people.actions.leave import leave
from portal.people.actions.take_role import take_role
from portal.people.actions.transfer import transfer
from portal.people.days import home, today
from portal.people.models import Role, RoleMembership, User
from portal.refusal import Refusal
from tests.duties.conftest import departments, differences, read, release, rule, someone, work

PEOPLE, TITLE = 5, "Analista"
OPS = ("days", "read", "transfer", "role", "no_role", "title", "leave", "back", "exempt", "ask_again", "extend",
       "major", "terms", "end", "new_rule", "backdated")  # fmt: skip
STORM = st.lists(
    st.tuples(st.sampled_from(OPS), st.integers(0, PEOPLE - 1), st.integers(0, 60)), min_size=6, max_size=18
)


class Undo(Exception):
    pass


class Storm:
    """Five people, three departments, a note, and whoever sets rules."""

    def __init__(self, key):
        self.key, self.number = key, 1
        release(key, 1)
        self.departments = departments()
        self.admin = someone(self.departments[2], days=900)
        RoleMembership.objects.create(user=self.admin, role=Role.ADMINISTRATOR, starts_on=today() - timedelta(days=900))
        self.people = [
            someone(self.departments[n % 3], days=20 * n, title=TITLE if n % 2 else "") for n in range(PEOPLE)
        ]
        self.rules = [rule(key, {"department": self.departments[0]}, {"department": self.departments[1], "excludes": True, "role": "author"})]  # fmt: skip

    def draft(self, n: int) -> TermsDraft:
        clauses = [
            [ClauseDraft()],
            [ClauseDraft(department=self.departments[0])],
            [ClauseDraft(department=self.departments[0], with_below=False), ClauseDraft(role="author")],
            [ClauseDraft(), ClauseDraft(excludes=True, title=TITLE)],
            [ClauseDraft(title=TITLE), ClauseDraft(user=self.people[0])],
        ][n % 5]
        due_from = ("hire", "assignment", "date")[n % 3]
        return TermsDraft(
            due_from=due_from, due_days=n if due_from != "date" else None, due_on=today() + timedelta(days=n - 20),
            applies_from=today(), reason="because", clauses=clauses, again_days=n % 9, grace_days=n % 4,
            renew_days=n if n % 2 else None,
        )  # fmt: skip

    def act(self, op: str, user: User, n: int) -> None:
        by = viewer_of(self.admin)
        last = Requirement.objects.get(pk=self.rules[n % len(self.rules)].pk)
        where = self.departments[n % 3]
        if op == "read":
            read(user, self.key)
        elif op == "backdated":
            read(user, self.key, occurred_at=datetime.now(tz=home()) - timedelta(days=n))
        elif op == "transfer":
            transfer(by, user.person, day=today() - timedelta(days=n % 3), department=where, manager=None)
        elif op == "role":
            give_role(by, user.person, role=Role.AUTHOR, day=today() + timedelta(days=n % 3))
        elif op == "no_role":
            take_role(by, user.person, role=Role.AUTHOR, day=today())
        elif op == "title":
            change(by, user.person, title=TITLE if n % 2 else "Outra")
        elif op == "leave":
            leave(by, user.person, last_day=today() - timedelta(days=n % 2))
        elif op == "back":
            come_back(by, user.person, day=today() + timedelta(days=n % 3), department=where, manager=None)
        elif op == "exempt":
            exempt(by, last, user.person, until=today() + timedelta(days=n) if n % 2 else None, reason="r")
        elif op == "ask_again":
            for one in Exemption.objects.filter(user=user, requirement=last):
                end_exemption(by, one)
        elif op == "extend":
            for duty in Duty.objects.filter(user=user, is_newest=True, met_at=None):
                extend(by, duty, until=today() + timedelta(days=n), reason="r")
        elif op == "major":
            self.number += 1
            release(self.key, self.number)
        elif op == "terms":
            switch_on(by, redraft(by, last.terms.order_by("-number").first(), self.draft(n)))
        elif op == "end":
            end_rule(by, last, on=today() + timedelta(days=n % 4), reason="r")
        elif op == "new_rule" and len(self.rules) < 3:
            written = draft_rule(by, kind="note", key=self.key, terms=self.draft(n))
            switch_on(by, written)
            self.rules.append(written.requirement)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(storm=STORM)
@example(storm=[("leave", 0, 24), ("back", 0, 58), ("days", 0, 46)])
@pytest.mark.django_db
def test_what_is_stored_is_what_follows(note, storm):
    start = datetime.combine(today(), time(10), tzinfo=home())
    with pytest.raises(Undo), transaction.atomic(), time_machine.travel(start, tick=False) as clock:
        house = Storm(uuid4())
        work()
        assert differences() == []
        for op, who, n in storm:
            clock.shift(timedelta(minutes=7))
            if op == "days":
                clock.shift(timedelta(days=n, hours=n))
            else:
                try:
                    with transaction.atomic():
                        house.act(op, house.people[who], n)
                except Refusal:
                    continue
            work()
            assert differences() == [], (op, who, n)
            twice = Counter(Duty.objects.filter(is_newest=True).values_list("requirement", "user"))
            assert max(twice.values(), default=1) == 1
        before = list(Duty.objects.order_by("pk").values())
        work()
        assert list(Duty.objects.order_by("pk").values()) == before, "twice changes nothing"
        raise Undo
