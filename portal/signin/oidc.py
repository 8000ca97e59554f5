"""Sign-in by the company's OpenID Connect server: only people already registered, known by verified e-mail, then by subject.

allauth carries state and PKCE. Added here: a nonce, the signature of the ID token, its issuer, and that nobody is made,
renamed or matched by an address which the server does not vouch for.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from portal.audit.record import audited
from portal.people.access import viewer_of
from portal.people.backends import may_come_in
from portal.people.models import User
from portal.signin import company
from portal.signin.invitations import joined_by_provider
from portal.signin.mail import send

log = logging.getLogger(__name__)

SIGNED_BY = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures by a key of the server's; one made with the shared secret proves nothing to us."""
CLOCKS_DIFFER = 60
"""Seconds by which the server's clock may be off."""
REMEMBERED = 600
"""Seconds for which what the server says about itself is believed."""


def nonce_of(verifier: str) -> str:
    """The nonce belongs to the PKCE secret that waits in the session, so it needs no place of its own there."""
    return hashlib.sha256(b"nonce:" + verifier.encode()).hexdigest()


class CompanyProvider(OpenIDConnectProvider):
    """allauth's provider, which asks the server to repeat our nonce in the token."""

    def get_pkce_params(self) -> dict[str, str]:
        params: dict[str, str] = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}

    def get_oauth2_adapter(self, request: HttpRequest) -> CompanyServer:
        return CompanyServer(request)


class CompanyServer(OpenIDConnectOAuth2Adapter):
    """The talk with the server after the person has come back from it."""

    verifier = ""

    def __init__(self, request: HttpRequest) -> None:
        self.company = company.offered()
        super().__init__(request, self.company.key)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the server says about itself. It must call itself what we call it (OpenID Connect Discovery 1.0, 4.3)."""
        name = f"signin:{self.company.key}"
        config: dict[str, Any] | None = cache.get(name)
        if config is None:
            config = dict(super().openid_config)
            if str(config.get("issuer", "")).rstrip("/") != self.company.server_url:
                raise OAuth2Error("the server calls itself otherwise than OIDC_SERVER_URL")
            cache.set(name, config, REMEMBERED)
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return settings.BASE_URL + reverse("oidc_callback")

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.verifier = pkce_code_verifier or ""
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, *, response: dict[str, Any], **kwargs: Any
    ) -> SocialLogin:
        claims = self._claims(app, response.get("id_token", ""))
        if "email" not in claims or "email_verified" not in claims:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:  # OpenID Connect Core 1.0, 5.3.2
                raise OAuth2Error("the user info speaks of somebody else")
            claims |= {name: more.get(name) for name in ("email", "email_verified")}
        login = self.get_provider().sociallogin_from_response(request, {"id_token": {"sub": claims["sub"]}})
        login.account.extra_data = {}
        login.claims = claims
        return login

    def _claims(self, app: SocialApp, token: str) -> dict[str, Any]:
        """What the ID token says, once its signature, issuer, audience, time and nonce hold (OpenID Connect Core 1.0, 3.1.3.7)."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key=self._key_of(token),
                algorithms=SIGNED_BY,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, KeyError, ValueError, TypeError) as error:
            raise OAuth2Error(f"the ID token does not hold: {type(error).__name__}") from error
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("the ID token was made for somebody else")
        if not self.verifier or claims.get("nonce") != nonce_of(self.verifier):
            raise OAuth2Error("the ID token does not carry our nonce")
        return claims

    def _key_of(self, token: str) -> Any:
        """The server's key that signed `token`: the one it names, or the only one there is."""
        name = jwt.get_unverified_header(token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if key.public_key_use in (None, "sig")]
        fitting = [key for key in keys if name in (None, key.key_id)]
        if len(fitting) != 1:
            raise OAuth2Error("no key of the server's signed the ID token")
        return fitting[0].key


class CompanyDoor(DefaultSocialAccountAdapter):
    """Who the server vouches for comes in only as somebody we know already."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        if settings.OIDC is None:
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=settings.OIDC.key,
                name=settings.OIDC.name,
                client_id=settings.OIDC.client_id,
                secret=settings.OIDC.client_secret,
                settings={"server_url": settings.OIDC.server_url, "oauth_pkce_enabled": True},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> CompanyProvider:
        return CompanyProvider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Names and addresses are ours: nothing is taken over from the server."""
        user: User = sociallogin.user
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """allauth asks this before it lets anybody in: by subject where they came before, by verified e-mail where not."""
        came_before = sociallogin.user.pk is not None
        why = _still_here(sociallogin.user) if came_before else _link(sociallogin)
        if why:
            log.info("company sign-in refused: %s", why)
            raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", _words(), status=403))

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        log.warning("company sign-in not finished: %s %s", error, exception or "")
        raise ImmediateHttpResponse(render(request, "socialaccount/failed.html", _words(), status=400))


def _still_here(user: User) -> str:
    return "" if may_come_in(user) else "not here"


@transaction.atomic
def _link(sociallogin: SocialLogin) -> str:
    """Remember the server's subject for the person of that verified address; a word on why not, empty when done."""
    claims = sociallogin.claims
    if claims.get("email_verified") not in (True, "true") or not isinstance(claims.get("email"), str):
        return "e-mail not verified"
    user = User.objects.select_for_update(of=("self",)).filter(email__iexact=claims["email"]).first()
    if user is None:
        return "unknown"
    if not may_come_in(user):
        return "not here"
    account = SocialAccount.objects.filter(user_id=user.pk, provider=sociallogin.account.provider).first()
    if account is None:
        account = SocialAccount.objects.create(
            user_id=user.pk, provider=sociallogin.account.provider, uid=sociallogin.account.uid
        )
        audited(viewer_of(user), "signin.provider_linked", subject=user.person, provider=company.name())
        send(user, "socialaccount/email/account_connected", {"provider": company.name()})
        joined_by_provider(user)
    elif account.uid != sociallogin.account.uid:  # an address given to somebody else is not the person it was
        return "known under another subject"
    sociallogin.account, sociallogin.user = account, user
    return ""


def _words() -> dict[str, str]:
    return {"provider": company.name()}


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """On the way to the company's server. A page of ours leads there, since a form may not (the CSP's form-action)."""
    server = CompanyServer(request)
    try:
        answer: HttpResponse = server.get_provider().redirect(
            request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request)
        )
    except (RequestException, OAuth2Error, KeyError) as error:
        log.warning("company sign-in: the server does not answer: %s", error)
        return render(request, "socialaccount/failed.html", _words(), status=503)
    if answer.status_code != 302:
        return answer
    return render(request, "socialaccount/leaving.html", {**_words(), "address": answer["Location"]})


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the company's server."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(CompanyServer(request))(request)
    return answer
