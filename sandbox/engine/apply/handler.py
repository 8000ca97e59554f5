"""Handler: what an area says about the events it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.engine.events.base import Base
from sandbox.engine.world import World

# Each handler takes exactly the event type it is listed under, which a mapping's type cannot say.
Handlers = dict[type[Base], Callable[[World, Any], None]]
