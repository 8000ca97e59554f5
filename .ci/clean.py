"""Removes the demo's data and every cache, unless something still uses them; needs nothing but Python."""

import fcntl
import os
import shutil
import signal
import sys
import time

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHES = {"__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"}


def stop_database(var):
    """A killed demo leaves its database running; one that somebody holds is left alone."""
    try:
        holders = open(os.path.join(var, "postgres.holders"))
        fcntl.flock(holders, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return
    except BlockingIOError:
        sys.exit("Vigente is running here: stop it first.")
    pid_file = os.path.join(var, "postgres", "postmaster.pid")
    try:
        with open(pid_file) as file:
            os.kill(int(file.readline()), signal.SIGINT)
    except (FileNotFoundError, ProcessLookupError, ValueError):
        return
    for _ in range(100):
        if not os.path.exists(pid_file):
            return
        time.sleep(0.1)


def main():
    for var in (os.path.join(HERE, "var"), os.path.join(HERE, "var", "test")):
        stop_database(var)
    shutil.rmtree(os.path.join(HERE, "var"), ignore_errors=True)
    for folder, below, files in os.walk(HERE):
        below[:] = [name for name in below if name not in (".venv", ".git")]
        for name in set(below) & CACHES:
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
            below.remove(name)
        for name in files:
            if name.endswith(".mo"):
                os.remove(os.path.join(folder, name))


if __name__ == "__main__":
    main()
