"""Numbers with units, as people write them: `1/4`, `10⁻⁶`, `2^32`, `98 MiB`, `$\\frac{1}{4}$`.

The grammar is small and bounded: nothing is evaluated but products, powers, roots and sums of
literals, no intermediate value outgrows a float64, and no text takes more than microseconds.
"""

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from quizapp.core import units

MAX_LENGTH = 200
"""Longest text, in characters, that is tried as a quantity."""
_MAX_BITS = 1100
_MAX_NESTING = 20


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit as written; an empty unit is a bare number."""

    value: float | int
    unit: str = ""


class _Unreadable(Exception):
    """Carries the one-line reason; never leaves this module."""


Number = Fraction | float

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
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:_\d+)*)(?:\.\d*)?(?:[eE][+-]?\d+)?
              |\.\d+(?:[eE][+-]?\d+)?)
          |(?P<name>[^\W\d_]+)
          |(?P<sign>\*\*|[-+*/^()·×⋅√∞]))""",
    re.VERBOSE | re.ASCII,
)
_NAME = re.compile(r"\s*([^\W\d_]+)")
_CONSTANTS: dict[str, Number] = {
    "e": math.e,
    "pi": math.pi,
    "π": math.pi,
    "inf": math.inf,
    "infinity": math.inf,
    "infty": math.inf,
    "∞": math.inf,
}
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SUFFIXES = {"k": 10**3, "K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}


def parse_quantity(text: str) -> Quantity | str:
    """The quantity that a text states as a whole, or in one line why it states none."""
    if len(text) > MAX_LENGTH:
        return f"a number has at most {MAX_LENGTH} characters, this text has {len(text)}"
    written = text.strip()
    if not written:
        return "no number given"
    reader = _Reader(_normalised(written))
    try:
        value = reader.sum()
        value *= reader.scale()
        result = _plain_number(value, exact=not reader.decimal)
    except _Unreadable as reason:
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
    return text.strip().lstrip("≈~∼≃").strip()


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
            raise _Unreadable("it is no definite number")
        return value
    number = float(value)
    if value and not number:
        raise _Unreadable("it is too small")
    return int(value) if exact and value.denominator == 1 else number


def _literal(digits: str) -> Fraction:
    _, _, exponent = digits.lower().partition("e")
    if exponent and abs(int(exponent)) > 330:
        raise _Unreadable("the exponent is beyond ±330")
    return Fraction(digits.replace(",", "").replace("_", ""))


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        size = max(abs(base.numerator), base.denominator).bit_length()
        # Each bit of the base is at least half used up: 1^n is the one power that never grows.
        if abs(base) != 1 and abs(exponent) * max(size - 1, 1) > _MAX_BITS:
            raise _Unreadable("the power is too large or too small")
        if abs(base) == 1:
            return base if exponent % 2 else Fraction(1)
        return base ** int(exponent)
    result: float | complex = float(base) ** float(exponent)
    if isinstance(result, complex):
        raise _Unreadable("it is no real number")
    return result


class _Reader:
    """Recursive descent over one text; where no number can go on, it stops, and leaves the unit."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.nesting = 0
        self.decimal = False

    def rest(self) -> str:
        return self.text[self.at :].strip()

    def peek(self) -> tuple[str, str, int]:
        """Kind, text and end of the next token; the kind is empty where there is none."""
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            # Names such as π are not ASCII; digits must be: other scripts have no literals.
            named = _NAME.match(self.text, self.at)
            return ("name", named[1], named.end()) if named else ("", "", self.at)
        kind = match.lastgroup or ""
        return kind, match[kind], match.end()

    def accept(self, *signs: str) -> str:
        kind, token, end = self.peek()
        if kind != "sign" or token not in signs:
            return ""
        self.at = end
        return token

    def sum(self) -> Number:
        start = self.at
        value = self.product()
        while (sign := self.accept("+", "-")) != "":
            left = self.text[start : self.at - 1]
            right_from = self.at
            right = self.product()
            if _is_plain(left) and _is_plain(self.text[right_from : self.at]):
                raise _Unreadable("it reads as a range or a sum; give one number")
            value = value + right if sign == "+" else value - right
        return value

    def product(self) -> Number:
        value = self.signed()
        divided = False
        while True:
            before = self.at
            if sign := self.accept("*", "·", "×", "⋅", "/"):
                if not self.starts_number():
                    self.at = before  # a trailing × or /s is left to the unit
                    return value
                divided = sign == "/"
                right = self.signed()
                value = value / right if divided else value * right
            elif self.starts_factor():
                if divided:
                    raise _Unreadable("write 1/(2π) or (1/2)·π, so that it can be read in one way")
                value = value * self.signed()
            else:
                return value

    def starts_number(self) -> bool:
        kind, token, _ = self.peek()
        return (
            kind == "number"
            or (kind == "sign" and token in "+-(√∞")
            or (kind == "name" and (token == "sqrt" or token in _CONSTANTS))
        )

    def starts_factor(self) -> bool:
        """Whether a factor follows without a sign between, as in 2π or 3√2."""
        kind, token, _ = self.peek()
        return (kind == "sign" and token in "(√") or (
            kind == "name" and token in ("sqrt", "pi", "π", "e")
        )

    def signed(self) -> Number:
        if self.accept("-"):
            return -self.power()
        self.accept("+")
        return self.power()

    def power(self) -> Number:
        base = self.atom()
        if not self.accept("^", "**"):
            return base
        self.descend()
        exponent = self.signed()
        self.nesting -= 1
        return _power(base, exponent)

    def descend(self) -> None:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise _Unreadable("it is nested too deeply")

    def atom(self) -> Number:
        kind, token, end = self.peek()
        if kind == "number":
            self.at = end
            self.decimal |= "." in token or "e" in token.lower()
            return _literal(token)
        if kind in ("sign", "name") and token in _CONSTANTS:
            self.at = end
            return _CONSTANTS[token]
        if token in ("√", "sqrt"):
            self.at = end
            return self.root()
        if token == "(" and kind == "sign":
            self.at = end
            self.descend()
            value = self.sum()
            self.nesting -= 1
            if not self.accept(")"):
                raise _Unreadable("a bracket is not closed")
            return value
        rest = self.rest()
        raise _Unreadable(f"expected a number at {rest[:30]!r}" if rest else "a number is missing")

    def root(self) -> Number:
        self.descend()
        radicand = self.atom()
        self.nesting -= 1
        if isinstance(radicand, Fraction) and radicand >= 0:
            top, bottom = math.isqrt(radicand.numerator), math.isqrt(radicand.denominator)
            if top * top == radicand.numerator and bottom * bottom == radicand.denominator:
                return Fraction(top, bottom)
        return math.sqrt(radicand)

    def scale(self) -> int:
        """A factor in words or as a suffix: 25.6 million, 124M, 7B parameters."""
        kind, token, end = self.peek()
        if kind != "name":
            return 1
        after = self.text[end:].strip()
        if token in _SCALES:
            self.at = end
            return _SCALES[token]
        attached = (
            self.at > 0 and self.text[self.at - 1].isdigit() and self.text[self.at] == token[0]
        )
        counted = units.is_count(after)
        if attached and token in _SUFFIXES and (counted or (not after and token != "B")):
            self.at = end
            return _SUFFIXES[token]
        return 1


def _is_plain(text: str) -> bool:
    return bool(re.fullmatch(r"\s*[\d.,_]+\s*", text))
