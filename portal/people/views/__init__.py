"""The doors of people: what each sets for themselves, and what is done to others."""

from portal.people.views.settings import account, set_language_of_person, set_mail, set_theme, set_zone

__all__ = ["account", "set_language_of_person", "set_mail", "set_theme", "set_zone"]
