"""Other systems are told what happens: signed, with the act or not at all, until they take it, under one id."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from portal.audit.models import Entry
from portal.evidence.record import record
from portal.evidence.verbs import VERBS
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of, visible
from portal.people.actions.leave import leave
from portal.people.days import today
from portal.refusal import Refusal
from portal.seams.contracts import Account
from portal.seams.registry import registry
from portal.webhooks import events, sending
from portal.webhooks.actions.pause import pause, resume
from portal.webhooks.actions.register import register
from portal.webhooks.actions.renew_secret import OVERLAP, renew_secret
from portal.webhooks.actions.try_out import try_again, try_out
from portal.webhooks.models import Delivery, Endpoint
from portal.webhooks.sending import WAITS, rescue
from portal.webhooks.signing import signature
from portal.webhooks.tasks import forget
from tests.webhooks.receiver import says

pytestmark = pytest.mark.django_db
FINISHED = "evidence.recorded:lesson.finished"


@pytest.fixture
def endpoint(receiver, fabio) -> Endpoint:
    return register(viewer_of(fabio), key=uuid4(), name="Folha", url=receiver.url, events=[FINISHED, "person.left"])


def finishes(person=None):
    return record(person=person or uuid4(), verb="lesson.finished", kind="nothing", key=uuid4(), part="p", locale="en")


def work() -> int:
    """Do what is due, and what that makes due now; returns how many jobs ran."""
    ran = 0
    while True:
        due = Job.objects.filter(
            kind__startswith="webhooks.", done_at=None, dead_at=None, run_after__lte=timezone.now()
        )
        ids = list(due.values_list("pk", flat=True))
        if not ids:
            return ran
        for one in ids:
            perform(one)
            ran += 1


def is_signed(got, secret: str) -> bool:
    """As a receiver checks it, by the text of the scheme."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    said = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    wanted = "v1," + base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, one) for one in got.headers["webhook-signature"].split(" "))


# -- What is told -------------------------------------------------------------------------------------------------------


def test_a_fact_arrives_signed_with_ids_alone(endpoint, receiver, ana):
    fact = finishes(ana.person)
    work()
    (got,) = receiver.got
    said = json.loads(got.body)
    assert said["type"] == "evidence.recorded"
    assert said["data"] == {
        "id": str(fact.id), "verb": "lesson.finished", "kind": "nothing", "key": str(fact.key), "part": "p",
        "person": str(ana.person),
    }  # fmt: skip
    assert is_signed(got, endpoint.secret) and not is_signed(got, "whsec_" + base64.b64encode(b"x" * 32).decode())
    assert abs(int(got.headers["webhook-timestamp"]) - timezone.now().timestamp()) < 10
    assert (got.path, got.headers["content-type"]) == ("/in?token=1", "application/json")
    text = got.body.decode() + str(got.headers)
    assert ana.name not in text and ana.email not in text
    row = Delivery.objects.get()
    assert row.delivered_at and (row.status, row.attempts, row.answer) == (204, 1, "")


def test_the_known_answer_of_the_scheme():
    """The example of the Standard Webhooks specification."""
    assert signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", message="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330,
        body=b'{"test": 2432232314}',
    ) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="  # fmt: skip


def test_an_act_that_is_undone_told_nobody(endpoint, receiver):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        finishes()
        raise ZeroDivisionError
    assert not Delivery.objects.exists() and work() == 0 and receiver.got == []


def test_only_what_was_asked_for_is_told(endpoint, receiver):
    record(person=uuid4(), verb="idea.submitted", kind="idea", key=uuid4(), locale="en")
    assert not Delivery.objects.exists()


def test_where_nobody_listens_a_fact_costs_one_statement_more(django_assert_num_queries):
    said = events.Said({"id": "x"})
    with django_assert_num_queries(1):
        assert events.tell(FINISHED, [said]) == 0


def test_every_verb_of_evidence_can_be_listened_to():
    assert {f"evidence.recorded:{verb}" for verb in VERBS} <= set(events.LABELS)


def test_who_leaves_is_told_when_their_access_ends(endpoint, receiver, fabio, ana):
    leave(viewer_of(fabio), ana.person, last_day=today())
    work()
    (got,) = receiver.got
    assert json.loads(got.body)["type"] == "person.left"
    assert json.loads(got.body)["data"] == {"person": str(ana.person)}


def test_what_an_act_opened_and_found_met_is_told(receiver, starter):
    from portal.duties.models import Duty
    from portal.duties.reconcile import reconcile_people

    heard = ["duty.opened", "duty.met"]
    register(viewer_of(starter["fabio"]), key=uuid4(), name="x", url=receiver.url, events=heard)
    met = Duty.objects.filter(is_newest=True, met_at__isnull=False, user__is_active=True, cycle=1).order_by("pk")[0]
    gone = Duty.objects.exclude(pk=met.pk).filter(user=met.user, is_newest=True, cycle=1).order_by("pk")[0]
    Duty.objects.filter(pk=met.pk).update(met_at=None, in_force_until=None)
    Duty.objects.filter(requirement=gone.requirement, user=gone.user).delete()
    reconcile_people([met.user_id])
    told = {(row.event, json.loads(row.body)["data"]["key"], row.person) for row in Delivery.objects.all()}
    assert ("duty.met", str(met.key), met.user.person) in told
    assert ("duty.opened", str(gone.key), gone.user.person) in told
    Delivery.objects.all().delete()
    reconcile_people([met.user_id])
    assert not Delivery.objects.exists(), "twice changes nothing and tells nothing"


def test_many_at_once_are_one_job_in_the_act_and_arrive_each_once(endpoint, receiver):
    said = [events.Said({"n": n}, uuid4()) for n in range(25)]
    before = Job.objects.count()
    assert events.tell(FINISHED, said) == 25
    assert Job.objects.count() == before + 1
    work()
    assert sorted(json.loads(got.body)["data"]["n"] for got in receiver.got) == list(range(25))
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 25


# -- Until it arrives ---------------------------------------------------------------------------------------------------


def test_what_is_refused_comes_again_later_under_the_same_id(endpoint, receiver):
    receiver.answers = [says(500, b"oops"), says(200)]
    finishes()
    work()
    row = Delivery.objects.get()
    assert (row.status, row.trouble, row.answer, row.attempts) == (500, "refused", "oops", 1)
    assert row.again_at >= timezone.now() + timedelta(seconds=3)
    assert work() == 0, "not before its time"
    with travel(row.again_at + timedelta(seconds=1), tick=True):
        work()
    first, second = receiver.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] and first.body == second.body
    assert is_signed(second, endpoint.secret)
    row.refresh_from_db()
    assert row.delivered_at and row.trouble == ""
    endpoint.refresh_from_db()
    assert endpoint.failures == 0 and endpoint.failing_since is None


def test_a_job_done_twice_sends_once(endpoint, receiver):
    finishes()
    job = Job.objects.get(kind=events.SEND)
    perform(job.pk)
    Job.objects.filter(pk=job.pk).update(done_at=None, attempts=0, lease_until=None)
    perform(job.pk)
    assert len(receiver.got) == 1


def test_two_jobs_of_one_attempt_make_one(endpoint, receiver, fabio):
    """Resuming has everything sent that waits, while the job of the next attempt is still there."""
    receiver.answers = [says(500)]
    finishes()
    work()
    row = Delivery.objects.get()
    pause(viewer_of(fabio), endpoint.pk)
    resume(viewer_of(fabio), endpoint.pk)
    work()
    assert len(receiver.got) == 2
    row.refresh_from_db()
    with travel(timezone.now() + timedelta(seconds=20), tick=True):
        work()
    assert len(receiver.got) == 2, "the job of before has nothing left to do"


def test_what_no_job_speaks_of_any_more_is_sent_all_the_same(endpoint, receiver):
    finishes()
    Job.objects.filter(kind=events.SEND).delete()
    assert rescue() == 0, "not at once: it may be on its way"
    Delivery.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert rescue() == 1
    assert rescue() == 0, "it has its job again"
    work()
    assert len(receiver.got) == 1


def test_a_worker_killed_between_the_answer_and_its_commit_sends_again_under_the_same_id(
    endpoint, receiver, monkeypatch
):
    finishes()
    with monkeypatch.context() as killed:
        killed.setattr(sending, "_noted", lambda *_: 1 / 0)
        perform(Job.objects.get(kind=events.SEND).pk)
    assert len(receiver.got) == 1 and Delivery.objects.get().delivered_at is None
    Job.objects.filter(kind=events.SEND).update(run_after=timezone.now())
    work()
    first, second = receiver.got
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert Delivery.objects.get().delivered_at


def _until_dead(row: Delivery) -> Delivery:
    for _ in range(40):
        row.refresh_from_db()
        if row.dead_at or row.again_at is None:
            return row
        with travel(row.again_at + timedelta(seconds=1), tick=True):
            work()
    return row


def test_after_the_last_wait_it_is_dead_and_may_be_sent_again(endpoint, receiver, fabio):
    receiver.answers = [says(503)]
    finishes()
    work()
    row = Delivery.objects.get()
    with_patience = _until_dead(row)
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "failing", "nothing was taken for days"
    assert with_patience.attempts <= len(WAITS) + 1
    Delivery.objects.update(dead_at=timezone.now(), again_at=None)
    receiver.answers = [says(200)]
    with pytest.raises(Refusal, match="pausado"):
        try_again(viewer_of(fabio), row.pk)
    resume(viewer_of(fabio), endpoint.pk)
    again = try_again(viewer_of(fabio), row.pk)
    work()
    again.refresh_from_db()
    assert again.delivered_at and again.dead_at is None
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1
    assert Entry.objects.filter(act="webhook.tried_again").exists()


def test_days_of_failure_pause_it_with_an_entry_and_what_waits_is_sent_on_resuming(endpoint, receiver, fabio):
    receiver.answers = [says(500)]
    finishes()
    work()
    Endpoint.objects.update(failing_since=timezone.now() - timedelta(days=4))
    row = Delivery.objects.get()
    with travel(row.again_at + timedelta(seconds=1), tick=True):
        work()
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "failing"
    entry = Entry.objects.get(act="webhook.paused_by_failure")
    assert entry.actor is None and "token" not in str(entry.facts)
    finishes()
    assert Delivery.objects.count() == 1, "while paused nothing is written"
    receiver.answers = [says(200)]
    resume(viewer_of(fabio), endpoint.pk)
    work()
    row.refresh_from_db()
    assert row.delivered_at


def test_a_receiver_that_is_gone_for_good_is_paused_at_once(endpoint, receiver):
    receiver.answers = [says(410)]
    finishes()
    work()
    endpoint.refresh_from_db()
    assert endpoint.paused_because == "gone" and Delivery.objects.get().dead_at


def test_an_endpoint_that_keeps_failing_rests_and_holds_no_worker_up(endpoint, receiver):
    receiver.answers = [says(500)]
    for _ in range(8):
        finishes()
    work()
    assert len(receiver.got) == 3, "after three failures it rests, the others wait"
    assert Delivery.objects.filter(attempts=0, again_at__gt=timezone.now()).count() == 5


def test_while_a_secret_changes_both_sign_and_then_the_new_one_alone(endpoint, receiver, fabio):
    old = endpoint.secret
    new = renew_secret(viewer_of(fabio), endpoint.pk, instead_of=0).secret
    finishes()
    work()
    assert is_signed(receiver.got[-1], old) and is_signed(receiver.got[-1], new)
    with pytest.raises(Refusal):
        renew_secret(viewer_of(fabio), endpoint.pk, instead_of=0)
    with travel(timezone.now() + OVERLAP + timedelta(minutes=1), tick=True):
        finishes()
        work()
        assert is_signed(receiver.got[-1], new) and not is_signed(receiver.got[-1], old)
        forget()
    endpoint.refresh_from_db()
    assert endpoint.old_secret == ""


# -- Who may, and what stays --------------------------------------------------------------------------------------------


def test_the_secret_is_shown_once_and_lies_sealed(receiver, proven, django_assert_num_queries):
    key = uuid4()
    sent = {"key": str(key), "name": "Folha", "url": receiver.url, "events": [FINISHED]}
    made = proven.post(reverse("webhooks:new"), sent)
    row = Endpoint.objects.get()
    assert row.pk == key and row.secret in made.content.decode() and "no-store" in made["Cache-Control"]
    page = proven.get(reverse("webhooks:endpoint", args=[key])).content.decode()
    assert row.secret not in page
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select secret from webhooks_endpoint")
        assert row.secret not in cursor.fetchone()[0]
    again = proven.post(reverse("webhooks:new"), sent, follow=True)
    assert "já está cadastrado" in again.content.decode() and Endpoint.objects.count() == 1
    entry = Entry.objects.get(act="webhook.registered")
    assert entry.facts == {"host": receiver.authority}


def test_an_address_inside_is_refused_beside_the_field_and_what_was_typed_stays(proven):
    sent = {"key": str(uuid4()), "name": "Folha", "url": "https://169.254.169.254/latest", "events": [FINISHED]}
    answer = proven.post(reverse("webhooks:new"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "nome público" in page
    assert 'value="https://169.254.169.254/latest"' in page and f'value="{FINISHED}" checked' in page
    assert not Endpoint.objects.exists()


def test_whoever_has_not_just_proven_who_they_are_is_asked_first(fabio, client_of, receiver):
    sent = {"key": str(uuid4()), "name": "Folha", "url": receiver.url, "events": [FINISHED]}
    answer = client_of(fabio).post(reverse("webhooks:new"), sent)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert not Endpoint.objects.exists()


@pytest.mark.parametrize("who", ["ana", "bruno", "carla", "davi", "eva", "zeca"])
def test_to_everybody_else_they_are_not_there(who, cast, endpoint, client_of):
    client = client_of(cast[who])
    assert client.get(reverse("webhooks:index")).status_code == 404
    assert client.post(reverse("webhooks:test", args=[endpoint.pk])).status_code == 404
    assert not visible(Endpoint.objects.all(), viewer_of(cast[who])).exists()
    assert not visible(Delivery.objects.all(), viewer_of(cast[who])).exists()
    assert Client().get(reverse("webhooks:index")).status_code == 302


def test_the_page_tells_tests_and_fates_in_both_languages(endpoint, receiver, proven, fabio):
    proven.post(reverse("webhooks:test", args=[endpoint.pk]))
    receiver.answers = [says(403, b"who are you?")]
    work()
    page = proven.get(reverse("webhooks:endpoint", args=[endpoint.pk])).content.decode()
    assert "Teste" in page and "HTTP 403" in page and "who are you?" in page and "tentando de novo" in page
    fabio.language = "en"
    fabio.save(update_fields=["language"])
    assert "trying again" in proven.get(reverse("webhooks:endpoint", args=[endpoint.pk])).content.decode()


def test_a_test_button_is_no_tool_to_knock_on_doors(endpoint, fabio):
    for _ in range(3):
        try_out(viewer_of(fabio), endpoint.pk)
    with pytest.raises(Refusal):
        try_out(viewer_of(fabio), endpoint.pk)
    pause(viewer_of(fabio), endpoint.pk)
    with pytest.raises(Refusal, match="pausado"):
        try_out(viewer_of(fabio), endpoint.pk)


def test_removed_it_is_silent_and_its_secrets_are_gone(endpoint, receiver, proven):
    finishes()
    proven.post(reverse("webhooks:remove", args=[endpoint.pk]))
    finishes()
    work()
    assert receiver.got == []
    endpoint.refresh_from_db()
    assert endpoint.secret == ""
    assert proven.get(reverse("webhooks:endpoint", args=[endpoint.pk])).status_code == 404


def test_the_log_of_a_person_is_in_their_copy_goes_with_them_and_after_thirty_days(endpoint, receiver, ana):
    finishes(ana.person)
    work()
    data = registry.account_data["webhooks"]
    left = Account(ana.pk, [ana.pk], [ana.person], has_left=True)
    (section,) = data.copy(left)
    assert [set(row) for row in section.rows] == [set(section.columns)]
    assert [fate.count for fate in data.fates(left)] == [1]
    data.erase(left)
    data.erase(left)
    assert not Delivery.objects.exists()
    finishes()
    finishes()
    Delivery.objects.update(made_at=timezone.now() - timedelta(days=31))
    Delivery.objects.filter(pk=Delivery.objects.first().pk).update(delivered_at=timezone.now())
    forget()
    assert Delivery.objects.count() == 1, "what is still under way is not forgotten"


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_for_many(endpoint, proven, rows, django_assert_max_num_queries):
    Delivery.objects.bulk_create(
        [Delivery(endpoint=endpoint, event="person.left", body='{"data":{}}') for _ in range(rows)]
    )
    with django_assert_max_num_queries(6):
        proven.get(reverse("webhooks:endpoint", args=[endpoint.pk]))


def test_a_version_of_five_thousand_digits_renews_nothing(endpoint, proven):
    answer = proven.post(reverse("webhooks:renew_secret", args=[endpoint.pk]), {"instead_of": "9" * 5000})
    assert answer.status_code == 302
    assert Endpoint.objects.get().secret == endpoint.secret
