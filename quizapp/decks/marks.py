"""The braces at the end of a rubric's point: which measured quantity it speaks of, and how."""

import re
from collections.abc import Callable

from quizapp.core.card import Mark, Sort, Tolerance
from quizapp.core.nearest import did_you_mean
from quizapp.decks.attributes import bound_of
from quizapp.decks.heading import Attribute, attributes_apart
from quizapp.decks.outline import Item

Report = Callable[[int, int, str, str], None]
"""Takes line (from 0 in the card), column, code and message of a problem."""

_SORTS = tuple(sort.value for sort in Sort)
_NAMES = ("about", "than", "in")
_BOUNDS = ("rtol", "atol")
_KEYS = (*_SORTS, *_NAMES, *_BOUNDS)
_TOLERANT = {
    Sort.NUMBER: _BOUNDS,
    Sort.DIRECTION: ("atol",),
    Sort.ORDER: ("atol",),
    Sort.COMPARE: ("rtol",),
    Sort.YES: (),
}
_FORM = "write the kind with the name that the demo measures: {order=memory-order}"
_BARE = re.compile(rf"\{{\s*(?:{'|'.join(_SORTS)})\s*\}}$")


def mark_apart(item: Item, report: Report) -> tuple[str, Mark | None]:
    """A point's text without its braces, and what they say; what is wrong is reported."""
    *before, last = item.text.split("\n")
    text, attributes = attributes_apart(last, 1 if before else item.column)
    line = item.line + len(before)
    if not attributes:
        if bare := _BARE.search(last):
            column = bare.start() + (1 if before else item.column)
            report(line, column, "attribute-value", f"{bare[0]} names no quantity: {_FORM}")
        return item.text, None
    values: dict[str, str] = {}
    for each in attributes:
        if problem := _problem(each, values):
            code, say = problem
            report(line, each.column, code, say)
        else:
            values[each.key] = each.value or ""
    said = "\n".join([*before, text]).rstrip()
    sorts = [key for key in values if key in _SORTS]
    if len(sorts) != 1:
        say = "a point says one thing that is measured; " + _FORM
        report(line, attributes[0].column, "attribute-value", say)
        return said, None
    sort = Sort(sorts[0])
    known = (*_TOLERANT[sort], "about", "in", *(("than",) if sort is Sort.COMPARE else ()))
    for each in attributes:
        if each.key in values and each.key not in (sort, *known):
            say = (
                f"{each.key} says nothing of a point that is marked {sort}; use {', '.join(known)}"
            )
            report(line, each.column, "attribute-value", say)
    bounds = {key: float(values[key]) for key in _TOLERANT[sort] if key in values}
    about, than, within = (_names(values.get(key, "")) for key in _NAMES)
    tolerance = Tolerance(**bounds) if bounds else None
    return said, Mark(sort, values[sort], about, than, within, tolerance)


def _problem(each: Attribute, values: dict[str, str]) -> tuple[str, str] | None:
    """Code and message of what is wrong with one attribute."""
    if each.key not in _KEYS:
        name = f"{each.key}{each.value}" if each.key in ("#", ".") else each.key
        guess = did_you_mean(name, _KEYS) or f"; known here are {', '.join(_KEYS)}"
        return "attribute-unknown", f"unknown attribute {name!r}{guess}"
    if each.key in values:
        return "attribute-twice", f"{each.key} is given twice"
    if each.key in _BOUNDS:
        bound = bound_of(each.key, each.value)
        return (
            ("attribute-value", f"{bound}, not {each.value!r}") if isinstance(bound, str) else None
        )
    if not (each.value or "").strip(" |"):
        form = f'{each.key}="memory|peak memory"' if each.key in _NAMES else _FORM
        return "attribute-value", f"{each.key} has no value; {form}"
    return None


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split("|") if each.strip())
