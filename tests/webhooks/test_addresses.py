"""A webhook reaches public addresses alone, and the very one that was checked: no detour leads into the house."""

from __future__ import annotations

import ipaddress
import socket
import time

import pytest

from portal.webhooks import reach
from portal.webhooks.addresses import Refused, checked, is_public, taken_apart
from portal.webhooks.reach import post
from tests.webhooks.receiver import certificate, drips, floods, says, serve

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "100.100.100.200", "0.0.0.0", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "198.18.0.1",
    "168.63.129.16", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8",
    "64:ff9b::10.0.0.1", "64:ff9b::8.8.8.8", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "fec0::1",
    "::127.0.0.1", "100::1",
]  # fmt: skip
PUBLIC = ["8.8.8.8", "1.1.1.1", "200.160.2.3", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2804:14d::1"]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_the_inside_is_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_outside_is(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("http://example.com/in", "not_https"), ("ftp://example.com/", "not_https"), ("gopher://example.com/", "not_https"),
        ("https://127.0.0.1/", "no_name"), ("https://[::1]/", "no_name"), ("https://8.8.8.8/", "no_name"),
        ("https://2130706433/", "no_name"), ("https://0x7f000001/", "no_name"), ("https://127.1/", "no_name"),
        ("https://localhost/", "no_name"), ("https://intranet/", "no_name"), ("https://example.com:22/", "port"),
        ("https://user:pass@example.com/", "address"), ("https://example.com/#x", "address"), ("https://", "address"),
        ("https://example.com:x/", "address"), ("https://exa mple.com/", "address"), ("https://example.com\\@a.b/", "address"),
        ("https://example.com/\r\nHost: b", "address"), ("nonsense", "address"),
    ],
)  # fmt: skip
def test_an_odd_address_is_refused_before_anybody_is_asked(url, trouble, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: pytest.fail("asked"))
    assert post(url, b"{}", {}).trouble == trouble


def _answers(monkeypatch, *rounds: list[str]) -> list[str]:
    """A resolver of its own: each question gets the next of `rounds`."""
    asked: list[str] = []

    def resolve(host, port, *_a, **_k):
        asked.append(host)
        found = rounds[min(len(asked), len(rounds)) - 1]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize(
    "found", [["10.0.0.5"], ["8.8.8.8", "127.0.0.1"], ["::ffff:127.0.0.1"], ["2606:4700::1", "fd00::1"]]
)
def test_a_name_that_leads_inside_even_once_is_refused(found, monkeypatch):
    _answers(monkeypatch, found)
    with pytest.raises(Refused, match="private"):
        checked(taken_apart("https://hooks.example.com/"))


def test_what_is_connected_to_is_what_was_checked(monkeypatch):
    """The second answer of a resolver that changes its mind is never asked for."""
    asked, connected = _answers(monkeypatch, ["8.8.8.8"], ["127.0.0.1"]), []

    def connect(address, timeout=None, **_k):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(reach.socket, "create_connection", connect)
    assert post("https://hooks.example.com/", b"{}", {}).trouble == "no_connection"
    assert (asked, connected) == (["hooks.example.com"], [("8.8.8.8", 443)])


def test_it_is_checked_again_at_each_sending(monkeypatch):
    asked = _answers(monkeypatch, ["8.8.8.8"], ["192.168.0.1"])
    checked(taken_apart("https://hooks.example.com/"))
    assert post("https://hooks.example.com/", b"{}", {}).trouble == "private"
    assert len(asked) == 2


def test_a_local_receiver_is_refused_unless_the_operator_named_it(receiver, settings):
    assert post(receiver.url, b"{}", {}).is_taken
    settings.WEBHOOK_LOCAL_HOSTS = []
    assert post(receiver.url, b"{}", {}).trouble == "not_https"
    settings.WEBHOOK_LOCAL_HOSTS = ["localhost:1"]
    assert post(receiver.url, b"{}", {}).trouble == "not_https", "another port is another receiver"
    assert len(receiver.got) == 1


def test_production_names_none(monkeypatch):
    import runpy

    for name, value in {
        "MODE": "production", "DATABASE_URL": "postgresql://nobody@localhost/none", "WEBHOOK_LOCAL_HOSTS": "localhost:9000",
        "SECRET_KEY": "x" * 60, "BASE_URL": "https://vigente.example", "ALLOWED_HOSTS": "vigente.example",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    assert runpy.run_module("portal.settings")["WEBHOOK_LOCAL_HOSTS"] == []


def test_a_redirect_is_not_followed(receiver):
    other, end = serve()
    receiver.answers = [says(307, Location=other.url)]
    assert post(receiver.url, b"{}", {}).trouble == "redirected"
    assert other.got == []
    end()


def test_no_proxy_of_the_environment_is_asked(receiver, monkeypatch):
    proxy, end = serve()
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, f"http://{proxy.authority}")
    assert post(receiver.url, b"{}", {}).is_taken
    assert proxy.got == []
    end()


def test_who_drips_is_cut_off_in_time(receiver, monkeypatch):
    monkeypatch.setattr(reach, "WHOLE_SECONDS", 0.6)
    receiver.answers = [drips]
    began = time.monotonic()
    assert post(receiver.url, b"{}", {}).trouble == "too_slow"
    assert time.monotonic() - began < 3


def test_of_a_flood_a_short_piece_is_read(receiver):
    receiver.answers = [floods]
    outcome = post(receiver.url, b"{}", {})
    assert (outcome.trouble, outcome.status, len(outcome.answer)) == ("refused", 500, 200)


def test_what_is_kept_of_an_answer_is_plain(receiver):
    receiver.answers = [says(400, b"<b>no</b>\r\n\x00\x1b[31m" + "não".encode())]
    assert post(receiver.url, b"{}", {}).answer == "<b>no</b> [31mnão"


def test_tls_is_proven_by_the_name(tmp_path, settings, monkeypatch):
    pem, key = certificate(tmp_path, "localhost")
    good, end = serve(tls=(pem, key))
    other_pem, other_key = certificate(tmp_path, "elsewhere.example")
    bad, end_bad = serve(tls=(other_pem, other_key))
    settings.WEBHOOK_LOCAL_HOSTS = [good.authority, bad.authority]
    assert post(f"https://{good.authority}/in", b"{}", {}).trouble == "certificate", "nobody vouches for it"
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    assert post(f"https://{good.authority}/in", b"{}", {}).is_taken
    monkeypatch.setenv("SSL_CERT_FILE", str(other_pem))
    assert post(f"https://{bad.authority}/in", b"{}", {}).trouble == "certificate", "valid, for another name"
    assert len(good.got) == 1 and bad.got == []
    end()
    end_bad()
