"""Read an arithmetic expression of literals: the grammar under quantities, and its bounds.

Rational values stay exact fractions until a root, π or e makes them floats.
"""

import math
import re
from fractions import Fraction

from quizapp.core import units

_MAX_BITS = 1100
_MAX_NESTING = 20

Number = Fraction | float


class Unreadable(Exception):
    """Carries the one-line reason why a text is no number."""


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


def _literal(digits: str) -> Fraction:
    _, _, exponent = digits.lower().partition("e")
    if exponent and abs(int(exponent)) > 330:
        raise Unreadable("the exponent is beyond ±330")
    return Fraction(digits.replace(",", "").replace("_", ""))


def _power(base: Number, exponent: Number) -> Number:
    if isinstance(base, Fraction) and isinstance(exponent, Fraction) and exponent.denominator == 1:
        size = max(abs(base.numerator), base.denominator).bit_length()
        # A base of n bits to the power k has at least (n − 1)·k bits; only ±1 never grows.
        if abs(base) != 1 and abs(exponent) * max(size - 1, 1) > _MAX_BITS:
            raise Unreadable("the power is too large or too small")
        if abs(base) == 1:
            return base if exponent % 2 else Fraction(1)
        return base ** int(exponent)
    result: float | complex = float(base) ** float(exponent)
    if isinstance(result, complex):
        raise Unreadable("it is no real number")
    return result


class Reader:
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
                raise Unreadable("it reads as a range or a sum; give one number")
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
                    raise Unreadable("write 1/(2π) or (1/2)·π, so that it can be read in one way")
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
            raise Unreadable("it is nested too deeply")

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
                raise Unreadable("a bracket is not closed")
            return value
        rest = self.rest()
        raise Unreadable(f"expected a number at {rest[:30]!r}" if rest else "a number is missing")

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
