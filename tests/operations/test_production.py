"""Production starts only when it is safe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.conf import settings

from tests import databases

BASE = Path(__file__).resolve().parents[2]
SAFE = {
    "MODE": "production",
    "SECRET_KEY": "c1f0b6a25d9f4e7d8a63b5e2f90147cd-Vigente-7e41a0d98b35",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "vigente.example",
    "BASE_URL": "https://vigente.example",
    "VALKEY_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp://user:password@mail.example:587",
}


def _run(tmp_path: Path, *command: str, database: str = "none", **changes: str) -> subprocess.CompletedProcess[str]:
    url = f"postgresql://{settings.DATABASES['default']['USER']}@/{database}?host={databases.HOST}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "VAR_DIR": str(tmp_path), "DATABASE_URL": url, **SAFE, **changes}
    return subprocess.run(
        [sys.executable, *command], cwd=BASE, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_deployment_check_is_clean(tmp_path):
    done = _run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_static_files_are_collected_under_names_that_change_with_them(tmp_path):
    done = _run(tmp_path, "manage.py", "collectstatic", "--no-input", "-v", "0")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "static" / "staticfiles.json").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "abab" * 20),
        ("FIELD_KEYS", "not-a-key"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "another.example"),
        ("ALLOWED_HOSTS", ".vigente.example"),
        ("BASE_URL", "http://vigente.example"),
        ("VALKEY_URL", ""),
        ("EMAIL_URL", ""),
        ("DEBUG", "yes"),
    ],
)
def test_what_is_missing_or_unsafe_is_named(name, value, settings, monkeypatch):
    from portal.checks import production_is_configured

    for key, safe in SAFE.items():
        monkeypatch.setenv(key, safe)
    settings.PRODUCTION = True
    settings.FIELD_KEYS, settings.ALLOWED_HOSTS = [SAFE["FIELD_KEYS"]], ["vigente.example"]
    settings.BASE_URL, settings.VALKEY_URL = SAFE["BASE_URL"], SAFE["VALKEY_URL"]
    assert production_is_configured(None) == []

    monkeypatch.setenv(name, value)
    if hasattr(settings, name):
        setattr(settings, name, [value] if name in {"FIELD_KEYS", "ALLOWED_HOSTS"} else value)
    found = production_is_configured(None)
    assert [message.msg.split()[0] for message in found] == [name]


def test_the_web_server_does_not_open_on_a_database_with_demo_accounts(tmp_path, starter):
    done = _run(tmp_path, "-c", "import portal.wsgi", database=settings.DATABASES["default"]["NAME"])
    assert done.returncode != 0
    assert "demo accounts" in done.stderr
    assert "Traceback" not in done.stderr


def test_production_never_starts_the_embedded_database(tmp_path):
    done = _run(tmp_path, "manage.py", "check", DATABASE_URL="")
    assert done.returncode != 0
    assert done.stderr.startswith("DATABASE_URL is missing")
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize(("name", "value"), [("EMAIL_URL", "mail.example"), ("DEBUG", "perhaps"), ("PORT", "many")])
def test_nonsense_stops_the_boot_in_one_line(tmp_path, name, value):
    done = _run(tmp_path, "manage.py", "check", **{name: value})
    assert done.returncode != 0
    assert done.stderr.startswith(f"{name}=")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["DATABASE_URL", "BASE_URL"])
def test_a_house_that_forgot_its_mode_is_no_demo(name, tmp_path):
    given = {"DATABASE_URL": "", "BASE_URL": ""} | {
        name: "postgresql://x@127.0.0.1:1/x" if name == "DATABASE_URL" else SAFE["BASE_URL"]
    }
    done = _run(tmp_path, "manage.py", "check", MODE="", **given)
    assert done.returncode != 0
    assert done.stderr.startswith(f"{name} is set and MODE is not")
    assert "Traceback" not in done.stderr
