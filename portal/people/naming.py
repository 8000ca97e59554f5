"""Names of people: what is none is refused, whichever door it comes through."""

from __future__ import annotations

import unicodedata

from django.utils.translation import gettext_lazy as _

from portal.refusal import Refusal

NO_NAME = _("A name begins with a letter and holds no address of a page. Write it as the person signs it.")
CHARACTERS = _("There are characters here that cannot be shown. Type the value again.")
FORMULA = ("=", "+", "-", "@")
ADDRESSES = ("://", "www.")


def tidied_name(text: str) -> str:
    """The name as it is stored. Raises a Refusal for what a spreadsheet or a reader of mail would take for something else."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name.isprintable():
        raise Refusal("name_characters", CHARACTERS)
    if name.startswith(FORMULA) or any(sign in name.lower() for sign in ADDRESSES):
        raise Refusal("name", NO_NAME)
    return name
