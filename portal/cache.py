"""The cache that fails soft: with Valkey away everything is a miss, nobody is turned away, and the log says so once."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PAUSE = 5.0
"""Seconds for which Valkey is not asked again after it failed, so that no page waits for it twice."""
OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 1.0}


class SoftCache(RedisCache):
    """Valkey through Django's Redis backend. A failure answers as an empty cache would; `incr` raises ValueError then."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        params = {**params, "OPTIONS": {**OPTIONS, **params.get("OPTIONS", {})}}
        super().__init__(server, params)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(_softly(lambda: super(SoftCache, self).add(key, value, timeout, version), True))

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return _softly(lambda: super(SoftCache, self).get(key, default, version), default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        _softly(lambda: super(SoftCache, self).set(key, value, timeout, version), None)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        return bool(_softly(lambda: super(SoftCache, self).touch(key, timeout, version), False))

    def delete(self, key: Any, version: Any = None) -> bool:
        return bool(_softly(lambda: super(SoftCache, self).delete(key, version), False))

    def get_many(self, keys: Any, version: Any = None) -> dict[Any, Any]:
        keys = list(keys)
        return dict(_softly(lambda: super(SoftCache, self).get_many(keys, version), {}))

    def has_key(self, key: Any, version: Any = None) -> bool:
        return bool(_softly(lambda: super(SoftCache, self).has_key(key, version), False))

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        count = _softly(lambda: super(SoftCache, self).incr(key, delta, version), None)
        if count is None:
            raise ValueError(f"Key '{key}' not found")
        return int(count)

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> list[Any]:
        return list(_softly(lambda: super(SoftCache, self).set_many(data, timeout, version), []))

    def delete_many(self, keys: Any, version: Any = None) -> None:
        keys = list(keys)
        _softly(lambda: super(SoftCache, self).delete_many(keys, version), None)

    def clear(self) -> None:
        _softly(lambda: super(SoftCache, self).clear(), None)


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
