"""Inputs: the sentence of every bad input, in both languages, by code."""

from __future__ import annotations

from typing import Final

# Bad input is told by its own table: the field is named apart.
INPUTS: Final[dict[str, tuple[str, str]]] = {
    "unknown_command": ("não existe o comando {name}", "there is no command {name}"),
    "not_supported_yet": ("{name}: ainda não é oferecido", "{name}: not supported yet"),
    "unknown_field": ("este campo não existe em {name}", "there is no such field in {name}"),
    "missing": ("este campo é obrigatório em {name}", "this field is required in {name}"),
    "not_a_moment": (
        "“{value}” não é uma data ou data e hora (AAAA-MM-DD ou AAAA-MM-DDTHH:MM)",
        "“{value}” is not a date or a date and time (YYYY-MM-DD or YYYY-MM-DDTHH:MM)",
    ),
    "not_text": ("o texto tem caracteres inválidos", "the text holds characters that cannot be stored"),
    "not_an_integer": (
        "precisa ser um número inteiro (valores em centavos)",
        "a whole number is wanted (amounts in minor units)",
    ),
    "not_a_choice": ("“{value}” não está entre as opções", "“{value}” is not one of the choices"),
    "out_of_range": ("fora do limite aceito ({limit})", "outside what is accepted ({limit})"),
    "too_long": ("texto ou lista longos demais ({limit})", "text or list too long ({limit})"),
    "wrong_kind": ("o tipo do valor não serve ({detail})", "the wrong kind of value ({detail})"),
    "wrong_value": ("o valor não serve", "a value that will not do: {detail}"),
}
