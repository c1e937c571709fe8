"""A card's text with its expressions written out, line by line, for one combination of values.

Lines stay lines, and each column can be traced back to the author's text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.parameters import first
from quizapp.core.problem import Problem
from quizapp.decks.heading import read_heading
from quizapp.decks.outline import Outline, Section
from quizapp.decks.scan import RawCard
from quizapp.decks.sections import SectionReader

# Of a run of braces the last two open: in `4^{{{ n }}}` the first belongs to the formula.
_OPEN = re.compile(r"\{\{(?!\{)")
_DEMO_NAME = re.compile(r"\bparams\b(?:\s*\.\s*(\w+))?")


@dataclass(frozen=True, slots=True)
class _Piece:
    """One expression that was written out."""

    source: tuple[int, int]
    """Columns from 0 in the author's line, end not included."""
    written: tuple[int, int]
    """The same in the line that came of it."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A card written out for one combination."""

    raw: RawCard
    """With the text written out, and the hash of the author's."""
    values: dict[str, object]
    pieces: dict[int, tuple[_Piece, ...]]
    """By line, from 0 in the card."""

    def traced(self, problem: Problem) -> Problem:
        """A problem of the text written out, at its column in the author's."""
        column = problem.column - 1
        shift = 0
        for piece in self.pieces.get(problem.line - self.raw.line, ()):
            if column < piece.written[0]:
                break
            if column < piece.written[1]:
                column, shift = piece.source[0], 0
                break
            shift = piece.source[1] - piece.written[1]
        at = column + shift + 1
        return Problem(problem.file, problem.line, at, problem.code, problem.message)


def render(
    raw: RawCard, values: Mapping[str, object] | None = None
) -> Rendered | tuple[Problem, ...]:
    """Write out a card for these values, the first of each list where none are given."""
    return _Writer(raw).write(values)


class _Writer:
    def __init__(self, raw: RawCard) -> None:
        self.raw = raw
        self.outline = Outline(raw.text)
        self.problems: list[Problem] = []
        self.used: set[str] = set()
        """Names that text or demo takes from the parameters; `*` where it cannot be told."""
        self.place = 0
        """Line of the section Parameters."""

    def report(self, line: int, column: int, code: str, message: str) -> None:
        line = min(line, len(self.outline.lines) - 1)
        self.problems.append(Problem(self.raw.file, self.raw.line + line, column, code, message))

    def write(self, values: Mapping[str, object] | None) -> Rendered | tuple[Problem, ...]:
        lines = self.outline.lines
        parameters, verbatim = self._sections()
        if self.problems:
            return tuple(sorted(set(self.problems)))
        chosen = dict(first(parameters) if values is None else values)
        written: list[str] = []
        pieces: dict[int, tuple[_Piece, ...]] = {}
        for number, line in enumerate(lines):
            if number in verbatim or "{{" not in line:
                written.append(line)
            elif not parameters:
                say = "'{{' begins an expression, and the card has no section '### Parameters'; "
                say += "add one, or put a space between the braces"
                self.report(number, line.index("{{") + 1, "parameters-missing", say)
                break
            else:
                text, pieces[number] = self._line(number, line, chosen)
                written.append(text)
        if not self.problems:
            self._unused(parameters)
        if self.problems:
            return tuple(sorted(set(self.problems)))
        text = "\n".join(written)
        raw = self.raw
        card = RawCard(raw.id, raw.file, raw.line, raw.start, raw.size, text, raw.hash, raw.deck)
        return Rendered(card, chosen, pieces)

    def _sections(self) -> tuple[dict[str, tuple[object, ...]], set[int]]:
        """The parameters, and the lines that stay as they are: they hold code, not text."""
        parameters: dict[str, tuple[object, ...]] = {}
        verbatim: set[int] = set()
        reader = SectionReader(self.outline, self.raw.line, self.report)
        seen: set[str] = set()
        for section in self.outline.sections()[1:]:
            name = read_heading(section.heading).text
            if name not in ("Demo", "Parameters") or not section.blocks:
                continue
            inside = range(section.blocks[0].begin, section.blocks[-1].end)
            verbatim.update(inside)
            if name == "Demo":
                self._names_in_demo(section)
            elif name not in seen:
                parameters = reader.parameters(section)
                self.place = section.line
            seen.add(name)
        return parameters, verbatim

    def _names_in_demo(self, section: Section) -> None:
        for block in section.blocks:
            for found in _DEMO_NAME.finditer(block.content):
                self.used.add(found[1] or "*")

    def _line(
        self, number: int, line: str, values: Mapping[str, object]
    ) -> tuple[str, tuple[_Piece, ...]]:
        from quizapp.decks.expression import Wrong, evaluate, read_expression

        parts: list[str] = []
        pieces: list[_Piece] = []
        at = length = 0
        while found := _OPEN.search(line, at):
            begin, end = found.start(), line.find("}}", found.end())
            if end < 0:
                say = "'{{' is not closed on this line: an expression ends with '}}' where it began"
                self.report(number, begin + 1, "expression-open", say)
                break
            expression = read_expression(line[found.end() : end])
            if isinstance(expression, Wrong):
                text: str | Wrong = expression
            else:
                self.used |= expression.names
                text = evaluate(expression, values)
            if isinstance(text, str):
                parts += [line[at:begin], text]
                length += begin - at
                pieces.append(_Piece((begin, end + 2), (length, length + len(text))))
                length += len(text)
            else:
                self.report(number, begin + 1, text.code, text.message)
            at = end + 2
        return "".join([*parts, line[at:]]), tuple(pieces)

    def _unused(self, parameters: Mapping[str, object]) -> None:
        if "*" in self.used:
            return
        for name in parameters:
            if name not in self.used:
                say = f"parameter {name!r} is not used: write {{{{ {name} }}}} in the text or "
                say += f"params.{name} in the demo, or remove it"
                self.report(self.place, 1, "parameters-unused", say)
