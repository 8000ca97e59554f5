"""A company's OpenID Connect server, a real one, and somebody who walks the whole way to it and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests
from django.test import Client
from oidc_provider_mock import run_server_in_thread

from portal.env import CompanySignIn


@contextmanager
def company_server() -> Iterator[CompanyServer]:
    with run_server_in_thread(require_nonce=True) as server:
        yield CompanyServer(f"http://localhost:{server.server_port}")


class CompanyServer:
    """The server as its administrator sees it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def settings(self, *, only: bool = False, second_factor: bool = False) -> CompanySignIn:
        return CompanySignIn(self.url, "vigente", "a secret", "Aurora ID", only=only, second_factor=second_factor)

    def has(self, subject: str, **claims: object) -> None:
        """Somebody with an account there; a second time, what the server says of them changes."""
        requests.put(f"{self.url}/users/{subject}", json=claims, timeout=5).raise_for_status()


def leave(client: Client, **posted: str) -> str:
    """Press the button; the address of the server to which the page leads."""
    page = client.post("/accounts/company/", posted)
    assert page.status_code == 200, page.status_code
    address = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.content.decode())
    assert address
    return unescape(address[1])


def sign_in_there(address: str, subject: str) -> str:
    """Sign in at the server as `subject`; path and query with which it sends the browser back."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["Location"])
    return urlunsplit(("", "", back.path, back.query, ""))


def changed(address: str, **asked: str) -> str:
    """The same address with other questions in it."""
    parts = urlsplit(address)
    return urlunsplit(parts._replace(query=urlencode({**dict(parse_qsl(parts.query)), **asked})))


def walk(client: Client, subject: str, **posted: str):  # type: ignore[no-untyped-def]
    """The whole way: button, server, back."""
    return client.get(sign_in_there(leave(client, **posted), subject))
