"""Who asks gets a receipt; who answers finds what waits on their day."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format

from portal.rights.actions.ask_erasure import ask_erasure
from portal.rights.models import ErasureRequest
from tests.rights.conftest import asked_by


def test_who_asks_gets_a_receipt_and_another_when_they_withdraw(starter, proven, mails):
    ana = starter["ana"]
    client = proven(ana)
    client.post(reverse("my_data:ask_erasure"), {"words": "palavras minhas"})
    asked = ErasureRequest.objects.get(user=ana)
    letter = next(mail for mail in mails() if mail.to == [ana.email])
    assert "Recebemos" in letter.subject and "palavras minhas" not in letter.body
    assert date_format(asked.answer_by, "DATE_FORMAT") in letter.body and reverse("my_data:page") in letter.body
    for _ in range(2):
        client.post(reverse("my_data:withdraw_erasure", args=[asked.pk]))
    own = [mail.subject for mail in mails() if mail.to == [ana.email]]
    assert own == [letter.subject, "Você retirou o seu pedido de eliminação"]


def test_the_officers_day_shows_what_waits_with_its_day(starter, client_of):
    asked = ask_erasure(asked_by(starter["ana"]), words="")
    page = client_of(starter["davi"]).get(reverse("home")).content.decode()
    assert reverse("privacy:request", args=[asked.pk]) in page
    assert f"responder até {date_format(asked.answer_by, 'DATE_FORMAT')}" in page
    for claim in ("Nada tem prazo", "página em branco", "Nada espera"):
        assert claim not in page
    for other in ("ana", "bruno", "fabio"):
        assert reverse("privacy:inbox") not in client_of(starter[other]).get(reverse("home")).content.decode()


def test_ones_own_request_is_no_task_of_ones_day(starter, client_of):
    ErasureRequest.objects.all().delete()
    asked = ask_erasure(asked_by(starter["davi"]), words="")
    page = client_of(starter["davi"]).get(reverse("home")).content.decode()
    assert reverse("privacy:request", args=[asked.pk]) not in page and "Nada tem prazo" in page
