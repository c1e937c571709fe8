"""In words, how a wrong number differs from the truth: the size, and the slip that explains it."""

from collections.abc import Iterator
from math import isfinite, log10, sqrt

from quizapp.core import units

_NEAR = 2e-3
"""Relative width within which a ratio is taken to be a known one."""
_PREFIXES = (
    (1.024, "kB", 3, "KiB", 10),
    (1.048576, "MB", 6, "MiB", 20),
    (1.073741824, "GB", 9, "GiB", 30),
    (1.099511627776, "TB", 12, "TiB", 40),
)
_SLIPS: dict[tuple[str, int], str] = {
    ("bytes", 2): "two bytes or four an element, and keys and values both?",
    ("bytes", 4): "elements against bytes? a float32 takes 4",
    ("bytes", 8): "bits against bytes? a byte has 8 bits",
    ("FLOP", 2): "a multiply-add counts as two FLOP",
    ("FLOP/s", 2): "a multiply-add counts as two FLOP",
}


def difference(value: float, truth: float, unit: str, precision: float = 0.0) -> str:
    """How a value differs from the truth in the same unit; `precision` is the card's, relative."""
    near = min(max(_NEAR, precision), 0.01)
    size = _size(value, truth, near)
    slips = [*_slips(value, truth, unit, near)] if truth and value and isfinite(value) else []
    return "; ".join([size, *slips])


def _size(value: float, truth: float, near: float) -> str:
    if truth and abs(value + truth) <= near * abs(truth):
        return "the sign is wrong"
    if not truth or not value or not isfinite(value):
        return f"off by {abs(value - truth):.3g}"
    ratio = value / truth
    if ratio < 0:
        return "the sign is wrong, and the size too"
    way = "large" if ratio > 1 else "small"
    power = log10(ratio)
    if abs(power) >= 0.5 and abs(power - round(power)) < 1e-3:
        return f"off by a factor of 10^{abs(round(power))}, too {way}"
    factor = max(ratio, 1 / ratio)
    if factor >= 1.9:
        return f"off by a factor of {factor:.3g}, too {way}"
    return f"{abs(ratio - 1) * 100:.2g} % too {way}"


def _slips(value: float, truth: float, unit: str, near: float) -> Iterator[str]:
    ratio = value / truth
    if ratio < 0:
        return
    factor = max(ratio, 1 / ratio)
    asked = units.dimension(unit)
    if asked in ("bytes", "bits"):
        for step, decimal, tens, binary, twos in _PREFIXES:
            if abs(factor / step - 1) <= _NEAR:
                yield (
                    f"that is the whole difference between {decimal} (10^{tens} bytes) and "
                    f"{binary} (2^{twos} bytes)"
                )
    for times in (2, 4, 8):
        slip = _SLIPS.get((asked, times))
        if slip and abs(factor / times - 1) <= near:
            yield slip
    if factor > 1.9 and truth > 0:
        if abs(value / sqrt(truth) - 1) <= near:
            yield "it is the square root of the right value"
        elif abs(sqrt(value) / truth - 1) <= near:
            yield "it is the square of the right value"
