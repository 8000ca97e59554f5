"""What people fill in about second factors, in our words; the secret of an app waits sealed until it is proven."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context, ratelimit
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.people.models import User
from portal.sealed import seal, unseal
from portal.signin import known

SEALED_SECRET = "signin.totp"  # noqa: S105
LONGEST_NAME = 60


def _code(label: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "off", "spellcheck": "false"}
    )
    return forms.CharField(label=label, help_text=help_text, widget=widget, max_length=20)


class Counted:
    """Wrong codes and passkeys count like wrong passwords: whoever knows the password, and guesses at the rest from
    elsewhere, shuts out neither the browser of the person nor their open sessions. allauth has one count a person."""

    user: User

    def consume(self) -> None:
        """One attempt. Raises ValidationError where there were too many."""
        request = context.request
        if not ratelimit.consume(request, action="login_failed", key=known.counted_as(request, self.user)):
            raise get_account_adapter().validation_error("too_many_login_attempts")

    def succeed(self) -> None:
        request = context.request
        ratelimit.clear(request, action="login_failed", key=known.counted_as(request, self.user))


class CountedCode(Counted):
    """A code of any second factor that has codes."""

    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.consume()
        code: str = self.cleaned_data["code"]
        for held in Authenticator.objects.filter(user=self.user).exclude(type=Authenticator.Type.WEBAUTHN):
            if held.wrap().validate_code(code):
                held.user, self.authenticator = self.user, held
                self.succeed()
                return code
        raise get_adapter().validation_error("incorrect_code")


class CountedPasskey(Counted):
    """A passkey of somebody whose password was right; allauth's own form without its count."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        credential = self.cleaned_data["credential"]
        webauthn.parse_authentication_response(credential)
        self.consume()
        try:
            found: Authenticator = webauthn.complete_authentication(self.user, credential)
        except ValidationError as error:
            raise _said_of_a_passkey(error) from None
        self.succeed()
        return found


class Code(CountedCode, AuthenticateForm):
    """A code of the app, or a recovery code, after the password."""

    code = _code(_("Code"), _("Six digits from your app, or one of your recovery codes."))


class CodeAgain(CountedCode, ReauthenticateForm):
    """The same, to prove it once more."""

    code = _code(_("Code"), _("Six digits from your app, or one of your recovery codes."))


class SetUpApp(ActivateTOTPForm):
    """The first code of an app. allauth keeps the new secret in the session until then: here it lies there sealed."""

    code = _code(_("Code that the app shows"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        session = context.request.session
        sealed = session.pop(SEALED_SECRET, None)
        if sealed:
            session[SECRET_SESSION_KEY] = unseal(sealed)
        super().__init__(*args, **kwargs)
        session[SEALED_SECRET] = seal(session.pop(SECRET_SESSION_KEY))

    def clean_code(self) -> str:
        code: str = super().clean_code()
        context.request.session.pop(SEALED_SECRET, None)
        return code


def _said_of_a_passkey(error: ValidationError) -> ValidationError:
    """allauth says the same of a passkey as of a code."""
    if getattr(error, "code", "") != "incorrect_code":
        return error
    return ValidationError(
        _("This passkey opens nothing here. Try again, or choose another way."), code="incorrect_code"
    )


class PasskeyAtTheDoor(LoginWebAuthnForm):
    """A passkey instead of e-mail and password."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except ValidationError as error:
            raise _said_of_a_passkey(error) from None


class PasskeyAfterPassword(CountedPasskey, AuthenticateWebAuthnForm):
    """A passkey after the password."""


class PasskeyAgain(CountedPasskey, ReauthenticateWebAuthnForm):
    """A passkey, to prove it once more."""


class AddPasskey(AddWebAuthnForm):
    """A name for a passkey; it can always be used without a password where the device allows it."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("So that you know later which one it is."),
    )
    passwordless = forms.BooleanField(
        label=_("Sign in with it alone, without password"),
        required=False,
        initial=True,
        help_text=_(
            "The device asks for your finger, face or PIN. Leave it off for a key that only confirms the password."
        ),
    )


class RenamePasskey(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
