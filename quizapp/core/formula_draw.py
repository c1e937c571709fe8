"""A formula as one line of text that can be read back: σ(x)·(1 − σ(x))."""

import math
from typing import assert_never

from quizapp.core.formula import (
    Call,
    Constant,
    Formula,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
)
from quizapp.core.formula_names import drawn

_SUM, _PRODUCT, _POWER, _ATOM = range(4)
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def draw(formula: Formula) -> str:
    """The formula with every product and bracket written out."""
    return _drawn(formula.tree)[0]


def _at_least(node: Node, level: int) -> str:
    text, binds = _drawn(node)
    return text if binds >= level else f"({text})"


def _drawn(node: Node) -> tuple[str, int]:
    """Text, and how tightly it binds."""
    match node:
        case Number(value):
            return _number(value), _ATOM
        case Constant(name):
            return name, _ATOM
        case Variable(name):
            return drawn(name), _ATOM
        case Minus(term):
            return f"−{_at_least(term, _PRODUCT)}", _SUM
        case Sum(terms):
            first, *others = terms
            text = _at_least(first, _PRODUCT) if isinstance(first, Sum) else _drawn(first)[0]
            for term in others:
                if isinstance(term, Minus):
                    text += f" − {_at_least(term.term, _PRODUCT)}"
                else:
                    text += f" + {_at_least(term, _PRODUCT)}"
            return text, _SUM
        case Product(factors):
            text = ""
            for place, factor in enumerate(factors):
                sign = "/" if factor.divides else "·" if place else ""
                if place == 0 and factor.divides:
                    sign = "1/"
                leads = isinstance(factor.node, Minus) and not text and not sign
                text += sign + (_drawn(factor.node)[0] if leads else _at_least(factor.node, _POWER))
            return text, _PRODUCT
        case Power(base, exponent):
            return _at_least(base, _ATOM) + _exponent(exponent), _POWER
        case Call("abs", (inside,)):
            return f"|{_drawn(inside)[0]}|", _ATOM
        case Call("√", (inside,)):
            return f"√({_drawn(inside)[0]})", _POWER
        case Call(function, arguments):
            return f"{function}({', '.join(_drawn(each)[0] for each in arguments)})", _ATOM
        case _:
            assert_never(node)


def _exponent(node: Node) -> str:
    whole = node.term if isinstance(node, Minus) else node
    if isinstance(whole, Number) and whole.value.is_integer() and whole.value < 100:
        sign = "-" if whole is not node else ""
        return f"{sign}{int(whole.value)}".translate(_RAISED)
    text, binds = _drawn(node)
    return f"^{text}" if binds == _ATOM and not isinstance(node, Call) else f"^({text})"


def _number(value: float) -> str:
    if not math.isfinite(value):
        return "1e999"
    return str(int(value)) if value.is_integer() and value < 1e15 else repr(value)
