"""How the numbers of an expression are written into a card's text, and the filters for that."""

import math
from collections.abc import Callable
from typing import Any

_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def as_text(value: object) -> str:
    """A value as a card shows it: whole numbers in full, others with up to 12 digits."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise OverflowError
        if value == int(value) and abs(value) < 1e15:
            return str(int(value))
        return _tidy(f"{value:.12g}")
    if isinstance(value, str | int):
        return str(value)
    raise ValueError(f"it gives {'nothing' if value is None else 'a list'}, not a number or text")


def _tidy(digits: str) -> str:
    """`9.5e-07` as `9.5e-7`."""
    mantissa, mark, exponent = digits.partition("e")
    return f"{mantissa}e{int(exponent)}" if mark else mantissa


def _digits(count: object, least: int, most: int) -> int:
    if not isinstance(count, int) or not least <= count <= most:
        raise ValueError(f"digits are a whole number from {least} to {most}, not {count!r}")
    return count


def _number(value: object) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a number is needed, not {value!r}")
    if isinstance(value, float) and not math.isfinite(value):
        raise OverflowError
    return value


def rounded(value: object, digits: int = 0) -> float | int:
    """A number rounded to some decimal places; a whole one to none."""
    places = _digits(digits, 0, 15)
    number = _number(value)
    return round(number, places) if places else round(number)


def commas(value: object) -> str:
    """Thousands set apart: 1,000,000."""
    number = _number(value)
    whole = int(number) if number == int(number) else number
    return f"{whole:,}"


def sig(value: object, digits: int = 3) -> str:
    """Significant digits: 9.54e-7."""
    return _tidy(f"{_number(value):.{_digits(digits, 1, 15)}g}")


def fixed(value: object, digits: int = 2) -> str:
    """Decimal places: 0.50."""
    return f"{_number(value):.{_digits(digits, 0, 15)}f}"


def superscript(value: object) -> str:
    """A raised whole number: ⁻¹⁰."""
    return as_text(value).translate(_RAISED)


def size(value: object) -> str:
    """Bytes in their largest binary unit: 98 MiB."""
    number, unit = float(_number(value)), 0
    while abs(number) >= 1024 and unit < len(_UNITS) - 1:
        number, unit = number / 1024, unit + 1
    return f"{as_text(float(f'{number:.4g}'))} {_UNITS[unit]}"


FILTERS: dict[str, Callable[..., Any]] = {
    "commas": commas,
    "fixed": fixed,
    "sig": sig,
    "size": size,
    "superscript": superscript,
}
