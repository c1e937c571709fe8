"""How long a learner takes and how she grades: her own figures, leaning on usual ones at first."""

from dataclasses import dataclass

from quizapp.core.review import Grade
from quizapp.core.tally import Sum, Tally

NEW_SECONDS = 60.0
"""Of a new card with its steps of the first day, before anything is known of her."""
REVIEW_SECONDS = 20.0
_PRIOR = 20
"""So many answers of her own weigh as much as the usual figures."""
_FIRST = {Grade.AGAIN: 0.25, Grade.HARD: 0.2, Grade.GOOD: 0.45, Grade.EASY: 0.1}
_PASSED = {Grade.HARD: 0.1, Grade.GOOD: 0.8, Grade.EASY: 0.1}


@dataclass(frozen=True, slots=True)
class Habits:
    """What a simulated day of hers is made of."""

    new_seconds: float
    """A new card, on its first day."""
    review_seconds: float
    """A card seen before, on one day."""
    first: tuple[float, float, float, float]
    """Chances of the four grades of a card's first answer."""
    passed: tuple[float, float, float]
    """Chances of Hard, Good and Easy where a card is remembered."""


def habits(sums: Tally) -> Habits:
    """The figures of a log."""
    return Habits(
        _seconds(sums.first, NEW_SECONDS),
        _seconds(sums.later, REVIEW_SECONDS),
        tuple(_shares(sums.first_grades, _FIRST)),  # type: ignore[arg-type]  # four grades
        tuple(_shares(sums.test_grades, _PASSED)),  # type: ignore[arg-type]  # three of them
    )


def _seconds(spent: Sum, usual: float) -> float:
    return (spent.total / 1000 + _PRIOR * usual) / (spent.count + _PRIOR)


def _shares(counts: dict[int, int], usual: dict[Grade, float]) -> list[float]:
    total = sum(counts.get(grade, 0) for grade in usual) + _PRIOR
    return [(counts.get(grade, 0) + _PRIOR * share) / total for grade, share in usual.items()]
