"""Refuses to start a production that is not safe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  (Django's name)
from django.db import DatabaseError
from django.http.request import validate_host

from portal import env

LEAST_DIFFERENT = 5
LEAST_SECRET = 50
"""Characters; what Django's own deployment check asks for."""


@register(Tags.security)
def production_is_configured(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Everything a production must be told, each with what to do."""
    if not settings.PRODUCTION:
        return []
    wanted = (
        (_is_secret(env.text("SECRET_KEY")), "SECRET_KEY", f"Set a random text of {LEAST_SECRET} characters or more.", 1),
        (_are_keys(settings.FIELD_KEYS), "FIELD_KEYS", "Set Fernet keys, newest first, separated by commas.", 2),
        (_names_hosts(), "ALLOWED_HOSTS", "Name the hosts it answers for.", 3),
        (not _names_hosts() or _answers_for_itself(), "ALLOWED_HOSTS", "Name the host of BASE_URL among them.", 11),
        (settings.VALKEY_URL, "VALKEY_URL", "Name the Valkey or Redis that carries messages and the cache.", 4),
        (settings.BASE_URL.startswith("https://"), "BASE_URL", "Name the https:// address under which people reach it.", 5),
        (not env.flag("DEBUG"), "DEBUG", "Unset it: production never shows its insides.", 6),
        (env.text("EMAIL_URL"), "EMAIL_URL", "Name the mail server, smtp://user:password@host:587.", 7),
        (settings.OIDC is None or settings.OIDC.server_url.startswith("https://"), "OIDC_SERVER_URL", "Name its https:// address.", 8),
        (not env.flag("BEHIND_PROXY") or settings.ALLAUTH_TRUSTED_PROXY_COUNT, "TRUSTED_PROXIES", "Say how many proxies stand in front, or everyone behind them shares one limit on guessing.", 9),
    )  # fmt: skip
    found: list[CheckMessage] = [
        Error(f"{name} is missing or not safe in production.", hint=hint, id=f"vigente.E{number:03}")
        for holds, name, hint, number in wanted
        if not holds
    ]
    if any(host.startswith(".") for host in settings.ALLOWED_HOSTS):
        hint = "Write each host out: whoever can name one below it can bring people there under our name."
        found.append(Warning("ALLOWED_HOSTS holds a host that begins with a dot.", hint=hint, id="vigente.W001"))
    return found


@register(Tags.database)
def no_demo_accounts_in_production(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Their password is in the source. Runs where databases are checked: before `migrate` and by `check --database`."""
    if not settings.PRODUCTION or not databases:
        return []
    from portal.people.models import User

    try:
        found = User.objects.filter(is_demo=True).exists()
    except DatabaseError:  # before the first migration there is no table
        return []
    if not found:
        return []
    hint = "This database was filled by the demo: use another one."
    return [Error("There are demo accounts in the production database.", hint=hint, id="vigente.E010")]


def _is_secret(said: str) -> bool:
    return len(said) >= LEAST_SECRET and len(set(said)) >= LEAST_DIFFERENT


def _names_hosts() -> bool:
    return bool(settings.ALLOWED_HOSTS) and "*" not in settings.ALLOWED_HOSTS


def _answers_for_itself() -> bool:
    return validate_host(urlsplit(settings.BASE_URL).hostname or "", settings.ALLOWED_HOSTS)


def _are_keys(keys: Sequence[str]) -> bool:
    try:
        return bool([Fernet(key) for key in keys])
    except ValueError:
        return False


def refuse_unsafe_production() -> None:
    """The web server's last look before it opens: an unsafe production ends here, each reason on its line."""
    if not settings.PRODUCTION:
        return
    found = [*production_is_configured(None), *no_demo_accounts_in_production(None, databases=["default"])]
    errors = [message for message in found if message.is_serious()]
    if errors:
        raise SystemExit("\n".join(f"{message.msg} {message.hint}" for message in errors))
