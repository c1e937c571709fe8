"""Numbers with units, as people write them: `1/4`, `10⁻⁶`, `2^32`, `98 MiB`, `$\\frac{1}{4}$`.

The grammar is small and bounded: nothing is evaluated but products, powers, roots and sums of
literals, no intermediate value outgrows a float64, and no text takes more than microseconds.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal

from quizapp.core import units
from quizapp.core.expression import Number, Reader, Unreadable

MAX_LENGTH = 200
"""Longest text, in characters, that is tried as a quantity."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as written; an empty unit is a bare number."""

    value: float | int
    unit: str = ""


_LATEX = (
    (re.compile(r"\\(?:text|mathrm|operatorname)\{([^{}]*)\}"), r" \1"),
    (re.compile(r"\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"\\[dt]?frac(\d)(\d)"), r"(\1/\2)"),
    (re.compile(r"\\cdot|\\times"), "·"),
    (re.compile(r"\\(sqrt|pi|infty)(?![A-Za-z])"), r"\1"),
    (re.compile(r"\\approx"), "≈"),
    (re.compile(r"\\[,;: ]|\{,\}"), ""),
    (re.compile(r"\\%"), "%"),
)
_SUPERSCRIPT = re.compile(r"[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_FRACTION = re.compile(r"(?<![\d.½⅓⅔¼¾⅕⅛])[½⅓⅔¼¾⅕⅛]")
_FRACTIONS = dict(zip("½⅓⅔¼¾⅕⅛", ("1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "1/8"), strict=True))
_APART = re.compile(r"\d\s+[eE][-+]?\d")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")


def parse_quantity(text: str) -> Quantity | str:
    """The quantity that a text states as a whole, or in one line why it states none."""
    if len(text) > MAX_LENGTH:
        return f"a number has at most {MAX_LENGTH} characters, this text has {len(text)}"
    written = text.strip()
    if not written:
        return "no number given"
    if _APART.search(written):  # or else the e would be Euler's number
        return f"cannot read {written!r} as a number: write its exponent without a space: 3e-6"
    reader = Reader(_normalised(written))
    try:
        value = reader.sum()
        value *= reader.scale()
        result = _plain_number(value, exact=not reader.decimal)
    except Unreadable as reason:
        return f"cannot read {written!r} as a number: {reason}"
    except (OverflowError, ZeroDivisionError, ValueError) as error:
        return f"cannot read {written!r} as a number: {_reason(error)}"
    unit = reader.rest()
    if unit and not units.is_known(unit):
        return f"cannot read {written!r} as a number: {units.unknown(unit)}"
    return Quantity(result, unit)


def convert(quantity: Quantity, unit: str) -> Quantity | str:
    """The same quantity in another unit, or in one line why it has none; `""` is a bare number."""
    if quantity.unit == unit:
        return quantity
    factor = units.factor(quantity.unit, unit)
    if isinstance(factor, str):
        return factor
    value = quantity.value * factor
    if isinstance(quantity.value, int) and abs(value) < 2**53 and value == int(value):
        value = int(value)
    return Quantity(value, unit)


def format_quantity(quantity: Quantity) -> str:
    """A quantity for people: 6 significant digits; integers in full, with commas from 10,000 on."""
    return f"{_format_number(quantity.value)} {quantity.unit}".rstrip()


def _format_number(value: float | int) -> str:
    if isinstance(value, int):
        if abs(value) >= 10**15:
            return _tidy(f"{Decimal(value):.5e}")
        return f"{value:,}" if abs(value) >= 10_000 else str(value)
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    if abs(value) < 10**6 and value == int(value):
        return _format_number(int(value))
    return _tidy(f"{value:.6g}")


def _tidy(digits: str) -> str:
    """`1.03000e+08` as `1.03e8`."""
    mantissa, mark, exponent = digits.partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa


def _normalised(text: str) -> str:
    """The text with one spelling for each sign, and without what says "about" or "in math mode"."""
    if text.startswith("$") and text.count("$") == 2:
        text = text.replace("$", " ")
    for pattern, plain in _LATEX:
        text = pattern.sub(plain, text)
    text = text.replace("{", "(").replace("}", ")").replace("−", "-").replace("–", "-")
    text = _SUPERSCRIPT.sub(lambda match: f"^({match[0].translate(_PLAIN)})", text)
    text = _FRACTION.sub(lambda match: f"({_FRACTIONS[match[0]]})", text)
    return text.strip().lstrip("≈~∼≃=").strip()


def _reason(error: Exception) -> str:
    match error:
        case ZeroDivisionError():
            return "it divides by zero"
        case OverflowError():
            return "it is too large"
        case _:
            return "it is no real number"


def _plain_number(value: Number, *, exact: bool) -> float | int:
    if isinstance(value, float):
        if math.isnan(value):
            raise Unreadable("it is no definite number")
        return value
    number = float(value)
    if value and not number:
        raise Unreadable("it is too small")
    return int(value) if exact and value.denominator == 1 else number
