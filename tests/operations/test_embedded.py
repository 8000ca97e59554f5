"""The embedded PostgreSQL: shared, stopped by the last who holds it, and started again after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portal import embedded

BASE = Path(__file__).resolve().parents[2]
HOLD = "import sys; from pathlib import Path; from portal import embedded; print(embedded.database_url(Path(sys.argv[1])), flush=True); sys.stdin.read()"


def _hold(var: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(var)], cwd=BASE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdout.readline().startswith("postgresql://")
    return holder


def _server(var: Path) -> int | None:
    pid_file = var / "postgres" / "postmaster.pid"
    return int(pid_file.read_text().splitlines()[0]) if pid_file.exists() else None


def _let_go(holder: subprocess.Popen[str]) -> None:
    holder.communicate("", timeout=30)


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / ("a folder with a name far too long for a unix socket " * 2).strip()


def test_it_stops_with_the_last_holder_and_survives_the_kill_of_one(var):
    first, second = _hold(var), _hold(var)
    server = _server(var)
    first.kill()
    first.wait()
    _let_go(second)
    assert server is not None
    assert not embedded.command_of(server)
    assert _server(var) is None


def test_it_starts_again_after_the_server_itself_was_killed(var):
    holder = _hold(var)
    server = _server(var)
    assert server is not None
    os.kill(server, signal.SIGKILL)
    holder.kill()
    holder.wait()
    time.sleep(0.2)
    again = _hold(var)
    assert _server(var) not in (None, server)
    _let_go(again)


def test_a_stale_pid_that_now_belongs_to_another_process_does_not_block(var):
    holder = _hold(var)
    _let_go(holder)
    (var / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{var / 'postgres'}\n0\n5432\n\n\n0 0\nready\n")
    again = _hold(var)
    assert _server(var) != os.getpid()
    _let_go(again)


def test_valkey_asks_for_its_password(tmp_path):
    import redis

    process, url = embedded.start_valkey(tmp_path)
    try:
        assert redis.from_url(url).ping()
        port = url.rpartition(":")[2].split("/")[0]
        with pytest.raises(redis.exceptions.AuthenticationError):
            redis.Redis(port=int(port)).ping()
    finally:
        process.terminate()
        process.wait()
