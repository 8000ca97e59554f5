"""The second step of a sign-in: asked for by allauth, left out where the company's sign-in has asked for it already."""

from __future__ import annotations

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

from portal.signin import company


class SecondFactor(AuthenticateStage):
    """A code or a passkey after the first proof."""

    def _should_handle(self, request: HttpRequest) -> bool:
        if self.login.user and company.counts_as_second_factor(request, self.login.user):
            return False
        return bool(super()._should_handle(request))
