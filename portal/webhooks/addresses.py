"""Which addresses the house may speak to: public ones alone, looked up once and used as they were checked."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

LOOKUP_SECONDS = 3.0
HTTPS = 443
LEAST_OTHER_PORT = 1024
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NEVER_4 = [
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # public by its number, and the metadata of a cloud
    )
]  # fmt: skip
_ONLY_6 = ipaddress.IPv6Network("2000::/3")
_NEVER_6 = [
    ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
]
"""IANA's special purposes within what is routed: Teredo, benchmarks, documentation, 6to4 … Mapped and NAT64 addresses,
loopback, link-local, unique-local and multicast lie outside it."""


class Refused(Exception):
    """The address may not be spoken to; `trouble` names why."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Place:
    """Where a URL leads, taken apart: a host by name, a port, a path with its query."""

    is_tls: bool
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        usual = HTTPS if self.is_tls else 80
        return self.host if self.port == usual else f"{self.host}:{self.port}"

    @property
    def is_allowed_here(self) -> bool:
        """Named by the operator for trying things out, which production never honours."""
        return f"{self.host}:{self.port}" in settings.WEBHOOK_LOCAL_HOSTS


def taken_apart(url: str) -> Place:
    """What a URL says, without asking anybody. Raises Refused."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".").encode("idna").decode() if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise Refused("address") from None
    is_odd = not url.isprintable() or any(one.isspace() for one in url) or "\\" in url
    if is_odd or not host or "@" in parts.netloc or parts.fragment:
        raise Refused("address")
    is_tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise Refused("address")
    place = Place(is_tls, host, port or (HTTPS if is_tls else 80), path)
    if place.is_allowed_here and parts.scheme in {"http", "https"}:
        return place
    if not is_tls:
        raise Refused("not_https")
    if _is_literal(host) or "." not in host:
        raise Refused("no_name")
    if place.port != HTTPS and place.port < LEAST_OTHER_PORT:
        raise Refused("port")
    return place


def checked(place: Place) -> Sequence[str]:
    """The addresses behind a name, looked up once, every one of them public. Raises Refused where any is not: who
    answers with one public and one private address is not to be trusted with either."""
    found = _looked_up(place)
    if place.is_allowed_here:
        return found
    for one in found:
        if not is_public(ipaddress.ip_address(one)):
            raise Refused("private")
    return found


def is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _NEVER_4)
    return address in _ONLY_6 and not any(address in network for network in _NEVER_6)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # 127.1, 0x7f000001 and 2130706433 are addresses to a resolver
        last = host.rpartition(".")[2]
        return last.isdecimal() or last.lower().startswith("0x")
    return True


def _looked_up(place: Place) -> Sequence[str]:
    """A resolver takes its own time; ours is short, so it is asked in a thread that is left behind where it hangs."""
    found: list[str] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(row[4][0]).partition("%")[0] for row in rows))

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(LOOKUP_SECONDS)
    if thread.is_alive() or not found:
        raise Refused("unknown_name")
    return list(found)
