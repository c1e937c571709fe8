"""What a function was given or returned, as a value that needs no PyTorch: read from JSON text.

The text may come from a process that ran a learner's code, so nothing in it is trusted.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import isfinite, prod

Number = bool | int | float


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor, flattened in row-major order."""

    dtype: str
    """Without `torch.`: "float32"."""
    shape: tuple[int, ...]
    values: tuple[Number, ...]

    def index(self, place: int) -> str:
        """Where the element at a flat place stands: "[1, 0]"; nothing in a scalar."""
        at: list[int] = []
        for size in reversed(self.shape):
            place, rest = divmod(place, size)
            at.insert(0, rest)
        return str(at) if at else ""


@dataclass(frozen=True, slots=True)
class Group:
    """A tuple, list or dict."""

    kind: str
    items: tuple["Value", ...]
    keys: tuple[str, ...] = ()
    """Of a dict, one for each item."""


@dataclass(frozen=True, slots=True)
class Other:
    """Anything else, by the name of its type; or the exception that was raised instead."""

    name: str
    raised: bool = False


Value = Number | str | None | Tensor | Group | Other


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no value."""

    reason: str


def read_value(text: str) -> Value | Unreadable:
    """The value that a JSON text describes."""
    try:
        return _read(json.loads(text))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        return Unreadable(f"not a value: {str(error)[:200]}")


def _read(body: object) -> Value:
    match body:
        case None | bool() | int() | float() | str():
            return body
        case {"tensor": list(values), "dtype": str(dtype), "shape": list(shape)}:
            sizes = [size for size in shape if isinstance(size, int) and size >= 0]
            numbers = [each for each in values if isinstance(each, bool | int | float)]
            if len(sizes) != len(shape) or len(numbers) != len(values):
                raise ValueError("a tensor holds numbers")
            if any(isinstance(each, int) and abs(each) > 2**64 for each in numbers):
                raise ValueError("no dtype holds so large an integer")
            if prod(sizes) != len(numbers):
                raise ValueError(f"{len(numbers)} numbers in a tensor of shape {sizes}")
            return Tensor(dtype, tuple(sizes), tuple(numbers))
        case {"tuple": list(items)}:
            return Group("tuple", tuple(_read(item) for item in items))
        case {"list": list(items)}:
            return Group("list", tuple(_read(item) for item in items))
        case {"dict": list(items), "keys": list(keys)} if len(items) == len(keys):
            return Group("dict", tuple(_read(item) for item in items), tuple(map(str, keys)))
        case {"other": str(name)}:
            return Other(name)
        case {"raised": str(name)}:
            return Other(name, raised=True)
        case _:
            raise ValueError(f"unknown form {str(body)[:80]}")


def type_name(value: Value) -> str:
    """What a person calls the type of a value: "a tensor", "a tuple of 3", "None"."""
    match value:
        case None:
            return "None"
        case Tensor():
            return "a tensor"
        case Group(kind="dict", keys=keys):
            return f"a dict of {', '.join(keys) or 'nothing'}"
        case Group(kind=kind, items=items):
            return f"a {kind} of {len(items)}"
        case Other(name=name, raised=raised):
            return f"the exception {name}" if raised else f"a value of type {name}"
        case _:
            name = type(value).__name__
            return f"an {name}" if name == "int" else f"a {name}"


def leaves(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """Everything in a value that is no group, each with how to get there: "[1]"."""
    if not isinstance(value, Group):
        yield path, value
        return
    names = value.keys if value.kind == "dict" else tuple(str(at) for at in range(len(value.items)))
    for name, item in zip(names, value.items, strict=True):
        yield from leaves(item, f"{path}[{name!r}]" if value.kind == "dict" else f"{path}[{name}]")


def describe_value(value: Value) -> str:
    """A value in a few words: "float32 [3, 4]", "0.9", "(float64 [2], 1)"."""
    match value:
        case Tensor(dtype=dtype, shape=shape):
            return f"{dtype} {list(shape)}"
        case Group(kind=kind, items=items, keys=keys):
            parts = [describe_value(item) for item in items]
            if kind == "dict":
                parts = [f"{key}={part}" for key, part in zip(keys, parts, strict=True)]
            left, right = ("[", "]") if kind == "list" else ("(", ")")
            return left + ", ".join(_folded(parts)) + right
        case Other():
            return type_name(value)
        case float():
            return f"{value:.7g}"
        case _:
            text = repr(value)
            return text if len(text) <= 60 else text[:59] + "…"


def _folded(parts: list[str]) -> Iterator[str]:
    """Equal neighbours once: "4 × float32 [3]"."""
    for part, same in groupby(parts):
        count = len(list(same))
        yield part if count == 1 else f"{count} × {part}"


def first_not_finite(value: Tensor | float) -> int | None:
    """Flat place of the first infinity or NaN."""
    numbers = value.values if isinstance(value, Tensor) else (value,)
    return next((at for at, number in enumerate(numbers) if not isfinite(number)), None)
