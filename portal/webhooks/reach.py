"""Reaching a receiver: one POST to the very address that was checked, by name in TLS, no redirect, no proxy, short."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.webhooks.addresses import Place, Refused, checked, taken_apart

CONNECT_SECONDS = 4.0
WHOLE_SECONDS = 10.0
"""From the first packet to the last byte that is read, however slowly they come."""
MOST_OF_ANSWER = 1024
SHOWN = 200
GONE = 410

TROUBLES: Mapping[str, str | Promise] = {
    "address": _("The address cannot be read."),
    "not_https": _("Only https addresses are told anything."),
    "no_name": _("The address needs a host with a public name."),
    "port": _("The port is not one for webhooks: use 443 or one above 1023."),
    "unknown_name": _("Nobody knows where that host is."),
    "private": _("The host leads into a private network."),
    "no_connection": _("The host did not let us connect."),
    "certificate": _("The certificate of the host is not valid for its name."),
    "too_slow": _("The receiver did not answer in time."),
    "broken": _("The receiver broke off, or answered with nonsense."),
    "redirected": _("The receiver sent us elsewhere, and we do not follow."),
    "refused": _("The receiver answered that it did not take it."),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt; `trouble` is empty where the receiver took it."""

    trouble: str
    status: int | None
    took_ms: int
    answer: str = ""

    @property
    def is_taken(self) -> bool:
        return not self.trouble

    @property
    def is_gone(self) -> bool:
        return self.status == GONE


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """Speak to `url` once. Whatever happens is told as an outcome; nothing is raised for what others do wrong."""
    began = time.monotonic()
    try:
        place = taken_apart(url)
        status, said = _exchange(place, checked(place), body, headers)
    except Refused as refused:
        return Outcome(refused.trouble, None, _ms(began))
    trouble = "" if 200 <= status < 300 else "redirected" if 300 <= status < 400 else "refused"
    return Outcome(trouble, status, _ms(began), "" if not trouble else _shown(said))


def _exchange(place: Place, addresses: Sequence[str], body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    ends = time.monotonic() + WHOLE_SECONDS
    raw = _connected(place, addresses)
    with _cut_off(raw, ends) as is_cut:
        try:
            spoken = _in_tls(place, raw, ends)
            spoken.settimeout(max(0.1, ends - time.monotonic()))
            return _ask(place, spoken, body, headers)
        except ssl.SSLCertVerificationError:
            raise Refused("certificate") from None
        except TimeoutError:
            raise Refused("too_slow") from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Refused("too_slow" if is_cut.is_set() else "broken") from None


def _connected(place: Place, addresses: Sequence[str]) -> socket.socket:
    for address in addresses[:3]:
        try:
            return socket.create_connection((address, place.port), timeout=CONNECT_SECONDS)
        except OSError:
            continue
    raise Refused("no_connection")


@contextmanager
def _cut_off(raw: socket.socket, ends: float) -> Iterator[threading.Event]:
    """Time-outs of a socket begin anew with every byte: this ends the whole conversation at its time."""
    is_cut = threading.Event()
    twin = raw.dup()

    def cut() -> None:
        is_cut.set()
        with suppress(OSError):
            twin.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(0.0, ends - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield is_cut
    finally:
        timer.cancel()
        twin.close()
        raw.close()


def _in_tls(place: Place, raw: socket.socket, ends: float) -> socket.socket:
    raw.settimeout(max(0.1, ends - time.monotonic()))
    if not place.is_tls:
        return raw
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context.wrap_socket(raw, server_hostname=place.host)


def _ask(place: Place, spoken: socket.socket, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(place.host, place.port)
    connection.sock = spoken
    try:
        connection.putrequest("POST", place.path, skip_host=True, skip_accept_encoding=True)
        whole = {
            "Host": place.authority,
            "User-Agent": "Vigente-Webhooks/1",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Accept-Encoding": "identity",
            "Connection": "close",
            **headers,
        }
        for name, value in whole.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        said = answer.read(MOST_OF_ANSWER) if answer.status >= 300 else b""
        return answer.status, said
    finally:
        connection.close()


def _shown(said: bytes) -> str:
    """A short piece of what they said, as plain text."""
    text = said.decode("utf-8", "replace")
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())[:SHOWN]


def _ms(began: float) -> int:
    return int((time.monotonic() - began) * 1000)
