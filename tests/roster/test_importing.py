"""A file of people is checked dry, told line by line, and written exactly as it was checked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.people.days import today
from portal.people.models import Department, DepartmentMembership, Employment, ReportingLine, RoleMembership, User
from portal.people.organisation import holding
from portal.refusal import Refusal
from portal.roster.actions.confirm import confirm
from portal.roster.models import Import, State
from portal.roster.queries import Sheet
from tests.roster.conftest import csv_of, errors, work

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def mail(key: str) -> str:
    return f"{key}@vigente.example"


def manager_of(user: User) -> User | None:
    row = holding(ReportingLine.objects.filter(user=user)).first()
    return row.manager if row else None


def department_of(user: User) -> str:
    return holding(DepartmentMembership.objects.filter(user=user)).get().department.key


def test_a_dry_run_writes_nothing_and_tells_everything(sent, ana, bruno, zeca):
    before = (User.objects.count(), ReportingLine.objects.count(), Entry.objects.count())
    of = sent(
        csv_of(
            ["nova@vigente.example", "Nova Pessoa", "Analista", "Cobrança", mail("carla"), "", "", "", ""],
            [mail("ana"), "Ana Lima", "Coordenadora", "", "", "", "", "", ""],
            [mail("zeca"), "", "", "customer-service", mail("bruno"), "", "", "", ""],
            [mail("bruno"), "", "", "", "", "", "", "", ""],
        )
    )
    assert of.state == State.CHECKED
    assert errors(of) == []
    assert {k: of.counts[k] for k in ("new", "changed", "transferred", "unchanged", "leaving", "missing", "errors")} == {
        "new": 1, "changed": 1, "transferred": 1, "unchanged": 1, "leaving": 0, "missing": 0, "errors": 0,
    }  # fmt: skip
    assert of.counts["fields"] == {"title": 1, "department": 1, "manager": 1}
    assert (User.objects.count(), ReportingLine.objects.count(), Entry.objects.count()) == before


def test_what_was_checked_is_written(ran, ana, carla, zeca, bruno, davi):
    of = ran(
        csv_of(
            [
                "Nova@Vigente.example",
                "Nova Pessoa",
                "Analista",
                "Cobrança",
                "filha@vigente.example",
                "02/03/2026",
                "en",
                "529.982.247-25",
                "",
            ],
            ["filha@vigente.example", "Outra Nova", "", "billing", mail("carla"), "", "", "", ""],
            [mail("zeca"), "", "", "customer-service", mail("bruno"), "", "", "", ""],
            [mail("ana"), "", "-", "", "-", "", "", "", ""],
        )
    )
    assert of.state == State.DONE
    nova = User.objects.get(email="nova@vigente.example")
    assert (nova.name, nova.title, nova.language, nova.document, nova.is_active) == (
        "Nova Pessoa", "Analista", "en", "529.982.247-25", True,
    )  # fmt: skip
    assert not nova.has_usable_password()
    assert nova.employments.get().starts_on.isoformat() == "2026-03-02"
    assert department_of(nova) == "billing"
    assert manager_of(nova).email == "filha@vigente.example"
    zeca.refresh_from_db()
    assert (department_of(zeca), manager_of(zeca)) == ("customer-service", bruno)
    before = DepartmentMembership.objects.filter(user=zeca).earliest("starts_on")
    assert (before.department.key, before.ends_on) == ("marketing", today())
    ana.refresh_from_db()
    assert (ana.title, manager_of(ana)) == ("", None)
    assert of.counts["done"]["new"] == 2
    assert of.counts["done"]["transferred"] == 2
    imported = Entry.objects.get(act="people.imported")
    assert (imported.facts["new"], imported.facts["changed"], imported.facts["left"]) == (2, 2, 0)
    assert Entry.objects.filter(act="person.transferred", subject=zeca.person).count() == 1
    assert not of.batches.exists()
    assert of.file == ""


def test_the_same_file_again_changes_nothing(ran, sent, ana):
    lines = [["nova@vigente.example", "Nova", "", "billing", mail("carla"), "", "", "", ""]]
    ran(csv_of(*lines))
    of = sent(csv_of(*lines))
    assert of.counts["unchanged"] == 1
    assert of.told["stops"] == ["nothing"]


def test_errors_are_told_by_line_and_column(sent, ana, carla):
    Department.objects.create(key="cs-2", name_pt_br="Atendimento", name_en="Other")
    of = sent(
        csv_of(
            ["nada", "A", "", "", "", "", "", "", ""],
            ["", "B", "", "", "", "", "", "", ""],
            ["c@x.com", "", "", "", "", "", "", "", ""],
            ["d@x.com", "D", "", "Nenhum", "", "", "", "", ""],
            ["e@x.com", "E", "", "", "ninguem@x.com", "", "", "", ""],
            ["f@x.com", "F", "", "", "", "31/02/2026", "", "", ""],
            ["g@x.com", "G", "", "", "", "", "klingon", "", ""],
            ["h@x.com", "H", "", "", "", "", "", "529.982.247-26", ""],
            ["i@x.com", "I", "", "", "", "2026-12-01", "", "", "2026-11-30"],
            ["j@x.com", "J", "", "", "j@x.com", "", "", "", ""],
            ["k@x.com", "K", "", "Atendimento", "", "", "", "", ""],
            ["l@x.com", "L" * 151, "", "", "", "", "", "", ""],
            ["m@x.com", "M", "", "", "nada", "", "", "RG 12.345.678-9", ""],
        )
    )
    assert errors(of) == [
        (2, "email", "email_wrong"), (3, "email", "email_missing"), (4, "name", "name_missing"),
        (5, "department", "department_unknown"), (6, "manager", "manager_unknown"), (7, "hired_on", "date_wrong"),
        (8, "language", "language_wrong"), (9, "document", "cpf_wrong"), (10, "leaves_on", "leave_before_hire"),
        (11, "manager", "manager_self"), (12, "department", "department_unclear"), (13, "name", "too_long"),
        (14, "manager", "manager_wrong"),
    ]  # fmt: skip
    assert of.counts["errors"] == 13
    assert of.told["stops"] == ["nothing"]


def test_twins_are_told_even_when_capitals_differ(sent, ana):
    of = sent(
        csv_of(
            ["n@x.com", "Nina", "", "", "", "", "", "", ""],
            ["N@X.com", "Nina", "", "", "", "", "", "", ""],
            ["o@x.com", "Otto", "", "", "", "", "", "", ""],
            ["O@x.com", "Olga", "", "", "", "", "", "", ""],
        )
    )
    assert errors(of) == [(3, "", "line_twice"), (4, "email", "email_twice"), (5, "email", "email_twice")]
    assert of.counts["new"] == 1


def test_a_circle_is_refused_and_named_line_by_line(sent, ana, bruno, carla):
    of = sent(
        csv_of(
            [mail("bruno"), "", "", "", "x@x.com", "", "", "", ""],
            ["x@x.com", "Xica", "", "", mail("ana"), "", "", "", ""],
            [mail("carla"), "", "Outra coisa", "", "", "", "", "", ""],
        )
    )
    assert errors(of) == [(2, "manager", "loop"), (3, "manager", "loop")]
    path = next(facts["path"] for line, _c, _code, facts in of.told["errors"] if line == 2)
    assert path == [["Bruno Alves", 2], ["Xica", 3], ["Ana Lima", 0], ["Bruno Alves", 2]]


def test_a_whole_line_may_be_turned_upside_down(ran, ana, bruno, carla):
    """Between two chunks no moment shows a circle: the top is written first."""
    helena = User.objects.get(email=mail("helena"))
    of = ran(
        csv_of(
            [mail("bruno"), "", "", "", mail("ana"), "", "", "", ""],
            [mail("ana"), "", "", "", mail("carla"), "", "", "", ""],
            [mail("carla"), "", "", "", "-", "", "", "", ""],
            [mail("helena"), "", "", "", mail("bruno"), "", "", "", ""],
        )
    )
    assert of.state == State.DONE
    assert (manager_of(bruno), manager_of(ana), manager_of(carla), manager_of(helena)) == (ana, carla, None, bruno)


def test_a_line_falls_with_the_line_of_its_manager(sent, ana):
    of = sent(
        csv_of(
            ["a@x.com", "A", "", "", "b@x.com", "", "", "", ""],
            ["b@x.com", "B", "", "", "c@x.com", "", "", "", ""],
            ["c@x.com", "C", "", "Nenhum", "", "", "", "", ""],
        )
    )
    assert errors(of) == [
        (2, "manager", "manager_refused"), (3, "manager", "manager_refused"), (4, "department", "department_unknown"),
    ]  # fmt: skip


def test_who_leaves_loses_everything_on_the_day_and_their_people_go_up(ran, ana, bruno, client_of):
    session = client_of(bruno)
    assert session.get("/").status_code == 200
    helena = User.objects.get(email=mail("helena"))
    of = ran(csv_of([mail("bruno"), "", "", "", "", "", "", "", today().strftime("%d/%m/%Y")]))
    bruno.refresh_from_db()
    assert not bruno.is_active
    assert session.get("/").status_code == 302
    tomorrow = today() + DAY
    assert not holding(ReportingLine.objects.filter(manager=bruno), on=tomorrow).exists()
    assert holding(ReportingLine.objects.filter(user=ana), on=tomorrow).get().manager == helena
    assert of.counts["done"]["leaving"] == 1


def test_a_manager_who_leaves_is_refused(sent, ana, bruno, zeca):
    of = sent(
        csv_of(
            [mail("bruno"), "", "", "", "", "", "", "", today().isoformat()],
            [mail("zeca"), "", "", "", mail("bruno"), "", "", "", ""],
        )
    )
    assert errors(of) == [(3, "manager", "manager_gone")]


def test_who_comes_back_has_a_second_employment(ran, ana, bruno):
    ran(csv_of([mail("ana"), "", "", "", "", "", "", "", (today() - 10 * DAY).isoformat()]))
    ana.refresh_from_db()
    assert not ana.is_active
    of = ran(csv_of([mail("ana"), "", "", "billing", mail("carla"), "", "", "", ""]))
    ana.refresh_from_db()
    assert ana.is_active
    assert ana.employments.count() == 2
    assert department_of(ana) == "billing"
    assert of.counts["returning"] == 1
    assert Entry.objects.filter(act="person.returned", subject=ana.person).count() == 1


def test_departments_are_made_only_where_asked(sent, ran, ana):
    line = ["n@x.com", "Nina", "", "Logística & Frota", "", "", "", "", ""]
    assert errors(sent(csv_of(line))) == [(2, "department", "department_unknown")]
    ran(csv_of(line), creates_departments=True)
    made = Department.objects.get(key="logistica-frota")
    assert made.places.get().parent.key == "company"
    assert department_of(User.objects.get(email="n@x.com")) == "logistica-frota"
    assert Entry.objects.filter(act="department.made").count() == 1


def everyone(*, but: set[str] = frozenset()) -> list[list[str]]:
    return [[user.email, "", "", "", "", "", "", "", ""] for user in User.objects.all() if user.email not in but]


def test_who_is_not_in_the_file_stays_unless_asked_for(sent, ran, ana, zeca):
    lines = everyone(but={mail("zeca")})
    assert sent(csv_of(*lines)).counts["missing"] == 0
    of = ran(csv_of(*lines), deactivates_missing=True)
    assert of.told["missing"] == [["Zeca Prado", mail("zeca")]]
    zeca.refresh_from_db()
    assert not zeca.is_active
    assert Employment.objects.get(user=zeca).ends_on == today()
    assert not holding(RoleMembership.objects.filter(user=zeca)).exists()
    again = sent(csv_of(*lines), deactivates_missing=True)
    assert again.counts["missing"] == 0


def test_nobody_deactivates_themselves_or_the_last_administrator(sent, admin, ana):
    of = sent(csv_of(*everyone(but={mail("fabio")})), deactivates_missing=True)
    assert set(of.told["stops"]) == {"oneself", "last_administrator"}
    with pytest.raises(Refusal) as refused:
        confirm(admin, of.pk, turn=of.turn)
    assert refused.value.code == "oneself"
    of.refresh_from_db()
    assert of.state == State.CHECKED


def test_more_than_half_needs_a_second_word(sent, admin, ana):
    of = sent(
        csv_of(
            [mail("fabio"), "", "Chefe", "", "", "", "", "", ""],
            [mail("helena"), "", "", "", "", "", "", "", ""],
            [mail("davi"), "", "", "", "", "", "", "", ""],
        ),
        deactivates_missing=True,
    )
    assert of.told["more_than_half"]
    with pytest.raises(Refusal) as refused:
        confirm(admin, of.pk, turn=of.turn)
    assert refused.value.code == "more_than_half"
    confirm(admin, of.pk, turn=of.turn, is_sure=True)
    work()
    assert User.objects.filter(is_active=True).count() == 3


def test_nobody_is_missed_by_an_address_that_cannot_be_read(sent, ana):
    of = sent(csv_of(*everyone(but={mail("zeca")}), ["zeca", "", "", "", "", "", "", "", ""]), deactivates_missing=True)
    assert "emails_in_error" in of.told["stops"]


def test_who_changed_meanwhile_is_thought_through_again_and_told(sent, admin, ana, zeca):
    of = sent(
        csv_of(
            [mail("ana"), "", "Coordenadora", "", "", "", "", "", ""],
            [mail("zeca"), "", "", "billing", mail("carla"), "", "", "", ""],
        )
    )
    User.objects.filter(pk=ana.pk).update(title="Coordenadora")
    Department.objects.filter(key="billing").update(key="gone", name_pt_br="x", name_en="y")
    confirm(admin, of.pk, turn=of.turn)
    work()
    of.refresh_from_db()
    assert of.told["meanwhile"] == [2]
    assert [(line, column, code) for line, column, code, _ in of.told["left_out"]] == [
        (3, "department", "department_unknown")
    ]


def test_what_was_checked_again_is_not_confirmed_by_the_old_page(sent, admin, ana):
    from portal.roster.actions.check_again import check_again

    of = sent(csv_of([mail("ana"), "", "Coordenadora", "", "", "", "", "", ""]))
    check_again(admin, of.pk, starts_on=today(), creates_departments=True, deactivates_missing=False)
    work()
    with pytest.raises(Refusal) as refused:
        confirm(admin, of.pk, turn=of.turn)
    assert refused.value.code == "other_turn"


def test_a_later_day_dates_what_changes(ran, zeca, carla):
    later = today() + 30 * DAY
    ran(csv_of([mail("zeca"), "", "", "billing", mail("carla"), "", "", "", ""]), starts_on=later)
    assert department_of(zeca) == "marketing"
    assert holding(DepartmentMembership.objects.filter(user=zeca), on=later).get().department.key == "billing"
    assert holding(ReportingLine.objects.filter(user=zeca), on=later).get().manager == carla


def test_contents_lie_sealed_and_are_forgotten_after_a_day(sent, admin, ana):
    of = sent(csv_of(["segredo@x.com", "Pessoa Secreta", "", "", "", "", "", "", ""]))
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select sealed from roster_batch union all select report from roster_import")
        assert "segredo" not in str(cursor.fetchall())
    assert "segredo" not in str(list(Job.objects.values("args", "error")))
    Job.objects.filter(kind="roster.forget").update(run_after=of.created_at)
    work()
    of.refresh_from_db()
    assert (of.state, of.report, of.file, of.file_name) == (State.DISCARDED, "", "", "")
    assert not of.batches.exists()
    assert Import.objects.count() == 1


def test_every_line_is_counted_once_and_in_the_group_of_the_check(sent, admin, ana, bruno, carla, zeca):
    of = sent(
        csv_of(
            ["n@x.com", "Nova", "", "billing", mail("zeca"), "", "", "", ""],
            [mail("ana"), "", "Chefe", "", mail("zeca"), "", "", "", "31/12/2099"],
            [mail("zeca"), "", "Outra", "customer-service", mail("carla"), "", "", "", ""],
            [mail("carla"), "", "", "", "", "", "", "", ""],
            ["nada", "A", "", "", "", "", "", "", ""],
        )
    )
    checked = {one.name: one.count for one in Sheet(of).counts}
    assert (of.lines, sum(checked.values())) == (5, 5)
    confirm(admin, of.pk, turn=of.turn)
    of.refresh_from_db()
    assert Sheet(of).far == "0 de 5 linhas processadas"
    work()
    of.refresh_from_db()
    assert {one.name: one.count for one in Sheet(of).results} == checked
    assert checked | {"leaving": 1, "transferred": 1, "new": 1, "errors": 1, "unchanged": 1} == checked


def test_a_line_left_out_at_the_end_is_counted_as_that_alone(sent, admin, ana, bruno, zeca):
    of = sent(csv_of([mail("ana"), "", "Chefe", "", mail("zeca"), "", "", "", ""]))
    zeca.employments.update(ends_on=today() + DAY)
    confirm(admin, of.pk, turn=of.turn)
    work()
    of.refresh_from_db()
    assert {one.name: one.count for one in Sheet(of).results if one.count} == {"errors": 1}


def test_a_file_lets_the_last_privacy_officer_go_no_more_than_a_page_does(sent, admin, ana, davi):
    of = sent(csv_of(*everyone(but={mail("davi")})), deactivates_missing=True)
    assert of.told["stops"] == ["last_privacy_officer"]
    with pytest.raises(Refusal) as refused:
        confirm(admin, of.pk, turn=of.turn)
    assert refused.value.code == "last_privacy_officer"
    held = ana.roles.create(role="privacy_officer", starts_on=today())
    of = sent(csv_of(*everyone(but={mail("davi")})), deactivates_missing=True)
    assert of.told["stops"] == []
    confirm(admin, of.pk, turn=of.turn)
    held.delete()
    work()
    of.refresh_from_db()
    davi.refresh_from_db()
    assert of.state == State.DONE
    assert davi.is_active, "between the check and the writing nobody else was left"


def test_a_transfer_by_a_file_tells_the_audit_the_department_and_the_manager(ran, zeca, bruno):
    ran(
        csv_of(
            [mail("zeca"), "", "", "customer-service", mail("bruno"), "", "", "", ""],
            [mail("ana"), "", "", "billing", "nova@vigente.example", "", "", "", ""],
            ["nova@vigente.example", "Nova", "", "billing", "", "", "", "", ""],
        )
    )
    told = Entry.objects.get(act="person.transferred", subject=zeca.person).facts
    assert (told["department"], told["manager"]) == ("customer-service", str(bruno.person))
    acts = Entry.objects.filter(act="person.transferred", subject=person_of("ana")).order_by("at", "id")
    nova = str(User.objects.get(email="nova@vigente.example").person)
    assert [(one.facts.get("department"), one.facts.get("manager")) for one in acts] == [
        ("billing", None),
        (None, nova),
    ]


def person_of(key: str):
    return User.objects.get(email=mail(key)).person
