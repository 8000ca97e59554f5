"""Personal documents: what looks like a CPF has to be one; any other country's is kept as it is written."""

from __future__ import annotations

from django.utils.translation import gettext as _
from stdnum.br import cpf
from stdnum.exceptions import ValidationError

from portal.refusal import Refusal

CPF_DIGITS = 11


def tidied(text: str) -> str:
    """The document as it is stored. Raises a Refusal for eleven digits whose check digits are wrong."""
    text = " ".join(text.split())
    if not looks_like_cpf(text):
        return text
    try:
        if len({sign for sign in text if sign.isdigit()}) == 1:  # its check digits fit, and nobody was ever given it
            raise ValidationError
        return str(cpf.format(cpf.validate(text)))
    except ValidationError:
        raise Refusal(
            "cpf", _("The check digits of this CPF do not fit. Compare it with the document, digit by digit.")
        ) from None


def looks_like_cpf(text: str) -> bool:
    digits = [sign for sign in text if sign.isdigit()]
    return len(digits) == CPF_DIGITS and all(sign.isdigit() or sign in " .-/" for sign in text)
