"""The whole house on one machine: database, broker, web, workers; one command starts it and one key stops it."""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal import embedded, env
from portal.digest import content_digest
from portal.people.models import User
from portal.people.seed import CAST, DOMAIN, PASSWORD
from portal.translations import compile_translations

BASE = Path(__file__).resolve().parents[3]
PATIENCE = 60.0
ROLES = {
    "ana": "Customer service, two weeks here",
    "bruno": "Leads customer service",
    "carla": "Leads billing, owns its playbooks",
    "davi": "Privacy officer",
    "eva": "Writes the courses",
    "fabio": "Administrator",
    "zeca": "Marketing: sees nothing of the others",
}


class Command(BaseCommand):
    help = "Start everything with a demo inside, on http://localhost:PORT; Ctrl-C stops it."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=env.number("PORT", 8000, least=1))

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo does not run with MODE=production.")
        for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(name, _stop)
        self.house = _House(settings.VAR, port)
        try:
            self.house.clear_away_the_dead()
            _refuse_taken_port(port)
            self._start(port)
            self._welcome(port)
            self.house.watch()
        except KeyboardInterrupt:
            self.say("")
        except OSError as error:
            raise CommandError(_in_one_line(error)) from None
        finally:
            for name in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(name, signal.SIG_IGN)
            self.house.stop()
        self.say("Stopped.")

    def _start(self, port: int) -> None:
        compile_translations()
        self.house.start_valkey()
        digest = f"seeded {content_digest()}"
        if _seeded() != digest:
            self._fill(digest)
        connection.close()
        self.say("Starting …")
        self.house.start_web()
        self.house.wait_until_well()
        self.house.start_background()

    def _fill(self, digest: str) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.say("Preparing the database (about 20 seconds, the first time only) …")
            self.house.manage("migrate", "--verbosity=0")
        self.say("Filling in the company and its library …")
        self.house.manage("seed")
        _remember(digest)

    def _welcome(self, port: int) -> None:
        people = {user.email: user for user in User.objects.filter(is_demo=True)}
        mails = [f"{member.key}@{DOMAIN}" for member in CAST]
        width = max(map(len, mails))
        self.say("")
        self.say(f"Vigente runs on  http://localhost:{port}")
        self.say("")
        for member, mail in zip(CAST, mails, strict=True):
            if mail in people:
                self.say(f"  {mail:<{width}}  {PASSWORD}  {member.name}: {ROLES[member.key]}")
        self.say("")
        self.say(f"Mail lands in {settings.EMAIL_FILE_PATH}, logs in {settings.VAR / 'log'}. Ctrl-C stops everything.")
        connection.close()

    def say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


class _House:
    """The processes of one demo; a file names them, so that the next demo can clear away what a `kill -9` left."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        self.record = var / "demo.json"
        self.is_alone = False
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "DATABASE_URL": _database_address(),
            "BASE_URL": env.text("BASE_URL", f"http://localhost:{port}"),
            "VAR_DIR": str(var),
            "MODE": settings.MODE,
            "PYTHONUNBUFFERED": "1",
        }

    def start_valkey(self) -> None:
        if env.text("VALKEY_URL"):
            return
        process, url = embedded.start_valkey(self.var, **_with_us())
        self._keep("valkey", process)
        self.environment["VALKEY_URL"] = url

    def start_web(self) -> None:
        self._run("web", [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", env.text("HOST", "127.0.0.1"),
            "--port", str(self.port), "--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers",
            "--no-access-log", "portal.wsgi:application",
        ])  # fmt: skip

    def start_background(self) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "portal.celery"]
        beat = self.var / "beat"
        beat.mkdir(exist_ok=True)
        for stale in beat.iterdir():
            stale.unlink()
        self._run("worker", [*celery, "worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle"])
        self._run("beat", [*celery, "beat", "-l", "WARNING", "-s", str(beat / "schedule"), "--pidfile="])

    def manage(self, *command: str) -> None:
        """Run one of our own commands to its end."""
        process = subprocess.Popen([sys.executable, BASE / "manage.py", *command], env=self.environment, cwd=BASE)
        self.children["manage"] = process
        if process.wait() != 0:
            raise CommandError(f"`manage.py {command[0]}` failed; what it said stands above.")
        del self.children["manage"]

    def wait_until_well(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self._complain_about_the_dead()
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/?format=json", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise CommandError(f"The web server does not answer; see {self._log('web')}.")

    def watch(self) -> None:
        """Stay until a signal comes or a part ends by itself."""
        while True:
            time.sleep(0.5)
            self._complain_about_the_dead()

    def stop(self) -> None:
        """End every process of ours: kindly first, and whoever lingers for certain."""
        for process in reversed(self.children.values()):
            _signal_group(process.pid, signal.SIGTERM)
        end = time.monotonic() + 8
        for process in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.1, end - time.monotonic()))
            _signal_group(process.pid, signal.SIGKILL)
            process.wait()
        self.children.clear()
        if self.is_alone:  # the record of the demo that refused us is not ours to remove
            self.record.unlink(missing_ok=True)

    def clear_away_the_dead(self) -> None:
        """Refuse beside a demo that runs; end what a killed one left behind."""
        self.lock = (self.var / "demo.lock").open("w")  # the kernel gives it back, however we end
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError("A demo of this folder runs already: stop it first, or use its window.") from None
        self.is_alone = True
        try:
            left = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return
        for name, pid in left["children"].items():
            command = embedded.command_of(pid)
            if any(word in command for word in ("granian", "celery", "valkey-server", "manage.py")):
                self._say_cleared(name)
                _signal_group(pid, signal.SIGKILL)
        self.record.unlink(missing_ok=True)

    def _say_cleared(self, name: str) -> None:
        sys.stdout.write(f"Ended the {name} that an earlier demo left behind.\n")

    def _run(self, name: str, command: list[str]) -> None:
        self._log(name).parent.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("wb") as log:
            process = subprocess.Popen(
                command, env=self.environment, cwd=BASE, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **_with_us()
            )
        self._keep(name, process)

    def _keep(self, name: str, process: subprocess.Popen[bytes]) -> None:
        self.children[name] = process
        pids = {child: kept.pid for child, kept in self.children.items()}
        self.record.write_text(json.dumps({"demo": os.getpid(), "port": self.port, "children": pids}))

    def _complain_about_the_dead(self) -> None:
        for name, process in self.children.items():
            if process.poll() is not None:
                raise CommandError(f"The {name} ended by itself (code {process.returncode}); see {self._log(name)}.")

    def _log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"


def _stop(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _with_us() -> dict[str, Any]:
    """Options of Popen for a child with a process group of its own, which on Linux ends when we do, whatever ends us."""
    if not sys.platform.startswith("linux"):
        return {"start_new_session": True}
    libc = ctypes.CDLL(None)
    return {"start_new_session": True, "preexec_fn": lambda: libc.prctl(1, signal.SIGTERM)}


def _signal_group(pid: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((env.text("HOST", "127.0.0.1"), port))
        except OSError as error:
            if isinstance(error, PermissionError):
                raise CommandError(f"Port {port} needs more rights: try `make demo PORT=8123`.") from None
            raise CommandError(f"Port {port} is in use: try `make demo PORT={port + 1}`.") from None


def _in_one_line(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}."


def _database_address() -> str:
    """The address that children use, so that none of them starts a database of its own."""
    return env.text("DATABASE_URL") or embedded.database_url(settings.VAR)


def _seeded() -> str:
    """What the database itself says was last seeded into it, so that a new database is never taken for a filled one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = current_database()"
        )
        return cursor.fetchone()[0] or ""


def _remember(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"comment on database {connection.ops.quote_name(connection.settings_dict['NAME'])} is %s", [digest]
        )
