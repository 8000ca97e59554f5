"""Two accounts of one person become one; what was proven under both counts, and both addresses lead to the one kept."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.urls import reverse

from portal.audit.models import Entry
from portal.duties.tasks import catch_up
from portal.evidence.alias import persons
from portal.people.access import viewer_of
from portal.people.actions.leave import leave
from portal.people.actions.merge import merge
from portal.people.actions.register import register
from portal.people.actions.transfer import transfer
from portal.people.days import today
from portal.people.directory import by_email
from portal.people.models import Department, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.seams.registry import registry
from tests.people.test_actions import DAY, department, refused


@pytest.fixture
def admin(fabio):
    return viewer_of(fabio)


@pytest.fixture
def double(admin, bruno):
    return register(
        admin, name="Ana Souza Lima", email="ana.lima@vigente.example", department=department("customer-service"),
        manager=bruno, hired_on=today() - DAY,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_duplicate_is_closed_and_known_as_the_one_kept(admin, ana, double, client_of):
    client = client_of(double)
    merge(admin, kept=ana.person, gone=double.person)
    double.refresh_from_db()
    assert (double.merged_into, double.is_active) == (ana, False)
    assert client.get("/").status_code == 302
    assert set(persons(ana.person)) == {ana.person, double.person}
    assert by_email(["ANA.LIMA@vigente.example", ana.email]) == {double.email: ana, ana.email: ana}
    assert Entry.objects.filter(act="person.merged", subject=ana.person).count() == 1
    assert not holding(double.managers.all()).exists()


@pytest.mark.django_db
def test_the_other_address_may_be_the_one_in_use(admin, ana, double):
    merge(admin, kept=ana.person, gone=double.person, take_email=True)
    ana.refresh_from_db()
    assert ana.email == "ana.lima@vigente.example"
    assert by_email(["ana@vigente.example"])["ana@vigente.example"] == ana


@pytest.mark.django_db
def test_whom_the_duplicate_led_answers_to_the_one_kept(admin, ana, double, zeca):
    transfer(admin, zeca.person, day=today(), department=department("marketing"), manager=double)
    transfer(admin, ana.person, day=today(), department=department("marketing"), manager=double)
    merge(admin, kept=ana.person, gone=double.person)
    assert holding(zeca.managers.all()).get().manager == ana
    assert holding(ana.managers.all()).get().manager.email == "bruno@vigente.example"


@pytest.mark.django_db
def test_a_chain_of_duplicates_stays_flat(admin, ana, double, bruno):
    third = register(
        admin, name="A. Lima", email="alima@vigente.example", department=department("billing"), manager=bruno,
        hired_on=today(),
    )  # fmt: skip
    merge(admin, kept=double.person, gone=third.person)
    merge(admin, kept=ana.person, gone=double.person)
    third.refresh_from_db()
    assert third.merged_into == ana
    refused("merged", merge, admin, kept=ana.person, gone=third.person)


@pytest.mark.django_db
def test_what_is_not_merged(admin, ana, double, fabio):
    refused("same", merge, admin, kept=ana.person, gone=ana.person)
    refused("oneself", merge, admin, kept=ana.person, gone=fabio.person)
    leave(admin, ana.person, last_day=today())
    refused("other_way", merge, admin, kept=ana.person, gone=double.person)


@pytest.mark.django_db
def test_both_sides_are_shown_before(admin, ana, double, fabio, client_of):
    page = client_of(fabio).get(reverse("people:merge", args=[ana.person]), {"gone": double.email}).content.decode()
    assert "Ana Souza Lima" in page
    assert "O que vai acontecer" in page
    assert User.objects.get(pk=double.pk).is_active


@pytest.mark.django_db
def test_verify_finds_nothing_after_people_moved_left_and_were_merged(starter):
    admin = viewer_of(starter["fabio"])
    kept, gone, leaver, moved = (
        starter[key] for key in ("elisa.fontes", "igor.nascimento", "caio.menezes", "diego.antunes")
    )
    known = {name: list(filter(None, verifier())) for name, verifier in registry.verifiers.items()}
    merge(admin, kept=kept.person, gone=gone.person)
    leave(admin, leaver.person, last_day=today())
    transfer(admin, moved.person, day=today(), department=department("billing"), manager=starter["carla"])
    catch_up()
    after = {name: list(filter(None, verifier())) for name, verifier in registry.verifiers.items()}
    assert after == known
    assert after["accounts"] == []


# -- Two administrators at once, in real transactions -------------------------------------------------------------------


def _both(*acts):
    """Runs acts side by side, each in its own connection; what each answered, Refusals by their code."""
    told: dict[int, object] = {}
    ready = threading.Barrier(len(acts))

    def run(number, act):
        try:
            ready.wait(10)
            told[number] = act()
        except Refusal as refusal:
            told[number] = refusal.code
        except Exception as error:
            told[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [told[number] for number in range(len(acts))]


def _viewers(cast):
    cast["eva"].roles.create(role="administrator", starts_on=today())
    return viewer_of(cast["fabio"]), viewer_of(cast["eva"])


@pytest.mark.django_db(transaction=True)
def test_two_transfers_of_one_person_leave_one_line(cast):
    one, other = _viewers(cast)
    ana = cast["ana"]
    billing, it = Department.objects.get(key="billing"), Department.objects.get(key="it")
    told = _both(
        lambda: transfer(one, ana.person, day=today(), department=billing, manager=cast["carla"]),
        lambda: transfer(other, ana.person, day=today(), department=it, manager=cast["zeca"]),
    )
    assert all(isinstance(answer, User) for answer in told), told
    assert holding(ana.managers.all()).count() == holding(ana.departments.all()).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_would_lead_one_another_make_no_loop(cast):
    one, other = _viewers(cast)
    carla, zeca = cast["carla"], cast["zeca"]
    place = Department.objects.get(key="billing")
    told = _both(
        lambda: transfer(one, carla.person, day=today(), department=place, manager=zeca),
        lambda: transfer(other, zeca.person, day=today(), department=place, manager=carla),
    )
    assert sorted(answer if isinstance(answer, str) else "done" for answer in told) == ["done", "loop"], told


@pytest.mark.django_db(transaction=True)
def test_two_departures_of_the_two_administrators_leave_one(cast):
    one, other = _viewers(cast)
    told = _both(
        lambda: leave(one, cast["eva"].person, last_day=today()),
        lambda: leave(other, cast["fabio"].person, last_day=today()),
    )
    assert sum(isinstance(answer, User) for answer in told) == 1, told


@pytest.mark.django_db(transaction=True)
def test_two_registrations_of_one_address_make_one_person(cast):
    one, other = _viewers(cast)

    def act(viewer):
        return register(
            viewer, name="Rita", email="rita@vigente.example", department=Department.objects.get(key="it"),
            manager=cast["fabio"], hired_on=today(),
        )  # fmt: skip

    told = _both(lambda: act(one), lambda: act(other))
    assert sorted(answer if isinstance(answer, str) else "done" for answer in told) == ["done", "email"], told
