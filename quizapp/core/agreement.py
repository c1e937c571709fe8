"""When the two numbers of a claim agree."""

from dataclasses import replace
from math import isfinite

from quizapp.core.evidence import Claimed

DEFAULT_RTOL = 1e-6


def bound(measured: float, expected: float, rtol: float | None, atol: float | None) -> float:
    """How far the two numbers may lie apart, in their unit; 0 means exactly equal.

    Without a tolerance integers must be equal, other numbers agree to one part in a million.
    """
    if rtol is None and atol is None:
        exact = isinstance(measured, int) and isinstance(expected, int)
        rtol = 0.0 if exact else DEFAULT_RTOL
    relative = (rtol or 0.0) * abs(expected) if isfinite(expected) else 0.0
    return max(relative, atol or 0.0)


def agree(measured: float, expected: float, rtol: float | None, atol: float | None) -> bool:
    """Whether a claim of these numbers holds."""
    distance = abs(measured - expected)
    return measured == expected or distance <= bound(measured, expected, rtol, atol)


def bound_of(claim: Claimed) -> float | None:
    """The bound of a claim that compares two numbers; None for a condition."""
    if claim.measured is None or claim.expected is None:
        return None
    return bound(claim.measured, claim.expected, claim.rtol, claim.atol)


def expecting(claim: Claimed, expected: float) -> Claimed:
    """The same claim with another expected value, judged anew."""
    assert claim.measured is not None
    holds = agree(claim.measured, expected, claim.rtol, claim.atol)
    return replace(claim, expected=expected, holds=holds)
