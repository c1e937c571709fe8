"""Wrong versions of a cloze: the numbers that its demo measures, and its listed mistakes."""

from collections.abc import Iterator
from dataclasses import replace

from quizapp.core.card import ClozeCard, Gap
from quizapp.core.cloze import number_of, tolerance_of
from quizapp.core.evidence import Answered
from quizapp.core.grading import compare
from quizapp.core.mutation_number import shifted
from quizapp.core.quantity import format_quantity
from quizapp.core.verdict import Verdict


def wrong_clozes(
    card: ClozeCard, measured: Answered | None
) -> Iterator[tuple[str, str, int, ClozeCard]]:
    """A name, the change in words, its line, and the card with it."""
    if measured is not None:
        yield from _shifted(card, measured)
    for place, mistake in enumerate(card.mistakes):
        right = card.gaps[0].wordings[0]
        listed = (
            *card.mistakes[:place],
            replace(mistake, value=right),
            *card.mistakes[place + 1 :],
        )
        what = f"the mistake {mistake.value} as {right}, which a gap hides"
        yield f"mistake {place}", what, mistake.line, replace(card, mistakes=listed)


def _shifted(card: ClozeCard, measured: Answered) -> Iterator[tuple[str, str, int, ClozeCard]]:
    """Every wording that states the measured number, in all the gaps that hide it at once."""
    judged = [
        gap for gap in card.gaps if any(_states(card, each, measured) for each in gap.wordings)
    ]
    for wording in dict.fromkeys(each for gap in judged for each in gap.wordings):
        if (number := number_of(wording)) is None:
            continue
        for way, value in enumerate(shifted(number, measured, tolerance_of(card, number))):
            wrong = f"{value.value!r} {value.unit}".strip()
            gaps = tuple(_with(gap, wording, wrong) if gap in judged else gap for gap in card.gaps)
            line = next(gap.line for gap in judged if wording in gap.wordings)
            what = f"the gap {wording} as {format_quantity(value)}"
            yield f"gap {wording} {way}", what, line, replace(card, gaps=gaps)


def _states(card: ClozeCard, wording: str, measured: Answered) -> bool:
    number = number_of(wording)
    return number is not None and (
        compare(measured, number, tolerance_of(card, number)) is Verdict.CONFIRMED
    )


def _with(gap: Gap, wording: str, wrong: str) -> Gap:
    return replace(gap, wordings=tuple(wrong if each == wording else each for each in gap.wordings))
