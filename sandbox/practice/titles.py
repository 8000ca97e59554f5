"""Titles: what plans are called, where their ids keep to plain letters."""

from __future__ import annotations

from typing import Final

ACCENTED: Final = {
    "basico": "Básico",
    "padrao": "Padrão",
    "familia": "Família",
    "manha": "Manhã",
    "integracoes": "Integrações",
}


def title(plan: str) -> str:
    """`Básico` of `basico`, `All hours` of `all-hours`."""
    return ACCENTED.get(plan, plan.replace("-", " ").capitalize())
