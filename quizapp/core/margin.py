"""How far what a demo measured is from failing its card: 1 on the value, 0 at the bound.

A sampled value moves from seed to seed, and a small margin says that another seed may fail.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isfinite

from quizapp.core.agreement import bound_of
from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    Tolerance,
)
from quizapp.core.cloze import stated, tolerance_of
from quizapp.core.evidence import Answered, Claimed, Decided, Run, Traced, Turned
from quizapp.core.function import cases_of, refutation
from quizapp.core.grading import REFUTED_AT, bound
from quizapp.core.parameters import as_json, label
from quizapp.core.quantity import Quantity, convert, parse_quantity


@dataclass(frozen=True, slots=True)
class Margin:
    """One thing that is judged."""

    of: str
    """In words: "answer", "option b", "mistake 0.5", the text of a claim."""
    value: float
    """(tolerance − distance) / tolerance of what must agree. What must differ by three tolerances
    has the distance left over, and a comparison its slack, relative to the larger number."""


@dataclass(frozen=True, slots=True)
class Worst:
    """The least margin of several runs."""

    margin: Margin
    seed: int
    """Number of the run, from 0."""
    parameters: str = ""
    """The combination, in words."""


@dataclass
class Spread:
    """What the runs of one card under several seeds have in common, and their worst margin."""

    worst: Worst | None = None
    runs: int = 0
    _judged: dict[str, set[tuple[object, ...]]] = field(default_factory=dict)

    @property
    def stochastic(self) -> bool:
        """Whether the judged values differ between the seeds."""
        return any(len(each) > 1 for each in self._judged.values())

    def add(self, card: Card, seed: int, run: Run) -> None:
        """Take in one run of the card, with one combination of its parameters."""
        self.runs += 1
        self._judged.setdefault(as_json(card.values), set()).add(_judged(run))
        for margin in margins(card, run):
            if self.worst is None or margin.value < self.worst.margin.value:
                self.worst = Worst(margin, seed, label(card.values))


def _judged(run: Run) -> tuple[object, ...]:
    return tuple(
        each for each in run.findings if isinstance(each, Answered | Traced | Claimed | Decided)
    )


def margins(card: Card, run: Run) -> Iterator[Margin]:
    """The margins of a run. What must be met exactly has none."""
    measured = next((each for each in run.findings if isinstance(each, Answered)), None)
    match card:
        case ChoiceCard() if measured is not None:
            for option in card.options:
                width, of = card.tolerance, f"option {option.key}"
                if option.value is not None:
                    yield from _value(of, measured, option.value, width, right=option.correct)
        case NumberCard() if measured is not None:
            yield from _value("answer", measured, card.answer, card.tolerance)
            for mistake in card.mistakes:
                wrong, of = parse_quantity(mistake.value), f"mistake {mistake.value}"
                if isinstance(wrong, Quantity):
                    yield from _value(of, measured, wrong, card.tolerance, right=False)
        case ClozeCard() if measured is not None:
            yield from _gaps(card, measured)
        case FormulaCard():
            yield from _formulas(card, run)
        case CodeCard():
            cases = cases_of(run)
            for place, variant in enumerate(card.variants):
                if found := refutation(card, cases, place):
                    yield Margin(f"mistake in line {variant.line}", _left(found[1].tolerances))
    yield from _claims(card, run)


def _value(
    of: str, measured: Answered, claimed: Quantity, tolerance: Tolerance, *, right: bool = True
) -> Iterator[Margin]:
    value = convert(claimed, measured.unit) if claimed.unit else claimed
    limit = bound(measured, tolerance)
    if isinstance(value, str) or not limit:
        return
    distance = abs(value.value - measured.measured) / limit
    if isfinite(distance):
        yield Margin(of, 1 - distance if right else _left(distance))


def _left(tolerances: float) -> float:
    """Of a distance that must be three tolerances."""
    return 1 - REFUTED_AT / tolerances if tolerances > REFUTED_AT else tolerances / REFUTED_AT - 1


def _gaps(card: ClozeCard, measured: Answered) -> Iterator[Margin]:
    """Of the gaps that state numbers the one that fits the measurement best."""
    found = [
        margin
        for number, gap in enumerate(card.gaps, 1)
        for quantity in stated(gap)
        for margin in _value(f"gap {number}", measured, quantity, tolerance_of(card, quantity))
    ]
    if found:
        yield max(found, key=lambda each: each.value)


def _formulas(card: FormulaCard, run: Run) -> Iterator[Margin]:
    from quizapp.core.formula import Formula
    from quizapp.core.formula_points import distance, points, traced_points, values_at
    from quizapp.core.grading_formula import read_mistake

    traced = next((each for each in run.findings if isinstance(each, Traced)), None)
    at = "" if traced is None else traced_points(card, traced)
    if traced is None or isinstance(at, str):
        return
    where = points(at, traced.values, card.tolerance)

    def furthest(formula: Formula) -> float:
        pairs = zip(where, values_at(formula, where), strict=True)
        return max((distance(*pair) for pair in pairs), default=0.0)

    yield Margin("answer", 1 - furthest(card.answer))
    for mistake in card.mistakes:
        if isinstance(wrong := read_mistake(card, mistake), Formula):
            yield Margin(f"mistake {mistake.value}", _left(furthest(wrong)))


def _claims(card: Card, run: Run) -> Iterator[Margin]:
    for finding in run.findings:
        if isinstance(finding, Claimed) and finding.measured is not None:
            limit, expected = bound_of(finding), finding.expected
            if limit and expected is not None and isfinite(off := finding.measured - expected):
                yield Margin(f'claim "{finding.text}"', 1 - abs(off) / limit)
        elif isinstance(finding, Turned) and finding.slack is not None:
            wrong = finding.subject in _wrong(card) if finding.check == "option" else False
            slack = -finding.slack if wrong else finding.slack
            yield Margin(f'{finding.check} "{finding.subject}"', min(slack, 1.0))


def _wrong(card: Card) -> set[str]:
    """Keys of the options that must not hold."""
    if not isinstance(card, ChoiceCard):
        return set()
    return {option.key for option in card.options if not option.correct}
