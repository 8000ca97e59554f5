"""Exporting: what a holder takes along, as tables, JSON and CSV with a dictionary; never staff notes, scores or others' data."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sandbox.engine import calendar
from sandbox.engine.people import People
from sandbox.engine.privacy import PERSON_FIELDS, Export
from sandbox.engine.world import World

Rows = list[dict[str, Any]]
FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What makes a spreadsheet compute a cell instead of showing it; full-width signs count too."""

# What each field is, for whoever reads the file: (pt-br, en).
DICTIONARY: Final[dict[str, tuple[str, str]]] = {
    "name": ("nome informado", "name as given"),
    "email": ("e-mail informado", "e-mail as given"),
    "phone": ("telefone informado", "telephone as given"),
    "cpf": ("CPF informado", "CPF (tax number of a person) as given"),
    "cnpj": ("CNPJ informado", "CNPJ (tax number of a company) as given"),
    "address": ("endereço informado", "address as given"),
    "birth_date": ("data de nascimento informada", "date of birth as given"),
    "usage": ("histórico de uso, como foi observado", "history of use, as it was observed"),
    "id": ("código interno", "internal id"),
    "prices": ("preços contratados", "prices subscribed to"),
    "status": ("situação", "status"),
    "started_on": ("dia do início", "first day"),
    "ended_on": ("dia do fim", "last instant's day"),
    "logged_from": ("primeiro dia com registros de acesso", "first day with records of access"),
    "logged_to": ("último dia com registros de acesso", "last day with records of access"),
    "number": ("número da fatura", "invoice number"),
    "issued": ("dia da emissão", "day of issue"),
    "total": ("valor total, na menor unidade da moeda", "total, in minor units of the currency"),
    "paid": ("valor pago, na menor unidade da moeda", "amount paid, in minor units of the currency"),
    "amount": ("valor, na menor unidade da moeda", "amount, in minor units of the currency"),
    "rail": ("meio de pagamento", "means of payment"),
    "on": ("dia", "day"),
    "purpose": ("finalidade", "purpose"),
    "channel": ("canal", "channel"),
    "granted": ("consentido (true) ou revogado (false)", "granted (true) or taken back (false)"),
    "at": ("data e hora", "date and time"),
    "proof": ("prova guardada", "proof kept"),
}


def tables(world: World, customer: str, categories: Iterable[str], person: Mapping[str, str]) -> dict[str, Rows]:
    """The rows of each category: what was provided and what was observed, nothing inferred."""
    return {category: _rows(world, customer, category, person) for category in categories}


def _rows(world: World, customer: str, category: str, person: Mapping[str, str]) -> Rows:
    zone = world.require_company().timezone
    match category:
        case "profile":
            known = {field: person[field] for field in PERSON_FIELDS if person.get(field)}
            return [known] if known else []
        case "usage":
            return [{"usage": person["usage"]}] if person.get("usage") else []
        case "subscriptions":
            return [
                {
                    "id": one.id,
                    "prices": ", ".join(item.price for item in one.items),
                    "status": one.status,
                    "started_on": calendar.day_of(one.started_at, zone).isoformat(),
                    "ended_on": calendar.day_of(one.ended_at, zone).isoformat() if one.ended_at else "",
                }
                for one in world.subscriptions.values()
                if one.customer == customer
            ]
        case "access_logs":
            gone = world.tombstones.get(customer)
            if gone is not None and "access_logs" in gone.categories:
                return []
            today = calendar.day_of(world.now, zone)
            return [
                {
                    "id": one.id,
                    "logged_from": calendar.day_of(one.started_at, zone).isoformat(),
                    "logged_to": (calendar.day_of(one.ended_at, zone) if one.ended_at else today).isoformat(),
                }
                for one in world.subscriptions.values()
                if one.customer == customer and one.started_at <= world.now
            ]
        case "invoices":
            return [
                {
                    "number": one.document.number,
                    "issued": one.document.issued.isoformat(),
                    "total": one.document.total,
                    "paid": one.paid,
                    "status": one.status,
                }
                for one in world.invoices.values()
                if one.document.customer == customer
            ]
        case "payments":
            return [
                {"on": calendar.day_of(one.at, zone).isoformat(), "amount": one.captured, "rail": one.rail}
                for one in world.payments.values()
                if one.customer == customer and one.captured
            ]
        case "consents":
            return [
                {
                    "purpose": one.purpose,
                    "channel": one.channel,
                    "granted": said.granted,
                    "at": calendar.local(said.at, zone).isoformat(),
                    "proof": said.proof,
                }
                for one in world.consents.values()
                if one.customer == customer
                for said in one.history
            ]
        case _:
            return []


def export_files(world: World, export: Export, people: People, language: str) -> dict[str, str]:
    """The files of an export, made now: its event holds kinds, counts and a digest, never the content."""
    found = tables(world, export.customer, export.categories, people.data(export.customer))
    return files(found, export.formats, language)


def files(found: Mapping[str, Rows], formats: Iterable[str], language: str) -> dict[str, str]:
    """File names and contents: one JSON, or one CSV a category, and the dictionary of every field used."""
    index = 0 if language == "pt-br" else 1
    used = {field for rows in found.values() for row in rows for field in row}
    dictionary = {field: DICTIONARY[field][index] for field in DICTIONARY if field in used}
    made: dict[str, str] = {}
    if "json" in formats:
        made["data.json"] = json.dumps({"dictionary": dictionary, "data": found}, ensure_ascii=False, indent=2)
    if "csv" in formats:
        made["dictionary.csv"] = _csv([{"field": field, "meaning": text} for field, text in dictionary.items()])
        made |= {f"{category}.csv": _csv(rows) for category, rows in found.items()}
    return made


def _csv(rows: Rows) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({field: _cell(value) for field, value in row.items()})
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A spreadsheet must not take what somebody typed for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in FORMULAS else value
