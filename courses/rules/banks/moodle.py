"""Moodle XML, read as what a stranger may have written: no DTD, no entities, nothing from outside, and not too deep."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from courses.rules.banks.bank import LARGEST, Bank, Entry, Fault, Reading, Unfit
from courses.rules.banks.contents import Option, Writer, decimal_of
from courses.rules.banks.plain import plain
from courses.rules.banks.tags import tags_of

DEEPEST = 40
ELEMENTS = 200_000
_LINE = " line"
"""Where an element says the line that it stands in; no attribute of a file can have this name."""


class _Tree(TreeBuilder):
    """Builds what is read, and gives up where it grows deeper or larger than any bank of questions."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.elements = 0
        self.parser: Any = None

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or self.elements > ELEMENTS:
            raise Fault("too_deep" if self.depth > DEEPEST else "too_many", self.line)
        return super().start(tag, {**attrs, _LINE: str(self.line)})

    def end(self, tag: Any, /) -> Any:
        self.depth -= 1
        return super().end(tag)

    @property
    def line(self) -> int:
        return int(self.parser.parser.CurrentLineNumber)


def read(file: str | bytes, language: str = "pt-br") -> Bank:
    """Raises Fault for what is no XML, forbidden in it, too large, too deep, or no bank of questions."""
    root = _parsed(file)
    if root.tag != "quiz":
        raise Fault("no_quiz", 1)
    reading = Reading(language)
    category: list[str] = []
    for question in root.iterfind("question"):
        kind = question.get("type", "")
        if kind == "category":
            category = tags_of(question.findtext("category/text", ""))
            continue
        marks = [tag.text or "" for tag in question.iterfind("tags/tag/text")]
        entry = Entry(int(question.get(_LINE, "0")), question.findtext("name/text", "").strip(), [*category, *marks])
        reading.take(entry, partial(_content, question, kind, Writer(language, entry)))
    return reading.bank()


def _parsed(file: str | bytes) -> Element:
    if len(file) > LARGEST:
        raise Fault("too_large")
    tree = _Tree()
    try:
        data, encoding = (file, None) if isinstance(file, bytes) else (file.encode(), "utf-8")
        tree.parser = DefusedXMLParser(
            target=tree, encoding=encoding, forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
        tree.parser.feed(data)
        root: Element = tree.parser.close()
    except Fault:
        raise
    except DefusedXmlException:
        raise Fault("forbidden_xml", tree.line) from None
    except ParseError as error:
        raise Fault("no_xml", error.position[0]) from None
    except (ValueError, LookupError, AssertionError):
        raise Fault("no_xml") from None
    return root


def _content(question: Element, kind: str, writer: Writer) -> dict[str, Any]:
    makers = {
        "multichoice": _choice,
        "truefalse": _truth,
        "numerical": _numeric,
        "shortanswer": _short,
        "matching": _match,
    }
    if kind not in makers:
        known = kind in {"essay", "description", "cloze"}
        raise Unfit(kind if known else "unknown_kind", "" if known else kind)
    if question.find(".//file") is not None:
        writer.entry.note("media_lost")
    prompt = _text(question.find("questiontext"), writer)
    return makers[kind](question, prompt, _text(question.find("generalfeedback"), writer), writer)


def _choice(question: Element, prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    options = [Option(_text(answer, writer), _share(answer), told) for answer, told in _answers(question, writer)]
    many = question.findtext("single", "true").strip().lower() in {"false", "0"}
    return writer.choice(prompt, why, options, many=many)


def _truth(question: Element, prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    found = {_text(answer, writer).lower(): (_share(answer), told) for answer, told in _answers(question, writer)}
    right = [word for word, (share, _) in found.items() if share == 100]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        raise Unfit("no_right_answer")
    told = {word: why for word, (_, why) in found.items()}
    return writer.true_false(
        prompt, why, is_true=right == ["true"], on_true=told.get("true", ""), on_false=told.get("false", "")
    )


def _numeric(question: Element, prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    answer, told = _one_right(question, writer)
    units = [
        (unit.findtext("unit_name", ""), unit.findtext("multiplier", "").strip())
        for unit in question.iterfind("units/unit")
    ]
    if len(units) > 1:
        writer.entry.note("units_lost")
    unit = next((plain(name, writer.entry) for name, times in units if decimal_of(times) == 1), "")
    value = decimal_of(answer.findtext("text", ""))
    tolerance = decimal_of(answer.findtext("tolerance", "").strip() or "0")
    return writer.numeric(prompt, _both(why, told), value, tolerance, unit)


def _short(question: Element, prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    answers = [(_share(answer), _text(answer, writer), told) for answer, told in _answers(question, writer)]
    right = [(text, told) for share, text, told in answers if share == 100 and "*" not in text.replace("\\*", "")]
    if any("*" in text.replace("\\*", "") for _, text, _ in answers):
        writer.entry.note("wildcard_lost")
    if any(0 < share < 100 for share, _, _ in answers):
        writer.entry.note("weights_lost")
    if question.findtext("usecase", "0").strip() == "1":
        writer.entry.note("case_lost")
    words = [text.replace("\\*", "*") for text, _ in right]
    return writer.fill(prompt.replace("\\_", "_"), _both(why, *(told for _, told in right)), words)


def _match(question: Element, prompt: str, why: str, writer: Writer) -> dict[str, Any]:
    pairs = [(_text(pair, writer), _text(pair.find("answer"), writer)) for pair in question.iterfind("subquestion")]
    return writer.match(prompt, why, pairs)


def _one_right(question: Element, writer: Writer) -> tuple[Element, str]:
    answers = list(_answers(question, writer))
    right = [(answer, told) for answer, told in answers if _share(answer) == 100]
    if len(right) < len(answers):
        writer.entry.note("weights_lost")
    if len(right) != 1:
        raise Unfit("several_right" if right else "no_right_answer")
    return right[0]


def _answers(question: Element, writer: Writer) -> Iterator[tuple[Element, str]]:
    """Each answer with what is said of it."""
    for answer in question.iterfind("answer"):
        yield answer, _text(answer.find("feedback"), writer)


def _share(answer: Element) -> Decimal:
    return decimal_of(answer.get("fraction", "0"))


def _text(of: Element | None, writer: Writer) -> str:
    if of is None:
        return ""
    markup = of.get("format", "html") in {"html", "moodle_auto_format"}
    return plain(of.findtext("text", ""), writer.entry, markup=markup)


def _both(*texts: str) -> str:
    return "\n".join(text for text in dict.fromkeys(texts) if text)
