"""The neutral content of each kind of question, made of plain texts in one language and held to the bank's limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.rules.banks.bank import Entry, Unfit
from courses.rules.banks.plain import one_line
from courses.rules.kinds.numeric import written
from courses.rules.words import SOURCE

OPTIONS, PAIRS, EXTRA, TEXT, PROMPT, ANSWER = 8, 10, 5, 300, 1000, 200
"""How many options, pairs and texts that belong to nothing a question has at most; characters of their texts."""
WHOLE = Decimal(10) ** 12
COMPLETE = {"pt-br": "Complete a frase.", "en": "Complete the sentence."}
TRUTH = {True: {"pt-br": "Verdadeiro", "en": "True"}, False: {"pt-br": "Falso", "en": "False"}}
BLANK = "_____"
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,30}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Option:
    """An answer of the source: its share of the point in percent, and what the source says of it."""

    text: str
    share: Decimal
    why: str = ""


@dataclass(frozen=True)
class Writer:
    """Makes contents in one language; a bank has to have Portuguese, so another language stands in for it."""

    language: str
    entry: Entry

    def told(self, text: str) -> dict[str, str]:
        return dict.fromkeys(dict.fromkeys((SOURCE, self.language)), text) if text else {}

    def known(self, texts: dict[str, str]) -> dict[str, str]:
        return {language: texts[language] for language in dict.fromkeys((SOURCE, self.language))}

    def question(self, prompt: str, why: str, kind: str, **rest: Any) -> dict[str, Any]:
        if not prompt:
            raise Unfit("no_prompt")
        return {"kind": kind, "prompt": self.told(_short(prompt, PROMPT)), "explanation": self.told(why), **rest}

    def choice(self, prompt: str, why: str, options: Sequence[Option], *, many: bool) -> dict[str, Any]:
        """One right option, or with `many` several with credit for parts."""
        right = [option for option in options if (option.share > 0 if many else option.share == 100)]
        if not 2 <= len(options) <= OPTIONS:
            raise Unfit("options_count", str(len(options)))
        if not right:
            raise Unfit("no_right_answer")
        if not many and len(right) > 1:
            raise Unfit("several_right")
        if _is_uneven(options, right, many=many):
            self.entry.note("weights_lost")
        made = [
            {
                "id": f"o{at}",
                "correct": option in right,
                "text": self.told(self._line(option.text)),
                "explanation": self.told(option.why),
            }
            for at, option in enumerate(options, start=1)
        ]
        return self.question(prompt, why, "multiple" if many else "single", options=made, **_partial(many))

    def true_false(
        self, prompt: str, why: str, *, is_true: bool, on_true: str = "", on_false: str = ""
    ) -> dict[str, Any]:
        made = [
            {
                "id": str(truth).lower(),
                "correct": truth is is_true,
                "text": self.known(TRUTH[truth]),
                "explanation": self.told(said),
            }
            for truth, said in ((True, on_true), (False, on_false))
        ]
        return self.question(prompt, why, "true_false", options=made)

    def numeric(self, prompt: str, why: str, value: Decimal, tolerance: Decimal, unit: str = "") -> dict[str, Any]:
        for one in (value, tolerance):
            if not one.is_finite() or abs(one) >= WHOLE or one != round(one, 6):
                raise Unfit("number_limits")
        if tolerance < 0:
            raise Unfit("number_limits")
        number = {"value": written(value), "tolerance": written(tolerance), "unit": self.told(_short(unit, TEXT))}
        return self.question(prompt, why, "numeric", **number)

    def fill(self, prompt: str, why: str, accepted: Sequence[str]) -> dict[str, Any]:
        """A gap behind the question, or where the blank stands in it."""
        words = list(dict.fromkeys(_short(one_line(word), ANSWER) for word in accepted if word.strip()))
        if not words:
            raise Unfit("no_right_answer")
        apart = prompt.replace("[[", "[ [").replace("]]", "] ]")
        before, blank, after = re.sub(r"_{5,}", BLANK, apart).partition(BLANK)
        gaps = [{"id": "answer", "accepted": dict.fromkeys(self.told("x"), words)}]
        if not blank:
            return self.question(prompt, why, "fill", text=self.told("[[answer]]"), gaps=gaps)
        made = self.question(
            _short(prompt, PROMPT), why, "fill", text=self.told(f"{before}[[answer]]{after}"), gaps=gaps
        )
        return made | {"prompt": self.known(COMPLETE)}

    def match(self, prompt: str, why: str, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Pairs of left and right; what has no left belongs to nothing."""
        both = [(one_line(left), self._line(right)) for left, right in pairs]
        lefts = [(left, right) for left, right in both if left]
        extra = [right for left, right in both if not left]
        if not 2 <= len(lefts) <= PAIRS or len(extra) > EXTRA:
            raise Unfit("pairs_count", str(len(lefts)))
        if len({right for _, right in both}) != len(both):
            raise Unfit("same_right")
        made = [
            {"id": f"p{at}", "left": self.told(_short(left, TEXT)), "right": self.told(right)}
            for at, (left, right) in enumerate(lefts, start=1)
        ]
        loose = [{"id": f"x{at}", "text": self.told(text)} for at, text in enumerate(extra, start=1)]
        return self.question(prompt, why, "match", pairs=made, extra=loose, partial=True)

    def order(self, prompt: str, why: str, items: Sequence[str]) -> dict[str, Any]:
        """Items in their right order."""
        if not 2 <= len(items) <= PAIRS:
            raise Unfit("options_count", str(len(items)))
        made = [{"id": f"i{at}", "text": self.told(self._line(text))} for at, text in enumerate(items, start=1)]
        return self.question(prompt, why, "order", items=made)

    def _line(self, text: str) -> str:
        line = _short(one_line(text), TEXT)
        if not line:
            raise Unfit("empty_text")
        return line


def decimal_of(text: str) -> Decimal:
    """A number as other systems write it, with a point. Raises Unfit."""
    bare = text.strip()
    if not _NUMBER.fullmatch(bare):
        raise Unfit("not_a_number", bare)
    return Decimal(bare)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise Unfit("too_long", text[:80])
    return text


def _partial(many: bool) -> dict[str, bool]:
    return {"partial": True} if many else {}


def _is_uneven(options: Sequence[Option], right: Sequence[Option], *, many: bool) -> bool:
    """The source gives other shares than ours would."""
    wrong = [option for option in options if option not in right]
    if not many:
        return any(option.share > 0 for option in wrong)
    even = Decimal(100) / len(right)
    return any(abs(option.share - even) > 1 for option in right)
