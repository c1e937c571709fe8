"""Numbers shifted out of their tolerance."""

from math import isfinite

from quizapp.core.card import Tolerance
from quizapp.core.evidence import Answered
from quizapp.core.grading import bound
from quizapp.core.quantity import Quantity, convert

TOLERANCES = 10.0
"""By how many tolerances a number is shifted."""
_HAIR = 1e-5
"""Relative shift of a number that must be met exactly and is not whole: six digits show it."""


def shifted(quantity: Quantity, measured: Answered | None, tolerance: Tolerance) -> list[Quantity]:
    """A number shifted by ten of its tolerances, down and up, in the unit that was measured."""
    if measured is not None and quantity.unit:
        converted = convert(quantity, measured.unit)
        quantity = quantity if isinstance(converted, str) else converted
    if not isfinite(quantity.value):
        return [Quantity(0, quantity.unit)]
    truth = measured or Answered(quantity.value, quantity.unit, 0)
    step = TOLERANCES * bound(truth, tolerance)
    return [Quantity(value, quantity.unit) for value in either_way(quantity.value, step)]


def either_way(value: float, step: float) -> list[float]:
    """A number a step down and up; where the step is nothing, by the least that shows."""
    if not step:
        whole = isinstance(value, int) or value.is_integer()
        step = 1 if whole else _HAIR * abs(value)
    return [value - step, value + step]
