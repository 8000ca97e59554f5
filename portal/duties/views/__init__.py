"""The team matrix, *why*, and the rules behind both."""

from portal.duties.views.people import team, why

__all__ = ["team", "why"]
