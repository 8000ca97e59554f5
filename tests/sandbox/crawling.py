"""Crawling: what a drill keeps from its trainee, and every page, part, search and export that could give it away."""

from __future__ import annotations

import html
import re
import zipfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve

from sandbox.drills import Brief, Setup
from sandbox.drills.conditions import WORDS
from sandbox.drills.variation import put_in, written_out
from sandbox.engine.commands import COMMAND_TYPES
from sandbox.engine.events import EVENT_TYPES

LANGUAGES = ("pt-br", "en")
SAID_OF_MARKING = ("must_not", '"trips"', "trips:", "gateway_scripted", "releaseheld", "kept_apart")
"""Names that only the marking, the solutions and the bank's next answers have."""
PRACTICE = "/practice/"
ELSEWHERE = ("/admin/", "/static/", "/media/", "/accounts/logout")
LONG = 5
"""Words in a sentence that cannot be there by chance."""


def read(text: str) -> str:
    """As a person reads it: no tags, plain characters, one space."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", text))).replace("\u00a0", " ").casefold()


def secrets_of(brief: Brief, setup: Setup) -> dict[str, str]:
    """What nobody may read before it is due, by what it is: as it would stand in a text."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for number, hint in enumerate(setup.hints, start=1):
            found |= _sentences(f"hint {number} {language}", hint.text(language))
        found |= _sentences(f"debrief {language}", setup.debrief.text(language))
        for one in setup.conditions:
            found[f"condition {one.id} {language}"] = read(one.title.text(language))
    values: Mapping[str, Any] = {**setup.facts, **setup.roles}
    for way in (*brief.references, *brief.wrong):
        found[f"name of {way.id}"] = way.id if "_" in way.id else f'"{way.id}"'
        for text in _texts(written_out(put_in(way.steps, values), values)):
            found |= _sentences(f"words of {way.id}", text)
    known = {one.__struct_config__.tag for one in (*EVENT_TYPES, *COMMAND_TYPES)}
    for spec in brief.conditions:
        for word in _keys(spec.check):
            if word in WORDS and "_" in word and word not in known:
                found[f"word {word}"] = word
        for text in _texts(put_in(spec.check, values)):
            found |= _sentences(f"field of {spec.id}", text)
    return found | {name: name for name in SAID_OF_MARKING}


def _sentences(what: str, text: str) -> dict[str, str]:
    parts = (read(one).strip() for one in re.split(r"(?<=[.!?:])\s|\n", re.sub(r"[*_`#>\[\]]", "", text)))
    return {f"{what} ({number})": one for number, one in enumerate(parts) if len(one.split()) >= LONG}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _texts(one)


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield str(key)
            yield from _keys(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _keys(one)


def leaks(answers: Iterable[tuple[str, str]], secrets: Mapping[str, str]) -> list[str]:
    """Which secret stands where."""
    found = []
    for address, raw in answers:
        told, plain = raw.casefold(), read(raw)
        found += [f"{address}: {what}" for what, secret in secrets.items() if secret in plain or secret in told]
    return found


def crawl(client: Client, starts: Iterable[str], *, most: int = 400, deep: bool = True) -> Iterator[tuple[str, str]]:
    """Every answer that links lead to from some addresses: one of each view of practice, and where `deep` of all others
    too, one of each act, report and filter, and each page of practice as a part as well.
    """
    waiting, seen, asked = deque(starts), set[Any](), 0
    while waiting and asked < most:
        address = waiting.popleft()
        sort = _sort(address, deep=deep)
        if sort is None or sort in seen:
            continue
        seen.add(sort)
        asked += 1
        for more in ({}, {"HTTP_HX_REQUEST": "true"}) if deep and address.startswith(PRACTICE) else ({},):
            answer = client.get(address, **more)  # type: ignore[arg-type]  # headers, as Client takes them
            text = text_of(answer)
            yield address, text
            if answer.status_code in {301, 302}:
                waiting.append(answer["Location"])
            found = map(html.unescape, re.findall(r'(?:href|hx-get)="(/[^"#]*)', text))
            waiting.extend(one for one in found if deep or one.startswith(PRACTICE))


def _sort(address: str, *, deep: bool) -> Any:
    """What stands for all addresses like it; None for what is not read here."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if parts.path.startswith(ELSEWHERE) or match.view_name == "wagtail_serve":
        return None
    if not deep:
        return match.view_name if parts.path.startswith(PRACTICE) else address
    asked = parse_qs(parts.query)
    chosen = tuple(sorted((name, asked[name][0]) for name in asked if name in {"act", "part", "reset", "at", "q"}))
    form = match.kwargs.get("form") or match.kwargs.get("report") or match.kwargs.get("kind")
    return match.view_name, form, tuple(sorted(asked)), chosen


def text_of(answer: HttpResponseBase) -> str:
    """Everything that is in an answer, whatever it is wrapped in."""
    body = answer.content if isinstance(answer, HttpResponse) else b"".join(answer)  # type: ignore[arg-type]
    headers = " ".join(f"{name}: {value}" for name, value in answer.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as folder:
            body = b" ".join(folder.read(name) for name in folder.namelist())
    return f"{headers}\n{body.decode(errors='replace')}"
