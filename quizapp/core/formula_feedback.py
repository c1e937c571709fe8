"""In words, how a wrong formula differs from the right one, and where it does not."""

import math
import statistics
from collections.abc import Sequence
from fractions import Fraction

from quizapp.core.formula import Formula, variables_of
from quizapp.core.formula_names import drawn
from quizapp.core.formula_points import Point, distance, number, place

_SAME = 1e-7
"""Relative spread of ratios or differences that are called constant."""
_FEW = 4
_SIZABLE = 1e-8
"""Of the largest value: smaller ones have lost too many digits for a ratio."""
_FACTORS = {
    "ln 2": math.log(2),
    "1/ln 2": 1 / math.log(2),
    "ln 10": math.log(10),
    "1/ln 10": 1 / math.log(10),
    "π": math.pi,
    "1/π": 1 / math.pi,
    "2π": 2 * math.pi,
    "1/(2π)": 1 / (2 * math.pi),
    "√2": math.sqrt(2),
    "1/√2": 1 / math.sqrt(2),
    "√(2π)": math.sqrt(2 * math.pi),
    "1/√(2π)": 1 / math.sqrt(2 * math.pi),
    "e": math.e,
    "1/e": 1 / math.e,
}


def feedback(
    typed: Formula, right: Formula, where: Sequence[Point], values: Sequence[float]
) -> str:
    """What is wrong with a formula that has these values at these points."""
    parts = []
    extra = [name for name in variables_of(typed) if name not in variables_of(right)]
    if extra:
        names = " and ".join(map(drawn, extra))
        parts.append(f"the right formula does not depend on {names}")
    everywhere = _everywhere(where, values)
    if everywhere:
        parts.append(everywhere)
    elif region := _region(where, values):
        parts.append(f"only right for {region}")
    return "; ".join([*parts, worst(where, values)])


def worst(where: Sequence[Point], values: Sequence[float]) -> str:
    """The point at which a formula differs most, with both values."""
    pairs = list(zip(where, values, strict=True))
    # Where a value is missing the difference has no size: a point with two values says more.
    finite = [pair for pair in pairs if math.isfinite(pair[1])]
    missed = [pair for pair in finite if distance(*pair) > 1]
    point, value = max(missed or pairs, key=lambda pair: _gap(*pair))
    return f"at {place(point.at)} it gives {number(value)}, right is {number(point.truth)}"


def _gap(point: Point, value: float) -> float:
    return abs(value - point.truth) if math.isfinite(value) else math.inf


def _everywhere(where: Sequence[Point], values: Sequence[float]) -> str:
    """A constant ratio or difference; empty where there is none."""
    if len(where) < _FEW or not all(map(math.isfinite, values)):
        return ""
    pairs = [(point, value) for point, value in zip(where, values, strict=True)]
    sizable = _SIZABLE * max(abs(point.truth) for point in where)
    zeros = all(
        abs(value) <= point.limit for point, value in pairs if abs(point.truth) <= point.limit
    )
    ratios = [value / point.truth for point, value in pairs if abs(point.truth) > sizable]
    if zeros and len(ratios) >= _FEW and (ratio := _constant(ratios)) is not None:
        return _ratio(ratio)
    differences = [value - point.truth for point, value in pairs]
    if (difference := _constant(differences)) is not None:
        more = "more" if difference > 0 else "less"
        return f"{number(abs(difference))} {more} than the right value everywhere"
    return ""


def _constant(values: Sequence[float]) -> float | None:
    middle = statistics.median(values)
    spread = max(values) - min(values)
    return middle if middle and spread <= _SAME * abs(middle) else None


def _ratio(ratio: float) -> str:
    if abs(ratio + 1) < _SAME:
        return "the sign is wrong everywhere"
    size = abs(ratio)
    named = next((name for name, value in _FACTORS.items() if abs(size / value - 1) < _SAME), "")
    simple = Fraction(size).limit_denominator(12)
    if not named and simple and abs(size / float(simple) - 1) < _SAME:
        named = str(simple)
    sign = "−" if ratio < 0 else ""
    return f"{sign}{named or number(size)} times the right value everywhere"


def _region(where: Sequence[Point], values: Sequence[float]) -> str:
    """Where the formula is right, if that is one side of a value of one variable."""
    right = [distance(*pair) <= 1 for pair in zip(where, values, strict=True)]
    for name in where[0].at if where else ():
        good = [point.at[name] for point, holds in zip(where, right, strict=True) if holds]
        bad = [point.at[name] for point, holds in zip(where, right, strict=True) if not holds]
        if len(good) < _FEW or len(bad) < 1:
            continue
        # A wrong formula may meet the right one at single points outside of the region.
        above = sorted(value for value in good if value > max(bad))
        below = sorted(value for value in good if value < min(bad))
        if len(above) >= _FEW and len(above) >= len(good) - 2:
            return f"{drawn(name)} > {_edge(max(bad), above[0])}"
        if len(below) >= _FEW and len(below) >= len(good) - 2:
            return f"{drawn(name)} < {_edge(below[-1], min(bad))}"
    return ""


def _edge(low: float, high: float) -> str:
    """The roundest number between two neighbouring points."""
    if low <= 0 <= high:
        return "0"
    for digits in range(-3, 12):
        rounded = round((low + high) / 2, digits)
        if low <= rounded <= high:
            return number(rounded)
    return number((low + high) / 2)
