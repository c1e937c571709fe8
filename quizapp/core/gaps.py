"""The hidden spans of a cloze in its question: `==vanishing|shrinking==`.

Code and mathematics are left alone: `a == b` and `$x==y$` hide nothing; a span may hold them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

_ATOM = r"(?<!`)(?P<ticks>`++)(?:(?!(?P=ticks)).)*+(?P=ticks)(?!`)|\$\$[^$]*\$\$|\$[^$\n]*\$"
_FENCE = (
    r"^ {0,3}(?P<fence>```++|~~~++)[^\n]*\n(?:.*?\n)?? {0,3}(?P=fence)[^\n]*$|^(?: {4}|\t)[^\n]*$"
)
_INSIDE = r"(?:`[^`\n]*`|\$[^$\n]*\$|(?!==)[^\n])"
_SPAN = rf"(?<!=)==(?P<inside>[ \t]*|(?=[^\s=]){_INSIDE}+?(?<=\S))==(?!=)"
_TOKENS = re.compile(rf"{_FENCE}|{_ATOM}|{_SPAN}", re.MULTILINE | re.DOTALL)
_OPENED = re.compile(r"(?:^|(?<=[\s(\[*_\"“]))==(?=[^\s=])", re.MULTILINE)
_BARS = re.compile(r"`[^`]*`|\$[^$]*\$|(?P<bar>\|)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BLANK = "____"


@dataclass(frozen=True, slots=True)
class Span:
    """One `==…==`, and where it stands in the text."""

    begin: int
    end: int
    wordings: tuple[str, ...]
    """The alternatives; an empty one was left empty by the author."""


def spans(question: str) -> tuple[Span, ...]:
    """The hidden spans of a question, in order. `a == b` with spaces inside is no span."""
    found: list[Span] = []
    for match in _TOKENS.finditer(question):
        inside = match["inside"]
        if inside is not None:
            found.append(Span(match.start(), match.end(), _alternatives(inside)))
    return tuple(found)


def _alternatives(inside: str) -> tuple[str, ...]:
    cuts = [match.start() for match in _BARS.finditer(inside) if match["bar"]]
    edges = [-1, *cuts, len(inside)]
    return tuple(inside[left + 1 : right].strip() for left, right in pairwise(edges))


def unclosed(question: str) -> int | None:
    """Where a span is opened and never closed; None where none is."""
    rest = _TOKENS.sub(lambda match: " " * (match.end() - match.start()), question)
    opened = _OPENED.search(rest)
    return opened.start() if opened else None


def masked(question: str) -> str:
    """The question with numbered gaps: `gradients are ____¹ by ____²`."""
    return _replaced(question, lambda number, _: BLANK + raised(number))


def filled(question: str) -> str:
    """The question whole, each span marked and in its first wording: `are ==vanishing==`."""
    return _replaced(question, lambda _, span: f"=={span.wordings[0]}==")


def raised(number: int) -> str:
    """The number of a gap as it stands behind it: `¹`."""
    return str(number).translate(_RAISED)


def _replaced(question: str, put: Callable[[int, Span], str]) -> str:
    parts: list[str] = []
    at = 0
    for number, span in enumerate(spans(question), start=1):
        parts += [question[at : span.begin], put(number, span)]
        at = span.end
    return "".join([*parts, question[at:]])
