"""The link of a forgotten password: it leaves the address at once, and its secret lies sealed in the session."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.views import INTERNAL_RESET_SESSION_KEY, PasswordResetFromKeyView
from cryptography.fernet import InvalidToken
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from portal.sealed import seal, unseal
from portal.signin.forms import ResetToken

KEPT = "signin.reset"
PAGE = "account_reset_password_from_key"


@csrf_exempt
@never_cache
def take(request: HttpRequest, uidb36: str, key: str) -> HttpResponseBase:
    """Take the key out of the address however it is asked for, and never answer with an error: those are logged with
    their address. What opens nothing is not kept, and the page says that it opens nothing."""
    if ResetToken(data={"uidb36": uidb36, "key": key}).is_valid():
        request.session[KEPT] = seal(key)
    elif KEPT in request.session:
        del request.session[KEPT]
    return redirect(PAGE, uidb36=uidb36, key=PasswordResetFromKeyView.reset_url_key)


@method_decorator(login_not_required, name="dispatch")
class ChooseAnew(PasswordResetFromKeyView):
    """allauth's page. It looks for the key in clear in the session: there it stands while the page is made, no longer."""

    def dispatch(self, request: HttpRequest, uidb36: str, key: str, **kwargs: Any) -> HttpResponseBase:
        session = request.session
        try:
            session[INTERNAL_RESET_SESSION_KEY] = unseal(session[KEPT]) if KEPT in session else ""
        except InvalidToken:
            session[INTERNAL_RESET_SESSION_KEY] = ""
        try:
            answer: HttpResponseBase = super().dispatch(request, uidb36, key, **kwargs)
        finally:
            found = request.session.pop(INTERNAL_RESET_SESSION_KEY, "")
            if found:  # also after another person's session was ended for it
                request.session[KEPT] = seal(found)
        return answer
