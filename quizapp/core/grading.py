"""The one place that says "close enough": answers and cards against what a demo measured."""

from dataclasses import dataclass
from math import isfinite

from quizapp.core.card import ChoiceCard, Mistake, NumberCard, Tolerance
from quizapp.core.difference import difference
from quizapp.core.evidence import Answered, Outcome, Run
from quizapp.core.quantity import Quantity, convert, format_quantity, parse_quantity
from quizapp.core.units import dimension
from quizapp.core.verdict import Verdict

REFUTED_AT = 3.0
"""A wrong value must miss the measured one by this many tolerances."""
CLOSE_AT = 10.0
"""A typed value within this many tolerances is close."""


def bound(measured: Answered, tolerance: Tolerance) -> float:
    """Largest accepted distance from the measured value, in its unit; 0 means exact."""
    return max(
        tolerance.rtol * abs(measured.measured),
        tolerance.atol,
        tolerance.se * (measured.standard_error or 0.0),
    )


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why two quantities cannot be compared."""

    reason: str


def compare(measured: Answered, claimed: Quantity, tolerance: Tolerance) -> Verdict | Misfit:
    """Where a claimed value stands: confirmed, inconclusive or refuted; or why it cannot be said.

    Inconclusive lies between one tolerance and three.
    """
    value = _in_unit(claimed, measured.unit)
    if isinstance(value, str):
        return Misfit(value)
    if value == measured.measured:
        return Verdict.CONFIRMED
    if not (isfinite(value) and isfinite(measured.measured)):
        return Verdict.REFUTED
    limit = bound(measured, tolerance)
    distance = abs(value - measured.measured)
    if distance <= limit * (1 + 1e-12):
        return Verdict.CONFIRMED
    return Verdict.REFUTED if distance >= REFUTED_AT * limit else Verdict.INCONCLUSIVE


def _in_unit(claimed: Quantity, unit: str) -> float | str:
    """The number of a claim in the measured unit. A bare number is taken to be in that unit."""
    if not claimed.unit or claimed.unit == unit:
        return claimed.value
    converted = convert(claimed, unit)
    return converted if isinstance(converted, str) else converted.value


@dataclass(frozen=True, slots=True)
class Assessment:
    """What is said of one answer."""

    verdict: Verdict
    message: str
    """One line for the learner."""
    claimed: str = ""
    """The answer as it was read."""
    truth: str = ""
    """What it was compared with."""
    tolerance: str = ""
    measured: bool = False
    """True where the truth came from a run of the demo, not from the card's text."""


def grade_choice(card: ChoiceCard, picked: frozenset[str]) -> Assessment:
    """Right when all the marked options were picked, and no other."""
    marked = {option.key for option in card.options if option.correct}
    missed, wrong = len(marked - picked), len(picked - marked)
    claimed = " ".join(sorted(picked))
    truth = " ".join(sorted(marked))
    if not missed and not wrong:
        return Assessment(Verdict.CONFIRMED, "Right.", claimed, truth)
    if not card.multiple:
        return Assessment(Verdict.REFUTED, "Not this one.", claimed, truth)
    parts = [f"{len(marked) - missed} of {len(marked)} right"]
    if wrong:
        parts.append(f"{wrong} wrong")
    return Assessment(Verdict.REFUTED, f"Not quite: {', '.join(parts)}.", claimed, truth)


def truth_of(card: NumberCard, run: Run | None) -> tuple[Answered, bool]:
    """What the card asks for, and whether it was measured; else it is the author's answer."""
    if run is not None and run.outcome is Outcome.FINISHED:
        for finding in run.findings:
            if isinstance(finding, Answered):
                return finding, True
    return Answered(card.answer.value, card.answer.unit, 0), False


def grade_number(card: NumberCard, typed: Quantity, run: Run | None) -> Assessment:
    """A typed number against the measured truth, in the unit of the card."""
    truth, measured = truth_of(card, run)
    limit = bound(truth, card.tolerance)

    def assess(verdict: Verdict, message: str) -> Assessment:
        return Assessment(
            verdict,
            message,
            format_quantity(typed),
            format_quantity(Quantity(truth.measured, truth.unit)),
            describe(card.tolerance),
            measured,
        )

    value = _in_unit(typed, truth.unit)
    if isinstance(value, str):
        asked, given = dimension(truth.unit), dimension(typed.unit)
        return assess(Verdict.REFUTED, f"The unit does not fit: {asked} asked, {given} given.")
    verdict = compare(truth, typed, card.tolerance)
    if verdict is Verdict.CONFIRMED:
        return assess(Verdict.CONFIRMED, "Right.")
    if sentence := _named_mistake(card.mistakes, value, truth, card.tolerance):
        return assess(Verdict.REFUTED, f"Not quite: {sentence}")
    if typed.value == truth.measured:
        off = difference(value, truth.measured, truth.unit)
        return assess(Verdict.REFUTED, f"Right number, wrong unit: {off}.")
    precision = limit / abs(truth.measured) if truth.measured else 0.0
    off = difference(value, truth.measured, truth.unit, precision)
    if isfinite(value) and abs(value - truth.measured) <= CLOSE_AT * limit:
        return assess(Verdict.CLOSE, f"Close: {off}.")
    return assess(Verdict.REFUTED, f"Not right: {off}.")


def _named_mistake(
    mistakes: tuple[Mistake, ...], value: float, truth: Answered, tolerance: Tolerance
) -> str:
    """The author's sentence for this wrong value, or nothing."""
    for mistake in mistakes:
        named = parse_quantity(mistake.value)
        if isinstance(named, str):
            continue
        number = _in_unit(named, truth.unit)
        if isinstance(number, str):
            continue
        centre = Answered(number, truth.unit, 0, truth.standard_error)
        if compare(centre, Quantity(value, truth.unit), tolerance) is Verdict.CONFIRMED:
            return mistake.sentence
    return ""


def describe(tolerance: Tolerance) -> str:
    """A tolerance in words: "± 1 %", "± 0.001", "± 4 standard errors", "exact"."""
    parts = []
    if tolerance.rtol:
        parts.append(f"± {tolerance.rtol * 100:.3g} %")
    if tolerance.atol:
        parts.append(f"± {tolerance.atol:.3g}")
    if tolerance.se:
        parts.append(f"± {tolerance.se:.3g} standard errors")
    return " or ".join(parts) or "exact"
