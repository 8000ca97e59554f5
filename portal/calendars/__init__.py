"""Calendars: a person's own due days, read by their calendar at an address that only they know."""
