"""Amounts: the whole-number sums a drill file writes as `= price - share(price, 20, 30)`, by the engine's own rounding."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.drills.faults import BriefError
from sandbox.engine.money import share

SIGN: Final = "= "
_ACTS: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_CALLS: Final[dict[str, Callable[..., int]]] = {"share": share, "min": min, "max": max}
LENGTH: Final = 200


def is_amount(text: str) -> bool:
    """Whether a text of a drill file is a sum to work out."""
    return text.startswith(SIGN)


def worked_out(text: str, values: Mapping[str, str | int]) -> int:
    """The sum in minor units: names of variables, whole numbers, `+ - *`, brackets, `share(amount, part, whole)`,
    `min` and `max`. Raises ValueError with the text where it is anything else.
    """
    if len(text) > LENGTH:
        raise BriefError(
            f"uma conta (amount) tem no máximo {LENGTH} letras.", f"an amount is at most {LENGTH} characters long."
        )
    try:
        tree = ast.parse(text.removeprefix(SIGN).strip(), mode="eval")
        return _value(tree.body, values)
    except (SyntaxError, ValueError, TypeError, RecursionError) as error:
        raise BriefError(
            f"“{text}” não é uma conta com números inteiros e variáveis deste exercício.",
            f"“{text}” is no amount: it wants whole numbers and variables of this drill.",
        ) from error


def _value(node: ast.expr, values: Mapping[str, str | int]) -> int:
    match node:
        case ast.Constant(value=int(number)) if not isinstance(number, bool):
            return number
        case ast.Name(id=name) if isinstance(known := values.get(name), int):
            return known
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, values)
        case ast.BinOp(left=left, op=act, right=right) if type(act) in _ACTS:
            return _ACTS[type(act)](_value(left, values), _value(right, values))
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as given, keywords=[]) if name in _CALLS:
            return _CALLS[name](*(_value(one, values) for one in given))
        case _:
            raise ValueError(f"{ast.unparse(node)} is neither a number nor a variable of this drill")
