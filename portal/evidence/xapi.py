"""Facts as xAPI statements: a pure mapping, values in and a value out, without a name or an address of anybody.

The statement's id is the fact's own, so a store that is sent one twice keeps one. Verbs and types of activities are those
of ADL's vocabulary and of the registry that grew around it, where they have one. See docs/decisions/0010.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

VERSIONS = ("1.0.3", "2.0.0")
"""A statement of ours is valid in both; only the number it says differs."""
ADL = "http://adlnet.gov/expapi"
STREAMS = "http://activitystrea.ms/schema/1.0"
REGISTRY = "http://id.tincanapi.com"


@dataclass(frozen=True)
class Told:
    """One fact, read; `person` is the opaque id they go by today, `title` names the thing or its part by language."""

    id: UUID
    person: UUID
    verb: str
    kind: str
    key: UUID
    part: str
    result: Mapping[str, Any]
    locale: str
    occurred_at: datetime
    recorded_at: datetime
    release: UUID | None = None
    number: int | None = None
    """Number of the release."""
    title: Mapping[str, str] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    """Name of what the part belongs to, by language."""


@dataclass(frozen=True)
class Verb:
    """An IRI and its word in both languages."""

    iri: str
    en: str
    pt_br: str

    def said(self) -> dict[str, Any]:
        return {"id": self.iri, "display": {"en": self.en, "pt-BR": self.pt_br}}


PASSED = Verb(f"{ADL}/verbs/passed", "passed", "foi aprovado em")
FAILED = Verb(f"{ADL}/verbs/failed", "failed", "não foi aprovado em")


def _by_success(told: Told) -> Verb:
    return PASSED if told.result["passed"] else FAILED


VERBS: Mapping[str, Verb | Callable[[Told], Verb]] = {
    "course.enrolled": Verb(f"{ADL}/verbs/registered", "registered for", "matriculou-se em"),
    "lesson.finished": Verb(f"{ADL}/verbs/completed", "completed", "concluiu"),
    "practice.answered": Verb(f"{ADL}/verbs/answered", "answered", "respondeu"),
    "exam.marked": _by_success,
    "certificate.awarded": Verb(f"{REGISTRY}/verb/earned", "earned", "obteve"),
    "playbook.acknowledged": Verb(f"{STREAMS}/acknowledge", "acknowledged", "confirmou a leitura de"),
    "drill.attempted": _by_success,
    "idea.submitted": Verb(f"{STREAMS}/submit", "submitted", "enviou"),
    "idea.supported": Verb(f"{REGISTRY}/verb/voted-up", "supported", "apoiou"),
}
TYPES: Mapping[str, str] = {
    "course": f"{ADL}/activities/course",
    "path": f"{ADL}/activities/course",
    "lesson": f"{ADL}/activities/lesson",
    "question": f"{ADL}/activities/question",
    "exam": f"{ADL}/activities/assessment",
    "certificate": f"{REGISTRY}/activitytype/certificate",
    "playbook": f"{STREAMS}/article",
    "drill": f"{ADL}/activities/simulation",
    "idea": f"{STREAMS}/note",
}
_UNDER: Mapping[str, str] = {"exam.marked": "exam", "certificate.awarded": "certificate"}
"""What belongs to a thing without being a part of its release."""
_SAID: Mapping[str, frozenset[str]] = {
    "practice.answered": frozenset({"correct", "chosen", "question"}),
    "exam.marked": frozenset({"score", "passed"}),
    "drill.attempted": frozenset({"score", "passed"}),
}
"""Fields of a typed result that the statement says in xAPI's own words; the others go along as extensions."""
_KEPT: Mapping[str, frozenset[str]] = {
    "certificate.awarded": frozenset({"code"}),
    "drill.attempted": frozenset({"failed"}),
}
"""What never leaves: a code opens the public page with its holder's name, and conditions are what marks a drill."""


def statement(told: Told, *, base: str, version: str = VERSIONS[0]) -> dict[str, Any]:
    """One statement. `base` is the house's own address: home page of its accounts and beginning of its IRIs."""
    verb = verb_of(told, base=base)
    said: dict[str, Any] = {
        "id": str(told.id),
        "actor": {"objectType": "Agent", "account": {"homePage": base, "name": str(told.person)}},
        "verb": verb.said(),
        "object": _object(told, base),
    }
    result = _result(told, base)
    if result:
        said["result"] = result
    said["context"] = _context(told, base)
    said["timestamp"] = _moment(told.occurred_at)
    said["stored"] = _moment(told.recorded_at)
    said["version"] = version
    return said


def verb_of(told: Told, *, base: str) -> Verb:
    """A verb that nobody mapped goes out under an IRI of the house: no fact is left out."""
    verb = VERBS.get(told.verb)
    if verb is None:
        word = told.verb.replace(".", " ")
        return Verb(f"{base}/xapi/verbs/{told.verb}", word, word)
    return verb if isinstance(verb, Verb) else verb(told)


def language_tag(locale: str) -> str:
    """pt-br as xAPI and RFC 5646 write it: pt-BR."""
    language, _dash, region = locale.partition("-")
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


def activity(base: str, kind: str, key: UUID, *under: str) -> str:
    """The IRI of a thing, or of what belongs to it: stable, and naming nobody."""
    return "/".join([f"{base}/xapi", quote(kind), str(key), *(quote(one, safe="") for one in under)])


def _object(told: Told, base: str) -> dict[str, Any]:
    under = [told.part] if told.part else []
    kind = "lesson" if told.part and told.kind == "course" else told.kind
    title = told.title if told.part else told.whole
    if told.verb == "practice.answered":
        under += ["question", str(told.result["question"])]
        kind, title = "question", {}
    elif told.verb in _UNDER:
        under += [_UNDER[told.verb]]
        kind, title = _UNDER[told.verb], told.whole
    return _activity(activity(base, told.kind, told.key, *under), kind, title)


def _activity(iri: str, kind: str, title: Mapping[str, str]) -> dict[str, Any]:
    definition: dict[str, Any] = {}
    if title:
        definition["name"] = {language_tag(locale): said for locale, said in sorted(title.items())}
    if kind in TYPES:
        definition["type"] = TYPES[kind]
    found: dict[str, Any] = {"objectType": "Activity", "id": iri}
    return found | ({"definition": definition} if definition else {})


def _result(told: Told, base: str) -> dict[str, Any]:
    said = dict(told.result)
    result: dict[str, Any] = {}
    if told.verb == "practice.answered":
        result = {"success": said["correct"], "response": "[,]".join(said["chosen"])}
    elif told.verb in {"exam.marked", "drill.attempted"}:
        score = said["score"]
        result["score"] = {"scaled": round(score / 100, 4), "raw": score, "min": 0, "max": 100}
        result |= {"success": said["passed"], "completion": True}
    elif told.verb == "certificate.awarded":
        result = {"success": True, "completion": True}
    elif told.verb in {"lesson.finished", "playbook.acknowledged"}:
        result = {"completion": True}
    silent = _SAID.get(told.verb, frozenset()) | _KEPT.get(told.verb, frozenset())
    rest = {name: value for name, value in said.items() if name not in silent and value is not None}
    if rest:
        named = {f"{base}/xapi/extensions/{name.replace('_', '-')}": value for name, value in sorted(rest.items())}
        result["extensions"] = named
    return result


def _context(told: Told, base: str) -> dict[str, Any]:
    context: dict[str, Any] = {
        "registration": str(uuid5(NAMESPACE_URL, f"{base}/xapi/{told.person}/{told.kind}/{told.key}/{told.release}")),
        "platform": "Vigente",
        "language": language_tag(told.locale),
    }
    if told.number is not None:
        context["revision"] = str(told.number)
    if told.part or told.verb in _UNDER:
        whole = _activity(activity(base, told.kind, told.key), told.kind, told.whole)
        context["contextActivities"] = {"parent": [whole]}
        if told.verb == "practice.answered" and told.part:
            lesson = _activity(activity(base, told.kind, told.key, told.part), "lesson", told.title)
            context["contextActivities"] = {"parent": [lesson], "grouping": [whole]}
    return context


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
