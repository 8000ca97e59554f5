"""Whatever path leads to publishing, the class, the reason and the day go with it, or nothing is published at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowPage, WorkflowTask
from wagtail.signals import page_published

from portal.home.library import content_key
from portal.jobs.models import Job
from portal.jobs.queue import enqueue
from portal.jobs.run import perform
from portal.people.days import today
from portal.people.models import User
from portal.refusal import Refusal
from portal.releases.effect import TAKE_EFFECT
from portal.releases.models import Release
from portal.releases.publishing import on_published, sweep
from portal.releases.read import current
from portal.seams.registry import registry
from sandbox.models import DrillPage
from tests.sandbox.typed import typed

KEY = content_key("drill", "payday")
SOON = timedelta(days=11)


def page(language: str = "pt-br") -> DrillPage:
    return DrillPage.objects.get(translation_key=KEY, locale__language_code=language)


def releases() -> list[Release]:
    return list(Release.objects.filter(kind="drill", key=KEY).order_by("number"))


def edit(client: Client, draft: DrillPage, **changes: str):
    return client.post(reverse("wagtailadmin_pages:edit", args=[draft.pk]), typed(draft, **changes), follow=True)


def written(
    draft: DrillPage, *, day: date | None = None, change_class: str = "minor", summary: str = "Outro."
) -> DrillPage:
    """A draft that says what it asks, saved and not published."""
    draft.change_class, draft.change_reason, draft.change_number = (
        change_class,
        "Texto mais claro.",
        draft.next_number(),
    )
    draft.effective_on, draft.summary = day, summary
    draft.save_revision()
    return draft


@pytest.fixture
def eva(starter: Mapping[str, User], client_of) -> Client:
    return client_of(starter["eva"])


class Told:
    """The numbers of releases that took effect, as a listener keeps them: in the transaction it is called in."""

    def __call__(self, release: Release) -> None:
        enqueue("tests.told", args={"number": release.number})

    def __eq__(self, other: object) -> bool:
        return [job.args["number"] for job in Job.objects.filter(kind="tests.told").order_by("created_at")] == other

    __hash__ = None  # type: ignore[assignment]


@pytest.fixture
def told() -> Iterator[Told]:
    listener = Told()
    registry.in_force_listeners.append(listener)
    yield listener
    registry.in_force_listeners.remove(listener)


# -- The editor's page ----------------------------------------------------------------------------------------------


def test_the_editor_publishes_with_class_reason_and_day(eva, starter):
    day = today() + SOON
    answer = edit(eva, page(), summary="Daqui a pouco.", effective_on=day.isoformat(), **{"action-publish": "1"})
    assert answer.status_code == 200
    first, second = releases()
    assert (second.change_class, second.reason, second.effective_on) == ("minor", "Texto mais claro.", day)
    assert second.released_by == starter["eva"].person
    assert current("drill", key=KEY) == first, "until its day people read the one in force"
    assert current("drill", key=KEY, on=day) == second


@pytest.mark.parametrize(
    "changes",
    [{"change_class": ""}, {"change_reason": ""}, {"effective_on": (date.today() - timedelta(days=3)).isoformat()}],
    ids=["no class", "no reason", "a day that has passed"],
)
def test_the_editor_is_told_what_is_missing_and_keeps_what_was_typed(changes, eva):
    answer = edit(eva, page(), summary="Digitado com cuidado.", **changes, **{"action-publish": "1"})
    assert "Digitado com cuidado." in answer.content.decode()
    assert len(releases()) == 1
    assert page().summary != "Digitado com cuidado."


def test_the_next_number_is_asked_anew(eva):
    edit(eva, page(), **{"action-publish": "1"})
    form = eva.get(reverse("wagtailadmin_pages:edit", args=[page().pk])).context["form"]
    assert form["change_class"].value() == ""
    assert form["change_reason"].value() == ""
    assert form["effective_on"].value() is None
    assert "go_live_at" not in form.fields, "the day lies on the release"


def test_what_may_not_overtake_a_planned_release_is_saved_and_not_published(eva):
    later = written(page(), day=today() + SOON, change_class="major")
    later.get_latest_revision().publish()
    answer = edit(eva, page(), summary="Antes da hora.", **{"action-publish": "1"})
    assert "espera por" in answer.content.decode()
    assert len(releases()) == 2
    assert page().summary == "Outro."
    assert page().get_latest_revision_as_object().summary == "Antes da hora."


def test_a_release_may_overtake_a_planned_one_when_it_asks_as_much(eva, told):
    written(page(), day=today() + SOON, change_class="major").get_latest_revision().publish()
    edit(eva, page(), change_class="major", **{"action-publish": "1"})
    assert current("drill", key=KEY).number == 3
    job = Job.objects.get(kind=TAKE_EFFECT)
    with time_machine.travel(timezone.now() + SOON + timedelta(days=1), tick=False):
        assert perform(job.pk)
    assert told == [3], "what was overtaken never comes into force"


# -- Taking effect --------------------------------------------------------------------------------------------------


def test_a_release_of_today_takes_effect_as_it_is_frozen(starter, told):
    written(page()).get_latest_revision().publish()
    assert told == [2]
    assert not Job.objects.filter(kind=TAKE_EFFECT).exists()


def test_a_planned_release_takes_effect_once_on_its_day(starter, told):
    written(page(), day=today() + SOON).get_latest_revision().publish()
    assert told == []
    job = Job.objects.get(kind=TAKE_EFFECT)
    assert not perform(job.pk), "it waits for its day"
    with time_machine.travel(timezone.now() + SOON, tick=False):
        assert perform(job.pk)
        assert not perform(job.pk)
    assert told == [2]


# -- Workflow -------------------------------------------------------------------------------------------------------


@pytest.fixture
def moderated(starter: Mapping[str, User]) -> None:
    """What is written about the drill is approved by an administrator."""
    task = GroupApprovalTask.objects.create(name="Revisão")
    task.groups.set(starter["fabio"].groups.all())
    workflow = Workflow.objects.create(name="Revisão")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=Page.objects.get(pk=page().get_parent().pk))


def approve(client: Client):
    state = TaskState.objects.get(status="in_progress")
    address = reverse("wagtailadmin_pages:workflow_action", args=[page().pk, "approve", state.pk])
    return client.post(address, follow=True)


def test_an_approval_releases_what_was_submitted_and_says_who_approved(moderated, eva, starter, client_of):
    day = today() + SOON
    edit(eva, page(), summary="Aprovado.", effective_on=day.isoformat(), **{"action-submit": "1"})
    assert len(releases()) == 1
    assert approve(client_of(starter["fabio"])).status_code == 200
    second = releases()[1]
    assert (second.change_class, second.effective_on) == ("minor", day)
    assert (second.released_by, second.approved_by) == (starter["eva"].person, starter["fabio"].person)
    assert page().summary == "Aprovado."


def test_a_day_that_passed_while_it_waited_is_the_day_of_the_release(moderated, eva, starter, client_of):
    edit(eva, page(), effective_on=(today() + timedelta(days=1)).isoformat(), **{"action-submit": "1"})
    with time_machine.travel(timezone.now() + SOON, tick=True):
        approve(client_of(starter["fabio"]))
        assert releases()[1].effective_on == today()


def test_an_approval_of_what_was_said_of_another_number_approves_nothing(moderated, eva, starter, client_of):
    edit(eva, page(), summary="Tarde demais.", **{"action-submit": "1"})
    written(page("en"), summary="Other.").get_latest_revision().publish()
    answer = approve(client_of(starter["fabio"]))
    assert answer.status_code == 409
    assert "Escolha o que este lançamento pede" in answer.content.decode()
    assert len(releases()) == 2
    assert page().summary != "Tarde demais."
    assert TaskState.objects.filter(status="in_progress").exists(), "it still waits, and nothing is lost"


# -- Every other path -----------------------------------------------------------------------------------------------


def test_many_at_once_go_with_their_class_and_day(eva):
    day = today() + SOON
    draft = written(page(), day=day)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    eva.post(f"{address}?id={draft.pk}&next={reverse('wagtailadmin_home')}", follow=True)
    assert (releases()[1].change_class, releases()[1].effective_on) == ("minor", day)


def test_a_translation_is_released_with_what_was_said_on_its_own_page(eva):
    day = today() + SOON
    draft = page("en")
    edit(eva, draft, change_class="editorial", effective_on=day.isoformat(), **{"action-publish": "1"})
    assert (releases()[1].change_class, releases()[1].effective_on) == ("editorial", day)
    assert {part.locale for part in releases()[1].parts.all()} == {"pt-br", "en"}


def test_the_admins_api_publishes_whole_or_not_at_all(eva):
    draft = page()
    draft.summary, draft.change_class = "Sem dizer.", ""
    draft.change_number = 1
    draft.save_revision(clean=False)
    address = f"/admin/api/main/pages/{draft.pk}/action/publish/"
    assert eva.post(address).status_code in {400, 409}
    assert page().summary != "Sem dizer."
    written(page(), day=today() + SOON)
    assert eva.post(address).status_code == 200
    assert releases()[1].effective_on == today() + SOON


def test_what_was_scheduled_goes_with_its_class_and_day(starter):
    draft = written(page(), day=today() + SOON)
    draft.go_live_at = timezone.now() + timedelta(hours=2)
    draft.save_revision().publish()
    assert len(releases()) == 1
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=True):
        call_command("publish_scheduled")
    assert (releases()[1].change_class, releases()[1].effective_on) == ("minor", today() + SOON)


def test_a_program_that_says_nothing_publishes_nothing(starter):
    draft = page()
    draft.summary = "Sem dizer."
    with pytest.raises(Refusal):
        draft.save_revision().publish()
    assert page().summary != "Sem dizer."
    assert len(releases()) == 1


def test_a_program_cannot_release_into_the_past(starter):
    draft = written(page(), day=today() - timedelta(days=1))
    with pytest.raises(Refusal) as refused:
        draft.get_latest_revision().publish()
    assert refused.value.code == "effective_on_passed"


# -- What a crash leaves --------------------------------------------------------------------------------------------


def test_a_sweep_freezes_what_a_crash_left_between_publishing_and_freezing(moderated, eva, starter, client_of, told):
    day = today() + SOON
    edit(eva, page(), summary="Antes da queda.", effective_on=day.isoformat(), **{"action-submit": "1"})
    state = TaskState.objects.get(status="in_progress")
    TaskState.objects.filter(pk=state.pk).update(
        status="approved", finished_at=timezone.now(), finished_by=starter["fabio"]
    )
    page_published.disconnect(dispatch_uid="vigente-release")
    try:
        PublishPageRevisionAction(page().get_latest_revision()).execute(skip_permission_checks=True)
    finally:
        page_published.connect(on_published, dispatch_uid="vigente-release")
    assert page().summary == "Antes da queda."
    assert len(releases()) == 1
    assert sweep() == 1
    assert sweep() == 0
    second = releases()[1]
    assert (second.change_class, second.effective_on) == ("minor", day)
    assert (second.released_by, second.approved_by) == (starter["eva"].person, starter["fabio"].person)


def test_autosaving_goes_on_in_a_revision_of_its_own(starter):
    written(page()).get_latest_revision().publish()
    draft, frozen = page(), page().live_revision
    draft.summary = "Continua escrevendo."
    draft.save_revision(user=frozen.user, overwrite_revision=frozen, clean=False)
    frozen.refresh_from_db()
    assert frozen.as_object().summary == "Outro."
    assert page().get_latest_revision_as_object().summary == "Continua escrevendo."
