"""The columns a file may have: their headings in both languages, in any order, with or without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.roster.findings import Unreadable


class Field(StrEnum):
    """What a column says of a person."""

    EMAIL = "email"
    NAME = "name"
    TITLE = "title"
    DEPARTMENT = "department"
    MANAGER = "manager"
    HIRED_ON = "hired_on"
    LANGUAGE = "language"
    DOCUMENT = "document"
    LEAVES_ON = "leaves_on"


LABELS: Mapping[str, Promise] = {
    Field.EMAIL: _("E-mail"),
    Field.NAME: _("Name"),
    Field.TITLE: _("Job title"),
    Field.DEPARTMENT: _("Department"),
    Field.MANAGER: _("Manager's e-mail"),
    Field.HIRED_ON: _("Hired on"),
    Field.LANGUAGE: _("Language"),
    Field.DOCUMENT: _("Personal document"),
    Field.LEAVES_ON: _("Leaves on"),
}
"""The heading in the template, and how reports name the column."""

HELP: Mapping[str, Promise] = {
    Field.EMAIL: _("Work address; it says who the line is about. Required."),
    Field.NAME: _("Full name. Required for who is new."),
    Field.TITLE: _("As the company calls it."),
    Field.DEPARTMENT: _("Its key or its name."),
    Field.MANAGER: _("Of somebody who is here, or has a line anywhere in the file."),
    Field.HIRED_ON: _("2026-03-31 or 31/03/2026. Today for who is new, if empty."),
    Field.LANGUAGE: _("pt-BR or en. pt-BR for who is new, if empty."),
    Field.DOCUMENT: _("CPF, or what stands for it. Kept encrypted."),
    Field.LEAVES_ON: _("The last day of who leaves."),
}

EXAMPLES: Mapping[str, str] = {
    Field.EMAIL: "ana.lima@vigente.example",
    Field.NAME: "Ana Lima",
    Field.TITLE: "Analista de atendimento",
    Field.DEPARTMENT: "customer-service",
    Field.MANAGER: "bruno.alves@vigente.example",
    Field.HIRED_ON: "2026-03-02",
    Field.LANGUAGE: "pt-BR",
    Field.DOCUMENT: "529.982.247-25",
    Field.LEAVES_ON: "",
}

HEADINGS: Mapping[str, Sequence[str]] = {
    Field.EMAIL: (
        "email", "e mail", "mail", "correio eletronico", "e mail corporativo", "email corporativo", "work e mail",
        "work email", "e mail address", "email address", "endereco de e mail",
    ),
    Field.NAME: ("name", "nome", "nome completo", "full name", "colaborador", "employee"),
    Field.TITLE: ("title", "cargo", "funcao", "job title", "position"),
    Field.DEPARTMENT: ("department", "departamento", "area", "setor", "chave do departamento", "department key"),
    Field.MANAGER: (
        "manager", "manager e mail", "manager email", "manager s e mail", "manager s email", "gestor", "gestora",
        "e mail do gestor", "email do gestor", "e mail da gestao", "gerente", "e mail do gerente", "lider",
        "e mail do lider", "e mail da lideranca", "e mail de quem lidera", "reports to", "responde a",
    ),
    Field.HIRED_ON: (
        "hired on", "hire date", "start date", "admissao", "data de admissao", "admitido em", "admitida em",
        "contratacao", "data de contratacao", "contratado em",
    ),
    Field.LANGUAGE: ("language", "idioma", "lingua"),
    Field.DOCUMENT: ("personal document", "document", "documento", "documento pessoal", "cpf"),
    Field.LEAVES_ON: (
        "leaves on", "last day", "leave date", "termination date", "desligamento", "data de desligamento",
        "desligado em", "ultimo dia", "sai em", "saida",
    ),
}  # fmt: skip

_FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings}


def plain(text: str) -> str:
    """Without accents, capitals and signs: how headings and names of departments are compared."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", " ", bare.lower()).strip()


def letter(index: int) -> str:
    """A, B … Z, AA: a column as spreadsheets name it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True)
class Columns:
    """Where each field stands, and which headings say nothing to us."""

    places: Mapping[str, int]
    headings: Mapping[str, str]
    unused: Sequence[str]


def recognised(headings: Sequence[str]) -> int:
    """How many of the headings name a field."""
    return sum(plain(heading) in _FIELD_OF for heading in headings)


def find_columns(headings: Sequence[str]) -> Columns:
    """Raises Unreadable where the e-mail has no column or a field has two."""
    places: dict[str, int] = {}
    unused = []
    for index, heading in enumerate(headings):
        field = _FIELD_OF.get(plain(heading))
        if field is None:
            unused += [heading.strip()[:60]] if heading.strip() else []
        elif field in places:
            raise Unreadable("column_twice", first=letter(places[field]), second=letter(index), column=field)
        else:
            places[field] = index
    if Field.EMAIL not in places:
        raise Unreadable("column_missing", column=Field.EMAIL)
    return Columns(places, {field: headings[index].strip()[:60] for field, index in places.items()}, unused)
