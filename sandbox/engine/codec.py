"""Codec: events and worlds to and from bytes, and the hash that two equal journals share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

import msgspec

from sandbox.engine.events import EVENT_TYPES, ClockMoved, Event
from sandbox.engine.world import World

# A record's fields come in the order in which they are declared (so new ones are added at the end), a table's keys in
# their own order.
_canonical_encoder: Final = msgspec.json.Encoder(order="deterministic")
_types: Final[dict[str, Any]] = {str(kind.__struct_config__.tag): kind for kind in EVENT_TYPES}
_world_encoder: Final = msgspec.msgpack.Encoder()
_world_decoder: Final = msgspec.msgpack.Decoder(World)


def canonical(value: object) -> bytes:
    """The one spelling of a value that is hashed."""
    return _canonical_encoder.encode(value)


def digest(value: object) -> str:
    """A short fingerprint of a command's body, to tell a repetition from another command under the same
    key.
    """
    return hashlib.sha256(canonical(value)).hexdigest()[:32]


def link(chain: str, group: Sequence[Event]) -> str:
    """The journal's hash with one more group of events at its end: what one command, or one piece of due work, led to."""
    return hashlib.sha256(chain.encode() + _canonical_encoder.encode(group)).hexdigest()


def encode_event(event: Event) -> dict[str, Any]:
    """A JSON-safe dict with the event's tag under `type`."""
    encoded: dict[str, Any] = msgspec.to_builtins(event)
    return encoded


def kind_of(event: Event) -> str:
    """The event's tag."""
    return str(type(event).__struct_config__.tag)


def event_json(event: Event) -> bytes:
    """The same as bytes, to be written down as they are."""
    return _canonical_encoder.encode(event)


def decode_event(data: dict[str, Any]) -> Event:
    """The event again; raises msgspec.ValidationError for what no event is."""
    # By its tag: a union this wide is gone through anew at every conversion, fifty times slower than the one type.
    event: Event = msgspec.convert(data, _types.get(str(data.get("type")), Event))
    return event


def encode_world(world: World) -> bytes:
    """A snapshot, to be thrown away and rebuilt by replay when `ENGINE_VERSION` differs."""
    return _world_encoder.encode(world)


def decode_world(data: bytes) -> World:
    return _world_decoder.decode(data)


def journal_hash(events: Iterable[Event]) -> str:
    """The chained hash of a journal, the clock's own movements left out; equals the world's `chain`."""
    chain = ""
    for group in groups_of(events):
        if type(group[0]) is not ClockMoved:
            chain = link(chain, group)
    return chain


def groups_of(events: Iterable[Event]) -> Iterator[list[Event]]:
    """A journal's events by what they answer, in order; the clock's own movements apart."""
    for _name, group in groupby(events, key=attrgetter("group")):
        yield list(group)
