"""Certificates: awarded by facts, renewed in cycles, checked by anyone."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from courses.models import Certificate, Enrolment, ExamAttempt
from portal.evidence.models import Evidence
from portal.people.models import User
from portal.seams.registry import registry

pytestmark = pytest.mark.django_db


def finish(client, release):
    for part in release.facts["lessons"]:
        client.post(reverse("courses:finish", args=[release.slug, part]))


def pass_exam(client, user):
    client.post(reverse("courses:start_exam", args=["curso"]))
    attempt = ExamAttempt.objects.get(enrolment__user=user, submitted_at=None)
    data = {f"q-{item['question']}": "a" for item in attempt.questions}
    data |= {f"seq-{item['question']}": 0 for item in attempt.questions}
    client.post(reverse("courses:submit_exam", args=["curso", attempt.pk]), data)


def awarded(user):
    return Evidence.objects.filter(person=user.person, verb="certificate.awarded")


def test_the_drill_may_come_last(shelf, ana, client_of, drill_passed):
    drill = uuid4()
    release = shelf.course(exam=2, drills=[drill])
    client = client_of(ana)
    finish(client, release)
    pass_exam(client, ana)
    assert not Certificate.objects.exists()
    assert "Passe no exercício" in client.get("/courses/curso/").content.decode()
    drill_passed(ana, drill)
    certificate = Certificate.objects.get()
    assert awarded(ana).get().result["code"] == certificate.code
    drill_passed(ana, drill)
    assert Certificate.objects.count() == awarded(ana).count() == 1


def test_the_exam_may_come_last(shelf, ana, client_of, drill_passed):
    drill = uuid4()
    release = shelf.course(exam=2, drills=[drill])
    client = client_of(ana)
    drill_passed(ana, drill)
    finish(client, release)
    assert not Certificate.objects.exists()
    pass_exam(client, ana)
    assert Certificate.objects.get().user == ana


def test_a_failed_drill_or_anothers_awards_nothing(shelf, ana, zeca, client_of, drill_passed):
    drill = uuid4()
    release = shelf.course(drills=[drill])
    finish(client_of(ana), release)
    drill_passed(zeca, drill)
    drill_passed(ana, uuid4())
    assert not Certificate.objects.exists()


def test_the_certificate_meets_the_duty_from_evidence_alone(shelf, ana, client_of):
    release = shelf.course(months=6)
    finish(client_of(ana), release)
    (met,) = registry.targets["course"].met([ana.person], release.key)[ana.person]
    certificate = Certificate.objects.get()
    assert (met.at, met.in_force_until) == (certificate.awarded_at, certificate.in_force_until)
    assert met.evidence == [awarded(ana).get().id]


def test_renewal_is_a_new_cycle_and_the_old_proof_stays(shelf, ana, client_of):
    release = shelf.course(lessons=1)
    client = client_of(ana)
    finish(client, release)
    first = Certificate.objects.get()
    client.post(reverse("courses:begin", args=["curso"]))
    assert Enrolment.objects.count() == 1, "too early"
    newer = shelf.course(lessons=2, key=release.key)
    with time_machine.travel(first.in_force_until - timedelta(days=10), tick=False):
        client.force_login(ana, backend="portal.people.backends.PeopleBackend")
        assert "Hora de renovar" in client.get("/courses/curso/").content.decode()
        client.post(reverse("courses:begin", args=["curso"]))
        assert Enrolment.objects.get(cycle=2).release == newer
        finish(client, newer)
    second = Certificate.objects.get(cycle=2)
    assert (second.in_force_until - first.in_force_until).days in {365, 366}
    assert Certificate.objects.filter(pk=first.pk, code=first.code).exists()


def test_anyone_may_check_and_learns_only_name_and_course(shelf, ana, client_of, client):
    finish(client_of(ana), shelf.course())
    code = Certificate.objects.get().code
    page = client.get(reverse("courses:check_certificate", args=[code]))
    body = page.content.decode()
    assert page.status_code == 200
    assert "Este certificado está em vigor" in body
    assert ana.name in body
    for private in (ana.email, str(ana.person), "100%"):
        assert private not in body
    typed = client.get(reverse("courses:find_certificate"), {"code": code.replace("-", "").lower()})
    assert typed.url == reverse("courses:check_certificate", args=[code])


def test_a_lapsed_certificate_says_so(shelf, ana, client_of, client):
    finish(client_of(ana), shelf.course())
    Certificate.objects.update(
        awarded_at=timezone.now() - timedelta(days=400), in_force_until=timezone.now() - timedelta(days=1)
    )
    body = client.get(reverse("courses:check_certificate", args=[Certificate.objects.get().code])).content.decode()
    assert "Este certificado venceu" in body


def test_an_unknown_code_is_not_found_and_may_be_typed_again(client):
    page = client.get(reverse("courses:check_certificate", args=["AAAA-BBBB"]))
    assert page.status_code == 404
    assert "<form" in page.content.decode()
    assert client.get(reverse("courses:find_certificate"), {"code": ""}).status_code == 422


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_the_certificate_is_a_pdf_for_its_holder_alone(language, shelf, ana, zeca, client_of):
    finish(client_of(ana), shelf.course())
    User.objects.filter(pk=ana.pk).update(language=language)
    url = reverse("courses:certificate", args=["curso"])
    paper = client_of(ana).get(url)
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert client_of(zeca).get(url).status_code == 404


def test_codes_are_not_guessed():
    from courses.actions.award import ALPHABET, new_code

    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(len(code) == 19 and set(code) <= set(ALPHABET) | {"-"} for code in codes)


def test_the_demo_has_a_believable_year_and_ana_all_before_her(starter):
    ana = starter["ana"]
    assert not Enrolment.objects.filter(user=ana).exists()
    assert Certificate.objects.count() >= 8
    for certificate in Certificate.objects.select_related("user"):
        fact = awarded(certificate.user).get()
        assert fact.result["code"] == certificate.code
        assert fact.occurred_at == certificate.awarded_at
        earned = Evidence.objects.filter(person=certificate.user.person, occurred_at__lte=certificate.awarded_at)
        assert earned.filter(verb="lesson.finished").count() == 5
        assert earned.filter(verb="exam.marked", result__passed=True).exists()
        assert earned.filter(verb="drill.attempted", result__passed=True).exists()


@pytest.mark.parametrize("code", ["'", "..", "\U0001f642", "", "/", "?#"])
def test_a_code_without_letters_is_asked_for_again(code, client):
    response = client.get(reverse("courses:find_certificate"), {"code": code})
    assert response.status_code == 422
