"""Snapshots: worlds as they lie in their rows, and at hand those this process wrote or read last."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Final
from uuid import UUID

from django.db.models import BinaryField, Case, ExpressionWrapper, F, Func, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

from sandbox import engine
from sandbox.models import Snapshot, Workspace
from sandbox.models.workspaces import Packed

AT_HAND: Final = 12
"""Worlds a process keeps unpacked: one of a thousand invoices takes some megabytes."""


@dataclass(frozen=True)
class Known:
    """A world, and the mark of the bytes it is packed as: the row that holds these bytes holds this world."""

    mark: bytes
    world: engine.World


class _Shelf:
    """The worlds at hand, by company, the one used longest ago first."""

    def __init__(self) -> None:
        self._known: OrderedDict[UUID, Known] = OrderedDict()
        self._lock = Lock()

    def find(self, company: UUID) -> Known | None:
        with self._lock:
            if company in self._known:
                self._known.move_to_end(company)
            return self._known.get(company)

    def put(self, company: UUID, packed: bytes, world: engine.World) -> None:
        with self._lock:
            self._known[company] = Known(hashlib.sha256(packed).digest(), world)
            self._known.move_to_end(company)
            while len(self._known) > AT_HAND:
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()


shelf: Final = _Shelf()


@dataclass(frozen=True)
class Glance:
    """A look at a company's snapshot that asks for its bytes only where they are not those of the world at hand."""

    company: UUID
    known: Known | None

    @classmethod
    def at(cls, company: UUID) -> Glance:
        return cls(company, shelf.find(company))

    def columns(self, path: str = "") -> dict[str, Combinable]:
        """What to ask of the row: the number of its event, the engine that wrote it, and its bytes as they lie."""
        packed: Combinable = ExpressionWrapper(F(f"{path}data"), output_field=BinaryField())
        if self.known is not None:
            mark = Func(F(f"{path}data"), function="sha256", output_field=BinaryField())
            same = When(Exact(mark, self.known.mark), then=Value(None))
            packed = Case(same, default=packed, output_field=BinaryField())
        return {"kept_seq": F(f"{path}seq"), "kept_by": F(f"{path}engine_version"), "kept": packed}

    def world(self, kept: bytes | None) -> engine.World:
        """The world those bytes are; without bytes, the one at hand."""
        if kept is None and self.known is not None:
            return self.known.world
        packed = Packed(kept or b"")
        world = engine.decode_world(packed.unpacked)
        shelf.put(self.company, packed, world)
        return world


def keep(workspace: Workspace, world: engine.World, seq: int) -> None:
    """Write a company's world after event `seq` over the one before."""
    packed = Packed.of(engine.encode_world(world))
    Snapshot.objects.bulk_create(
        [Snapshot(workspace=workspace, seq=seq, data=packed, engine_version=engine.ENGINE_VERSION)],
        update_conflicts=True,
        unique_fields=["workspace"],
        update_fields=["seq", "data", "engine_version"],
    )
    shelf.put(workspace.pk, packed, world)
