"""Finds a Chromium for the browser tests, or installs one: the system's, then Playwright's, else one clear line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


def system() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def launch_args() -> dict[str, Any]:
    """For Playwright's `launch`."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    found = system()
    return {"args": [*sandbox, *ARGS], **({"executable_path": found} if found else {})}


def ensure() -> None:
    """Have a Chromium, or stop with one line that says what to install."""
    if system() or _playwrights():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
        if system():
            return
    print("Fetching Playwright's Chromium for the browser tests …", flush=True)
    fetched = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if fetched.returncode != 0:
        sys.exit("No Chromium for the browser tests: install your system's `chromium` package and run again.")


def _playwrights() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


if __name__ == "__main__":
    ensure()
