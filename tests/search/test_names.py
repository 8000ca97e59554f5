"""A name that somebody looked for is nobody's business: it is not noted, and what was noted goes with the person."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.urls import reverse

from portal.people.days import today
from portal.people.models import User
from portal.rights.erasing import erase
from portal.roster.models import Import, State
from portal.seams.contracts import Account
from portal.search.models import Gap, Query
from tests.rights.conftest import leaves

pytestmark = pytest.mark.django_db


def test_a_registered_name_is_not_noted_whoever_asks(starter, client_of):
    Query.objects.all().delete()
    client = client_of(starter["ana"])  # who finds no people
    for said in ("luana", "teixeira férias", "Luana Teixeira", "como falar com a luana"):
        client.get(reverse("search:search"), {"q": said})
    assert not Query.objects.exists()
    client.get(reverse("search:search"), {"q": "renovações da carteira"})
    assert Query.objects.count() == 1


def test_an_erasure_takes_the_name_out_of_questions_gaps_and_open_imports(starter):
    luana = User.objects.get(name="Luana Teixeira")
    leaves(luana)
    for words in ("luana ferias", "prazo teixeira", "renovacoes"):
        Query.objects.create(words=words, language="pt-br", results=0)
        Gap.objects.get_or_create(plain=words, language="pt-br", defaults={"words": words})
    of = Import(by=starter["fabio"], digest="x", starts_on=today(), state=State.CHECKED)
    of.tell(missing=[{"name": luana.name}])
    of.save()
    other = Import(by=starter["fabio"], digest="y", starts_on=today(), state=State.CHECKED)
    other.tell(missing=[{"name": "Outra Pessoa"}])
    other.save()
    account = Account(user=luana.pk, users=[luana.pk], persons=[luana.person], has_left=True)
    with transaction.atomic():
        erase(account, ["search", "imports", "registration"])
    for rows in (Query.objects.values_list("words", flat=True), Gap.objects.values_list("plain", flat=True)):
        assert "renovacoes" in rows
        assert not [words for words in rows if "luana" in words or "teixeira" in words]
    assert not Import.objects.get(pk=of.pk).report
    assert Import.objects.get(pk=other.pk).report
