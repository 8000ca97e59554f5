"""Reading: who sees which practice company, the drills on offer, and the desk as a page shows it."""

from sandbox.store import visible

__all__ = ["visible"]
