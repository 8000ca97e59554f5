"""The demo as a person starts it: one command, an address that answers, a sign-in, one key, and nothing left running."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password

from portal import embedded
from portal.people.models import User
from portal.people.seed import DOMAIN, PASSWORD
from tests import databases

BASE = Path(__file__).resolve().parents[2]
PATIENCE = 90


class Demo:
    """A demo in a folder of its own, on a database that is seeded already, so that it starts within seconds."""

    def __init__(self, var: Path, database: str) -> None:
        self.var, self.port = var, _free_port()
        self.log = var / "demo.out"
        database_url = f"postgresql://{settings.DATABASES['default']['USER']}@/{database}?host={databases.HOST}"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO", "PYTEST"))}
        environment |= {"MODE": "demo", "VAR_DIR": str(var), "DATABASE_URL": database_url, "PYTHONUNBUFFERED": "1"}
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--skip-checks", "--port", str(self.port)],
                cwd=BASE, env=environment, stdout=out, stderr=out,
            )  # fmt: skip

    def wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while "Ctrl-C" not in self.said() and time.monotonic() < end:
            assert self.process.poll() is None, self.said()
            time.sleep(0.1)
        assert "Ctrl-C" in self.said(), self.said()

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def children(self) -> list[int]:
        return list(json.loads((self.var / "demo.json").read_text())["children"].values())

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)


@pytest.fixture
def start(tmp_path: Path, django_db_blocker) -> Iterator[object]:
    """Starts demos of one folder with a space in its name and ends those still running."""
    var = tmp_path / "with a space"
    var.mkdir()
    started: list[Demo] = []
    with django_db_blocker.unblock():
        name = databases.use(databases.SEEDED, fresh=True)
        slow = make_password(PASSWORD, hasher="pbkdf2_sha256")  # the demo does not know the tests' fast hash
        User.objects.filter(is_demo=True).update(password=slow)

    def begin() -> Demo:
        started.append(Demo(var, name))
        return started[-1]

    yield begin
    for demo in started:
        demo.end()
    databases.discard(name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _gone(pids: list[int]) -> bool:
    end = time.monotonic() + 15
    while time.monotonic() < end:
        alive = [pid for pid in pids if embedded.command_of(pid)]
        if not alive:
            return True
        time.sleep(0.1)
    return False


def test_it_lets_ana_in_becomes_well_survives_a_kill_and_leaves_no_process(start):
    """One life of a demo: every start costs five processes, so what can be asked of one is."""
    first = start()
    first.wait()
    assert f"http://localhost:{first.port}" in first.said()
    assert f"ana@{DOMAIN}" in first.said() and PASSWORD in first.said()

    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    page = browser.open(f"http://localhost:{first.port}/accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = {"csrfmiddlewaretoken": token, "login": f"ana@{DOMAIN}", "password": PASSWORD}
    answer = browser.open(f"http://localhost:{first.port}/accounts/login/", urlencode(form).encode())
    assert urlsplit(answer.url).path == "/"

    beside = start()  # meanwhile the worker signs for the first time, after fifteen seconds
    assert beside.process.wait(timeout=60) != 0
    assert "runs already" in beside.said()
    assert "Traceback" not in beside.said()
    assert first.children(), "the one refused leaves the other's record alone"
    end = time.monotonic() + 45
    while (health := _health(first))["status"] != "ok" and time.monotonic() < end:
        time.sleep(1)
    assert {name: part["state"] for name, part in health["parts"].items()} == {
        "database": "ok",
        "broker": "ok",
        "worker": "ok",
    }

    children = first.children()
    assert len(children) == 4
    first.process.kill()
    first.process.wait()
    second = start()
    second.wait()
    assert _gone(children), "a killed one starts clean again"
    assert urllib.request.urlopen(f"http://localhost:{second.port}/health/").status == 200

    children = second.children()
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(timeout=30) == 0
    assert _gone(children)
    assert not (second.var / "demo.json").exists()


def _health(demo: Demo) -> dict:
    return json.load(urllib.request.urlopen(f"http://localhost:{demo.port}/health/?format=json"))


def test_a_port_in_use_is_told_in_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "manage.py", "demo", "--skip-checks", "--port", str(taken.getsockname()[1])],
            cwd=BASE, capture_output=True, text=True, check=False,
            env={**os.environ, "MODE": "demo", "VAR_DIR": str(tmp_path), "DATABASE_URL": "postgresql://x@127.0.0.1:1/x"},
        )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr.count("\n") == 1 and "is in use" in done.stderr
