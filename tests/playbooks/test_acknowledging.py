"""Reading a playbook and saying so: once, kept through small changes, asked again by large ones."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from playbooks.actions.acknowledge import acknowledge
from playbooks.models import Acknowledgement
from playbooks.queries import standing
from playbooks.rules.acknowledgement import Ask, Edition, ask, changed_steps
from portal.duties.open import open_duties, require_of_department
from portal.evidence.models import Evidence
from portal.jobs.models import Job
from portal.jobs.run import perform
from portal.people.access import viewer_of
from portal.people.models import Department
from portal.refusal import Refusal
from portal.releases.freeze import released_on
from portal.seams.registry import registry

pytestmark = pytest.mark.django_db


def facts(user):
    return Evidence.objects.filter(person=user.person, verb="playbook.acknowledged")


def met(user, release):
    """The time that counts now, if one does."""
    times = registry.targets["playbook"].met([user.person], release.key).get(user.person, ())
    return next((one for one in times if one.in_force_until is None), None)


def press(client, release):
    return client.post(reverse("playbooks:acknowledge", args=[release.slug]), {"release": release.pk})


def test_the_button_leaves_one_fact_with_the_version_and_its_steps(ana, shelf, client_of):
    release = shelf.release()
    assert met(ana, release) is None
    answer = press(client_of(ana), release)
    assert answer.status_code == 302
    fact = facts(ana).get()
    assert fact.release == release.pk
    assert fact.result == {"number": 1, "by": "reading", "parts": ["open", "read", "tell"]}
    assert met(ana, release).evidence == [fact.id]
    page = client_of(ana).get(reverse("playbooks:read", args=[release.slug])).content.decode()
    assert "Reconhecido em" in page
    assert reverse("why", args=[ana.person, "playbook", release.key]) in page
    assert "Li e vou seguir" not in page


def test_pressing_twice_changes_nothing(ana, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    first = Acknowledgement.objects.get(user=ana)
    press(client_of(ana), release)
    assert facts(ana).count() == 1
    assert Acknowledgement.objects.get(user=ana) == first


def test_an_editorial_change_carries_the_acknowledgement_over(ana, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    second = shelf.again(release, "editorial", read="Leia o código com calma.")
    here = standing(viewer_of(ana), second)
    assert here.ask == Ask.NOTHING_NEW
    assert not here.changed
    assert met(ana, second) is not None


def test_a_minor_change_is_shown_and_asks_for_nothing(ana, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    second = shelf.again(release, "minor", read="Leia os dois códigos.")
    here = standing(viewer_of(ana), second)
    assert here.has_news
    assert here.changed == {"read"}
    assert met(ana, second) is not None
    page = client_of(ana).get(reverse("playbooks:read", args=[second.slug])).content.decode()
    assert "mudou" in page
    assert "Li e vou seguir" not in page


def test_a_major_change_asks_again_for_the_changed_step_only(ana, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    second = shelf.again(release, "major", tell="Avise o cliente no mesmo dia.")
    assert met(ana, second) is None
    page = client_of(ana).get(reverse("playbooks:read", args=[second.slug])).content.decode()
    assert "Li e vou seguir" in page
    assert standing(viewer_of(ana), second).changed == {"tell"}
    progress = registry.targets["playbook"].progress([second.key], viewer_of(ana))[second.key]
    assert (progress.done, progress.of, progress.detail) == (2, 3, "1 passo para reler")

    press(client_of(ana), second)
    newest = facts(ana).latest("recorded_at")
    assert newest.result == {"number": 2, "by": "reading", "parts": ["tell"]}
    assert met(ana, second).evidence == [newest.id]
    assert facts(ana).count() == 2


def test_a_major_change_opens_a_new_cycle_for_who_had_met_the_one_before(ana, shelf, client_of):
    release = shelf.release()
    root = Department.objects.get(key="customer-service")
    rule = require_of_department(kind="playbook", key=release.key, department=root, due_days=5)
    open_duties(rule)
    press(client_of(ana), release)
    shelf.again(release, "minor", tell="Avise logo.")
    assert [duty.cycle for duty in rule.duties.filter(user=ana)] == [1]
    shelf.again(release, "major", tell="Avise hoje.")
    for job in Job.objects.filter(kind__startswith="duties.", done_at=None):
        perform(job.pk)
    first, again = rule.duties.filter(user=ana).order_by("cycle")
    assert first.met_at and first.in_force_until
    assert (again.cycle, again.opened_because, again.met_at) == (2, "release", None)


def test_a_release_of_tomorrow_is_neither_read_nor_asked(ana, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    with released_on(timezone.now() + timedelta(days=1)):
        second = shelf.again(release, "major", tell="Avise amanhã.")
    assert met(ana, release) is not None
    assert "Avise amanhã" not in client_of(ana).get(reverse("playbooks:read", args=[release.slug])).content.decode()
    with pytest.raises(Http404):
        acknowledge(viewer_of(ana), release=second.pk)


def test_acknowledging_what_is_no_longer_in_force_is_refused_kindly(ana, shelf, client_of):
    release = shelf.release()
    shelf.again(release, "minor", tell="Avise hoje.")
    with pytest.raises(Refusal) as refusal:
        acknowledge(viewer_of(ana), release=release.pk)
    assert refusal.value.code == "superseded"
    assert press(client_of(ana), release).status_code == 409
    assert not facts(ana).exists()


def test_a_correction_of_spelling_while_reading_does_not_stand_in_the_way(ana, shelf, client_of):
    release = shelf.release()
    shelf.again(release, "editorial", tell="Avise o cliente!")
    assert press(client_of(ana), release).status_code == 302
    assert met(ana, release) is not None


def test_nothing_is_acknowledged_of_what_does_not_exist(ana, shelf, client_of):
    release = shelf.release()
    where = reverse("playbooks:acknowledge", args=[release.slug])
    for nonsense in ({"release": uuid4()}, {"release": "x"}, {}):
        assert client_of(ana).post(where, nonsense).status_code == 404
    assert client_of(ana).get(where).status_code == 405


def test_one_persons_acknowledgement_is_nobody_elses(ana, zeca, shelf, client_of):
    release = shelf.release()
    press(client_of(ana), release)
    assert met(zeca, release) is None
    assert "Reconhecido em" not in client_of(zeca).get(reverse("playbooks:read", args=[release.slug])).content.decode()
    why = reverse("why", args=[ana.person, "playbook", release.key])
    assert client_of(zeca).get(why).status_code == 404


def edition(number, change_class, **hashes):
    return Edition(number, change_class, {(step, "pt-br"): digest for step, digest in hashes.items()})


def test_what_changed_adds_up_over_every_release_since():
    history = [
        edition(1, "major", a="1", b="1", c="1"),
        edition(2, "minor", a="2", b="1", c="1"),
        edition(3, "editorial", a="2", b="9", c="1"),
        edition(4, "major", a="2", b="9", d="1"),
    ]
    assert changed_steps(history, acknowledged=1) == {"a", "d"}
    assert changed_steps(history[1:], acknowledged=2) == {"d"}
    assert changed_steps(history[3:], acknowledged=4) == set()


def test_a_translation_that_arrives_changes_nothing_and_one_that_changes_does():
    before = Edition(1, "major", {("a", "pt-br"): "1"})
    arrived = Edition(2, "minor", {("a", "pt-br"): "1", ("a", "en"): "1"})
    changed = Edition(3, "minor", {("a", "pt-br"): "1", ("a", "en"): "2"})
    assert changed_steps([before, arrived], acknowledged=1) == set()
    assert changed_steps([before, arrived, changed], acknowledged=1) == {"a"}


def test_who_never_read_is_asked_to_whatever_the_class():
    assert ask(acknowledged=None, newest_major=0) == Ask.READ
    assert ask(acknowledged=1, newest_major=0) == Ask.NOTHING_NEW
    assert ask(acknowledged=1, newest_major=1) == Ask.NOTHING_NEW
    assert ask(acknowledged=1, newest_major=2) == Ask.READ_AGAIN
