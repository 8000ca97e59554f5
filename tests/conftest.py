"""The cast and the house in which the tests play.

Ana works in customer service, Bruno leads her, Carla leads billing and owns the playbook, Davi watches over privacy,
Eva writes, Fábio administers, and Zeca is from another department and must see nothing.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.test.testcases import LiveServerThread, TransactionTestCase
from django.utils import timezone, translation

from portal.people.models import User
from portal.people.seed import DOMAIN, PASSWORD, seed_people
from tests import browser, databases

SEEDED = {"starter", "live"}
TOUCHES = {"db", "transactional_db", "live_server", *SEEDED}
COMMITS = {"transactional_db", "live_server"}


# A transactional test's database is thrown away as a whole: emptying two hundred tables one by one is slower.
TransactionTestCase._fixture_teardown = lambda self: None  # type: ignore[method-assign]


def _wants(item: pytest.Item) -> tuple[bool, bool, bool]:
    """Does a test touch the database, does it commit, does it want the demo in it?"""
    names = set(getattr(item, "fixturenames", ()))
    mark = item.get_closest_marker("django_db")
    commits = bool(names & COMMITS) or bool(mark and mark.kwargs.get("transaction"))
    return bool(names & TOUCHES) or mark is not None, commits, bool(names & SEEDED)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    touches, commits, seeded = _wants(item)
    translation.activate("pt-br")
    if touches:
        item.stash[_NAME] = databases.use(databases.SEEDED if seeded else databases.EMPTY, fresh=commits)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if _wants(item)[1] and _NAME in item.stash:
        databases.discard(item.stash[_NAME])


_NAME = pytest.StashKey[str]()
_AHEAD: list[subprocess.Popen[bytes]] = []


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs no demo comes first in each worker's share, and the demo is seeded meanwhile."""
    late = [item for item in items if _wants(item)[2]]
    early = [item for item in items if not _wants(item)[2]]
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    items[:] = [
        item
        for nth in range(workers)
        for part in (early, late)
        for item in part[len(part) * nth // workers : len(part) * (nth + 1) // workers]
    ]
    is_first = os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0"
    if early and late and is_first and not config.option.collectonly and not databases.is_made(databases.SEEDED):
        _AHEAD.append(databases.make_ahead())


def pytest_sessionfinish(session: pytest.Session) -> None:
    databases.discard_all()
    for process in _AHEAD:
        process.wait()


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """pytest-django would make its own database; ours are clones, see `databases`."""
    databases.sweep()


@pytest.fixture
def cast(db: None) -> Mapping[str, User]:
    """The cast with their departments, managers and roles; the seeded ones where `starter` is asked for too."""
    return seed_people(today=timezone.localdate(), seed=7, cast_only=True)


@pytest.fixture
def starter(db: None) -> Mapping[str, User]:
    """The whole demo: forty people, starter content released in both languages, a year of evidence; people by key."""
    return {user.email.removesuffix(f"@{DOMAIN}"): user for user in User.objects.filter(is_demo=True)}


@pytest.fixture
def ana(cast: Mapping[str, User]) -> User:
    return cast["ana"]


@pytest.fixture
def bruno(cast: Mapping[str, User]) -> User:
    return cast["bruno"]


@pytest.fixture
def carla(cast: Mapping[str, User]) -> User:
    return cast["carla"]


@pytest.fixture
def davi(cast: Mapping[str, User]) -> User:
    return cast["davi"]


@pytest.fixture
def eva(cast: Mapping[str, User]) -> User:
    return cast["eva"]


@pytest.fixture
def fabio(cast: Mapping[str, User]) -> User:
    return cast["fabio"]


@pytest.fixture
def zeca(cast: Mapping[str, User]) -> User:
    return cast["zeca"]


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """A browserless client signed in as someone."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="portal.people.backends.PeopleBackend")
        return client

    return signed_in


@dataclass(frozen=True)
class Live:
    """A running server with the demo in its own database, which the test may ask and change as well."""

    url: str
    password: str = PASSWORD

    def person(self, key: str) -> User:
        return User.objects.get(email=f"{key}@{DOMAIN}")

    def mail(self, key: str) -> str:
        return f"{key}@{DOMAIN}"


@pytest.fixture
def live(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Live]:
    """For browser tests: what one test does, no other sees. Needs no `django_db` mark and no other database fixture."""
    assert "db" not in request.fixturenames, "`live` commits for real: do not mix it with `db`, `ana` … in one test"
    with django_db_blocker.unblock():
        name = databases.use(databases.SEEDED, fresh=True)
        # WhiteNoise serves static files here as everywhere, so nothing is put around the application.
        thread = LiveServerThread("localhost", lambda application: application)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield Live(url=f"http://localhost:{thread.port}")
        finally:
            thread.terminate()
            databases.discard(name)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium where there is one, Playwright's own otherwise."""
    return browser.launch_args()


@pytest.fixture
def browser_context_args() -> dict[str, Any]:
    return {"locale": "pt-BR", "timezone_id": "America/Sao_Paulo"}
