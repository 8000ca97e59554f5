"""Ana makes her account hers: an app, recovery codes, a passkey, and the devices she is signed in on."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests import axe
from tests.journeys.conftest import Comes
from tests.journeys.walker import EN, PT, Face, Walker

pytestmark = pytest.mark.browser


def _is_clean(walker: Walker) -> None:
    found = axe.violations(walker.page, *axe.STANDARDS)
    assert not found, f"{walker.page.url}: " + "; ".join(f"{one['id']} at {one['nodes'][0]['target']}" for one in found)


def _code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def _proves(walker: Walker) -> None:
    walker.is_at(walker.say("Is it you?"))
    walker.page.locator("input[type=password]").fill(walker.live.password)
    walker.presses(walker.say("Go on"))


def _leaves(walker: Walker) -> None:
    walker.goes_to("/accounts/logout/")
    walker.presses(walker.say("Sign out"))
    walker.page.wait_for_url(re.compile(r"/accounts/login/"))


def _types_password(walker: Walker) -> None:
    walker.fills(walker.email_label(), walker.live.mail("ana"))
    walker.page.locator("input[type=password]").fill(walker.live.password)
    walker.presses(walker.say("Sign in"))


def _knows_passkeys(walker: Walker) -> None:
    """The browser's own stand-in for a phone's fingerprint reader."""
    devtools = walker.page.context.new_cdp_session(walker.page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                "isUserVerified": True, "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def _her_proof_runs_out() -> None:
    for session in Session.objects.all():
        told = session.get_decoded()
        told[AUTHENTICATION_METHODS_SESSION_KEY] = []
        Session.objects.filter(pk=session.pk).update(session_data=Session.objects.encode(told))


@pytest.mark.parametrize("face", [Face(PT, 390, "light"), Face(EN, 1440, "dark")], ids=str)
def test_an_app_and_a_recovery_code_open_the_door_after_the_password(comes: Comes, face: Face):
    ana = comes("ana", face)
    say = ana.say
    ana.goes_to("/accounts/2fa/")
    ana.is_at(say("Second factor"))
    ana.sees(say("Passkeys"), say("App with codes"), say("Recovery codes"))
    _is_clean(ana)
    ana.follows(say("Set up an app"))
    ana.is_at(say("Set up an app"))
    _is_clean(ana)
    ana.main.get_by_text(say("No camera? Type the secret")).click()
    secret = ana.page.locator(".secret").inner_text()
    ana.fills(say("Code that the app shows"), "000000")
    ana.presses(say("Use this app"))
    ana.sees(say("This code is not valid. Wait for the next one and try again."))
    ana.main.get_by_text(say("No camera? Type the secret")).click()
    assert ana.page.locator(".secret").inner_text() == secret, "a slip of the finger is no reason to scan again"
    ana.fills(say("Code that the app shows"), _code(secret, -1))
    ana.presses(say("Use this app"))

    ana.is_at(say("Recovery codes"))
    _is_clean(ana)
    recovery = ana.page.locator(".codes li").all_inner_texts()
    assert len(recovery) == 10
    ana.follows(say("I have kept them"))
    ana.sees(say("In use"))

    _leaves(ana)
    _types_password(ana)
    ana.is_at(say("One more step"))
    _is_clean(ana)
    ana.fills(say("Code"), _code(secret))
    ana.presses(say("Go in"))
    ana.page.wait_for_url(f"{ana.live.url}/")

    _leaves(ana)
    _types_password(ana)
    ana.is_at(say("One more step"))
    ana.fills(say("Code"), recovery[0])
    ana.presses(say("Go in"))
    ana.page.wait_for_url(f"{ana.live.url}/")


@pytest.mark.parametrize("face", [Face(PT, 1440, "light"), Face(EN, 390, "light")], ids=str)
def test_a_passkey_opens_the_door_by_itself_and_proves_it_again(comes: Comes, face: Face):
    ana = comes("ana", face)
    say = ana.say
    _knows_passkeys(ana)
    ana.goes_to("/accounts/2fa/passkeys/add/")
    ana.is_at(say("Add a passkey"))
    _is_clean(ana)
    ana.fills(say("Name"), "Meu celular")
    ana.presses(say("Add this device"))
    ana.is_at(say("Recovery codes"))
    ana.follows(say("I have kept them"))
    ana.sees("Meu celular")

    _leaves(ana)
    _is_clean(ana)
    ana.presses(say("Sign in with a passkey"))
    ana.page.wait_for_url(f"{ana.live.url}/")

    _her_proof_runs_out()
    ana.goes_to("/accounts/2fa/recovery-codes/")
    ana.is_at(say("Is it you?"))
    ana.follows(say("Use a passkey"))
    ana.is_at(say("Is it you?"))
    _is_clean(ana)
    ana.presses(say("Use the passkey"))
    ana.is_at(say("Recovery codes"))

    ana.goes_to("/accounts/sessions/")
    ana.is_at(say("Where you are signed in"))
    ana.sees(say("This device"))
    _is_clean(ana)


def test_a_sensitive_act_waits_while_ana_proves_it_is_her_and_another_device_is_put_out(comes: Comes):
    face = Face(PT, 820, "light")
    ana, elsewhere = comes("ana", face), comes("ana", face)
    ana.page.context.clear_cookies(name="sessionid")
    ana.goes_to("/accounts/login/")
    demo = ana.page.get_by_role("button", name=re.compile("Ana Lima"))
    if demo.count():
        demo.click()
    else:
        _types_password(ana)
    ana.page.wait_for_url(f"{ana.live.url}/")

    ana.goes_to("/accounts/sessions/")
    ana.presses(ana.say("End all others"))
    ana.sees(ana.say("Nowhere else."))
    elsewhere.page.goto("/")
    expect(elsewhere.page).to_have_url(re.compile(r"/accounts/login/"))
