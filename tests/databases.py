"""Databases for the tests: two templates, made once for a state of the code, and cheap clones of them.

`empty` has the schema, `seeded` the whole demo. Each worker clones what its tests need; a test that really commits
(a live server, a transactional test) gets a clone that is thrown away after it.
"""

from __future__ import annotations

import functools
import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.db import connections
from django.utils import timezone

from portal.digest import content_digest, schema_digest

BASE = Path(__file__).resolve().parent.parent
EMPTY, SEEDED = "empty", "seeded"
HOST = quote(settings.DATABASES["default"]["HOST"])
LOCKS = {EMPTY: 1_886_221, SEEDED: 1_886_222}
"""One for each template: while the demo is seeded, who needs the schema alone goes on."""
_counter = itertools.count(1)
_clones: dict[str, str] = {}


def use(kind: str, *, fresh: bool = False) -> str:
    """Point Django at this worker's clone of a template; `fresh` gives one that nobody else uses."""
    name = "" if fresh else _clones.get(kind, "")
    if not name:
        name = _clone(kind, template(kind))
        if not fresh:
            _clones[kind] = name
    _point(name)
    return name


def discard(name: str) -> None:
    """Drop a clone; whoever still holds a connection to it loses it."""
    connections["default"].close()
    for kind in [kind for kind, clone in _clones.items() if clone == name]:
        del _clones[kind]
    with _maintenance() as maintenance:
        maintenance.execute(f'drop database if exists "{name}" with (force)')


def discard_all() -> None:
    for name in list(_clones.values()):
        discard(name)


def make_ahead() -> subprocess.Popen[bytes]:
    """Both templates, in a process of its own, while tests run that need neither."""
    return subprocess.Popen([sys.executable, "-m", "tests.databases"], cwd=BASE)


def template(kind: str) -> str:
    """The name of an up-to-date template, made if it is not there; one process makes it and the others wait."""
    name = _name(kind, str(timezone.localdate()))
    with _maintenance() as maintenance:
        maintenance.execute("select pg_advisory_lock(%s)", [LOCKS[kind]])
        if not _is_there(name, maintenance):
            _make(kind, name, maintenance)
    return name


def is_made(kind: str) -> bool:
    with _maintenance() as maintenance:
        return _is_there(_name(kind, str(timezone.localdate())), maintenance)


def _is_there(name: str, maintenance: psycopg.Connection[Any]) -> bool:
    return bool(maintenance.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


@functools.cache
def _name(kind: str, day: str) -> str:
    """Of the code as it was when this process first asked: it runs that code to its end."""
    return f"template_{kind}_{schema_digest() if kind == EMPTY else content_digest(day)}"


def _make(kind: str, name: str, maintenance: psycopg.Connection[Any]) -> None:
    source = "template0"
    if kind == SEEDED:
        source = template(EMPTY)
    building = f"building_{os.getpid()}"
    maintenance.execute(f'drop database if exists "{building}" with (force)')
    maintenance.execute(f'create database "{building}" template "{source}"')
    _manage("seed" if kind == SEEDED else "migrate", database=building)
    for (old,) in maintenance.execute(
        "select datname from pg_database where datname like %s", [f"template\\_{kind}\\_%"]
    ).fetchall():
        maintenance.execute(f'drop database if exists "{old}" with (force)')
    maintenance.execute(f'alter database "{building}" rename to "{name}"')


def _manage(command: str, *, database: str) -> None:
    """In a process of its own, so that what it caches is gone with it."""
    user = settings.DATABASES["default"]["USER"]
    url = f"postgresql://{user}@/{database}?host={HOST}"
    done = subprocess.run(
        [sys.executable, BASE / "manage.py", command, "--verbosity=0", "--skip-checks"],
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        cwd=BASE, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise RuntimeError(f"`manage.py {command}` failed while the test database was made:\n{done.stderr}")


def _clone(kind: str, source: str) -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"clone_{worker}_{os.getpid()}_{next(_counter)}"
    with _maintenance() as maintenance:
        maintenance.execute("select pg_advisory_lock_shared(%s)", [LOCKS[kind]])
        maintenance.execute(f'create database "{name}" template "{source}" strategy file_copy')
    return name


def sweep() -> None:
    """Drop clones whose process is gone."""
    with _maintenance() as maintenance:
        for (name,) in maintenance.execute("select datname from pg_database where datname like 'clone\\_%'").fetchall():
            if not Path(f"/proc/{name.split('_')[2]}").exists() and Path("/proc").exists():
                maintenance.execute(f'drop database if exists "{name}" with (force)')


def _point(name: str) -> None:
    """Django's own settings of the connection are one dictionary for all threads, the live server's included."""
    connection = connections["default"]
    if connection.settings_dict["NAME"] != name:
        connection.close()
        connection.settings_dict["NAME"] = name
        settings.DATABASES["default"]["NAME"] = name


def _maintenance() -> psycopg.Connection[Any]:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        host=database["HOST"], user=database["USER"], password=database["PASSWORD"] or None,
        port=database["PORT"] or None, dbname="postgres", autocommit=True,
    )  # fmt: skip


if __name__ == "__main__":
    for each in (EMPTY, SEEDED):
        template(each)
