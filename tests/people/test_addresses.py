"""An address that only looks like another's gets in by no door."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.people.addresses import plain_address
from portal.people.forms import RegisterForm
from portal.people.models import User
from portal.roster.columns import Field
from portal.roster.values import READERS

ALIKE = ["zeca@v\u0131gente.example", "\u017feva@vigente.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ALIKE)
def test_letters_that_pass_for_others_are_refused_in_words(address):
    with pytest.raises(ValidationError):
        plain_address(address)
    assert "email" in RegisterForm({"email": address}).errors


@pytest.mark.parametrize("address", ALIKE)
def test_a_file_brings_none_either(address):
    assert READERS[Field.EMAIL](Field.EMAIL, address) != address


@pytest.mark.django_db
@pytest.mark.parametrize("address", ALIKE)
def test_the_database_has_the_last_word(address):
    with pytest.raises(IntegrityError, match="email_in_plain_letters"), transaction.atomic():
        User.objects.bulk_create([User(email=address, name="Zeca")])
