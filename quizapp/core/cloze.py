"""What was typed into the gaps of a cloze, against what is hidden there."""

from dataclasses import dataclass

from quizapp.core.card import DEFAULT_TOLERANCE, EXACT, ClozeCard, Gap, Tolerance
from quizapp.core.evidence import Answered, Outcome, Run
from quizapp.core.grading import CLOSE_AT, Assessment, compare
from quizapp.core.quantity import Quantity, parse_quantity
from quizapp.core.verdict import Verdict

SEPARATOR = ";"
MAX_LENGTH = 200
"""Longest answer to one gap, in characters."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One gap, filled in."""

    typed: str
    verdict: Verdict
    """Confirmed, close or refuted."""
    wording: str
    """The wording that it was held against; the first where none is near."""
    sentence: str = ""
    """What the author says of this wrong answer."""


def split_answer(card: ClozeCard, text: str) -> tuple[str, ...] | str:
    """What was typed into each gap; or why it cannot be told, in one line."""
    parts = tuple(part.strip() for part in text.split(SEPARATOR))
    gaps, given = len(card.gaps), len(parts)
    if not any(parts):
        return "Nothing is typed"
    if (longest := max(map(len, parts))) > MAX_LENGTH:
        return f"An answer has at most {MAX_LENGTH} characters, this one has {longest}"
    if given == gaps:
        return parts
    if gaps == 1:
        return "One gap, one answer"
    return f"{gaps} gaps, {given} {'answer' if given == 1 else 'answers'}: put {SEPARATOR} between"


def fill(card: ClozeCard, typed: str, run: Run | None) -> tuple[Filled, ...]:
    """Every gap with its verdict."""
    parts = split_answer(card, typed)
    if isinstance(parts, str):
        return ()
    measured = measured_in(run)
    return tuple(
        _filled(card, gap, text, measured) for gap, text in zip(card.gaps, parts, strict=True)
    )


def grade_cloze(card: ClozeCard, typed: str, run: Run | None) -> Assessment | None:
    """Right where every gap is; close where one is only close. None where nothing can be graded."""
    filled = fill(card, typed, run)
    if not filled:
        return None
    wrong = sum(item.verdict is Verdict.REFUTED for item in filled)
    near = [item.wording for item in filled if item.verdict is Verdict.CLOSE]
    verdict = Verdict.REFUTED if wrong else Verdict.CLOSE if near else Verdict.CONFIRMED
    truth = f"{SEPARATOR} ".join(gap.wordings[0] for gap in card.gaps)
    said = f"{SEPARATOR} ".join(item.typed for item in filled)
    return Assessment(verdict, _message(filled, wrong, near), said, truth)


def _message(filled: tuple[Filled, ...], wrong: int, near: list[str]) -> str:
    if not wrong and not near:
        return "Right."
    if not wrong:
        return f"Close: {', '.join(near)}."
    if len(filled) == 1:
        return f"Not quite: {filled[0].sentence}" if filled[0].sentence else "Not right."
    close = f", {len(near)} close" if near else ""
    return f"Not quite: {len(filled) - wrong - len(near)} of {len(filled)} gaps right{close}."


def measured_in(run: Run | None) -> Answered | None:
    """What a finished run measured."""
    if run is None or run.outcome is not Outcome.FINISHED:
        return None
    return next((each for each in run.findings if isinstance(each, Answered)), None)


def stated(gap: Gap) -> tuple[Quantity, ...]:
    """The numbers that the wordings of a gap state."""
    numbers = (number_of(wording) for wording in gap.wordings)
    return tuple(number for number in numbers if number is not None)


def number_of(wording: str) -> Quantity | None:
    """The number that a wording states. "2x" is "2 times" for a typed number, here twice x."""
    number = parse_quantity(wording)
    return number if isinstance(number, Quantity) and number.unit != "x" else None


def tolerance_of(card: ClozeCard, number: Quantity) -> Tolerance:
    """The card's own; else whole numbers are exact, and others get 1 %."""
    if card.tolerance is not None:
        return card.tolerance
    return EXACT if isinstance(number.value, int) else DEFAULT_TOLERANCE


def accepts(card: ClozeCard, gap: Gap, text: str) -> bool:
    """Whether a gap takes this text as right."""
    return _filled(card, gap, text, None).verdict is Verdict.CONFIRMED


def _filled(card: ClozeCard, gap: Gap, typed: str, measured: Answered | None) -> Filled:
    verdicts = [
        (_verdict(card, typed, wording, measured), wording) for wording in gap.wordings if typed
    ]
    for verdict in (Verdict.CONFIRMED, Verdict.CLOSE):
        for found, wording in verdicts:
            if found is verdict:
                return Filled(typed, verdict, wording)
    sentences = (
        mistake.sentence
        for mistake in card.mistakes
        if typed and _verdict(card, typed, mistake.value, None) is Verdict.CONFIRMED
    )
    return Filled(typed, Verdict.REFUTED, gap.wordings[0], next(sentences, ""))


def _verdict(card: ClozeCard, typed: str, wording: str, measured: Answered | None) -> Verdict:
    wanted, given = number_of(wording), parse_quantity(typed)
    if wanted is not None and isinstance(given, Quantity):
        return _number(given, wanted, tolerance_of(card, wanted), measured)
    # 2 ms of patterns, which a start without a cloze need not pay.
    from quizapp.core.wording import has_typo, same

    if same(typed, wording):
        return Verdict.CONFIRMED
    return Verdict.CLOSE if has_typo(typed, wording) else Verdict.REFUTED


def _number(
    given: Quantity, wanted: Quantity, tolerance: Tolerance, measured: Answered | None
) -> Verdict:
    """Against what was measured, if that is the number that this gap hides; else as written."""
    truth = Answered(wanted.value, wanted.unit, 0)
    if measured is not None and compare(measured, wanted, tolerance) is Verdict.CONFIRMED:
        truth = measured
    if compare(truth, given, tolerance) is Verdict.CONFIRMED or given == wanted:
        return Verdict.CONFIRMED
    wide = Tolerance(CLOSE_AT * tolerance.rtol, CLOSE_AT * tolerance.atol, CLOSE_AT * tolerance.se)
    near = compare(truth, given, wide) is Verdict.CONFIRMED
    return Verdict.CLOSE if near else Verdict.REFUTED
