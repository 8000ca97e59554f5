"""Second factors as allauth keeps them: the secret of an app and the seed of recovery codes lie sealed.

A passkey's public key and its name are no secrets.
"""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from portal.sealed import seal, unseal
from portal.signin.devices import device


class SealedFactors(DefaultMFAAdapter):
    """Sealed like every secret of the house; a new passkey is called after the device it was made on."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not valid. Wait for the next one and try again."),
        "cannot_generate_recovery_codes": _(
            "Set up an app or a passkey first: recovery codes stand in for one of them."
        ),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  (allauth's name)
        here = str(device(context.request.META.get("HTTP_USER_AGENT", "")))
        taken = {str(held.data.get("name")) for held in Authenticator.objects.filter(user_id=user.pk, type=type)}
        names = [here, *(f"{here} ({number})" for number in range(2, len(taken) + 2))]
        return next(name for name in names if name not in taken)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Vigente"}
