"""Erasure: asked by a person, decided by the privacy officer with reasons, done as a whole; proof kept for its term."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from unittest import mock
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import connection
from django.urls import reverse

from courses.models import Certificate
from ideas.actions.submit import submit
from ideas.models import Idea
from portal.audit.models import Entry
from portal.notices.models import Notice, Waiting
from portal.people.access import viewer_of
from portal.people.days import today
from portal.people.models import Role, RoleMembership, User
from portal.refusal import Refusal
from portal.rights.account import account_of
from portal.rights.actions.ask_erasure import ask_erasure, enter_erasure
from portal.rights.actions.decide_erasure import grant_erasure, refuse_erasure
from portal.rights.actions.destroy import complete_erasures, destroy_proof
from portal.rights.clock import business_days_after, business_days_between
from portal.rights.erasing import can_go
from portal.rights.models import ErasureRequest, RetainedProof
from portal.seams.registry import registry
from sandbox.models import DrillAttempt, JournalEvent, Subject, Workspace
from tests.journeys.prepared import does_everything, opens_drill, passes_drill
from tests.rights.conftest import asked_by, differences, leaves

SECRET = "Uma frase que só eu escreveria"


def writes(user: User, title: str = SECRET) -> Idea:
    return submit(viewer_of(user), key=uuid4(), title=title, problem=SECRET, proposal=SECRET, departments=[])


def everything_of(request: ErasureRequest) -> list[str]:
    return list(can_go(account_of(request.user)))


def has_left_and_asks(starter, name="ana") -> ErasureRequest:
    """Somebody who did everything, left, and whose request the officer entered."""
    user = starter[name]
    does_everything(user)
    writes(user)
    user.refresh_from_db()
    user.document = "529.982.247-25"
    user.save()
    leaves(user)
    return enter_erasure(asked_by(starter["davi"]), email=user.email, words=SECRET)


# -- Asking ------------------------------------------------------------------------------------------------------------


def test_a_person_asks_in_their_words_and_the_officer_reads_them(starter, proven, mails):
    ana, davi = starter["ana"], starter["davi"]
    client = proven(ana)
    client.post(reverse("my_data:ask_erasure"), {"words": SECRET})
    asked = ErasureRequest.objects.get(user=ana)
    assert asked.answer_by == business_days_after(today(), 15)
    with connection.cursor() as cursor:
        cursor.execute("select words from rights_erasurerequest where id = %s", [asked.pk])
        assert SECRET not in cursor.fetchone()[0]
    assert SECRET in proven(davi).get(reverse("privacy:request", args=[asked.pk])).content.decode()
    assert mails()[-1].to == [davi.email]
    assert SECRET not in mails()[-1].body and ana.name not in mails()[-1].body


def test_asking_twice_is_asking_once(starter):
    ana = asked_by(starter["ana"])
    assert ask_erasure(ana, words="").pk == ask_erasure(ana, words="outra vez").pk


def test_it_can_be_withdrawn_while_nobody_decided(starter, proven):
    ana, davi = starter["ana"], starter["davi"]
    asked = ask_erasure(asked_by(ana), words=SECRET)
    client = proven(ana)
    client.post(reverse("my_data:withdraw_erasure", args=[asked.pk]))
    asked.refresh_from_db()
    assert (asked.state, asked.words) == ("withdrawn", "")
    with pytest.raises(Refusal, match="retirou"):
        refuse_erasure(asked_by(davi), asked.pk, answer="não")
    other = ask_erasure(asked_by(ana), words="")
    refuse_erasure(asked_by(davi), other.pk, answer="Contrato em vigor.")
    assert client.post(reverse("my_data:withdraw_erasure", args=[other.pk])).status_code == 409


def test_the_officers_count_leaves_out_their_own(starter):
    davi = starter["davi"]
    before = asked_by(davi).counts["privacy"]
    ask_erasure(asked_by(starter["ana"]), words="")
    ask_erasure(asked_by(davi), words="")
    assert asked_by(davi).counts["privacy"] == before + 1


def test_business_days_leave_out_weekends():
    from datetime import date

    friday = date(2026, 11, 20)
    assert business_days_after(friday, 1) == date(2026, 11, 23)
    assert business_days_after(friday, 15) == date(2026, 12, 11)
    assert business_days_between(friday, date(2026, 12, 11)) == 15
    assert business_days_between(date(2026, 11, 24), friday) == -2


# -- Deciding ----------------------------------------------------------------------------------------------------------


def test_strangers_find_nothing_there(starter, proven):
    asked = ask_erasure(asked_by(starter["ana"]), words="")
    for other in ("bruno", "fabio", "ana"):
        client = proven(starter[other])
        assert client.get(reverse("privacy:inbox")).status_code == 404
        assert client.get(reverse("privacy:request", args=[asked.pk])).status_code == 404
        assert client.post(reverse("privacy:grant", args=[asked.pk]), {"parts": ["ideas"]}).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_nobody_decides_their_own(starter):
    davi = starter["davi"]
    asked = ask_erasure(asked_by(davi), words="")
    with pytest.raises(Refusal, match="outra pessoa decide"):
        grant_erasure(asked_by(davi), asked.pk, parts=["ideas"])


def test_deciding_asks_who_one_is(starter, client_of):
    asked = ask_erasure(asked_by(starter["ana"]), words="")
    client = client_of(starter["davi"])
    answer = client.post(reverse("privacy:grant", args=[asked.pk]), {"parts": ["practice"]})
    assert "/accounts/" in answer["Location"]
    asked.refresh_from_db()
    assert asked.state == "waiting"


def test_a_refusal_says_why_in_the_persons_language(starter, proven, mails):
    ana, davi = starter["ana"], starter["davi"]
    ana.language = "en"
    ana.save()
    asked = ask_erasure(asked_by(ana), words="")
    client = proven(davi)
    address = reverse("privacy:refuse", args=[asked.pk])
    assert client.post(address, {"refuse-answer": " "}).status_code == 422
    client.post(address, {"refuse-answer": "The contract is in force (art. 16 I)."})
    letter = mails()[-1]
    assert letter.to == [ana.email] and letter.subject == "Your request for erasure was answered"
    assert "art. 16 I" in letter.body
    assert "art. 16 I" in proven(ana).get(reverse("my_data:page")).content.decode()


def test_while_they_work_here_words_and_practice_go_and_the_rest_stays(starter, proven):
    ana, davi = starter["ana"], starter["davi"]
    does_everything(ana)
    idea = writes(ana)
    asked = ask_erasure(asked_by(ana), words=SECRET)
    page = proven(davi).get(reverse("privacy:request", args=[asked.pk])).content.decode()
    assert "Esta pessoa trabalha aqui" in page and 'value="ideas"' in page and 'value="registration"' not in page
    parts = ["ideas", "practice", "registration", "courses"]
    proven(davi).post(reverse("privacy:grant", args=[asked.pk]), {"parts": parts, "rest": "yes"})
    asked.refresh_from_db()
    idea.refresh_from_db()
    ana.refresh_from_db()
    assert asked.granted == ["ideas", "practice"] and asked.completed_at is None
    assert (idea.problem, idea.proposal, idea.status) == ("", "", "withdrawn") and SECRET not in idea.title
    assert not Workspace.objects.filter(owner=ana).exists()
    assert DrillAttempt.objects.get(user=ana).best_score == 100
    assert ana.name == "Ana Lima" and ana.is_active
    assert Certificate.objects.filter(user=ana).exists()
    assert differences() == []
    # The rest goes by itself, once they have left.
    assert complete_erasures() == 0
    leaves(ana)
    assert complete_erasures() == 1 and complete_erasures() == 0
    ana.refresh_from_db()
    assert ana.name.startswith("Pessoa removida ") and RetainedProof.objects.filter(person=ana.person).exists()
    assert differences() == []


# -- Erasing -----------------------------------------------------------------------------------------------------------


def test_who_left_loses_name_address_and_words_and_every_proof_still_holds(starter, proven, mails):
    ana, davi = starter["ana"], starter["davi"]
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True)
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "x"})
    UserSession.objects.create(user=ana, ip="127.0.0.1", user_agent="x", session_key="k" * 32)
    name, email = ana.name, ana.email
    asked = has_left_and_asks(starter)
    assert differences() == []
    client = proven(davi)
    answer = client.post(reverse("privacy:grant", args=[asked.pk]), {"parts": everything_of(asked), "answer": "Feito."})
    assert answer.status_code == 302
    assert mails()[-1].to == [email] and "Feito." in mails()[-1].body
    ana.refresh_from_db()
    assert ana.name.startswith("Pessoa removida ") and ana.email.endswith("@removed.invalid")
    assert (ana.document, ana.title, ana.has_usable_password(), ana.is_active) == ("", "", False, False)
    for table in (EmailAddress, Authenticator, UserSession):
        assert not table.objects.filter(user=ana).exists()
    assert not Workspace.objects.filter(owner=ana).exists() and not JournalEvent.objects.exists()
    assert not Subject.objects.exists()
    attempt = DrillAttempt.objects.get(user=ana)
    assert (attempt.workspace, attempt.best_score) == (None, 100) and attempt.last_check["conditions"] == []
    assert differences() == []
    assert nowhere(name, SECRET) == [] and not User.objects.filter(email=email).exists()
    assert [entry.actor for entry in Entry.objects.filter(act="rights.erasure_granted")] == [davi.person]


def nowhere(*words: str) -> list[str]:
    """Every column of every table, read as text: where one of the words still stands."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name, column_name from information_schema.columns where table_schema = 'public'"
            " and data_type in ('text', 'character varying', 'json', 'jsonb')"
            " and table_name in (select tablename from pg_tables where schemaname = 'public')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{table}" where ' + " or ".join([f'"{column}"::text like %s'] * len(words)),
                [f"%{word}%" for word in words],
            )
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}")
    return found


def test_a_crash_anywhere_loses_nothing(starter):
    davi = asked_by(starter["davi"])
    asked = has_left_and_asks(starter)
    parts = everything_of(asked)
    before = User.objects.values().get(pk=asked.user_id)
    for name in parts:
        with (
            mock.patch.object(type(registry.account_data[name]), "erase", side_effect=RuntimeError("power cut")),
            pytest.raises(RuntimeError),
        ):
            grant_erasure(davi, asked.pk, parts=parts)
        asked.refresh_from_db()
        assert asked.state == "waiting" and not RetainedProof.objects.exists()
        assert User.objects.values().get(pk=asked.user_id) == before
        assert Idea.objects.filter(author=asked.user_id, problem=SECRET).exists()
        assert Workspace.objects.filter(owner=asked.user_id).exists()


def test_who_only_waits_to_hear_of_something_waits_no_longer(starter, proven):
    zeca = starter["zeca"]
    proven(zeca).post(reverse("search:report"), {"q": "xyzzyquux"})
    assert Waiting.objects.filter(user=zeca).exists()
    Notice.objects.filter(user=zeca).delete()
    leaves(zeca)
    request = enter_erasure(asked_by(starter["davi"]), email=zeca.email, words="")
    grant_erasure(asked_by(starter["davi"]), request.pk, parts=everything_of(request))
    assert not Waiting.objects.filter(user=zeca).exists()


def test_erasing_twice_changes_nothing(starter):
    from django.db import transaction

    from portal.rights.erasing import erase

    asked = has_left_and_asks(starter)
    parts = everything_of(asked)
    grant_erasure(asked_by(starter["davi"]), asked.pk, parts=parts)
    before = User.objects.values().get(pk=asked.user_id), RetainedProof.objects.values().get()
    with transaction.atomic():
        erase(account_of(User.objects.get(pk=asked.user_id)), parts)
    assert (User.objects.values().get(pk=asked.user_id), RetainedProof.objects.values().get()) == before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(starter):
    davi, eva, ana = starter["davi"], starter["eva"], starter["ana"]
    RoleMembership.objects.create(user=eva, role=Role.PRIVACY_OFFICER, starts_on=today())
    asked = ask_erasure(asked_by(ana), words="")
    opens_drill(ana)
    begin, told = threading.Barrier(2), []

    def decide(who: User, act) -> None:
        try:
            viewer = asked_by(who)
            begin.wait()
            act(viewer)
            told.append("won")
        except Refusal as refusal:
            told.append(refusal.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decide, args=(davi, lambda v: grant_erasure(v, asked.pk, parts=["practice"]))),
        threading.Thread(target=decide, args=(eva, lambda v: refuse_erasure(v, asked.pk, answer="não"))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["decided", "won"]


# -- Afterwards --------------------------------------------------------------------------------------------------------


def test_proof_is_kept_sealed_opened_with_a_reason_and_destroyed_at_its_term(starter, proven, settings):
    asked = has_left_and_asks(starter)
    name, person = asked.user.name, asked.user.person
    grant_erasure(asked_by(starter["davi"]), asked.pk, parts=everything_of(asked))
    proof = RetainedProof.objects.get(person=person)
    assert json.loads(proof.identity) == {"name": name, "email": "ana@vigente.example", "document": "529.982.247-25"}
    assert proof.kept_until.year == proof.left_on.year + settings.RETENTION_YEARS
    address = reverse("privacy:open_proof", args=[proof.pk])
    assert proven(starter["fabio"]).get(address).status_code == 404
    client = proven(starter["davi"])
    assert name not in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    shown = client.post(address, {"reason": "Processo 12/2026"}).content.decode()
    assert name in shown and "Certificados" in shown and "Playbooks confirmados" in shown
    assert Entry.objects.get(act="rights.proof_opened").reason == "Processo 12/2026"
    assert destroy_proof() == 0
    RetainedProof.objects.update(kept_until=today() - timedelta(days=1))
    assert destroy_proof() == 1 and destroy_proof() == 0
    proof.refresh_from_db()
    assert proof.identity == "" and proof.destroyed_at
    assert Entry.objects.get(act="rights.proof_destroyed").actor is None
    assert client.get(address).status_code == 404


def test_a_certificate_still_says_what_is_true_without_the_name(starter, client):
    asked = has_left_and_asks(starter)
    name = asked.user.name
    code = Certificate.objects.get(user=asked.user).code
    grant_erasure(asked_by(starter["davi"]), asked.pk, parts=everything_of(asked))
    page = client.get(reverse("courses:check_certificate", args=[code])).content.decode()
    assert "Gestão de renovações" in page and "em vigor" in page
    assert name not in page and "Pessoa removida" not in page and "a pedido" in page


def test_who_was_merged_is_erased_whole(starter):
    from portal.evidence import alias

    ana = starter["ana"]
    double = User.objects.create_user("ana.lima@vigente.example", name="Ana Lima Dois", is_active=False)
    double.merged_into = ana
    double.save()
    alias.merge(ana.person, double.person)
    passes_drill(ana)
    leaves(ana)
    asked = enter_erasure(asked_by(starter["davi"]), email=double.email, words="")
    assert asked.user == ana
    grant_erasure(asked_by(starter["davi"]), asked.pk, parts=everything_of(asked))
    double.refresh_from_db()
    assert double.name.startswith("Pessoa removida ") and double.email.endswith("@removed.invalid")
    assert nowhere("Ana Lima") == []


def test_who_can_sign_in_asks_for_themselves(starter):
    with pytest.raises(Refusal, match="Meus dados"):
        enter_erasure(asked_by(starter["davi"]), email=starter["ana"].email, words="")
