"""Files as programs write them, and files as nobody should."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from portal.roster.columns import letter
from portal.roster.findings import Unreadable
from portal.roster.reading import MOST_LINES, Line, read
from portal.roster.values import values_of
from portal.roster.workbooks import table, template_csv, template_xlsx
from tests.roster.conftest import csv_of, xlsx_of

TEXT = "E-mail;Nome;Departamento\njoão@x.com;João Araújo;Atenção ao cliente\n"


def said(content: bytes) -> list[dict[str, str]]:
    return [line.cells for line in read(content).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
def test_any_encoding_of_the_house_is_read(encoding):
    assert said(TEXT.encode(encoding)) == [
        {"email": "joão@x.com", "name": "João Araújo", "department": "Atenção ao cliente"}
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter):
    content = csv_of(
        ["a@x.com", 'Lima" da; Silva'.replace('"', ""), "x"], head=["e-mail", "full name", "Área"], delimiter=delimiter
    )
    if delimiter == ";":
        content = content.replace(b"Lima da; Silva", b'"Lima da; Silva"')
    assert said(content) == [{"email": "a@x.com", "name": "Lima da; Silva", "department": "x"}]


def test_lines_inside_quotes_count_as_the_one_row_a_spreadsheet_shows():
    table = read(b'email,name\n"a@x.com","Ana\nLima"\n\nb@x.com,Bia\n')
    assert [(line.number, line.cells["name"]) for line in table.lines] == [(2, "Ana\nLima"), (4, "Bia")]
    values, findings = values_of(table.lines[0])
    assert (values["name"], findings) == ("Ana Lima", [])


def test_headings_stand_in_any_order_and_either_language():
    table = read("Reports to;HIRE DATE;Correio eletrônico;Peso;nome  completo\nb@x.com;;a@x.com;70;Ana\n".encode())
    assert dict(table.columns.places) == {"manager": 0, "hired_on": 1, "email": 2, "name": 4}
    assert table.columns.unused == ["Peso"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"nome;cargo\nAna;x\n", "column_missing"),
        (b"email;e-mail;nome\na;b;c\n", "column_twice"),
        (b"email;nome\n", "empty"),
        (b"\n\n", "empty"),
        (b'email;nome\na@x.com;"Ana\n', "broken_csv"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old_workbook"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no_sheet"),
        (b"PK\x03\x04" + b"\0" * 50, "broken_workbook"),
        (b"email\n" + b"a@x.com\n" * (MOST_LINES + 1), "too_many_lines"),
    ],
)
def test_what_is_no_list_of_people_says_why(content, code):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code == code


def test_workbooks_give_dates_numbers_and_text():
    content = xlsx_of(
        ["a@x.com", "Ana", 7, "", "", datetime(2026, 3, 2), "", 1234567897, date(2026, 12, 31)],
        ["b@x.com", "  Bia ", None, None, None, "02/03/2026", None, "123.456.789-09", None],
    )
    rows = read(content).lines
    assert rows[0].cells == {
        "email": "a@x.com", "name": "Ana", "title": "7", "hired_on": "2026-03-02", "document": "1234567897",
        "leaves_on": "2026-12-31",
    }  # fmt: skip
    values, findings = values_of(rows[1])
    assert (values["hired_on"], values["document"], findings) == ("2026-03-02", "123.456.789-09", [])


def test_formulas_and_broken_cells_are_refused_where_they_stand():
    book = Workbook()
    book.active.append(["email", "nome", "cargo"])
    book.active.append(["a@x.com", "=1+1", "Chefe"])
    book.active.append(["b@x.com", "Bia", "#REF!"])
    book.active["C3"].data_type = "e"
    out = io.BytesIO()
    book.save(out)
    first, second = (values_of(line) for line in read(out.getvalue()).lines)
    assert [(one.column, one.code) for one in first[1]] == [("name", "formula")]
    assert [(one.column, one.code) for one in second[1]] == [("title", "cell_error")]


def _poisoned(member: str, change: bytes) -> bytes:
    source, out = zipfile.ZipFile(io.BytesIO(xlsx_of(["a@x.com", "Ana"]))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as poisoned:
        for name in {*source.namelist(), member}:
            poisoned.writestr(name, change if name == member else source.read(name))
    return out.getvalue()


def test_a_billion_laughs_are_not_laughed():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><worksheet><sheetData><row><c t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'
    for member in ("xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml"):
        with pytest.raises(Unreadable) as refused:
            read(_poisoned(member, bomb.encode()))
        assert refused.value.code in {"broken_workbook", "empty"}


def test_a_file_of_the_machine_is_not_read_into_a_cell():
    evil = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&p;</t></is></c></row></sheetData></worksheet>'
    with pytest.raises(Unreadable):
        read(_poisoned("xl/worksheets/sheet1.xml", evil.encode()))


def test_what_unpacks_without_end_is_not_unpacked():
    with pytest.raises(Unreadable) as refused:
        read(_poisoned("xl/sharedStrings.xml", b"0" * (160 * 1024 * 1024)))
    assert refused.value.code == "unpacks_too_large"


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("email", " MailTo:Ana@X.com ", "ana@x.com"),
        ("hired_on", "2/3/2026", "2026-03-02"),
        ("hired_on", "2026-03-02 00:00:00", "2026-03-02"),
        ("language", "Português", "pt-br"),
        ("language", "EN", "en"),
        ("document", "52998224725", "529.982.247-25"),
        ("document", "1234567890", "012.345.678-90"),
        ("document", "RG 12.345.678-9", "RG 12.345.678-9"),
        ("name", "\u200bAna\u00a0\u00a0Lima ", "Ana Lima"),
        ("title", "-", ""),
        ("title", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    ],
)
def test_cells_mean_what_people_meant(field, text, value):
    values, findings = values_of(Line(2, {"email": "a@x.com", field: text}, {}))
    assert (values[field], findings) == (value, [])


def test_a_name_that_looks_like_a_formula_is_written_as_text():
    book = load_workbook(io.BytesIO(table("t", ["=head()"], [["=cmd|' /C calc'!A0", "+1", "@x", "-2", "Ana"]], [10])))
    for cell in [*book.active[1], *book.active[2]]:
        assert cell.data_type in {"s", "n"}
        assert cell.value is None or cell.data_type == "s"
    assert book.active["A2"].value == "=cmd|' /C calc'!A0"
    assert book.active["A2"].quotePrefix
    assert not book.active["E2"].quotePrefix


@pytest.mark.parametrize("language", ["pt-br", "en"])
def test_templates_are_read_by_us(language):
    from django.utils import translation

    with translation.override(language):
        for content in (template_csv(), template_xlsx()):
            with pytest.raises(Unreadable) as refused:
                read(content)
            assert refused.value.code == "empty"


def test_columns_are_named_as_spreadsheets_name_them():
    assert [letter(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"%PDF-1.7\n%abc", b"\xff\xd8\xff\xe0JFIF", b"abc\x01\x02;x\n"],
)
def test_another_kind_of_file_is_called_that(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    assert refused.value.code == "no_sheet"
