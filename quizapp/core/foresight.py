"""How well FSRS foresaw each answer: predicted recall against what came of it.

The predictions are those of the present weights, made from what was known before each answer.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import fsrs_rs_python as fsrs_rs

from quizapp.core.card import CardId
from quizapp.core.fold import columns, gaps_of
from quizapp.core.review import Grade
from quizapp.core.schedule import Scheduler, recall_after
from quizapp.core.trends import Rate, wilson

ENOUGH = 100
"""Predictions from which it is worth saying how good they were."""
_CHUNK = 4_096


@dataclass(frozen=True, slots=True)
class Bracket:
    """Predictions of about the same recall."""

    low: float
    high: float
    predicted: float
    """Their mean."""
    rate: Rate
    """What was remembered."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """Predictions against the truth."""

    predictions: int
    predicted: float
    """Mean predicted recall."""
    rate: Rate
    """What was remembered."""
    error: float
    """Mean distance of predicted and true share over the brackets, weighed by their size."""
    brackets: tuple[Bracket, ...]


class Prediction(NamedTuple):
    """What was foreseen of one review a day or more after the card's last one, and what came."""

    recall: float
    kept: bool
    day: int
    """Study day of the review."""


def predictions(
    histories: Iterable[tuple[CardId, Sequence[int]]], scheduler: Scheduler
) -> Iterator[Prediction]:
    """Every review that tested memory, card by card.

    Histories are those that `fold` takes.
    """
    histories = iter(histories)
    while chunk := list(islice(histories, _CHUNK)):
        cards = [columns(history) for _, history in chunk]
        rows = [
            list(zip(grades, gaps_of(days), days, strict=True)) for _, days, grades in cards if days
        ]
        items = [
            fsrs_rs.FSRSItem([fsrs_rs.FSRSReview(grade, gap) for grade, gap, _ in row])
            for row in rows
        ]
        states = scheduler.engine.historical_memory_state_batch(items) if items else []
        for row, memories in zip(rows, states, strict=True):
            # The state after a review is the one that the next review tests.
            for (grade, gap, day), before in zip(row[1:], memories, strict=False):
                if gap:
                    recall = recall_after(gap, before.stability, scheduler.weights)
                    yield Prediction(recall, grade != Grade.AGAIN, day)


def foresight(foreseen: Iterable[Prediction], brackets: int = 10) -> Foresight | None:
    """Sum predictions up; None where they are fewer than ENOUGH."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(brackets)]
    for recall, kept, _ in foreseen:
        groups[min(int(recall * brackets), brackets - 1)].append((recall, kept))
    count = sum(map(len, groups))
    if count < ENOUGH:
        return None
    made = tuple(
        Bracket(
            place / brackets,
            (place + 1) / brackets,
            sum(recall for recall, _ in group) / len(group),
            wilson(sum(kept for _, kept in group), len(group)),
        )
        for place, group in enumerate(groups)
        if group
    )
    return Foresight(
        count,
        sum(one.predicted * one.rate.of for one in made) / count,
        wilson(sum(one.rate.passed for one in made), count),
        sum(abs(one.predicted - one.rate.share) * one.rate.of for one in made) / count,
        made,
    )
