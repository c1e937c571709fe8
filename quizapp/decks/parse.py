"""One card's text to a Card, or to every problem in it with file, line and column."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NotRequired, TypedDict, TypeVar

from quizapp.core.card import (
    DEFAULT_TOLERANCE,
    EXACT,
    FORMULA_TOLERANCE,
    Card,
    CardId,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    Demo,
    FormulaCard,
    Gap,
    Mistake,
    NumberCard,
    RecallCard,
    RubricPoint,
    Tolerance,
)
from quizapp.core.nearest import did_you_mean
from quizapp.core.problem import Problem
from quizapp.core.quantity import Quantity, parse_quantity
from quizapp.decks.attributes import (
    ANSWER_KEYS,
    CARD_KEYS,
    Attributes,
    domains_apart,
    read_attributes,
)
from quizapp.decks.gaps import read_gaps
from quizapp.decks.heading import read_heading
from quizapp.decks.options import read_options
from quizapp.decks.outline import Block, Outline, Section
from quizapp.decks.scan import RawCard, has_parameters
from quizapp.decks.sections import SectionReader, has_code, is_python

SECTIONS = (
    "Parameters",
    "Answer",
    "Why",
    "Demo",
    "Hint",
    "Mistakes",
    "Rubric",
    "Follow-ups",
    "Source",
)

T = TypeVar("T")

_FORMULA = re.compile(r"\$[^$]+\$|\$\$[^$]+\$\$")
_NUMBER_AND_WORD = re.compile(r"[-+−]?\d[\d.,_]*\s+\S+")


class _Common(TypedDict):
    """The fields that every kind of card has."""

    id: CardId
    deck: str
    file: str
    line: int
    hash: str
    question: str
    level: int
    tags: tuple[str, ...]
    was: tuple[CardId, ...]
    verify: bool
    hint: str
    why: str
    source: str
    demo: Demo | None
    mistakes: tuple[Mistake, ...]
    rubric: tuple[RubricPoint, ...]
    follow_ups: tuple[CardId, ...]
    parameters: NotRequired[dict[str, tuple[object, ...]]]


def parse(
    raw: RawCard, *, tags: Sequence[str] = (), values: Mapping[str, object] | None = None
) -> Card | tuple[Problem, ...]:
    """Parse one card; `tags` are those of its deck, and come before its own.

    A card with parameters is written out for `values`, or for the first of each list.
    """
    if not has_parameters(raw):
        return _parse(raw, tags)
    from quizapp.decks.rendering import render

    rendered = render(raw, values)
    if isinstance(rendered, tuple):
        return rendered
    card = _parse(rendered.raw, tags)
    if isinstance(card, tuple):
        return tuple(sorted(rendered.traced(problem) for problem in card))
    return replace(card, values=rendered.values)


def _parse(raw: RawCard, tags: Sequence[str]) -> Card | tuple[Problem, ...]:
    parser = _Parser(raw, tuple(tags))
    card = parser.card()
    if card is not None:
        parser.check_marks(card)
    problems = tuple(sorted(set(parser.problems)))
    if problems or card is None:
        return problems
    return card


class _Parser:
    """Reads one card and collects everything that is wrong with it."""

    def __init__(self, raw: RawCard, tags: tuple[str, ...]) -> None:
        self.raw = raw
        self.deck_tags = tags
        self.problems: list[Problem] = []
        self.outline = Outline(raw.text)
        self.reader = SectionReader(self.outline, raw.line, self.report)
        self.heading = read_heading(self.outline.lines[0])
        self.sections: dict[str, Section] = {}

    def report(self, line: int, column: int, code: str, message: str) -> None:
        """Note a problem; the line counts from 0 at the card's heading."""
        line = min(line, len(self.outline.lines) - 1)  # an unclosed fence may have no inside
        self.problems.append(Problem(self.raw.file, self.raw.line + line, column, code, message))

    def card(self) -> Card | None:
        """The card, as far as it can be read; None where it has no answer."""
        attributes = read_attributes(self.heading.attributes, CARD_KEYS, partial(self.report, 0))
        lead = self._divide()
        self._check_headings()
        tasks = self._task_list(lead)
        question = self._question(lead, tasks)
        gaps = read_gaps(question, self.outline, self.raw.line, self.report)
        common = self._common(question, attributes)
        if gaps:
            return self._cloze(common, gaps, tasks, attributes)
        if tasks is not None:
            return self._choice(common, tasks, attributes)
        if attributes.tolerance is not None:
            say = "a tolerance belongs on the answer: ### Answer {rtol=0.05}"
            self.report(0, attributes.tolerance_column, "attribute-place", say)
        answer = self.sections.get("Answer")
        if answer is None:
            say = "the card has no answer: give options '- [ ] …' or a section '### Answer'"
            self.report(0, 1, "card-no-answer", say)
            return None
        return self._answered(common, answer)

    def check_marks(self, card: Card) -> None:
        """Only an answer in words says things that have to be read out of it, and measured."""
        say = ""
        if not isinstance(card, RecallCard):
            say = "only a recall card's points are read in typed words; remove the braces"
        elif card.demo is None:
            say = "a point in braces needs a demo that measures it"
        for point in card.rubric if say else ():
            if point.mark is not None:
                self.report(point.line - self.raw.line, 1, "attribute-place", say)

    def _divide(self) -> Section:
        """Sort the sections by name, and return what stands before them."""
        lead, *others = self.outline.sections()
        for section in others:
            heading = read_heading(section.heading)
            name = heading.text
            if name not in SECTIONS:
                guess = did_you_mean(name, SECTIONS) or f"; known are {', '.join(SECTIONS)}"
                say = f"unknown section {name!r}{guess}"
                self.report(section.line, heading.column, "section-unknown", say)
                continue
            if heading.attributes and name != "Answer":
                say = f"a section {name} takes no attributes"
                column = heading.attributes[0].column
                self.report(section.line, column, "attribute-place", say)
            if name in self.sections:
                line = self.raw.line + self.sections[name].line
                say = f"section {name!r} is given twice; the first is on line {line}"
                self.report(section.line, heading.column, "section-twice", say)
                continue
            self.sections[name] = section
            if all(block.is_comment for block in section.blocks):
                say = f"section {name!r} is empty; fill it or remove its heading"
                self.report(section.line, heading.column, "section-empty", say)
        return lead

    def _check_headings(self) -> None:
        for block in self.outline.blocks:
            if block.kind != "heading":
                continue
            if block.markup in ("-", "="):
                say = f"a line of '{block.markup}' makes a heading of the text above it; "
                say += "put an empty line between them"
                self.report(block.end - 1, 1, "heading-underlined", say)
            elif block.tag == "h1":
                say = "'#' heads a whole file; inside a card use '###' for a section"
                self.report(block.begin, 1, "heading-level", say)

    def _task_list(self, lead: Section) -> Block | None:
        lists = [
            block
            for block in lead.blocks
            if block.is_list and any(item.mark for item in self.outline.items(block))
        ]
        for second in lists[1:]:
            say = "a second list of options; join the two lists"
            self.report(second.begin, 1, "options-twice", say)
        return lists[0] if lists else None

    def _question(self, lead: Section, tasks: Block | None) -> str:
        before = lead.blocks[: lead.blocks.index(tasks)] if tasks else lead.blocks
        after = lead.blocks[len(before) + 1 :]
        stray = next((block for block in after if not (block.is_comment or block.is_list)), None)
        if stray is not None:
            say = "text after the options; put it before them or under '### Why'"
            self.report(stray.begin, 1, "text-after-options", say)
        if not self.heading.text:
            self.report(0, 1, "question-empty", "the card's heading has no question")
        return f"{self.heading.text}\n\n{self.outline.text(before)}".strip()

    def _common(self, question: str, attributes: Attributes) -> _Common:
        sections = self.sections
        tags = dict.fromkeys((*self.deck_tags, *attributes.tags))
        demo = self.reader.demo(sections["Demo"]) if self._filled("Demo") else None
        if "Demo" not in sections and attributes.verify:
            say = "the card has no demo: write '### Demo', or say {verify=none} in its heading"
            self.report(0, 1, "demo-missing", say)
        if "Demo" in sections and not attributes.verify:
            say = "the card has a demo and says verify=none; remove one of them"
            self.report(sections["Demo"].line, 1, "demo-unwanted", say)
        common = _Common(
            id=self.raw.id,
            deck=self.raw.deck,
            file=self.raw.file,
            line=self.raw.line,
            hash=self.raw.hash,
            question=question,
            level=attributes.level,
            tags=tuple(tags),
            was=attributes.was,
            verify=attributes.verify,
            hint=self._text("Hint"),
            why=self._text("Why"),
            source=self._text("Source"),
            demo=demo,
            mistakes=()
            if has_code(sections.get("Answer"))
            else self._read("Mistakes", self.reader.mistakes) or (),
            rubric=self._read("Rubric", self.reader.rubric) or (),
            follow_ups=self._read("Follow-ups", self.reader.follow_ups) or (),
        )
        if parameters := self._read("Parameters", self.reader.parameters):
            common["parameters"] = parameters
        return common

    def _filled(self, name: str) -> bool:
        section = self.sections.get(name)
        return section is not None and not all(block.is_comment for block in section.blocks)

    def _read(self, name: str, read: Callable[[Section], T]) -> T | None:
        return read(self.sections[name]) if self._filled(name) else None

    def _text(self, name: str) -> str:
        return self.outline.text(self.sections[name].blocks) if name in self.sections else ""

    def _choice(self, common: _Common, tasks: Block, attributes: Attributes) -> ChoiceCard:
        if answer := self.sections.get("Answer"):
            say = "the options are the answer of this card; move this text to '### Why'"
            self.report(answer.line, 1, "answer-twice", say)
        options = read_options(self.outline, tasks, self.raw.line, self.report)
        return ChoiceCard(
            **common,
            options=options,
            multiple=sum(option.correct for option in options) > 1,
            tolerance=attributes.tolerance or DEFAULT_TOLERANCE,
        )

    def _cloze(
        self,
        common: _Common,
        gaps: tuple[Gap, ...],
        tasks: Block | None,
        attributes: Attributes,
    ) -> ClozeCard:
        answer = self.sections.get("Answer")
        place = tasks.begin if tasks else answer.line if answer else None
        if place is not None:
            what = "a list of options" if tasks else "a section Answer"
            say = f"the gaps ==…== are the answer of this card; remove {what}, or the marks"
            self.report(place, 1, "answer-twice", say)
        return ClozeCard(**common, gaps=gaps, tolerance=attributes.tolerance)

    def _answered(self, common: _Common, section: Section) -> Card | None:
        """A card with a section Answer: a number, or words."""
        blocks = tuple(block for block in section.blocks if not block.is_comment)
        tolerance, column = self._answer_tolerance(section)
        text = self.outline.text(section.blocks)
        if has_code(section):
            return self._code(common, blocks, tolerance)
        if len(blocks) == 1 and blocks[0].kind in ("paragraph", "math_block"):
            value = parse_quantity(text)
            if isinstance(value, Quantity):
                self._refuse_domains(section)
                return NumberCard(
                    **common,
                    answer=value,
                    answer_text=text,
                    answer_line=self.raw.line + blocks[0].begin,
                    tolerance=tolerance or DEFAULT_TOLERANCE,
                )
            if _FORMULA.fullmatch(text):
                return self._formula(common, section, blocks[0], text)
            if _NUMBER_AND_WORD.fullmatch(text):
                self.report(
                    blocks[0].begin,
                    1,
                    "answer-unit",
                    f"{value} (an answer in words needs more than one word)",
                )
        self._refuse_domains(section)
        if tolerance is not None:
            say = "a tolerance needs an answer that is a number"
            self.report(section.line, column, "attribute-place", say)
        return RecallCard(**common, answer=text)

    def _formula(
        self, common: _Common, section: Section, block: Block, text: str
    ) -> FormulaCard | None:
        """A card whose answer is one formula."""
        from quizapp.decks.formulas import FormulaReader

        reader = FormulaReader(section, self.raw.line, self.report)
        read = reader.read(text, block.begin, common["mistakes"])
        tolerance, column = self._answer_tolerance(section)
        if read is None:
            return None
        if tolerance is not None and (tolerance.se or tolerance == EXACT):
            say = "a formula takes rtol and atol; float64 is never exact"
            self.report(section.line, column, "attribute-value", say)
        return FormulaCard(
            **common,
            answer=read.formula,
            answer_text=text,
            answer_line=self.raw.line + block.begin,
            domains=read.domains,
            tolerance=tolerance or FORMULA_TOLERANCE,
        )

    def _refuse_domains(self, section: Section) -> None:
        if domains := domains_apart(read_heading(section.heading).attributes)[0]:
            say = "a domain needs an answer that is one $formula$"
            self.report(section.line, domains[0].column, "attribute-place", say)

    def _code(
        self, common: _Common, blocks: tuple[Block, ...], tolerance: Tolerance | None
    ) -> CodeCard | None:
        """A function to write, and wrong versions of it."""
        for block in blocks:
            if block is not next(each for each in blocks if is_python(each)):
                say = "the answer of a code card is one ```python fence; move this to '### Why'"
                self.report(block.begin, 1, "answer-code", say)
        (fence, *_) = (block for block in blocks if is_python(block))
        from quizapp.decks.code import read_function, read_variants

        function = read_function(fence, self.raw.line, self.report)
        if function is None:
            return None
        mistakes = self.sections.get("Mistakes")
        line = self.raw.line
        return CodeCard(
            **common,
            name=function.name,
            signature=function.signature,
            reference=function.code,
            reference_line=function.line,
            variants=read_variants(mistakes, self.outline, function.name, line, self.report)
            if mistakes
            else (),
            tolerance=tolerance,
        )

    def _answer_tolerance(self, section: Section) -> tuple[Tolerance | None, int]:
        heading = read_heading(section.heading)
        report = partial(self.report, section.line)
        _, others = domains_apart(heading.attributes)
        attributes = read_attributes(others, ANSWER_KEYS, report)
        return attributes.tolerance, attributes.tolerance_column
