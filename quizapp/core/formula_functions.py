"""The functions and constants of formulas, in float64: outside their domain NaN, beyond it ∞."""

import math
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """One function that a formula may call."""

    sign: str
    """As it is drawn."""
    compute: Callable[..., float]
    fewest: int = 1
    most: int = 1


def sigmoid(x: float) -> float:
    """1/(1 + e⁻ˣ), without overflow."""
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _log(x: float) -> float:
    return math.log(x) if x else -math.inf


def _log2(x: float) -> float:
    return math.log2(x) if x else -math.inf


def _log10(x: float) -> float:
    return math.log10(x) if x else -math.inf


def _sign(x: float) -> float:
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def _floor(x: float) -> float:
    return float(math.floor(x)) if math.isfinite(x) else x


def _min(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else min(values)


def _max(*values: float) -> float:
    return math.nan if any(map(math.isnan, values)) else max(values)


def _normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


def _normal_pdf(x: float) -> float:
    return math.exp(-x * x / 2) / math.sqrt(2 * math.pi)


FUNCTIONS = {
    function.sign: function
    for function in (
        Function("exp", math.exp),
        Function("log", _log),
        Function("log2", _log2),
        Function("log10", _log10),
        Function("√", math.sqrt),
        Function("abs", abs),
        Function("sign", _sign),
        Function("min", _min, 2, 20),
        Function("max", _max, 2, 20),
        Function("σ", sigmoid),
        Function("tanh", math.tanh),
        Function("relu", lambda x: _max(x, 0.0)),
        Function("softplus", _softplus),
        Function("sin", math.sin),
        Function("cos", math.cos),
        Function("tan", math.tan),
        Function("sinh", math.sinh),
        Function("cosh", math.cosh),
        Function("atan", math.atan),
        Function("erf", math.erf),
        Function("Φ", _normal_cdf),
        Function("φ", _normal_pdf),
        Function("floor", _floor),
    )
}
ALIASES = {
    "sqrt": "√",
    "sigmoid": "σ",
    "logistic": "σ",
    "sigma": "σ",
    "ln": "log",
    "log_2": "log2",
    "log_10": "log10",
    "sgn": "sign",
    "arctan": "atan",
    "normcdf": "Φ",
    "normpdf": "φ",
    **{sign: sign for sign in FUNCTIONS},
}
"""Every name of a function; in words any case will do."""
CONSTANTS = {"e": math.e, "π": math.pi}


def call(sign: str, arguments: list[float]) -> float:
    """The function's value: NaN where it has none, infinite where it is too large."""
    try:
        return FUNCTIONS[sign].compute(*arguments)
    except OverflowError:
        odd = sign == "sinh" and arguments[0] < 0
        return -math.inf if odd else math.inf
    except ValueError:
        return math.nan


def divide(top: float, bottom: float) -> float:
    """top/bottom as IEEE 754 has it."""
    if bottom:
        return top / bottom
    if not top or math.isnan(top):
        return math.nan
    return math.copysign(math.inf, math.copysign(1, top) * math.copysign(1, bottom))


def power(base: float, exponent: float) -> float:
    """base^exponent; NaN where it is no real number."""
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return -math.inf if base < 0 and exponent % 2 == 1 else math.inf
    except ValueError:
        return math.inf if not base else math.nan
