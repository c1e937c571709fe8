"""One thing that a sentence says and a computation decides, as a value."""

from dataclasses import dataclass, field
from math import isfinite

from quizapp.core.card import Sort
from quizapp.core.quantity import Quantity, format_quantity

EXPONENTIAL = "exponential"
LOGARITHMIC = "logarithmic"
LINEARITHMIC = "n log n"
UNDER = "less than"
OVER = "more than"
FACTOR = "times"

POWER_NEAR = {LOGARITHMIC: 0.0, LINEARITHMIC: 1.0}
"""The power that a growth without a power comes near to."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Two claims are equal where they say the same, wherever they stand."""

    sort: Sort
    value: float
    """Number: in `unit`. Direction: −1, 0, 1. Order: the power. Compare: −1, 0, 1, or the factor
    between the first side and the second. Yes: 1 or 0."""
    start: int = field(default=0, compare=False)
    """Place in the text that it was read in."""
    end: int = field(default=0, compare=False)
    unit: str = ""
    form: str = ""
    """Order: a growth that has no power. Number: a bound. Compare: whether it is a factor."""
    negated: bool = False


_DIRECTIONS = {1: "rises", -1: "falls", 0: "unchanged"}
_DENIED = {1: "does not rise", -1: "does not fall", 0: "not unchanged"}
_RELATIONS = {1: "larger than", -1: "smaller than", 0: "the same as"}


def canonical(claim: Claim, subject: str = "", other: str = "") -> str:
    """What a claim says, in words that are read as the same claim again."""
    said = _words(claim, other or "the other")
    return f"{subject}: {said}" if subject else said


def _words(claim: Claim, other: str) -> str:
    denied = "not " if claim.negated else ""
    match claim.sort:
        case Sort.NUMBER:
            bound = f"{claim.form} " if claim.form else ""
            return f"{denied}{bound}{_number(claim.value, claim.unit)}"
        case Sort.DIRECTION:
            return (_DENIED if claim.negated else _DIRECTIONS)[int(claim.value)]
        case Sort.ORDER:
            return f"{denied}{order_words(claim)}"
        case Sort.COMPARE:
            if claim.form == FACTOR:
                return f"{denied}{_number(claim.value, '')} × {other}"
            return f"{denied}{_RELATIONS[int(claim.value)]} {other}"
        case Sort.YES:
            return "yes" if claim.value else "no"


def order_words(claim: Claim) -> str:
    """A growth order: "order 2 (×4 when doubled)"."""
    if claim.form:
        return claim.form
    factor = 2.0**claim.value if abs(claim.value) < 64 else float("inf")
    shown = f" (×{factor:.3g} when doubled)" if isfinite(factor) else ""
    return f"order {format_quantity(Quantity(claim.value))}{shown}"


def _number(value: float, unit: str) -> str:
    return format_quantity(Quantity(value, unit))


def opposites(claim: Claim) -> tuple[Claim, ...]:
    """What contradicts a claim; for a number, which lies as far off as one likes, nothing."""
    from dataclasses import replace

    if claim.negated:
        return (replace(claim, negated=False),)
    match claim.sort:
        case Sort.DIRECTION:
            return tuple(replace(claim, value=other) for other in _others(claim.value))
        case Sort.ORDER:
            if claim.form:
                return (replace(claim, form="", value=3.0),)
            return tuple(replace(claim, value=claim.value + step) for step in (-1.0, 1.0))
        case Sort.COMPARE:
            if claim.form != FACTOR:
                return tuple(replace(claim, value=other) for other in _others(claim.value))
            inverse = 1 / claim.value if claim.value not in (0, 1) else claim.value + 1
            return (replace(claim, value=inverse),)
        case Sort.YES:
            return (replace(claim, value=1 - claim.value),)
        case Sort.NUMBER:
            return ()


def _others(value: float) -> tuple[float, ...]:
    """The two directions that are not this one."""
    return tuple(other for other in (-1.0, 1.0, 0.0) if other != value)
