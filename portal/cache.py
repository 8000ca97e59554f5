"""The caches: limits on guessing lie in the database whichever is configured; the one of Valkey fails soft.

With Valkey away everything else is a miss, nobody is turned away, and the log says so once.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from portal.signin import limits

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which Valkey is not asked again after it failed, so that no page waits for it twice."""
OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}


class _LimitsInTheDatabase(BaseCache):
    """Hands the keys of limits to their table, before anything that may fail, be full or belong to one process alone."""

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        if limits.is_kept_here(key):
            return limits.add(key, value, self._seconds(timeout))
        return bool(super().add(key, value, timeout, version))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        if limits.is_kept_here(key):
            found = limits.take(key)
            return default if found is None else found
        return super().get(key, default, version)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        if limits.is_kept_here(key):
            limits.put(key, value, self._seconds(timeout))
        else:
            super().set(key, value, timeout, version)

    def delete(self, key: Any, version: Any = None) -> bool:
        if limits.is_kept_here(key):
            return limits.drop(key)
        return bool(super().delete(key, version))

    def _seconds(self, timeout: Any) -> float:
        return float(self.default_timeout or 0) if timeout is DEFAULT_TIMEOUT else float(timeout)


class _Valkey(RedisCache):
    """Valkey through Django's Redis backend. A failure answers as an empty cache would; `incr` raises ValueError then."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params = {**params, "OPTIONS": {**OPTIONS, **params.get("OPTIONS", {})}}
        super().__init__(server, params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(_softly(lambda: super(_Valkey, self).add(key, value, timeout, version), True))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return _softly(lambda: super(_Valkey, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        _softly(lambda: super(_Valkey, self).set(key, value, timeout, version), None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(_softly(lambda: super(_Valkey, self).touch(key, timeout, version), False))

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(_softly(lambda: super(_Valkey, self).delete(key, version), False))

    def get_many(self, keys: Any, version: Any = None) -> dict[Any, Any]:
        keys = list(keys)
        return dict(_softly(lambda: super(_Valkey, self).get_many(keys, version), {}))

    def has_key(self, key: Any, version: Any = None) -> bool:
        return bool(_softly(lambda: super(_Valkey, self).has_key(key, version), False))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        count = _softly(lambda: super(_Valkey, self).incr(key, delta, version), None)
        if count is None:
            raise ValueError(f"Key '{key}' not found")
        return int(count)

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> list[Any]:
        return list(_softly(lambda: super(_Valkey, self).set_many(data, timeout, version), []))

    def delete_many(self, keys: Any, version: Any = None) -> None:
        keys = list(keys)
        _softly(lambda: super(_Valkey, self).delete_many(keys, version), None)

    def clear(self) -> None:
        _softly(lambda: super(_Valkey, self).clear(), None)


class SoftCache(_LimitsInTheDatabase, _Valkey):
    """For everything that runs with Valkey."""


class LocalCache(_LimitsInTheDatabase, LocMemCache):
    """For a single process without one."""


class _Weather:
    """Whether Valkey answered last, for this process."""

    away_until = 0.0
    is_away = False


def _softly(ask: Callable[[], Any], otherwise: Any) -> Any:
    if time.monotonic() < _Weather.away_until:
        return otherwise
    try:
        answer = ask()
    except (RedisError, OSError) as error:
        _Weather.away_until = time.monotonic() + PAUSE
        if not _Weather.is_away:
            _Weather.is_away = True
            log.warning("Valkey is away, the cache is empty until it is back: %s", type(error).__name__)
        return otherwise
    if _Weather.is_away:
        _Weather.is_away = False
        log.warning("Valkey is back")
    return answer
