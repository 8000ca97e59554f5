"""Markets: what a practice company takes from the country it stands in: money, zone, taxes, cards, language."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from sandbox.engine.catalogue import Jurisdiction
from sandbox.engine.commands import Language, TaxSpec
from sandbox.engine.habits import Rail


class Market(Struct, frozen=True):
    """`brands` are drawn from as they stand, so the usual ones stand more than once."""

    jurisdiction: Jurisdiction
    currency: str
    zone: str
    language: Language
    brands: tuple[str, ...]
    tax: TaxSpec
    has_slips: bool
    """Whether customers know boleto and Pix; elsewhere they are sent an invoice and pay by transfer."""

    seat: str
    """Where the company has its house: a place that does not exist."""
    tax_number: tuple[str, str]
    """Under which number it pays taxes, and what the number is called: one that nobody was given."""

    @property
    def rails(self) -> tuple[Rail, ...]:
        """By what customers pay what is sent to them, the usual ones more than once."""
        return ("pix", "pix", "boleto") if self.has_slips else ("transfer",)

    def say(self, pt: str, en: str) -> str:
        """Words that stand in the company's own records."""
        return pt if self.language == "pt-br" else en


MARKETS: Final[dict[Jurisdiction, Market]] = {
    "br": Market(
        jurisdiction="br",
        currency="BRL",
        zone="America/Sao_Paulo",
        language="pt-br",
        brands=("visa", "visa", "visa", "mastercard", "mastercard", "mastercard", "elo", "elo", "amex", "hipercard"),
        tax=TaxSpec("iss", "2.9", inclusive=True),
        has_slips=True,
        seat="Rua da Prática, 100, Vila Exemplo, 00000-000 São Paulo (SP)",
        tax_number=("CNPJ", "00.000.000/0000-00"),
    ),
    "eu": Market(
        jurisdiction="eu",
        currency="EUR",
        zone="Europe/Dublin",
        language="en",
        brands=("visa", "visa", "visa", "mastercard", "mastercard", "mastercard", "amex"),
        tax=TaxSpec("vat", "23", inclusive=True),
        has_slips=False,
        seat="100 Practice Street, Dublin, D00 0000, Ireland",
        tax_number=("VAT", "IE 0000000 AA"),
    ),
    "us": Market(
        jurisdiction="us",
        currency="USD",
        zone="America/New_York",
        language="en",
        brands=("visa", "visa", "visa", "mastercard", "mastercard", "amex", "discover"),
        tax=TaxSpec("sales-tax", "8.875"),
        has_slips=False,
        seat="100 Practice Street, New York, NY 00000",
        tax_number=("EIN", "00-0000000"),
    ),
}
