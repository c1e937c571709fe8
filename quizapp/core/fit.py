"""FSRS's weights fitted to one learner, and taken only where they foresee her later answers better.

The log is split in time: weights are fitted to the earlier part, and judged beside the present ones
by the log loss of the later part, which neither has seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log, sqrt
from operator import itemgetter

import fsrs_rs_python as fsrs_rs

from quizapp.core.card import CardId
from quizapp.core.fold import columns, gaps_of
from quizapp.core.foresight import predictions
from quizapp.core.schedule import Scheduler

ENOUGH = 400
"""Reviews on a later day than the card's last one, below which a fit is mostly chance."""
LATER = 0.2
"""Share of them that judges."""
_LONGEST = 64
"""Reviews of one card that are trained on; later ones say little of the weights, and cost much."""
_NEVER = 1e-7


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit gave."""

    reviews: int
    """Reviews on a later day than the card's last one."""
    judged: int
    """The later ones, which judge."""
    before: float
    """Log loss of the present weights on those."""
    after: float
    """Log loss of the fitted weights."""
    error: float
    """Standard error of the difference."""
    weights: tuple[float, ...]
    """The fitted ones, as they would be stored."""

    @property
    def is_better(self) -> bool:
        """Whether the gain is more than its own error: less may well be chance."""
        return self.before - self.after > self.error


def memory_tests(histories: Mapping[CardId, Sequence[int]]) -> int:
    """Reviews on a later day than the card's last one; histories are those that `fold` takes."""
    return sum(gap > 0 for history in histories.values() for gap in gaps_of(columns(history)[1]))


def fit(histories: Mapping[CardId, Sequence[int]], scheduler: Scheduler) -> Fit | None:
    """Fit weights; None where the log is too short, or no day splits it."""
    foreseen = list(predictions(histories.items(), scheduler))
    days = sorted(one.day for one in foreseen)
    if len(days) < ENOUGH or days[0] >= (split := days[round(len(days) * (1 - LATER))]):
        return None
    dated = [item for history in histories.values() for item in _items(history, split)]
    dated.sort(key=itemgetter(0))  # FSRS gives more weight to what comes later in its list
    items = [item for _, item in dated]
    fitted = scheduler.engine.compute_parameters(items, None, True, len(scheduler.relearning_steps))
    weights = tuple(round(weight, 4) for weight in fitted)
    other = predictions(histories.items(), replace(scheduler, weights=weights))
    losses = [
        (_loss(old.recall, old.kept), _loss(new.recall, new.kept))
        for old, new in zip(foreseen, other, strict=True)
        if old.day >= split
    ]
    count = len(losses)
    gains = [old - new for old, new in losses]
    mean = sum(gains) / count
    spread = sqrt(sum((gain - mean) ** 2 for gain in gains) / max(count - 1, 1))
    return Fit(
        len(days),
        count,
        sum(old for old, _ in losses) / count,
        sum(new for _, new in losses) / count,
        spread / sqrt(count),
        weights,
    )


def _items(history: Sequence[int], split: int) -> Iterator[tuple[int, fsrs_rs.FSRSItem]]:
    """What FSRS learns from one card: each test before the split, with all that led to it.

    Each comes with its instant in ms.
    """
    ms, days, grades = columns(history)
    gaps = gaps_of(days)
    reviews = [
        fsrs_rs.FSRSReview(grade, gap)
        for grade, gap, _ in zip(grades, gaps, range(_LONGEST), strict=False)
    ]
    for place in range(1, len(reviews)):
        if gaps[place] and days[place] < split:
            yield ms[place], fsrs_rs.FSRSItem(reviews[: place + 1])


def _loss(recall: float, kept: bool) -> float:
    chance = recall if kept else 1 - recall
    return -log(min(max(chance, _NEVER), 1 - _NEVER))
