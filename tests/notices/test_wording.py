"""Every kind has its words in both languages, for the person it concerns, and says nothing to anybody else."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone, translation

from ideas.actions.moderate import moderate
from ideas.actions.submit import submit
from ideas.actions.support import support
from ideas.models import Idea
from portal.duties.models import Exemption
from portal.notices.groups import GROUPS
from portal.notices.models import Notice, Waiting
from portal.notices.tell import tell
from portal.notices.wording import worded
from portal.people.access import viewer_of
from portal.people.days import today
from portal.seams.registry import registry
from portal.search.actions.answer_gap import answer_gap
from portal.search.actions.report_gap import report_gap
from portal.search.actions.take_gap import take_gap
from portal.search.models import Gap
from tests.notices.conftest import owe, release

DAY = timedelta(days=1)


@pytest.fixture
def one_of_each(ana, bruno, carla, playbook):
    """A notice of every kind that the house registers, to Ana (to Bruno what is told to who leads)."""
    now = timezone.now()
    duty = owe(ana, playbook, due_at=now + 3 * DAY, opened_at=now - 9 * DAY)
    exemption = Exemption.objects.create(
        requirement=duty.requirement, user=ana, reason="Licença", by=None, starts_on=today(), ends_on=today() + 9 * DAY
    )
    idea = submit(viewer_of(ana), key=uuid4(), title="Dizer a data", problem="P", proposal="Q", departments=[])
    other = submit(viewer_of(bruno), key=uuid4(), title="Outra", problem="P", proposal="Q", departments=[])
    Idea.objects.update(status="accepted", answer="Vamos fazer.")
    gap = Gap.objects.create(
        words="chargeback", plain="chargeback", language="pt-br", answered_at=now, answer="/courses/", owner=ana
    )
    minor = release(playbook, number=2, change_class="minor")
    of_duty = {"kind": "playbook", "duty": duty.pk}
    facts = {
        "duty.exempted": (playbook, {"kind": "playbook", "exemption": exemption.pk}),
        "team.week": (None, {"week": "{}-W{:02}".format(*today().isocalendar()[:2])}),
        "release.minor": (playbook, {"release": str(minor.pk), "kind": "playbook", "number": 2, "from": 1}),
        "gap.taken": (None, {"gap": gap.pk}),
        "gap.yours": (None, {"gap": gap.pk}),
        "gap.answered": (None, {"gap": gap.pk}),
        "idea.answered": (idea.key, {"status": "accepted"}),
        "idea.moved": (other.key, {"status": "accepted"}),
    }
    for kind in registry.notice_kinds:
        key, said = facts.get(kind, (playbook, of_duty))
        to = bruno if kind == "team.week" else ana
        tell([to.pk], kind, once=f"test:{kind}", key=key, facts=said)
    return {notice.kind: notice for notice in Notice.objects.filter(once__startswith="test:")}


def test_every_kind_is_worded_in_both_languages_and_leads_somewhere(one_of_each, ana, bruno):
    assert one_of_each.keys() == registry.notice_kinds.keys()
    for name, (kind, _source) in registry.notice_kinds.items():
        assert kind.group in GROUPS, name
        notice = one_of_each[name]
        said = {}
        for language in ("pt-br", "en"):
            with translation.override(language):
                told = worded([notice], viewer_of(bruno if name == "team.week" else ana)).get(notice.pk)
                assert told, f"{name} has no words for who was told"
                said[language] = (told.sentence, str(kind.label))
                assert told.url.startswith("/"), name
                assert "%(" not in told.sentence + told.detail
        assert said["pt-br"][0] != said["en"][0], f"{name} is not translated"
        assert said["pt-br"][1] != said["en"][1], f"the label of {name} is not translated"


def test_nobody_else_is_told_a_word(one_of_each, zeca):
    assert worded(one_of_each.values(), viewer_of(zeca)) == {}


def test_a_kind_that_nobody_words_cannot_be_told(ana):
    with pytest.raises(LookupError):
        tell([ana.pk], "no.such", once="x")


def test_an_answer_to_an_idea_is_told_to_its_author_and_supporters_in_the_act(ana, bruno, carla, zeca):
    idea = submit(viewer_of(ana), key=uuid4(), title="Dizer a data", problem="P", proposal="Q", departments=[])
    support(viewer_of(bruno), key=idea.key)
    for _ in range(2):
        moderate(viewer_of(carla), key=idea.key, status="accepted", answer="Vamos fazer.", is_hidden=False)
    told = {(n.user_id, n.kind) for n in Notice.objects.all()}
    assert told == {(ana.pk, "idea.answered"), (bruno.pk, "idea.moved")} and Notice.objects.count() == 2
    (words,) = worded(Notice.objects.filter(user=ana), viewer_of(ana)).values()
    assert words.sentence == "Sua ideia “Dizer a data” foi aceita." and words.detail == "Vamos fazer."
    moderate(viewer_of(carla), key=idea.key, status="accepted", answer="Vamos fazer.", is_hidden=True)
    assert worded(Notice.objects.filter(user=bruno), viewer_of(bruno)) == {}, "hidden from all but its author"


def test_who_missed_something_hears_when_it_is_taken_and_answered_and_is_then_forgotten(ana, bruno, carla):
    gap = report_gap(viewer_of(ana), said="estorno parcial", language="pt-br")
    report_gap(viewer_of(bruno), said="Estorno parcial", language="pt-br")
    take_gap(viewer_of(carla), gap=gap.pk)
    take_gap(viewer_of(carla), gap=gap.pk)
    told = [(ana.pk, "gap.taken"), (bruno.pk, "gap.taken"), (carla.pk, "gap.yours")]
    assert sorted(Notice.objects.values_list("user", "kind")) == sorted(told)
    answer_gap(viewer_of(carla), gap=gap.pk, link="/courses/")
    assert Notice.objects.filter(kind="gap.answered").count() == 2
    assert not Waiting.objects.exists()
