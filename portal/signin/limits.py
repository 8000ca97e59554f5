"""Limits on guessing: counted in the database whatever cache there is, and told with when to try again.

allauth counts attempts, and remembers codes that were used, in Django's default cache. `portal.cache` hands those keys to
the functions here; every other key stays where it was. See docs/decisions/0007.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
import time
from http import HTTPStatus
from typing import Any

from allauth.core import context
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

ATTEMPTS = "allauth:rl:"
USED_CODES = "allauth.mfa.totp.used"
KEPT_HERE = (ATTEMPTS, USED_CODES)
CODE_LIVES = 30 * 3
"""Seconds: a code is taken one step early and one step late, so a used one is remembered through all three."""

_LET = """
insert into signin_limit (key, value, expires_at)
values (%(key)s, %(value)s, clock_timestamp() + make_interval(secs => %(seconds)s))
on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
"""
_ONLY_IF_GONE = " where signin_limit.expires_at <= clock_timestamp()"


def is_kept_here(key: Any) -> bool:
    return isinstance(key, str) and key.startswith(KEPT_HERE)


def add(key: str, value: Any, seconds: float) -> bool:
    """Keep `value` unless the key is kept already; of any number at once, one succeeds."""
    if key.startswith(USED_CODES):
        seconds = max(seconds, CODE_LIVES)
    return _run(_LET + _ONLY_IF_GONE, key, value=json.dumps(value), seconds=seconds) == 1


def put(key: str, value: Any, seconds: float) -> None:
    _run(_LET, key, value=json.dumps(value), seconds=seconds)


def take(key: str) -> Any:
    """What is kept under `key`, or None. What a request has read of its limits stays with it, for `minutes_to_wait`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select value from signin_limit where key = %s and expires_at > clock_timestamp()", [_digest(key)]
        )
        found = cursor.fetchone()
    value = json.loads(found[0]) if found else None
    if context.request is not None and key.startswith(ATTEMPTS):
        vars(context.request).setdefault("limits_read", {})[key] = value or []
    return value


def drop(key: str) -> bool:
    return _run("delete from signin_limit where key = %(key)s", key) > 0


def forget_expired() -> int:
    """Delete what no longer counts; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("delete from signin_limit where expires_at <= clock_timestamp()")
        return int(cursor.rowcount)


def minutes_to_wait(request: HttpRequest | None) -> int:
    """Whole minutes until the limits that this request ran into let it pass; at least one."""
    now = time.time()
    waits = [0.0]
    for key, history in getattr(request, "limits_read", {}).items():
        amount, seconds, _ = key.split(":")[4].split("/")
        if len(history) >= int(amount):
            waits.append(history[int(amount) - 1] + float(seconds) - now)
    return max(1, math.ceil(max(waits) / 60))


def too_many(request: HttpRequest) -> HttpResponse:
    """The answer to whoever tries too often; allauth finds it as `handler429` beside the table of addresses."""
    minutes = minutes_to_wait(request)
    answer = render(request, "429.html", {"when": when_again(minutes)}, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def when_again(minutes: int) -> str:
    return ngettext(
        "There were too many attempts. Try again in %(n)s minute.",
        "There were too many attempts. Try again in %(n)s minutes.",
        minutes,
    ) % {"n": minutes}


def _digest(key: str) -> str:
    """Addresses and e-mails stand in the keys: what lies in the table names nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limits:{key}".encode(), hashlib.sha256).hexdigest()


def _run(sql: str, key: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"key": _digest(key), **values})
        return int(cursor.rowcount)
