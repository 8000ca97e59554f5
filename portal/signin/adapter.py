"""The door as allauth asks about it: nobody signs up by themselves, and it tells a stranger nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.people.backends import may_come_in
from portal.people.models import User
from portal.signin import known, limits, mail
from portal.signin.again import is_proven
from portal.signin.devices import device
from portal.signin.sessions import NOWHERE

CHOSEN_AT_THE_DOOR = "language_chosen_at_the_door"


class ClosedDoor(DefaultAccountAdapter):
    """People come by invitation or import; allauth's own sign-up stays shut."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail or the password is wrong. Check both, or ask for a new password."),
        "incorrect_password": _("This is not your password. Try again."),
        "enter_current_password": _("This is not your password. Try again."),
        "incorrect_code": _("This code is not valid. Wait for the next one and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    # -- Coming in -----------------------------------------------------------------------------------------------------

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Whichever way somebody came, a closed account is told what a stranger is told."""
        return None if may_come_in(user) else self.respond_user_inactive(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        self.add_message(request, messages.ERROR, message=str(_("You could not be signed in. Talk to your company.")))
        return HttpResponseRedirect(reverse("account_login"))

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        known.remember(request, user.email)
        chosen = request.session.pop(CHOSEN_AT_THE_DOOR, None)
        if chosen:
            User.objects.filter(pk=user.pk).update(language=chosen)

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.signin.stages.SecondFactor"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    # -- Limits --------------------------------------------------------------------------------------------------------

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address as the trusted proxies give it. Who came past them counts as whom the server saw; who is nobody
        shares one limit with all others like them."""
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META.get("REMOTE_ADDR") or NOWHERE)
        except PermissionDenied:
            return NOWHERE

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count an address, under whichever host it was tried; a browser that came in as them before has its own, and
        so has each open session that proves it again: a stranger's guesses fill neither."""
        email = str(credentials.get("email", "")).lower()
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and email in {"", user.email.lower()}:
            return f"again:{user.pk}:{request.session.session_key}"
        mark = known.mark_of(request, email)
        return f"known:{email}:{mark}" if mark else email

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        if code in {"too_many_login_attempts", "rate_limited"}:
            return ValidationError(limits.when_again(limits.minutes_to_wait(context.request)), code=code)
        error: ValidationError = super().validation_error(code, *args)
        return error

    # -- Where to ------------------------------------------------------------------------------------------------------

    def is_safe_url(self, url: str | None) -> bool:
        """A path of this house, or its full address under the host that was asked; nothing that a browser reads otherwise."""
        if not url or any(character < " " or character == "\\" for character in url):
            return False
        request = context.request
        own = {request.get_host()}
        if not url.startswith("/") and urlsplit(url).netloc not in own:
            return False
        return url_has_allowed_host_and_scheme(url, own, require_https=request.is_secure())

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("me")

    # -- Proving it again ----------------------------------------------------------------------------------------------

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_proven(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """As allauth finds them, said in our words."""
        said: dict[str, str | Promise] = {
            "reauthenticate": _("Use the password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": said[method["id"]]} for method in methods]

    # -- Mail ----------------------------------------------------------------------------------------------------------

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        mail.send(User.objects.filter(email__iexact=email).first() or email, template_prefix, context)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A mail on a security act, where the house has one for it."""
        try:
            get_template(f"{template_prefix}.html")
        except TemplateDoesNotExist:
            return
        agent = self.request.META.get("HTTP_USER_AGENT", "") if self.request else ""
        mail.send(user, template_prefix, {"at": timezone.now(), "device": str(device(agent)), **(context or {})})
