"""Links that strangers make up cost nothing, and asking again does not make a good one worthless."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from portal.people.models import User
from portal.signin.invitations import invite, invite_again
from portal.signin.models import Invitation

pytestmark = pytest.mark.django_db


def test_a_made_up_invitation_makes_no_session(cast):
    before = Session.objects.count()
    for secret in ("x", "y" * 43):
        assert Client().get(f"/invitation/{secret}/").status_code == 302
    assert Session.objects.count() == before


def test_asking_for_a_password_again_leaves_the_fresh_invitation_alone(cast):
    zeca = cast["zeca"]
    User.objects.filter(pk=zeca.pk).update(password="!")
    zeca.refresh_from_db()
    made = invite(None, zeca)
    assert not invite_again(zeca)
    assert Invitation.objects.get(pk=made.pk).withdrawn_at is None
