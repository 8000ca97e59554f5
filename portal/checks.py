"""Refuses to start a production that is not safe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from portal import env

LEAST_SECRET = 50
"""Characters; what Django's own deployment check asks for."""


@register(Tags.security)
def production_is_configured(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    """Everything a production must be told, each with what to do."""
    if not settings.PRODUCTION:
        return []
    wanted = (
        (len(env.text("SECRET_KEY")) >= LEAST_SECRET, "SECRET_KEY", f"Set a random text of {LEAST_SECRET} characters or more.", 1),
        (_are_keys(settings.FIELD_KEYS), "FIELD_KEYS", "Set Fernet keys, newest first, separated by commas.", 2),
        (settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS, "ALLOWED_HOSTS", "Name the hosts it answers for.", 3),
        (settings.VALKEY_URL, "VALKEY_URL", "Name the Valkey or Redis that carries messages and the cache.", 4),
        (settings.BASE_URL.startswith("https://"), "BASE_URL", "Name the https:// address under which people reach it.", 5),
        (not env.flag("DEBUG"), "DEBUG", "Unset it: production never shows its insides.", 6),
        (env.text("EMAIL_URL"), "EMAIL_URL", "Name the mail server, smtp://user:password@host:587.", 7),
        (settings.OIDC is None or settings.OIDC.server_url.startswith("https://"), "OIDC_SERVER_URL", "Name its https:// address.", 8),
        (not env.flag("BEHIND_PROXY") or settings.ALLAUTH_TRUSTED_PROXY_COUNT, "TRUSTED_PROXIES", "Say how many proxies stand in front, or everyone behind them shares one limit on guessing.", 9),
    )  # fmt: skip
    return [
        Error(f"{name} is missing or not safe in production.", hint=hint, id=f"vigente.E{number:03}")
        for holds, name, hint, number in wanted
        if not holds
    ]


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
    if found:
        raise SystemExit("\n".join(f"{message.msg} {message.hint}" for message in found))
