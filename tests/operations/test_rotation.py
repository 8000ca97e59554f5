"""Field keys are rotated: everything comes under the newest, whatever stops it in the middle, and what no key opens is named."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from portal import rotation
from portal.audit.models import Entry
from portal.jobs.models import Job
from portal.people.models import User
from portal.rights.models import DataCopy, ErasureRequest
from portal.sealed import SealedBytesField, SealedTextField, is_newest, seal
from portal.seams.contracts import SealedColumn
from sandbox import subjects
from tests.journeys.prepared import opens_drill

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def rotated(*args: str) -> tuple[int, str, str]:
    """Exit code and what was said."""
    said, complained = StringIO(), StringIO()
    try:
        call_command("rotate_field_keys", *args, stdout=said, stderr=complained)
    except SystemExit as left:
        return int(left.code or 0), said.getvalue(), complained.getvalue()
    return 0, said.getvalue(), complained.getvalue()


@pytest.fixture
def house(settings, starter) -> User:
    """A house that sealed everything under the old key."""
    settings.FIELD_KEYS = [OLD]
    ErasureRequest.objects.all().delete()
    Job.objects.all().delete()
    ana = starter["ana"]
    ana.document = "529.982.247-25"
    ana.save()
    opens_drill(ana)
    ErasureRequest.objects.create(user=ana, words="minhas palavras", answer_by="2026-12-01")
    DataCopy.objects.create(
        user=ana, language="en", made_at="2026-11-01T00:00Z", expires_at="2026-11-08T00:00Z", content=b"PK"
    )
    Job.objects.create(kind="mail.send", args={"sealed": seal("uma carta"), "deep": [{"er": seal("outra")}]})
    return ana


@pytest.mark.django_db
def test_everything_comes_under_the_newest_key_and_the_old_one_may_go(house, settings):
    settings.FIELD_KEYS = [NEW, OLD]
    code, said, _ = rotated("--check")
    assert code == 1 and "under older keys" in said
    assert Entry.objects.filter(act="keys.rotated").count() == 0
    code, said, complained = rotated()
    assert (code, complained) == (0, "")
    assert "0 under older keys, 0 that no key opens" in said
    assert Entry.objects.get(act="keys.rotated").facts["count"] > 5
    assert rotated("--check")[0] == 0
    settings.FIELD_KEYS = [NEW]
    house.refresh_from_db()
    assert house.document == "529.982.247-25"
    assert ErasureRequest.objects.get(user=house).words == "minhas palavras"
    assert bytes(DataCopy.objects.get(user=house).content) == b"PK"
    assert subjects.people(house.drill_attempts.get().workspace)
    job = Job.objects.get(kind="mail.send")
    assert is_newest(job.args["sealed"]) and is_newest(job.args["deep"][0]["er"])
    assert rotated()[0] == 0
    assert Entry.objects.filter(act="keys.rotated").count() == 1, "nothing was rotated the second time"


@pytest.mark.django_db
def test_what_no_key_opens_is_named_by_table_and_row_and_the_rest_goes_on(house, settings, starter):
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    bruno = starter["bruno"]
    bruno.document = "um segredo perdido"
    bruno.save()
    settings.FIELD_KEYS = [NEW, OLD]
    code, said, complained = rotated()
    assert code == 1
    assert f"people_user.document, row {bruno.pk}" in complained
    assert "segredo" not in said + complained and "gAAAA" not in said + complained
    settings.FIELD_KEYS = [NEW]
    assert User.objects.get(pk=house.pk).document == "529.982.247-25"
    with pytest.raises(InvalidToken):
        User.objects.get(pk=bruno.pk)


@pytest.mark.django_db
def test_stopped_between_two_batches_it_goes_on_where_it_was(house, settings, starter, monkeypatch):
    for user in starter.values():
        User.objects.filter(pk=user.pk).update(document=f"documento {user.pk}")
    settings.FIELD_KEYS = [NEW, OLD]
    monkeypatch.setattr(rotation, "BATCH", 5)
    column = SealedColumn(User, "document")
    walk = rotation.walk(column, write=True)
    next(walk), next(walk)
    walk.close()
    *_, left = rotation.walk(column, write=False)
    assert left.seen == len(starter) and 0 < left.old <= len(starter) - 5
    assert rotated()[0] == 0
    settings.FIELD_KEYS = [NEW]
    assert User.objects.get(pk=starter["bruno"].pk).document == f"documento {starter['bruno'].pk}"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_no_harm_and_a_row_that_is_held_is_waited_for(house, settings, starter):
    settings.FIELD_KEYS = [OLD]
    for user in starter.values():
        User.objects.filter(pk=user.pk).update(document=f"documento {user.pk}")
    settings.FIELD_KEYS = [NEW, OLD]
    codes: list[int] = []

    def run() -> None:
        codes.append(rotated()[0])
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rotated("--check")[0] == 0
    settings.FIELD_KEYS = [NEW]
    assert User.objects.get(pk=starter["bruno"].pk).document == f"documento {starter['bruno'].pk}"


KILLED = """
import os, signal, sys
import django
django.setup()
from portal import rotation
from portal.people.models import User
from portal.seams.contracts import SealedColumn
rotation.BATCH = 5
for number, walked in enumerate(rotation.walk(SealedColumn(User, "document"), write=True)):
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_loses_nothing(house, settings, starter):
    settings.FIELD_KEYS = [OLD]
    for user in starter.values():
        User.objects.filter(pk=user.pk).update(document=f"documento {user.pk}")
    where = connection.settings_dict
    url = f"postgresql://{where['USER']}@/{where['NAME']}?host={where['HOST']}&port={where['PORT'] or 5432}"
    environment = {
        **os.environ, "MODE": "test", "DATABASE_URL": url, "FIELD_KEYS": f"{NEW},{OLD}",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
    }  # fmt: skip
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=root, env=environment, capture_output=True, timeout=120)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()[-2000:]
    settings.FIELD_KEYS = [NEW, OLD]
    *_, left = rotation.walk(SealedColumn(User, "document"), write=False)
    assert 0 < left.old < left.seen
    assert rotated()[0] == 0
    settings.FIELD_KEYS = [NEW]
    assert User.objects.get(pk=starter["zeca"].pk).document == f"documento {starter['zeca'].pk}"


NOT_SEALED = {
    "sandbox.Snapshot.data": "a world without names: personal data of subjects lies apart",
    "sandbox.ReportState.fold": "sums of a world without names",
    "sandbox.Subject.data": "sealed under the subject's own key, and that key is rotated",
}


def test_whatever_is_sealed_is_rotated():
    rotate = {(column.model, column.column) for column in rotation.columns()}
    missing: list[Any] = []
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            where = f"{model._meta.app_label}.{model.__name__}.{field.name}"
            sealed = isinstance(field, SealedTextField | SealedBytesField | models.BinaryField)
            if sealed and (model, field.name) not in rotate and where not in NOT_SEALED:
                missing.append(where)
    assert not missing, "sealed, but never brought under a new key: " + ", ".join(missing)
