"""The doors of people: what each sets for themselves, and what is done to others."""

from portal.people.views.settings import set_language_of_person, set_theme

__all__ = ["set_language_of_person", "set_theme"]
