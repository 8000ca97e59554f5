"""A table of questions as CSV: one a row, columns named in Portuguese or English, commas or semicolons between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from courses.rules.banks.bank import Bank, Entry, Fault, Reading, Unfit, decoded, named
from courses.rules.banks.contents import Option, Writer
from courses.rules.banks.plain import plain
from courses.rules.kinds.kind import Unread
from courses.rules.kinds.numeric import number

COLUMNS = {
    "name": {"name", "short-name", "nome", "nome-curto"},
    "kind": {"kind", "type", "tipo"},
    "prompt": {"question", "prompt", "pergunta", "enunciado", "questao"},
    "explanation": {"explanation", "explicacao", "comentario"},
    "tags": {"tags", "etiquetas", "marcadores"},
    "critical": {"critical", "critica"},
    "right": {"right", "correct", "answer", "certa", "certas", "correta", "corretas", "resposta", "gabarito"},
    "tolerance": {"tolerance", "tolerancia"},
    "unit": {"unit", "unidade"},
}
KINDS = {
    "single": {"single", "unica", "escolha-unica"},
    "multiple": {"multiple", "multipla", "multipla-escolha"},
    "true_false": {"true-false", "verdadeiro-ou-falso", "verdadeiro-falso", "v-f"},
    "numeric": {"numeric", "number", "numerica", "numero"},
    "fill": {"fill", "preencher", "lacuna"},
    "match": {"match", "associar", "associacao"},
    "order": {"order", "ordem", "ordenar"},
}
YES = {"yes", "y", "true", "1", "x", "sim", "s", "verdadeiro"}
TRUTH = {"true": True, "t": True, "verdadeiro": True, "v": True, "false": False, "f": False, "falso": False}
LETTERS = "abcdefghij"
WHY = ("why", "motivo")
MOST_COLUMNS = 60
Row = Mapping[str, str]


def read(file: str | bytes, language: str = "pt-br") -> Bank:
    """Raises Fault for what is no text, no table, or has no column for the question."""
    reading = Reading(language)
    for line, row in _rows(decoded(file)):
        entry = Entry(line, row.get("name", ""), row.get("tags", "").replace(";", ",").split(","))
        entry.critical = named(row.get("critical", "")) in YES
        reading.take(entry, partial(_content, row, Writer(language, entry)))
    return reading.bank()


def _rows(text: str) -> Iterator[tuple[int, Row]]:
    header = text.lstrip("\n").partition("\n")[0][:10_000]
    delimiter = max(";,\t", key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    line = 1
    try:
        for cells in rows:
            if len(cells) > MOST_COLUMNS:
                raise Fault("too_many_columns", line)
            if not columns and any(cells):
                columns = [_column(cell) for cell in cells]
                if "prompt" not in columns:
                    raise Fault("no_question_column", line)
            elif any(cell.strip() for cell in cells):
                yield line, dict(zip(columns, (cell.strip() for cell in cells), strict=False))
            line = rows.line_num + 1
    except csv.Error:
        raise Fault("no_table", line) from None


def _column(cell: str) -> str:
    """The column's own name; an option is its letter, and why it is right or wrong `why-` and the letter."""
    name = named(cell)
    known = next((column for column, names in COLUMNS.items() if name in names), "")
    if known:
        return known
    word, _, letter = name.rpartition("-")
    letter = LETTERS[int(letter) - 1] if letter in {str(at) for at in range(1, len(LETTERS) + 1)} else letter
    if len(letter) != 1 or letter not in LETTERS:
        return name
    return f"why-{letter}" if word in WHY else letter


def _content(row: Row, writer: Writer) -> dict[str, Any]:
    said = {name: plain(text, writer.entry) for name, text in row.items()}
    prompt, why, right = said.get("prompt", ""), said.get("explanation", ""), said.get("right", "")
    options = {letter: said[letter] for letter in LETTERS if said.get(letter)}
    kind = _kind(said.get("kind", ""), right, options)
    if kind == "numeric":
        tolerance = _number(said.get("tolerance", "") or "0", writer.language)
        return writer.numeric(prompt, why, _number(right, writer.language), tolerance, said.get("unit", ""))
    if kind == "fill":
        return writer.fill(prompt, why, right.split("|"))
    if kind == "order":
        return writer.order(prompt, why, list(options.values()))
    if kind == "match":
        sides = [text.partition("->") for text in options.values()]
        return writer.match(prompt, why, [(left.strip(), right.strip()) for left, _, right in sides])
    if kind == "true_false":
        truth = TRUTH.get(named(right))
        if truth is None:
            raise Unfit("no_right_answer", right)
        return writer.true_false(prompt, why, is_true=truth)
    letters = _letters(right)
    if not letters or not letters <= set(options):
        raise Unfit("no_right_answer", right)
    share = Decimal(100) / len(letters) if kind == "multiple" else Decimal(100)
    made = [
        Option(text, share if letter in letters else Decimal(0), said.get(f"why-{letter}", ""))
        for letter, text in options.items()
    ]
    return writer.choice(prompt, why, made, many=kind == "multiple")


def _kind(said: str, right: str, options: Mapping[str, str]) -> str:
    """The kind the row names; where it names none, what its answers look like."""
    if said:
        kind = next((kind for kind, names in KINDS.items() if named(said) in names), "")
        if not kind:
            raise Unfit("unknown_kind", said)
        return kind
    if options:
        return "multiple" if len(_letters(right)) > 1 else "single"
    return "true_false" if named(right) in TRUTH else "fill"


def _letters(right: str) -> set[str]:
    """`A, C`, `a c`, `1;3` or `AC`."""
    words = named(right).split("-") if not named(right).isalpha() else list(named(right))
    numbers = {str(at): letter for at, letter in enumerate(LETTERS, start=1)}
    return {numbers.get(word, word) for word in words if word}


def _number(text: str, language: str) -> Decimal:
    try:
        return number(text, language)
    except Unread:
        raise Unfit("not_a_number", text) from None
