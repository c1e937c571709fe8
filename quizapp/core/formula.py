"""A formula as a tree, and its value in float64 at a point. Nothing here can fail or run long.

Sums and products hold all their terms, so that a long formula is not a deep one.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
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


At = Mapping[str, float]
"""A value for each variable."""


def evaluate(formula: Formula, values: At) -> float:
    """The value at one point; NaN or ∞ where it has none."""
    return function_of(formula)(values)


def function_of(formula: Formula) -> Callable[[At], float]:
    """The formula as a function of a point, for whoever asks at many: the tree is walked once."""
    return _function(formula.tree)


def _function(node: Node) -> Callable[[At], float]:
    match node:
        case Number(value):
            return lambda at: value
        case Constant(name):
            constant = CONSTANTS[name]
            return lambda at: constant
        case Variable(name):
            return itemgetter(name)
        case Minus(term):
            positive = _function(term)
            return lambda at: -positive(at)
        case Sum(terms):
            return partial(_sum, [_function(term) for term in terms])
        case Product(factors):
            parts = [(_function(factor.node), factor.divides) for factor in factors]
            return partial(_product, parts)
        case Power(Constant("e"), exponent):
            return partial(_call, "exp", [_function(exponent)])
        case Power(base, exponent):
            low, high = _function(base), _function(exponent)
            return lambda at: power(low(at), high(at))
        case Call(function, arguments):
            return partial(_call, function, [_function(argument) for argument in arguments])
        case _:
            assert_never(node)


def _sum(terms: Sequence[Callable[[At], float]], at: At) -> float:
    total = terms[0](at)
    for term in terms[1:]:
        total += term(at)
    return total


def _product(factors: Sequence[tuple[Callable[[At], float], bool]], at: At) -> float:
    product = 1.0
    for factor, divides in factors:
        product = divide(product, factor(at)) if divides else product * factor(at)
    return product


def _call(name: str, arguments: Sequence[Callable[[At], float]], at: At) -> float:
    return call(name, [argument(at) for argument in arguments])


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
