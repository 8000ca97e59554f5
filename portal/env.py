"""The typed environment: every setting that a deployment may change, read once, refused when it makes no sense."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class BadEnvironment(SystemExit):
    """A variable holds nonsense: the process says so in one line and does not start."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} is not {wanted}.")


def read_env_file(path: Path) -> None:
    """Load `KEY=value` lines from `path` into the environment; what the environment already says wins."""
    if not path.is_file():
        return
    for raw in path.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line and not line.startswith("#") and "=" in line:
            name, _, value = line.partition("=")
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise BadEnvironment(name, value, "yes or no")


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name)
    if not value:
        return default
    try:
        read = int(value)
    except ValueError:
        raise BadEnvironment(name, value, "a whole number") from None
    if read < least:
        raise BadEnvironment(name, value, f"at least {least}")
    return read


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list; empty items are dropped."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


MODES = ("demo", "test", "production")


def mode() -> str:
    """MODE; the demo where nothing is said. Whoever names a database or an https address has more in mind than a demo,
    and says which."""
    said = text("MODE")
    if not said:
        for name, is_meant in (("DATABASE_URL", True), ("BASE_URL", text("BASE_URL").startswith("https://"))):
            if text(name) and is_meant:
                raise SystemExit(f"{name} is set and MODE is not: say MODE=production, or MODE=demo for a demo there.")
        return "demo"
    if said not in MODES:
        raise BadEnvironment("MODE", said, "demo, test or production")
    return said


def postgres(name: str, value: str) -> dict[str, Any]:
    """Django's database settings from `postgresql://user:password@host:port/name?host=/socket/folder&sslmode=…`.

    What stands after the question mark goes to libpq as it is.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise BadEnvironment(name, "…", "a postgresql:// address") from None
    if parts.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment(name, parts.scheme, "a postgresql:// address")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vigente",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(port or query.pop("port", "")),
        "OPTIONS": dict(query),
    }


def mail(name: str, value: str) -> dict[str, Any]:
    """Django's mail settings from `smtp://user:password@host:port`; `smtps` speaks TLS from the first byte, `smtp` turns
    it on with STARTTLS unless `?tls=no` is added."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise BadEnvironment(name, "…", "an smtp:// or smtps:// address") from None
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise BadEnvironment(name, f"{parts.scheme}://…", "an smtp:// or smtps:// address")
    direct = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if direct else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": direct,
        "EMAIL_USE_TLS": not direct and dict(parse_qsl(parts.query)).get("tls") != "no",
        "EMAIL_TIMEOUT": 10,
    }


@dataclass(frozen=True)
class CompanySignIn:
    """The OpenID Connect server by which a company signs its people in."""

    server_url: str
    client_id: str
    client_secret: str
    name: str
    """What the button calls it."""
    only: bool
    """Passwords open nothing but to administrators."""
    second_factor: bool
    """The server asks for a second factor itself, so ours is not asked for again."""

    @property
    def key(self) -> str:
        """Under which its subjects are known here: another server's subject of the same name is another person."""
        return "oidc-" + hashlib.sha256(self.server_url.encode()).hexdigest()[:12]


OIDC = ("OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_NAME")


def company_sign_in() -> CompanySignIn | None:
    """From the four variables of `OIDC`, all or none; None where the house signs in by itself."""
    given = [text(name) for name in OIDC]
    only, second_factor = flag("OIDC_ONLY"), flag("OIDC_SECOND_FACTOR")
    if not any(given):
        for name, said in (("OIDC_ONLY", only), ("OIDC_SECOND_FACTOR", second_factor)):
            if said:
                raise BadEnvironment(name, "yes", f"possible without {', '.join(OIDC)}")
        return None
    for name, value in zip(OIDC, given, strict=True):
        if not value:
            raise BadEnvironment(name, "", f"set, while others of {', '.join(OIDC)} are")
    server, client, secret, called = given
    parts = urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadEnvironment(OIDC[0], server, "the https:// address of an OpenID Connect server")
    server = server.removesuffix("/.well-known/openid-configuration").rstrip("/")
    return CompanySignIn(server, client, secret, called, only=only, second_factor=second_factor)


CAN_BE_ASKED = ("author", "process_owner", "idea_reviewer", "privacy_officer", "administrator", "manager")
"""The roles of `portal.people.models.Role`, and whoever leads people."""


def second_factor_roles() -> list[str]:
    """SECOND_FACTOR_ROLES: who must sign in with a second factor in production; everyone with a role where it is not
    set, nobody where it says `none`."""
    value = words("SECOND_FACTOR_ROLES") or list(CAN_BE_ASKED)
    if value == ["none"]:
        return []
    for role in value:
        if role not in CAN_BE_ASKED:
            raise BadEnvironment("SECOND_FACTOR_ROLES", role, f"none or one of {', '.join(CAN_BE_ASKED)}")
    return value
