"""Sourcing: where a rule stands, said in the reader's language."""

from __future__ import annotations

from typing import Final

# What sources of terms say in words; names of laws stay as they are.
_SOURCES_PT: Final = (
    ("small agents", "agentes de pequeno porte"),
    ("(start day excluded)", "(sem contar o dia do início)"),
    ("Directive", "Diretiva"),
    ("house practice", "prática da casa"),
    ("to be checked", "a conferir"),
    ("from the notice", "a contar da comunicação"),
    ("GDPR", "RGPD"),
    ("CCPA regulations", "regulamento da CCPA"),
    ("without undue delay", "sem demora injustificada"),
    ("at once", "na hora"),
    ("double", "em dobro"),
    (" days", " dias"),
    (" hours", " horas"),
)


def law_words(source: str, language: str) -> str:
    """Where a term stands, in the reader's language."""
    if language == "pt-br":
        for english, portuguese in _SOURCES_PT:
            source = source.replace(english, portuguese)
    return source
