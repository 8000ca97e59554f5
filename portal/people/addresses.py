"""E-mail addresses: plain letters only, so that none looks like another's; the database refuses the rest as well."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PLAIN = r"^[!-~]+$"
"""ASCII without spaces: letters such as a dotless ı fold to others in comparisons, and would pass for them."""


def plain_address(address: str) -> None:
    """A validator. Raises ValidationError for letters that are not plain; domains of others are written as xn--…"""
    if not address.isascii():
        raise ValidationError(
            _("An e-mail address here has only plain letters, without accents. Type it again."), code="address_letters"
        )
