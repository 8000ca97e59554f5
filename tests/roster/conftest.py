"""Files as people make them, and an import taken through its jobs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from portal.jobs.models import Job
from portal.jobs.run import due, perform
from portal.people.access import Viewer, viewer_of
from portal.people.days import today
from portal.people.models import User
from portal.roster.actions.confirm import confirm
from portal.roster.actions.upload import upload
from portal.roster.models import Import

HEAD = ["E-mail", "Nome", "Cargo", "Departamento", "E-mail do gestor", "Admissão", "Idioma", "CPF", "Último dia"]


def csv_of(*lines: Sequence[str], head: Sequence[str] = HEAD, delimiter: str = ";") -> bytes:
    rows = [head, *lines]
    return "\r\n".join(delimiter.join(row) for row in rows).encode()


def xlsx_of(*lines: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    book = Workbook()
    for row in [head, *lines]:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def work(*, most: int = 500) -> int:
    """Do what is due, as workers would; returns how many jobs ran."""
    done = 0
    while done < most:
        jobs = list(due().filter(kind__startswith="roster.").order_by("created_at").values_list("pk", flat=True))
        if not jobs:
            return done
        for job in jobs:
            ran = perform(job)
            assert ran, Job.objects.get(pk=job).error
            done += 1
    return done


@pytest.fixture
def admin(fabio: User) -> Viewer:
    return viewer_of(fabio)


@pytest.fixture
def sent(admin: Viewer) -> Callable[..., Import]:
    """Upload and check."""

    def send(content: bytes, *, starts_on: date | None = None, by: Viewer = admin, **options: bool) -> Import:
        of = upload(by, content=content, file_name="people.csv", starts_on=starts_on or today(), **options)
        work()
        of.refresh_from_db()
        return of

    return send


@pytest.fixture
def ran(admin: Viewer, sent: Callable[..., Import]) -> Callable[..., Import]:
    """Upload, check, confirm and write."""

    def run(content: bytes, *, is_sure: bool = False, **options: Any) -> Import:
        of = sent(content, **options)
        confirm(options.get("by", admin), of.pk, turn=of.turn, is_sure=is_sure)
        work()
        of.refresh_from_db()
        return of

    return run


def errors(of: Import) -> list[tuple[int, str, str]]:
    """Line, column and code of everything wrong."""
    return sorted((line, column, code) for line, column, code, _ in of.told.get("errors", []))
