"""A typed formula against the reference and the measurement, by its values; no algebra is done."""

import math
from dataclasses import dataclass
from itertools import islice

from quizapp.core.card import FormulaCard, Mistake
from quizapp.core.evidence import Outcome, Run, Traced
from quizapp.core.formula import Formula, function_of
from quizapp.core.formula_draw import draw
from quizapp.core.formula_feedback import feedback, worst
from quizapp.core.formula_parse import Misread, parse_formula
from quizapp.core.formula_points import (
    Point,
    distance,
    own_points,
    place,
    points,
    traced_points,
    values_at,
)
from quizapp.core.grading import CLOSE_AT, REFUTED_AT, Assessment, describe
from quizapp.core.verdict import Verdict

_MEASURED = 64
"""Measured points that an answer is compared at, of all that the demo gave."""
_HOLES = 3
"""Points at which a right formula may have no value, as x²/x at 0."""


def names_of(card: FormulaCard) -> tuple[str, ...]:
    """The variables that an answer may use."""
    return tuple(each.name for each in card.domains)


def read_typed(card: FormulaCard, text: str) -> Formula | Misread:
    """The learner's formula in the card's variables; or why it cannot be read."""
    return parse_formula(text, names_of(card))


def misread(card: FormulaCard, text: str) -> str:
    """Why a text is no formula, with a caret under the place; empty where it is one."""
    read = read_typed(card, text)
    return str(read) if isinstance(read, Misread) else ""


def grade_typed(card: FormulaCard, text: str, run: Run | None) -> Assessment | None:
    """What is said of a typed text; None where it cannot be read."""
    read = read_typed(card, text)
    return None if isinstance(read, Misread) else grade_formula(card, read, run)


def reading(card: FormulaCard, text: str) -> str:
    """The formula of a text as it is read; empty where it cannot be."""
    read = read_typed(card, text)
    return "" if isinstance(read, Misread) else draw(read)


def grade_formula(card: FormulaCard, typed: Formula, run: Run | None) -> Assessment:
    """Compare at points of the card's domain, and at those where the demo measured the truth."""
    at = own_points(card)
    where = points(at, list(map(function_of(card.answer), at)), card.tolerance)
    measured = _measured(card, run)
    where = (*where, *measured)
    verdict, message = _judge(card, typed, where)
    return Assessment(
        verdict,
        message,
        draw(typed),
        draw(card.answer),
        describe(card.tolerance),
        bool(measured),
    )


def _measured(card: FormulaCard, run: Run | None) -> tuple[Point, ...]:
    if run is None or run.outcome is not Outcome.FINISHED:
        return ()
    traced = next((each for each in run.findings if isinstance(each, Traced)), None)
    if traced is None:
        return ()
    at = traced_points(card, traced)
    if isinstance(at, str):
        return ()
    found = points(at, traced.values, card.tolerance)
    step = max(-(-len(found) // _MEASURED), 1)
    return tuple(islice(found, 0, None, step))


def _judge(card: FormulaCard, typed: Formula, where: tuple[Point, ...]) -> tuple[Verdict, str]:
    values = values_at(typed, where)
    valued = [(p, v) for p, v in zip(where, values, strict=True) if math.isfinite(v)]
    furthest = max((distance(*pair) for pair in valued), default=math.inf)
    holes = len(where) - len(valued)
    if furthest <= 1 and holes <= _HOLES:
        if not holes:
            return Verdict.CONFIRMED, "Right."
        hole = next(p for p, v in zip(where, values, strict=True) if not math.isfinite(v))
        return Verdict.CONFIRMED, f"Right, but it has no value at {place(hole.at)}."
    if sentence := _named_mistake(card, where, values):
        return Verdict.REFUTED, f"Not quite: {sentence}"
    said = feedback(typed, card.answer, where, values)
    if furthest <= CLOSE_AT and not holes:
        return Verdict.CLOSE, f"Close: {said}."
    return Verdict.REFUTED, f"Not right: {said}."


def _named_mistake(card: FormulaCard, where: tuple[Point, ...], values: list[float]) -> str:
    """The author's sentence for a formula with these values, or nothing."""
    at = [point.at for point in where]
    for mistake in card.mistakes:
        named = read_mistake(card, mistake)
        if isinstance(named, Misread):
            continue
        wrong = list(map(function_of(named), at))
        pairs = list(zip(wrong, values, strict=True))
        if any(math.isfinite(expected) != math.isfinite(value) for expected, value in pairs):
            continue
        finite = [value for expected, value in pairs if math.isfinite(expected)]
        centres = points(at, wrong, card.tolerance)
        if centres and all(map(_agrees, centres, finite)):
            return mistake.sentence
    return ""


def _agrees(point: Point, value: float) -> bool:
    return distance(point, value) <= 1


def read_mistake(card: FormulaCard, mistake: Mistake) -> Formula | Misread:
    """The formula of a listed mistake, with or without dollar signs."""
    return parse_formula(mistake.value, names_of(card))


@dataclass(frozen=True, slots=True)
class Compared:
    """What a measurement makes of a formula."""

    verdict: Verdict
    """Confirmed, refuted (by three tolerances somewhere) or inconclusive."""
    evidence: str
    worst: str = ""
    """Where it differs most, with both values."""


def compare_formula(formula: Formula, where: tuple[Point, ...]) -> Compared:
    """A formula of the card against the measured points."""
    values = values_at(formula, where)
    distances = [distance(*pair) for pair in zip(where, values, strict=True)]
    off = sum(each > 1 for each in distances)
    count = f"{len(where)} measured points"
    if not off:
        return Compared(Verdict.CONFIRMED, f"agrees at {count}")
    refuted = max(distances) >= REFUTED_AT
    verdict = Verdict.REFUTED if refuted else Verdict.INCONCLUSIVE
    return Compared(verdict, f"differs at {off} of {count}", worst(where, values))
