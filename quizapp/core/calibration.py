"""How well a learner's stated confidence matches how often she was right."""

from dataclasses import dataclass

from quizapp.core.tally import Tally
from quizapp.core.trends import Rate, wilson


@dataclass(frozen=True, slots=True)
class Said:
    """The answers given with one confidence."""

    confidence: int
    """In percent."""
    rate: Rate
    """How many of them were right."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence against the truth."""

    answers: int
    """Those with a confidence."""
    brier: float
    """Mean squared difference of confidence and outcome: 0 is perfect, 0.25 what a coin gets."""
    bias: float
    """Mean confidence less the share that was right: above 0 is too sure."""
    curve: tuple[Said, ...]
    """By rising confidence."""


def calibration(sums: Tally) -> Calibration | None:
    """Fold what was said into scores; None where nothing was."""
    said = sorted(sums.confidences.items())
    count = sum(group.count for _, group in said)
    if not count:
        return None
    squares = bias = 0.0
    for percent, group in said:
        sure, wrong = percent / 100, group.count - group.total
        squares += group.total * (1 - sure) ** 2 + wrong * sure**2
        bias += group.count * sure - group.total
    curve = tuple(Said(percent, wilson(group.total, group.count)) for percent, group in said)
    return Calibration(count, squares / count, bias / count, curve)
