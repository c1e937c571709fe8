"""What the attributes of a card's heading and of its answer mean."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from quizapp.core.card import EXACT, CardId, Tolerance
from quizapp.core.nearest import did_you_mean
from quizapp.decks.heading import Attribute

Report = Callable[[int, str, str], None]
"""Takes column, code and message of a problem in the heading's line."""

CARD_KEYS = ("level", "was", "tags", "verify", "rtol", "atol", "exact", "se")
ANSWER_KEYS = ("rtol", "atol", "exact", "se")
_REPEATABLE = ("was",)


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes of one heading, read; defaults stand for what is absent or wrong."""

    level: int = 1
    was: tuple[CardId, ...] = ()
    tags: tuple[str, ...] = ()
    verify: bool = True
    tolerance: Tolerance | None = None
    tolerance_column: int = 0
    """Column of the first attribute of the tolerance."""


def domains_apart(
    attributes: tuple[Attribute, ...],
) -> tuple[tuple[Attribute, ...], tuple[Attribute, ...]]:
    """The attributes that are domains, `x=-6..6`, and all others."""
    found = [each for each in attributes if _is_domain(each)]
    return tuple(found), tuple(each for each in attributes if each not in found)


def _is_domain(attribute: Attribute) -> bool:
    return attribute.key not in ANSWER_KEYS and ".." in (attribute.value or "")


def read_attributes(
    attributes: tuple[Attribute, ...], known: tuple[str, ...], report: Report
) -> Attributes:
    """Check the attributes of a heading against the known keys, and read their values."""
    level, verify = 1, True
    was: list[CardId] = []
    tags: tuple[str, ...] = ()
    bounds: dict[str, float] = {}
    seen: set[str] = set()
    column = 0
    for each in attributes:
        key, value = each.key, each.value
        if key in ("#", ".") and "level" in known:
            if key in seen or not value or key == ".":
                say = "one {#id} is enough" if key == "#" else f"unknown class '.{value}'"
                say += "; only .note is known, and it makes the text prose" if key == "." else ""
                report(each.column, "attribute-value", say)
            seen.add(key)
            continue
        if key not in known:
            name = f"{key}{value}" if key in ("#", ".") else key
            guess = did_you_mean(name, known) or f"; known here are {', '.join(known)}"
            report(each.column, "attribute-unknown", f"unknown attribute {name!r}{guess}")
            continue
        if key in seen and key not in _REPEATABLE:
            report(each.column, "attribute-twice", f"{key} is given twice")
            continue
        seen.add(key)
        problem = ""
        match key:
            case "level":
                problem = "" if value in ("1", "2", "3") else "level is 1, 2 or 3: level=2"
                level = int(value or 1) if not problem else 1
            case "verify":
                verify = value != "none"
                problem = "" if value == "none" else "verify has one value: verify=none"
            case "was":
                problem = "" if value else "was names an older id: was=old-id"
                was.append(CardId((value or "").removeprefix("#")))
            case "tags":
                tags = tuple(tag.strip() for tag in (value or "").split(",") if tag.strip())
                problem = "" if tags else "tags are words with commas between: tags=a,b"
            case _:
                column = column or each.column
                bound = bound_of(key, value)
                if isinstance(bound, str):
                    problem = bound
                else:
                    bounds[key] = bound
        if problem:
            got = f", not {value!r}" if value is not None else ""
            report(each.column, "attribute-value", problem + got)
    if "exact" in bounds and len(bounds) > 1:
        report(column, "attribute-value", "exact allows no difference; give it alone or remove it")
    return Attributes(level, tuple(was), tags, verify, _tolerance(bounds), column)


def bound_of(key: str, value: str | None) -> float | str:
    """One bound of a tolerance, or how it is written."""
    if key == "exact":
        return 0.0 if value is None else "exact stands alone: {exact}"
    try:
        bound = float(value or "")
    except ValueError:
        bound = math.nan
    if key == "rtol" and not 0 < bound < 1:
        return "rtol is a number between 0 and 1: rtol=0.05"
    if not 0 < bound < math.inf:
        return f"{key} is a positive number: {key}={'4' if key == 'se' else '1e-3'}"
    return bound


def _tolerance(bounds: dict[str, float]) -> Tolerance | None:
    if not bounds:
        return None
    return EXACT if "exact" in bounds else Tolerance(**bounds)
