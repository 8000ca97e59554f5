"""The drill, worked through the desk's own forms: the right way passes, each wrong way fails where it should."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from portal.evidence.models import Evidence
from portal.evidence.record import record
from portal.home.library import content_key
from portal.people.models import User
from portal.seams.registry import registry
from sandbox.models import DrillAttempt, Workspace
from sandbox.queries.drills import StepLink, in_order
from tests.sandbox.conftest import Desk, text_of


def test_telling_then_scheduling_for_payday_passes(desk: Desk, ana: User) -> None:
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    attempt = desk.check()
    assert attempt.is_passed
    assert attempt.best_score == 100
    fact = Evidence.objects.get(verb="drill.attempted", person=ana.person)
    assert fact.key == content_key("drill", "payday")
    assert fact.result == {"attempt": 1, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": 0}
    assert fact.release == attempt.release


def test_trying_at_once_three_times_fails_on_the_wait_alone(desk: Desk, ana: User) -> None:
    for _ in range(3):
        desk.do("collect", desk.invoice)
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=2))
    assert [key for key, met in desk.check_conditions().items() if not met] == ["waited"]
    fact = Evidence.objects.get(verb="drill.attempted", person=ana.person)
    assert fact.result["failed"] == ["waited"]
    page = desk.see()
    assert page.count("falhou nesta tentativa") == 1
    assert "já não pode ser aprovada" in page
    assert fact.result["step_refs"] == [f"{content_key('playbook', 'declined-charge')}/decline-read"]
    assert not desk.attempt.is_passed


def test_scheduling_without_telling_fails_on_the_message_alone(desk: Desk) -> None:
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    assert [key for key, met in desk.check_conditions().items() if not met] == ["told"]


def test_cancelling_the_customer_fails_on_access(desk: Desk) -> None:
    desk.tell()
    desk.schedule()
    desk.do("cancel", desk.setup.roles["subscription"], reason="não pagou")
    desk.advance("date", desk.pay_day + timedelta(days=1))
    assert [key for key, met in desk.check_conditions().items() if not met] == ["access"]


def test_a_check_says_what_it_saw_and_links_the_step(desk: Desk) -> None:
    desk.check()
    page = desk.see()
    assert "Fatura paga uma única vez" in page
    assert "ainda não" in page
    assert "falhou nesta tentativa" not in page
    assert "/playbooks/cobranca-recusada/#decline-schedule" in page


def test_checking_the_same_journal_twice_is_one_fact(desk: Desk, ana: User) -> None:
    desk.check()
    desk.check()
    assert desk.attempt.checks == 1
    assert Evidence.objects.filter(verb="drill.attempted", person=ana.person).count() == 1
    desk.advance("day")
    desk.check()
    assert Evidence.objects.filter(verb="drill.attempted", person=ana.person).count() == 2


def test_a_hint_is_given_in_order_and_recorded(desk: Desk, ana: User) -> None:
    first = "O MAC que vem com ele diz quanto tempo esperar"
    assert first not in desk.see()
    desk.client.post(f"{desk.company}hint/")
    assert first in desk.see()
    desk.check()
    assert Evidence.objects.get(verb="drill.attempted", person=ana.person).result["hints"] == 1


def test_hints_run_out_kindly(desk: Desk) -> None:
    for _ in range(3):
        desk.client.post(f"{desk.company}hint/")
    assert desk.attempt.hints_used == 3
    answer = desk.client.post(f"{desk.company}hint/")
    assert answer.status_code == 409
    assert "Não há mais dicas" in answer.content.decode()


def test_starting_twice_goes_on_with_the_same_company(desk: Desk, drill: str) -> None:
    answer = desk.client.post(f"/practice/drills/{drill}/start/")
    assert answer["Location"] == desk.company
    assert DrillAttempt.objects.count() == 1


def test_beginning_again_is_another_seed_and_closes_the_first(desk: Desk) -> None:
    before = desk.attempt.workspace
    answer = desk.client.post(f"{desk.company}reset/")
    after = DrillAttempt.objects.select_related("workspace").get(number=2)
    assert answer["Location"] == f"/practice/{after.workspace_id}/"
    assert after.workspace.seed != before.seed
    assert Workspace.objects.get(pk=before.pk).state == "closed"
    assert desk.client.get(desk.url).status_code == 200
    assert desk.schedule().status_code == 409


def test_the_way_back_leads_only_into_this_house(drill: str, client_of: Callable[[User], Client], ana: User) -> None:
    client = client_of(ana)
    client.post(f"/practice/drills/{drill}/start/", {"next": "https://elsewhere.example/x"})
    assert DrillAttempt.objects.get().came_from == ""
    client.post(f"/practice/drills/{drill}/start/", {"next": "/courses/renewals/?step=4"})
    assert DrillAttempt.objects.get().came_from == "/courses/renewals/?step=4"


def test_the_debrief_shows_both_runs_and_the_way_back(
    drill: str, client_of: Callable[[User], Client], ana: User
) -> None:
    client = client_of(ana)
    client.post(f"/practice/drills/{drill}/start/", {"next": "/courses/x/"})
    desk = Desk(client, DrillAttempt.objects.get().workspace_id)
    assert client.get(f"{desk.company}debrief/").status_code == 404
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    answer = client.post(f"{desk.company}check/")
    assert answer["Location"] == f"{desk.company}debrief/"
    page = text_of(client.get(f"{desk.company}debrief/").content.decode())
    assert "O seu caminho" in page
    assert "Um caminho de referência" in page
    assert page.count("Nova tentativa da fatura") >= 2
    assert 'href="/courses/x/"' in client.get(f"{desk.company}debrief/").content.decode()


def test_nothing_of_conditions_or_solution_shows_before_its_time(desk: Desk, drill: str) -> None:
    setup = desk.setup
    secrets = {setup.debrief.pt_br, setup.debrief.en, *(hint.pt_br for hint in setup.hints)}
    titles = {one.title.pt_br for one in setup.conditions} | {one.title.en for one in setup.conditions}
    ids = {f'"{one.id}"' for one in setup.conditions}
    pages = [
        desk.see(),
        desk.see(f"?customer={desk.customer}"),
        desk.see(f"?customer={desk.customer}&act=schedule"),
        desk.see(f"?customer={desk.customer}&act=write"),
        desk.client.get(f"{desk.company}journal/").content.decode(),
        desk.client.get("/practice/").content.decode(),
        desk.client.get(f"/practice/drills/{drill}/").content.decode(),
    ]
    for page in pages:
        for secret in secrets:
            assert text_of(secret)[:60] not in text_of(page)
        assert not [title for title in titles if title in text_of(page)]
        assert not [one for one in ids if one in page]
        assert "insufficient_funds" not in page
        assert "timeout_settled" not in page
    desk.check()
    for page in (desk.see(), desk.client.get(f"/practice/drills/{drill}/").content.decode()):
        assert text_of(setup.debrief.pt_br)[:60] not in text_of(page)


def test_no_release_part_holds_what_is_held_back(desk: Desk) -> None:
    from portal.releases.models import Release, ReleasePart

    release = Release.objects.get(pk=desk.attempt.release)
    for part in (*ReleasePart.objects.filter(release=release), release):
        held = "".join(str(value) for name, value in vars(part).items() if not name.startswith("_"))
        assert "reinicia a espera" not in held
        assert "starts the wait anew" not in held
        assert "MAC que vem com ele" not in held
        assert "no_attempt_before" not in held


def test_the_desk_speaks_the_persons_language(desk: Desk, ana: User) -> None:
    desk.check()
    ana.language = "en"
    ana.save(update_fields=["language"])
    page = text_of(desk.see(f"?customer={desk.customer}"))
    assert "Charges in recovery" in page
    assert "Invoice paid exactly once" in page
    assert "Insufficient funds" in page
    assert "Cobranças" not in page


def test_a_passed_drill_meets_its_target(desk: Desk, ana: User, bruno: User) -> None:
    target = registry.targets["drill"]
    key = content_key("drill", "payday")
    assert target.met([ana.person], key) == {}
    desk.check()
    assert target.met([ana.person], key) == {}
    desk.tell()
    desk.schedule()
    desk.advance("date", desk.pay_day + timedelta(days=1))
    desk.check()
    met = target.met([ana.person, bruno.person], key)
    assert set(met) == {ana.person}
    assert [one.in_force_until for one in met[ana.person]] == [None]


def test_a_pass_known_from_evidence_alone_is_ones_own_result(
    drill: str, client_of: Callable[[User], Client], ana: User
) -> None:
    key = content_key("drill", "payday")
    found = {"attempt": 2, "score": 100, "passed": True, "failed": [], "step_refs": [], "hints": 0}
    record(person=ana.person, verb="drill.attempted", kind="drill", key=key, result=found)
    page = client_of(ana).get("/practice/").content.decode()
    own = text_of(page.partition('class="room-drills"')[2].partition("Dia de pagamento")[2].partition("</li>")[0])
    assert "não começado" not in own
    assert "100 de 100" in own


def test_the_steps_of_a_drill_stand_as_their_playbook_has_them() -> None:
    steps = [StepLink(str(n), book, "", n, "", "") for book, n in (("B", 3), ("A", 2), ("B", 1), ("A", 1), ("B", 2))]
    assert [(one.playbook, one.number) for one in in_order(steps)] == [("B", 1), ("B", 2), ("B", 3), ("A", 1), ("A", 2)]
