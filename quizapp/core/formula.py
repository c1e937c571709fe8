"""A formula as a tree, and its value in float64 at a point. Nothing here can fail or run long.

Sums and products hold all their terms, so that a long formula is not a deep one.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from quizapp.core.formula_functions import CONSTANTS, call, divide, power


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; never negative."""

    value: float


@dataclass(frozen=True, slots=True)
class Constant:
    """e or π."""

    name: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the card."""

    name: str
    """As `canonical` writes it: x, β_1, ŷ."""


@dataclass(frozen=True, slots=True)
class Minus:
    """The negative of a term."""

    term: "Node"


@dataclass(frozen=True, slots=True)
class Sum:
    """Two terms or more; a difference adds a Minus."""

    terms: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of a product."""

    node: "Node"
    divides: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """Multiplied and divided from left to right."""

    factors: tuple[Factor, ...]


@dataclass(frozen=True, slots=True)
class Power:
    """A base and its exponent."""

    base: "Node"
    exponent: "Node"


@dataclass(frozen=True, slots=True)
class Call:
    """A function of its arguments."""

    function: str
    """Its sign in FUNCTIONS."""
    arguments: "tuple[Node, ...]"


Node = Number | Constant | Variable | Minus | Sum | Product | Power | Call


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read."""

    tree: Node


def evaluate(formula: Formula, values: Mapping[str, float]) -> float:
    """The value at one point; NaN or ∞ where it has none."""
    return _value(formula.tree, values)


def _value(node: Node, at: Mapping[str, float]) -> float:
    match node:
        case Number(value):
            return value
        case Constant(name):
            return CONSTANTS[name]
        case Variable(name):
            return at[name]
        case Minus(term):
            return -_value(term, at)
        case Sum(terms):
            total = _value(terms[0], at)
            for term in terms[1:]:
                total += _value(term, at)
            return total
        case Product(factors):
            product = 1.0
            for factor in factors:
                value = _value(factor.node, at)
                product = divide(product, value) if factor.divides else product * value
            return product
        case Power(Constant("e"), exponent):
            return call("exp", [_value(exponent, at)])
        case Power(base, exponent):
            return power(_value(base, at), _value(exponent, at))
        case Call(function, arguments):
            return call(function, [_value(argument, at) for argument in arguments])
        case _:
            assert_never(node)


def variables_of(formula: Formula) -> tuple[str, ...]:
    """The variables in the order in which they occur, each once."""
    names = (node.name for node in _walk(formula.tree) if isinstance(node, Variable))
    return tuple(dict.fromkeys(names))


def constant_value(formula: Formula) -> float | None:
    """The value of a formula without variables; None where it has some or is not finite."""
    if variables_of(formula):
        return None
    value = evaluate(formula, {})
    return value if math.isfinite(value) else None


def _walk(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Number() | Constant() | Variable():
            parts: tuple[Node, ...] = ()
        case Minus(term):
            parts = (term,)
        case Sum(terms):
            parts = terms
        case Product(factors):
            parts = tuple(factor.node for factor in factors)
        case Power(base, exponent):
            parts = (base, exponent)
        case Call(_, arguments):
            parts = arguments
        case _:
            assert_never(node)
    for part in parts:
        yield from _walk(part)
