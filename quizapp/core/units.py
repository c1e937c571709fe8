"""The units that answers of machine-learning cards come in; 1 MB is 10^6 bytes, 1 MiB is 2^20.

Recognising a unit is a look-up, and units that differ by a prefix alone are turned into each other
by a division. Only the rest loads pint (0.2 s), so that the start of the app never does, and a
machine that records evidence can do without.
"""

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from quizapp.core.nearest import did_you_mean

if TYPE_CHECKING:
    from pint import UnitRegistry

_SI = {"k": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "E": "exa"}
_SMALL = {"m": "milli", "µ": "micro", "μ": "micro", "u": "micro", "n": "nano", "p": "pico"}
_IEC = {"Ki": "kibi", "Mi": "mebi", "Gi": "gibi", "Ti": "tebi", "Pi": "pebi"}

_COUNTS = re.findall(
    r"\w+",
    """
activation batch block channel class column cycle dim dimension element epoch example expert feature
filter gpu head iteration key kernel layer level neuron node op operation param parameter pass pixel
point position query row sample sequence sigma step symbol thread time token update value vector
warp weight word x
""",
)

_DEFINITIONS = """
kilo- = 1e3
mega- = 1e6
giga- = 1e9
tera- = 1e12
peta- = 1e15
exa- = 1e18
milli- = 1e-3
micro- = 1e-6
nano- = 1e-9
pico- = 1e-12
kibi- = 2**10
mebi- = 2**20
gibi- = 2**30
tebi- = 2**40
pebi- = 2**50
bit = [information]
byte = 8 * bit
nat = 1.4426950408889634 * bit
second = [time]
minute = 60 * second
hour = 3600 * second
day = 86400 * second
hertz = 1 / second
flop = [flop]
flops = flop / second
joule = [energy]
watt = joule / second
one = []
percent = 0.01 * one
""".strip().splitlines()


def _spellings() -> dict[str, str]:
    """Every accepted spelling, and the name that pint knows it by."""
    names = {
        "byte": "byte", "bytes": "byte", "bit": "bit", "bits": "bit", "nat": "nat", "nats": "nat",
        "sec": "second", "second": "second", "seconds": "second", "min": "minute",
        "minute": "minute", "minutes": "minute", "h": "hour", "hour": "hour", "hours": "hour",
        "day": "day", "days": "day", "FLOPs": "flop", "flop": "flop", "flops": "flop",
        "%": "percent", "percent": "percent", "×": "one", "KB": "kilobyte",
    }  # fmt: skip
    for symbol, name, prefixes in (
        ("B", "byte", _SI | _IEC),
        ("bit", "bit", _SI | _IEC),
        ("b", "bit", _SI),
        ("s", "second", _SMALL),
        ("Hz", "hertz", _SI),
        ("FLOP", "flop", _SI),
        ("FLOPs", "flop", _SI),
        ("FLOPS", "flops", _SI),
        ("J", "joule", _SI | _SMALL),
        ("W", "watt", _SI | _SMALL),
    ):
        if symbol != "b":  # a bare b is too easily a byte
            names[symbol] = name
        names |= {prefix + symbol: word + name for prefix, word in prefixes.items()}
    for base in ("byte", "second"):
        for word in (_SI | _IEC | _SMALL).values():
            names |= {f"{word}{base}": word + base, f"{word}{base}s": word + base}
    for count in _COUNTS:
        plural = count + ("es" if count.endswith(("s", "x", "ch")) else "s")
        names |= {count: "one", plural if count != "query" else "queries": "one"}
    names |= {"GPU": "one", "GPUs": "one", "matrices": "one", "examples": "one"}
    return names


_SPELLINGS = _spellings()
_JOINT = re.compile(r"\s*([/·*⋅])\s*|\s+(per)\s+")


def is_known(unit: str) -> bool:
    """Whether a text is a unit, or units joined by `/`, `·` or "per"."""
    return _expression(unit) is not None


def is_count(unit: str) -> bool:
    """Whether a text names things that are counted, such as parameters or steps."""
    return _SPELLINGS.get(unit) == "one"


_DIMENSIONS = {
    "byte": "bytes", "bit": "bits", "second": "seconds", "flop": "FLOP", "flops": "FLOP/s",
    "flop / second": "FLOP/s", "byte / second": "bytes a second", "bit / second": "bits a second",
    "hertz": "hertz", "joule": "joules", "watt": "watts", "nat": "nats", "minute": "time",
    "hour": "time", "day": "time", "one": "a bare number", "percent": "a share",
}  # fmt: skip
_PREFIX = re.compile(rf"\b(?:{'|'.join((_SI | _IEC | _SMALL).values())})(?=[a-z])")


def dimension(unit: str) -> str:
    """What a unit measures, in a word for people: "bytes", "seconds"; else the unit itself."""
    expression = _expression(unit) if unit else "one"
    return _DIMENSIONS.get(_PREFIX.sub("", expression or ""), unit)


def unknown(unit: str) -> str:
    """One line for a text that is no unit, with the nearest one."""
    if unit.startswith(","):
        return f"{unit[:30]!r} follows it; write a decimal point, not a comma"
    # A long text is a sentence, not a misspelt unit, and the search would cost milliseconds.
    guess = did_you_mean(unit, _SPELLINGS) if len(unit) <= 12 else ""
    return f"{unit[:30]!r} is no unit that is known here{guess}"


@lru_cache(maxsize=256)
def factor(given: str, wanted: str) -> float | str:
    """What turns a number in one unit into another, or in one line why nothing does."""
    sources = [_expression(unit) if unit else "one" for unit in (given, wanted)]
    for unit, source in zip((given, wanted), sources, strict=True):
        if source is None:
            return unknown(unit)
    scales = [_scale(source or "") for source in sources]
    if scales[0][1] == scales[1][1]:
        return float(scales[0][0] / scales[1][0])
    from pint import DimensionalityError

    registry = _registry()
    try:
        return float(registry.Quantity(1.0, sources[0]).to(sources[1]).magnitude)
    except DimensionalityError:
        return f"{given or 'a bare number'} cannot be turned into {wanted or 'a bare number'}"


_PREFIXES = {
    word: Fraction(1000) ** power
    for power, word in enumerate(("pico", "nano", "micro", "milli", "", *_SI.values()), -4)
} | {word: Fraction(1024) ** power for power, word in enumerate(_IEC.values(), 1)}
_MULTIPLES = {
    "byte": (Fraction(8), "bit"),
    "minute": (Fraction(60), "second"),
    "hour": (Fraction(3600), "second"),
    "day": (Fraction(86_400), "second"),
    "percent": (Fraction(1, 100), "one"),
}


def _scale(expression: str) -> tuple[Fraction, str]:
    """An expression of our registry as so many of a smaller unit."""
    prefix = _PREFIX.match(expression)
    size = _PREFIXES[prefix[0]] if prefix else Fraction(1)
    word = expression[prefix.end() :] if prefix else expression
    multiple, base = _MULTIPLES.get(word, (Fraction(1), word))
    return size * multiple, base


def _expression(unit: str) -> str | None:
    """A unit in the names of our registry, or None where it is none."""
    if name := _SPELLINGS.get(unit):
        return name
    parts = _JOINT.split(unit)
    names = [_SPELLINGS.get(part) for part in parts[::3]]
    if len(names) == 1 or len(names) > 4 or None in names:
        return None
    signs = ["/" if slash in ("/", None) else "*" for slash in parts[1::3]]
    words = [name or "" for name in names]
    return words[0] + "".join(
        f" {sign} {word}" for sign, word in zip(signs, words[1:], strict=True)
    )


@lru_cache(maxsize=1)
def _registry() -> "UnitRegistry[float]":
    from pint import UnitRegistry

    registry: UnitRegistry[float] = UnitRegistry(None)
    for definition in _DEFINITIONS:
        registry.define(definition)
    return registry
