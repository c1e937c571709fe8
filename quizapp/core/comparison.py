"""Two results of a function side by side: the first thing in which they differ, and by how much."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, isnan

from quizapp.core.card import Tolerance
from quizapp.core.value import (
    Group,
    Number,
    Tensor,
    Value,
    describe_value,
    first_not_finite,
    leaves,
    type_name,
)

TOLERANCES = {
    "float64": Tolerance(rtol=1e-7, atol=1e-10),
    "float32": Tolerance(rtol=1.3e-6, atol=1e-5),
    "float16": Tolerance(rtol=1e-3, atol=1e-5),
    "bfloat16": Tolerance(rtol=1.6e-2, atol=1e-5),
}
"""What rounding explains, by dtype: the relative bounds of `torch.testing.assert_close`."""


class Aspect(StrEnum):
    """In what two results differ; the order is that of the checks."""

    TYPE = "type"
    SHAPE = "shape"
    DTYPE = "dtype"
    FINITE = "finite"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first aspect in which a result misses the expected one."""

    aspect: Aspect
    where: str
    """Part of the result: "[1]" of a tuple; empty where it has one part."""
    expected: str
    got: str
    index: str = ""
    """Of the element that is worst."""
    size: float = 0.0
    """Of the largest difference."""
    tolerances: float = float("inf")
    """How many tolerances the worst element misses by."""


def difference(expected: Value, got: Value, tolerance: Tolerance | None) -> Difference | None:
    """Where `got` misses `expected`; None where they agree. Without a tolerance, by dtype."""
    if misfit := _structure(expected, got, ""):
        return misfit
    pairs = [(path, one, other) for (path, one), (_, other) in _zipped(expected, got)]
    for check in (_shape, _dtype, _finite):
        for path, one, other in pairs:
            if found := check(path, one, other):
                return found
    worst = [found for path, one, other in pairs if (found := _value(path, one, other, tolerance))]
    return max(worst, key=lambda each: each.tolerances, default=None)


def _zipped(one: Value, other: Value) -> list[tuple[tuple[str, Value], tuple[str, Value]]]:
    return list(zip(leaves(one), leaves(other), strict=True))


def _structure(expected: Value, got: Value, path: str) -> Difference | None:
    same = type(expected) is type(got)
    if isinstance(expected, Group) and isinstance(got, Group):
        same = expected.kind == got.kind and expected.keys == got.keys
        same = same and len(expected.items) == len(got.items)
        if same:
            names: Sequence[str | int] = expected.keys or range(len(expected.items))
            for name, one, other in zip(names, expected.items, got.items, strict=True):
                if found := _structure(one, other, f"{path}[{name!r}]"):
                    return found
            return None
    if same:
        return None
    return Difference(Aspect.TYPE, path, type_name(expected), type_name(got))


def _shape(path: str, expected: Value, got: Value) -> Difference | None:
    if isinstance(expected, Tensor) and isinstance(got, Tensor) and expected.shape != got.shape:
        return Difference(Aspect.SHAPE, path, str(list(expected.shape)), str(list(got.shape)))
    return None


def _dtype(path: str, expected: Value, got: Value) -> Difference | None:
    if isinstance(expected, Tensor) and isinstance(got, Tensor) and expected.dtype != got.dtype:
        return Difference(Aspect.DTYPE, path, expected.dtype, got.dtype)
    return None


def _finite(path: str, expected: Value, got: Value) -> Difference | None:
    if not isinstance(expected, Tensor | float) or not isinstance(got, Tensor | float):
        return None
    at = first_not_finite(got)
    if at is None or first_not_finite(expected) is not None:
        return None
    index = got.index(at) if isinstance(got, Tensor) else ""
    wanted, found = _numbers(expected)[at], _numbers(got)[at]
    return Difference(Aspect.FINITE, path, show(wanted), show(found), index)


def _numbers(value: Tensor | float) -> tuple[Number, ...]:
    return value.values if isinstance(value, Tensor) else (value,)


def _value(path: str, expected: Value, got: Value, given: Tolerance | None) -> Difference | None:
    if not isinstance(expected, Tensor | float) or not isinstance(got, Tensor | float):
        if expected == got:
            return None
        return Difference(Aspect.VALUE, path, describe_value(expected), describe_value(got))
    dtype = expected.dtype if isinstance(expected, Tensor) else "float64"
    exact = Tolerance()
    limit = exact if dtype not in TOLERANCES else given or TOLERANCES[dtype]
    worst, place = 0.0, 0
    for at, (wanted, found) in enumerate(zip(_numbers(expected), _numbers(got), strict=True)):
        ratio = _missed(wanted, found, limit)
        if ratio > worst:
            worst, place = ratio, at
    if worst <= 1 + 1e-9:
        return None
    wanted, found = _numbers(expected)[place], _numbers(got)[place]
    index = expected.index(place) if isinstance(expected, Tensor) else ""
    size = abs(found - wanted)
    return Difference(Aspect.VALUE, path, show(wanted), show(found), index, size, worst)


def _missed(wanted: Number, found: Number, limit: Tolerance) -> float:
    """Distance in tolerances."""
    if wanted == found or (isnan(wanted) and isnan(found)):
        return 0.0
    if not (isfinite(wanted) and isfinite(found)):
        return float("inf")
    bound = max(limit.rtol * abs(wanted), limit.atol)
    return abs(found - wanted) / bound if bound else float("inf")


def show(number: Number) -> str:
    """A number with the digits worth reading."""
    return f"{number:.7g}" if isinstance(number, float) else str(number)
