"""The two jobs of an import: the check (read, check by chunks, compare) and the run (write by chunks), a chunk a commit."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.record import audited, audited_many
from portal.jobs.models import OPEN, Job
from portal.jobs.queue import enqueue
from portal.jobs.run import Next, handler, tell
from portal.people.access import viewer_of
from portal.people.acting import one_at_a_time
from portal.people.administrators import keepers
from portal.people.align import align
from portal.people.days import today
from portal.people.models import User
from portal.people.moved import moved
from portal.refusal import Refusal
from portal.roster.compare import Compared, Entry, House, compare, counted, leaving, stops
from portal.roster.decide import ONE, Kind
from portal.roster.findings import Finding, Unreadable
from portal.roster.models import Batch, Import, Stage, State
from portal.roster.people import known_departments, known_people
from portal.roster.preview import places, write_down
from portal.roster.reading import Line, read
from portal.roster.values import values_of
from portal.roster.write import (
    Writer,
    Written,
    write_departments,
    write_leaving,
    write_managers,
    write_people,
)
from portal.signin.invitations import withdraw

CHUNK = 500
KEPT = timedelta(hours=24)
"""How long at most what a file says is kept."""
MOST_TOLD = 200
"""Errors and names that a page lists; the workbook lists all."""
WRITERS: dict[int, Writer] = {
    Stage.DEPARTMENTS: write_departments,
    Stage.PEOPLE: write_people,
    Stage.MANAGERS: write_managers,
    Stage.LEAVING: write_leaving,
}
CHECK, RUN = "roster.check", "roster.run"
COMPARE = "compare"


def start(of: Import, kind: str, step: str) -> None:
    """Ask for the check or the run of this turn; twice is once."""
    args = {"import": str(of.pk), "turn": of.turn, "step": step}
    by = of.confirmed_by if kind == RUN else of.by
    enqueue(kind, args=args, once=f"{kind}:{of.pk}:{of.turn}", asked_by=by.person if by else None)


def _mine(job: Job, state: State) -> Import | None:
    """The import this job is for, locked; None where it went on without it."""
    rows = Import.objects.select_for_update(of=("self",))
    return rows.filter(pk=UUID(job.args["import"]), turn=job.args["turn"], state=state).first()


# -- The check --------------------------------------------------------------------------------------------------------


@handler(CHECK, label=_("Check a file of people"))
def check(job: Job) -> Next | None:
    """A chunk of the check: the file is read, then its cells chunk by chunk, then all of it is compared with the house."""
    of = _mine(job, State.CHECKING)
    if of is None:
        return None
    step = job.args["step"]
    following: int | str | None = None
    if step == "read":
        following = _read(of)
    elif step == COMPARE:
        _compare(of)
    else:
        following = _check_cells(of, step)
    tell(job, of.progress, total=of.total)
    return None if following is None else Next({**job.args, "step": following})


def _read(of: Import) -> int | None:
    try:
        table = read(base64.b64decode(of.file))
    except Unreadable as unreadable:
        of.state, of.file, of.checked_at = State.REFUSED, "", timezone.now()
        of.tell(refused=[unreadable.code, unreadable.facts])
        of.save()
        return None
    entries = [{"n": line.number, "cells": line.cells, "bad": line.bad} for line in table.lines]
    _batches(of, Stage.PEOPLE, entries)
    of.columns = {name: [place, table.columns.headings[name]] for name, place in table.columns.places.items()}
    of.tell(unused=list(table.columns.unused))
    of.file, of.lines, of.total, of.progress = "", len(entries), len(entries), 0
    of.save()
    return 0


def _check_cells(of: Import, number: int) -> int | str:
    batch = of.batches.get(stage=Stage.PEOPLE, number=number)
    entries = batch.entries
    for entry in entries:
        bad = {name: (code, shown) for name, (code, shown) in entry["bad"].items()}
        values, findings = values_of(Line(entry["n"], entry["cells"], bad))
        entry["values"], entry["cell_errors"] = values, [finding.packed() for finding in findings]
    batch.entries = entries
    batch.save()
    of.progress += batch.size
    of.save(update_fields=["progress"])
    return COMPARE if of.progress >= of.lines else number + 1


def _compare(of: Import) -> None:
    batches = list(of.batches.filter(stage=Stage.PEOPLE).order_by("number"))
    by_batch = [batch.entries for batch in batches]
    house = _house(of)
    found = compare([one for some in by_batch for one in some], house, deactivates_missing=of.deactivates_missing)
    for line in found.lines:
        line.entry["errors"] = [finding.packed() for finding in line.findings]
        line.entry["kind"], line.entry["fields"] = str(line.decision.kind), list(map(str, line.decision.fields))
        line.entry["seen"] = line.known.seen() if line.known else ""
    write_down(found.lines, house)
    for batch, entries in zip(batches, by_batch, strict=True):
        batch.entries = entries
    Batch.objects.bulk_update(batches, ["sealed"], batch_size=20)
    of.batches.exclude(stage=Stage.PEOPLE).delete()
    _plan(of, found)
    errors = [[line.entry["n"], *finding.packed()] for line in found.lines for finding in line.findings]
    of.counts = {**counted(found), "lines": len(found.lines), "findings": len(errors), "places": places(by_batch)}
    of.tell(
        errors=errors[:MOST_TOLD],
        stops=stops(found, house, by=of.by_id, deactivates_missing=of.deactivates_missing),
        missing=[[known.name, known.email] for known in found.missing[:MOST_TOLD]],
        stranded=list(found.stranded),
        departments=list(found.new_departments),
        leaving=sorted(leaving(found)),
        more_than_half=len(found.missing) * 2 > found.employed,
    )
    of.state, of.checked_at = State.CHECKED, timezone.now()
    of.save()


def _house(of: Import) -> House:
    return House(
        people=known_people(User.objects.all(), with_documents="document" in of.columns),
        departments=known_departments(),
        day=of.starts_on,
        today=today(),
        creates_departments=of.creates_departments,
        keepers=keepers(),
    )


def _plan(of: Import, found: Compared) -> None:
    """What runs besides the lines themselves."""
    _batches(of, Stage.DEPARTMENTS, [{"n": 0, "name": name} for name in found.new_departments])
    managers = [
        {
            "n": line.entry["n"],
            "values": line.entry["values"],
            "seen_manager": line.known.seen_manager() if line.known else None,
            "told": line.decision.moves_department and line.decision.kind == Kind.TRANSFERRED,
            "kind": str(line.decision.kind),
        }
        for line in found.managers
    ]
    _batches(of, Stage.MANAGERS, managers)
    gone: list[Entry] = [
        {"n": line.entry["n"], "kind": "leaving", "id": line.known.id, "last_day": line.entry["values"]["leaves_on"]}
        for line in found.lines
        if line.stands and line.known and line.decision.kind == Kind.LEAVING
    ]
    gone += [{"n": 0, "id": known.id, "last_day": (of.starts_on - ONE).isoformat()} for known in found.missing]
    _batches(of, Stage.LEAVING, gone)


def _batches(of: Import, stage: Stage, entries: Sequence[Entry]) -> None:
    made = []
    for number, start in enumerate(range(0, len(entries), CHUNK)):
        batch = Batch(of=of, stage=stage, number=number)
        batch.entries = list(entries[start : start + CHUNK])
        made.append(batch)
    Batch.objects.bulk_create(made, batch_size=20)


# -- The run ----------------------------------------------------------------------------------------------------------


@handler(RUN, label=_("Import people"))
def run(job: Job) -> Next | None:
    """The next chunk that is not written yet; after the last one, what is told of all."""
    of = _mine(job, State.RUNNING)
    if of is None:
        return None
    batch = of.batches.filter(done_at=None).order_by("stage", "number").first()
    if batch is None:
        _finish(of)
        return None
    entries = [entry for entry in batch.entries if not entry.get("errors")]
    _tell(of, batch, _write(of, batch, entries))
    _look_again()
    batch.done_at = timezone.now()
    batch.save(update_fields=["done_at"])
    if batch.stage == Stage.PEOPLE:  # what is told are lines of the file, each of them once
        of.progress += batch.size
    of.save()
    tell(job, of.progress, total=of.total)
    return Next(job.args)


def _look_again() -> None:
    """Tell the database how its tables have grown: plans made for a small house would walk through all of a large one."""
    with connection.cursor() as cursor:
        cursor.execute("analyze people_user, people_employment, people_departmentmembership, people_reportingline")


def _write(of: Import, batch: Batch, entries: Sequence[Entry]) -> Written:
    """The chunk at once; where the database refuses it, line by line, and only what it refuses is left out."""
    writer = WRITERS[batch.stage]
    try:
        with one_at_a_time():
            return writer(of, entries)
    except Refusal:
        whole = Written()
    for entry in entries:
        try:
            with one_at_a_time():
                whole.add(writer(of, [entry]))
        except Refusal as refusal:
            code = "loop_now" if refusal.code == "no_loop_in_the_line" else "refused_now"
            whole.leave_out(entry, [Finding("", code)])
    return whole


def _tell(of: Import, batch: Batch, written: Written) -> None:
    """Audit what was done to whom, bring accounts in line, and add to what the import's page will say."""
    if written.touched:
        align(written.touched)
    moved(written.moved)
    assert of.confirmed_by is not None
    by = viewer_of(of.confirmed_by)
    if batch.stage == Stage.LEAVING:
        invited = User.objects.filter(pk__in=written.touched, is_active=False, invitations__withdrawn_at=None)
        for user in invited.filter(invitations__accepted_at=None, invitations__isnull=False).distinct():
            withdraw(by, user)
    persons = dict(User.objects.filter(pk__in={user for _, user, _ in written.acts}).values_list("pk", "person"))
    acts: list[tuple[str, UUID | None, dict[str, Any]]] = [
        (act, persons[user], {**facts, "import": str(of.pk)}) for act, user, facts in written.acts
    ]
    acts += [("department.made", None, {"key": key, "import": str(of.pk)}) for key in written.departments]
    audited_many(by, acts)
    told = of.told
    _tally(of, batch, written, told)
    of.counts["acts"] = of.counts.get("acts", 0) + len(acts)
    of.made = [*of.made, *written.made]
    of.tell(
        left_out=[*told.get("left_out", []), *written.left_out][:MOST_TOLD],
        meanwhile=[*told.get("meanwhile", []), *written.meanwhile][:MOST_TOLD],
        out=told["out"],
        kinds=told["kinds"],
    )


def _tally(of: Import, batch: Batch, written: Written, told: dict[str, Any]) -> None:
    """Count each line of the file once, by the groups of the check; a line that is left out after all changes its group."""
    done = Counter(of.counts.get("done", {}))
    checked = {entry["n"]: entry["kind"] for entry in batch.entries if entry.get("kind")}
    kinds = told.setdefault("kinds", {})
    """Lines that turned out as another kind than the check said."""
    out = set(told.get("out", []))
    done.update(written.kinds.values())
    kinds |= {str(n): kind for n, kind in written.kinds.items() if kind != checked.get(n)}
    left_out = {line for line, *_ in written.left_out} - out
    if batch.stage != Stage.PEOPLE:
        done.subtract(kinds.get(str(n)) or checked[n] for n in left_out)
    done["left_out"] += len(left_out)
    done["missing"] += written.missing
    done["departments"] += len(written.departments)
    told["out"] = sorted(out | left_out)
    of.counts = {**of.counts, "done": dict(done)}


def _finish(of: Import) -> None:
    assert of.confirmed_by is not None
    done: dict[str, Any] = of.counts.get("done", {})
    facts: dict[str, Any] = {
        "new": done.get("new", 0),
        "changed": sum(done.get(name, 0) for name in ("changed", "transferred", "returning")),
        "left": done.get("leaving", 0) + done.get("missing", 0),
        "digest": of.digest[:12],
        "rows": of.counts.get("acts", 0),
        "import": str(of.pk),
    }
    audited(viewer_of(of.confirmed_by), "people.imported", **facts)
    of.batches.all().delete()
    of.state, of.finished_at, of.file = State.DONE, timezone.now(), ""
    of.save()


# -- Forgetting -------------------------------------------------------------------------------------------------------


def forget(of: Import) -> None:
    """Nothing of what the file says is kept; the caller holds the row's lock."""
    of.batches.all().delete()
    of.file = of.file_name = of.report = ""
    of.made, of.columns = [], {}
    of.forgotten_at = timezone.now()
    if of.state in {State.CHECKING, State.CHECKED}:
        of.state = State.DISCARDED
    of.save()


@handler("roster.forget", label=_("Forget a file of people"))
def forget_contents(job: Job) -> None:
    of = Import.objects.select_for_update().filter(pk=UUID(job.args["import"])).first()
    if of is None or of.forgotten_at:
        return
    if of.state == State.RUNNING and timezone.now() - of.created_at < 3 * KEPT:
        enqueue("roster.forget", args=job.args, run_after=timezone.now() + timedelta(hours=1))
        return
    forget(of)


def is_at_work(of: Import) -> bool:
    """Whether a job of this import waits or runs; without one it would stand still for ever."""
    return Job.objects.filter(OPEN, args__import=str(of.pk), kind__in=(CHECK, RUN)).exists()
