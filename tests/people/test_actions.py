"""In and out: registering, moving, leaving and coming back; what is refused, and that nobody is left without a manager."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import translation

from portal.audit.models import Entry
from portal.people.access import viewer_of
from portal.people.actions.change import change
from portal.people.actions.come_back import come_back
from portal.people.actions.leave import leave
from portal.people.actions.register import register
from portal.people.actions.transfer import transfer
from portal.people.actions.undo import undo
from portal.people.days import today
from portal.people.models import Department, User
from portal.people.organisation import holding, reporting_line
from portal.refusal import Refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def admin(fabio):
    return viewer_of(fabio)


def department(key):
    return Department.objects.get(key=key)


def refused(code, call, *args, **kwargs):
    with pytest.raises(Refusal) as told:
        call(*args, **kwargs)
    assert told.value.code == code
    return str(told.value)


def manager_of(user, on=None):
    row = holding(user.managers.all(), on=on).first()
    return row.manager if row else None


# -- Registering ------------------------------------------------------------------------------------------------------


def test_a_new_person_is_here_from_the_day_they_were_hired(admin, bruno):
    made = register(
        admin, name=" Rita  Prado ", email="Rita@Vigente.example", department=department("billing"), manager=bruno,
        hired_on=today(), title="Analista", document="529.982.247-25",
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.name, made.email, made.is_active) == ("Rita Prado", "rita@vigente.example", True)
    assert made.document == "529.982.247-25"
    assert not made.has_usable_password()
    assert made.pk in reporting_line(bruno.pk, on=today())
    assert Entry.objects.filter(act="person.registered", subject=made.person).count() == 1


def test_who_came_before_their_manager_answers_to_them_from_when_both_were_here(admin, ana):
    made = register(
        admin, name="Rita", email="rita@vigente.example", department=department("billing"), manager=ana,
        hired_on=ana.hired_on - 100 * DAY,
    )  # fmt: skip
    assert made.managers.get().starts_on == ana.hired_on


def test_an_invitation_leaves_with_the_registration(admin, bruno):
    made = register(
        admin, name="Rita", email="rita@vigente.example", department=department("billing"), manager=bruno,
        hired_on=today(), invited=True,
    )  # fmt: skip
    assert made.invitations.filter(accepted_at=None, withdrawn_at=None).count() == 1


def test_who_begins_later_cannot_come_in_before(admin, bruno):
    made = register(
        admin, name="Rita", email="rita@vigente.example", department=department("billing"), manager=bruno,
        hired_on=today() + DAY,
    )  # fmt: skip
    assert not made.is_active


@pytest.mark.parametrize("document", ["529.982.247-26", "52998224726", "111.111.111-11"])
def test_a_cpf_with_wrong_digits_is_refused(admin, bruno, document):
    refused(
        "cpf", register, admin, name="Rita", email="rita@vigente.example", department=department("billing"),
        manager=bruno, hired_on=today(), document=document,
    )  # fmt: skip


def test_an_address_that_is_taken_is_refused_whatever_its_letters(admin, bruno):
    refused(
        "email", register, admin, name="Ana", email="ANA@vigente.example", department=department("billing"),
        manager=bruno, hired_on=today(),
    )  # fmt: skip


def test_who_does_not_manage_people_meets_nothing(cast, ana, bruno, davi):
    for stranger in (ana, bruno, davi):
        with pytest.raises(Http404):
            leave(viewer_of(stranger), cast["zeca"].person, last_day=today())


def test_only_what_differs_is_audited(admin, ana):
    change(admin, ana.person, name="Ana Lima", title="Analista sênior")
    assert Entry.objects.get(act="person.changed").facts == {"fields": "title"}


# -- Transfer ---------------------------------------------------------------------------------------------------------


def test_after_a_transfer_the_manager_of_yesterday_sees_nothing(starter, admin, ana, bruno, carla, client_of):
    transfer(admin, ana.person, day=today(), department=department("billing"), manager=carla)
    assert ana.pk not in reporting_line(bruno.pk, on=today())
    assert ana.pk in reporting_line(bruno.pk, on=today() - DAY)
    assert ana.pk in reporting_line(carla.pk, on=today())
    assert "Ana Lima" not in client_of(bruno).get("/team/").content.decode()
    assert "Ana Lima" in client_of(carla).get("/team/").content.decode()


def test_a_transfer_can_be_planned_and_undone(admin, ana, bruno, carla):
    later = today() + 10 * DAY
    transfer(admin, ana.person, day=later, department=department("billing"), manager=carla)
    assert (manager_of(ana), manager_of(ana, later)) == (bruno, carla)
    refused("planned", transfer, admin, ana.person, day=today(), department=department("it"), manager=bruno)
    undo(admin, ana.person, what="transfer", day=later)
    assert manager_of(ana, later) == bruno
    assert ana.departments.count() == ana.managers.count() == 1
    refused("not_planned", undo, admin, ana.person, what="transfer", day=later)


def test_a_transfer_of_the_past_puts_history_right(admin, ana, carla):
    day = today() - 5 * DAY
    transfer(admin, ana.person, day=day, department=department("billing"), manager=carla)
    assert (manager_of(ana, day - DAY).email, manager_of(ana, day)) == ("bruno@vigente.example", carla)
    transfer(admin, ana.person, day=ana.hired_on, department=department("billing"), manager=carla)
    assert ana.managers.count() == 1


def test_nobody_is_moved_before_they_came(admin, ana, carla):
    refused("not_here", transfer, admin, ana.person, day=ana.hired_on - DAY, department=department("it"), manager=carla)


def test_a_loop_is_refused_by_its_names(admin, cast, ana, bruno):
    sentence = refused("loop", transfer, admin, bruno.person, day=today(), department=department("it"), manager=ana)
    assert "Bruno Alves → Ana Lima → Bruno Alves" in sentence
    with translation.override("en"):
        assert "would come to answer" in refused(
            "loop", transfer, admin, cast["helena"].person, day=today(), department=department("it"), manager=ana
        )


def test_a_manager_who_is_leaving_leads_nobody_new(admin, ana, carla, bruno):
    leave(admin, carla.person, last_day=today() + 5 * DAY)
    refused("manager_leaves", transfer, admin, ana.person, day=today(), department=department("it"), manager=carla)


# -- Leaving and coming back ------------------------------------------------------------------------------------------


def test_leaving_today_ends_the_session_at_the_next_click(admin, ana, client_of):
    client = client_of(ana)
    assert client.get("/").status_code == 200
    leave(admin, ana.person, last_day=today())
    assert client.get("/").status_code == 302
    assert not User.objects.get(pk=ana.pk).is_active


def test_leaving_later_changes_nothing_until_then(admin, ana, client_of, bruno):
    leave(admin, ana.person, last_day=today() + 3 * DAY)
    assert client_of(ana).get("/").status_code == 200
    assert ana.pk not in reporting_line(bruno.pk, on=today() + 4 * DAY)
    refused("leaves_already", leave, admin, ana.person, last_day=today())
    undo(admin, ana.person, what="departure", day=today() + 4 * DAY)
    assert manager_of(ana, today() + 30 * DAY) == bruno
    assert ana.employments.get().ends_on is None


def test_whom_they_led_answers_to_who_was_above(admin, cast, bruno):
    luana, helena = cast["luana"], cast["helena"]
    leave(admin, luana.person, last_day=today())
    leave(admin, bruno.person, last_day=today())
    tomorrow = today() + DAY
    assert manager_of(cast["ana"], tomorrow) == helena
    assert not holding(bruno.reports.all(), on=tomorrow).exists()


def test_a_successor_takes_over_and_answers_to_who_was_above(admin, cast, ana, bruno):
    later = today() + 3 * DAY
    leave(admin, bruno.person, last_day=later - DAY, successor=cast["luana"])
    assert manager_of(ana, later) == cast["luana"]
    assert manager_of(cast["luana"], later) == cast["helena"]
    undo(admin, bruno.person, what="departure", day=later)
    assert manager_of(ana, later) == manager_of(cast["luana"], later) == bruno
    assert ana.managers.get().ends_on is None


def test_who_is_at_the_top_leaves_only_with_a_successor(admin, cast, bruno):
    refused("no_successor", leave, admin, cast["helena"].person, last_day=today())
    refused("successor", leave, admin, cast["helena"].person, last_day=today(), successor=cast["helena"])
    leave(admin, cast["helena"].person, last_day=today(), successor=bruno)
    assert manager_of(cast["carla"], today() + DAY) == bruno
    assert manager_of(bruno, today() + DAY) is None


def test_the_last_administrator_and_oneself_do_not_leave(admin, cast, fabio, ana):
    refused("oneself", leave, admin, fabio.person, last_day=today())
    ana.roles.create(role="administrator", starts_on=today())
    leave(viewer_of(ana), fabio.person, last_day=today())
    fabio.refresh_from_db()
    assert not fabio.is_active


def test_who_comes_back_has_a_second_row_and_none_of_the_roles(admin, cast, eva, bruno):
    leave(admin, eva.person, last_day=today() - DAY)
    come_back(admin, eva.person, day=today(), department=department("billing"), manager=bruno)
    eva.refresh_from_db()
    assert eva.is_active
    assert eva.employments.count() == 2
    assert viewer_of(eva).roles == frozenset()
    refused("here", come_back, admin, eva.person, day=today() + DAY, department=department("billing"), manager=bruno)


def test_a_return_can_be_planned_and_undone(admin, eva, bruno):
    leave(admin, eva.person, last_day=today())
    refused("still_here", come_back, admin, eva.person, day=today(), department=department("it"), manager=bruno)
    come_back(admin, eva.person, day=today() + 9 * DAY, department=department("it"), manager=bruno)
    undo(admin, eva.person, what="return", day=today() + 9 * DAY)
    assert eva.employments.count() == 1
