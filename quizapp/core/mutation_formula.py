"""Wrong formulas made from a right one: each differs from it in one coefficient or operator."""

from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import assert_never

from quizapp.core.card import FormulaCard
from quizapp.core.formula import (
    Call,
    Constant,
    Factor,
    Formula,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    evaluate,
)
from quizapp.core.formula_draw import draw
from quizapp.core.formula_functions import CONSTANTS
from quizapp.core.formula_points import distance, own_points, points

_SMALLEST = 0.01
"""Share by which a coefficient is shifted, at least: a slip is larger than that."""
_TOLERANCES = 10.0
_TAKEN_FOR = {
    **{"log": "log2", "log2": "log", "log10": "log", "σ": "tanh", "tanh": "σ", "erf": "tanh"},
    **{"atan": "tanh", "Φ": "σ", "φ": "Φ", "sin": "cos", "cos": "sin", "tan": "sin"},
    **{"sinh": "cosh", "cosh": "sinh", "relu": "softplus", "softplus": "relu", "sign": "tanh"},
    **{"min": "max", "max": "min"},
}
"""For a function the one that it is likeliest to be confused with."""

Change = tuple[str, Node]
"""What was changed, in words, and the tree after that."""


def wrong_formulas(card: FormulaCard) -> Iterator[tuple[str, Formula, bool]]:
    """What was changed, the formula then, and whether it can be told from the card's own.

    Where it cannot, at any point of the card's domain, it is the same formula in other words.
    """
    at = own_points(card)
    where = points(at, [evaluate(card.answer, each) for each in at], card.tolerance)
    sizes = [abs(point.truth) for point in where if point.truth]
    scale = median(sizes) if sizes else 1.0
    relative = max(card.tolerance.rtol, card.tolerance.atol / scale)
    share = max(_SMALLEST, _TOLERANCES * relative)
    names = tuple(each.name for each in card.domains)
    for what, tree in _changes(card.answer.tree, share, names):
        wrong = Formula(tree)
        told = any(distance(point, evaluate(wrong, point.at)) > 1 for point in where)
        yield what, wrong, told


def _changes(tree: Node, share: float, names: tuple[str, ...]) -> Iterator[Change]:
    if not isinstance(tree, Sum | Number | Constant):
        yield from _scaled("the whole", tree, share)
    yield from _within(tree, share, names)


def _within(node: Node, share: float, names: tuple[str, ...]) -> Iterator[Change]:
    """Every tree that differs from this one in one place."""
    yield from _here(node, share, names)
    parts = _parts(node)
    for place, part in enumerate(parts):
        for what, changed in _within(part, share, names):
            yield what, _with_parts(node, (*parts[:place], changed, *parts[place + 1 :]))


def _here(node: Node, share: float, names: tuple[str, ...]) -> Iterator[Change]:
    match node:
        case Number(value):
            for factor in (1 + share, 1 - share):
                shifted = value * factor if value else factor - 1
                yield f"{value:g} as {shifted:g}", _number(shifted)
        case Constant(name):
            for factor in (1 + share, 1 - share):
                yield f"{name} as {CONSTANTS[name] * factor:.4g}", Number(CONSTANTS[name] * factor)
        case Variable(name):
            for other in names:
                if other != name:
                    yield f"{name} as {other}", Variable(other)
        case Minus(term):
            yield f"−{_short(term)} without its minus", term
        case Sum(terms):
            yield from _in_sum(terms, share)
        case Product(factors):
            yield from _in_product(factors)
        case Power(base, exponent):
            what = f"{_short(node)} as a product"
            yield what, Product((Factor(base), Factor(exponent)))
        case Call(function, arguments):
            if taken := _TAKEN_FOR.get(function):
                yield f"{function} as {taken}", Call(taken, arguments)
        case _:
            assert_never(node)


def _in_sum(terms: tuple[Node, ...], share: float) -> Iterator[Change]:
    for place, term in enumerate(terms):
        before, after = terms[:place], terms[place + 1 :]
        inner = term.term if isinstance(term, Minus) else term
        if not isinstance(term, Minus):  # a Minus is taken off where it stands
            what = f"{_short(term)} with a minus"
            yield what, Sum((*before, Minus(term), *after))
        if not isinstance(inner, Number | Constant):  # they are shifted where they stand
            for what, scaled in _scaled(_short(inner), term, share):
                yield what, Sum((*before, scaled, *after))


def _in_product(factors: tuple[Factor, ...]) -> Iterator[Change]:
    for place, factor in enumerate(factors[1:], 1):
        done, other = ("/", "·") if factor.divides else ("·", "/")
        shown = _short(factor.node)
        turned = replace(factor, divides=not factor.divides)
        what = f"{done} {shown} as {other} {shown}"
        yield what, Product((*factors[:place], turned, *factors[place + 1 :]))


def _scaled(name: str, node: Node, share: float) -> Iterator[Change]:
    for factor in (1 + share, 1 - share):
        yield f"{name} times {factor:g}", Product((Factor(Number(factor)), Factor(node)))


def _number(value: float) -> Node:
    return Number(value) if value >= 0 else Minus(Number(-value))


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Number() | Constant() | Variable():
            return ()
        case Minus(term):
            return (term,)
        case Sum(terms):
            return terms
        case Product(factors):
            return tuple(factor.node for factor in factors)
        case Power(base, exponent):
            return base, exponent
        case Call(_, arguments):
            return arguments
        case _:
            assert_never(node)


def _with_parts(node: Node, parts: tuple[Node, ...]) -> Node:
    match node:
        case Number() | Constant() | Variable():
            return node
        case Minus():
            return Minus(*parts)
        case Sum():
            return Sum(parts)
        case Product(factors):
            put = zip(factors, parts, strict=True)
            return Product(tuple(replace(factor, node=part) for factor, part in put))
        case Power():
            return Power(*parts)
        case Call(function):
            return Call(function, parts)
        case _:
            assert_never(node)


def _short(node: Node) -> str:
    shown = draw(Formula(node))
    return shown if len(shown) <= 24 else f"{shown[:23]}…"
