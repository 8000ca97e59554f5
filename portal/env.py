"""The typed environment: every setting that a deployment may change, read once, refused when it makes no sense."""

from __future__ import annotations

import os
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
