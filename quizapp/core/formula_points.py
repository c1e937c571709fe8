"""Where formulas are compared, and how far two values may lie apart there."""

import math
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from quizapp.core.card import FORMULA_TOLERANCE, Domain, FormulaCard, Tolerance
from quizapp.core.evidence import Traced
from quizapp.core.formula import Formula, function_of
from quizapp.core.formula_names import canonical, drawn

_RANDOM = 32
_SPECIAL = (0.0, 1.0, -1.0, 1e-3, -1e-3, 0.5, 2.0)
_NEAR_ZERO = 1e-3
_STEEPEST = 1e6


@dataclass(frozen=True, slots=True)
class Point:
    """One point, the right value there, and how far from it a value still counts as right."""

    at: Mapping[str, float]
    truth: float
    limit: float


def own_points(card: FormulaCard) -> tuple[dict[str, float], ...]:
    """About 45 points of the card's domain, the same ones every time."""
    return tuple(_own(card.domains, card.id))


def _own(domains: Sequence[Domain], seed: str) -> Iterator[dict[str, float]]:
    for number in range(_RANDOM):
        yield {each.name: _random(each, f"{seed}:{number}") for each in domains}
    for chosen in domains:
        inside = [value for value in _SPECIAL if chosen.low < value < chosen.high]
        for number, value in enumerate((chosen.low, chosen.high, *inside)):
            others = {each.name: _random(each, f"{seed}:{number}s") for each in domains}
            yield others | {chosen.name: value}


def _random(domain: Domain, seed: str) -> float:
    digest = blake2b(f"{seed}:{domain.name}".encode(), digest_size=8).digest()
    share = int.from_bytes(digest) / 2**64
    width = domain.high - domain.low
    digits = 3 - math.floor(math.log10(width))  # a point is shown: few digits are read more easily
    return min(max(round(domain.low + share * width, digits), domain.low), domain.high)


def traced_points(card: FormulaCard, traced: Traced) -> tuple[dict[str, float], ...] | str:
    """The points of a measurement by the card's variables; or why they do not fit."""
    wanted = tuple(each.name for each in card.domains)
    names = tuple(map(canonical, traced.names))
    if names == ("",) and len(wanted) == 1:
        names = wanted
    if set(names) != set(wanted):
        listed = ", ".join(f'"{name}": …' for name in wanted)
        return f"the answer's variables are {', '.join(wanted)}: give at={{{listed}}}"
    rows = zip(*traced.at, strict=True)
    return tuple(dict(zip(names, row, strict=True)) for row in rows)


def points(
    at: Sequence[Mapping[str, float]], truths: Sequence[float], tolerance: Tolerance
) -> tuple[Point, ...]:
    """The points that have a right value, with the bound that counts at each.

    Near a zero of the answer a relative bound is nothing, so the size of its other values counts
    there; their median caps it, so that one huge value does not hide the small ones.
    """
    pairs = [
        (place, truth) for place, truth in zip(at, truths, strict=True) if math.isfinite(truth)
    ]
    sizes = [abs(truth) for _, truth in pairs if truth]
    scale = min(max(sizes), _STEEPEST * statistics.median(sizes)) if sizes else 1.0
    relative = max(tolerance.rtol, FORMULA_TOLERANCE.rtol)
    floor = max(tolerance.atol, _NEAR_ZERO * relative * scale)
    return tuple(Point(place, truth, max(relative * abs(truth), floor)) for place, truth in pairs)


def values_at(formula: Formula, where: Sequence[Point]) -> list[float]:
    """The formula's values at the points."""
    value = function_of(formula)
    return [value(point.at) for point in where]


def distance(point: Point, value: float) -> float:
    """How many bounds a value lies from the right one; ∞ where it is not finite."""
    return abs(value - point.truth) / point.limit if math.isfinite(value) else math.inf


def place(at: Mapping[str, float]) -> str:
    """A point in words: "x = 0.5, v = 2"."""
    return ", ".join(f"{drawn(name)} = {number(value)}" for name, value in at.items())


def number(value: float) -> str:
    """A value with the digits worth reading."""
    if math.isnan(value):
        return "no value"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.6g}".replace("-", "−", 1) if value < 0 else f"{value:.6g}"
