"""The memories of many cards from their whole histories, without an object for each review.

It gives what `review.replay` gives, to the last bit, and tests hold the two against each other. The
steps of a card are a walk over a table, FSRS takes thousands of histories in one call, and only
the last review of a card is scheduled: where it was due before no longer matters.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import sub
from typing import Any

import fsrs_rs_python as fsrs_rs

from quizapp.core.card import CardId
from quizapp.core.days import MINUTE_MS
from quizapp.core.review import Grade, Phase
from quizapp.core.schedule import Scheduler, item_of

LEFT_ALONE = 0
"""In place of a grade: the review does not touch the schedule."""
Values = tuple[Any, ...]
"""The fields of a CardMemory, in their order."""
_CHUNK = 4_096
_GRADES = (None, *Grade)


class _Node:
    """A phase and step that a card can be in, and where each grade leads from there."""

    __slots__ = ("by_grade", "phase", "step")

    def __init__(self, phase: Phase, step: int) -> None:
        self.phase = phase
        self.step = step
        self.by_grade: tuple[tuple[_Node, float], ...] = ()
        """For grades 1 to 4, at their index: the next node and the minutes of its step."""


class _Reviews(dict[tuple[int, int], fsrs_rs.FSRSReview]):
    """FSRS's reviews by grade and days since the last one; few differ in a long log."""

    def __missing__(self, key: tuple[int, int]) -> fsrs_rs.FSRSReview:
        made = self[key] = fsrs_rs.FSRSReview(*key)
        return made


def fold(
    histories: Iterable[tuple[CardId, Sequence[int]]], scheduler: Scheduler
) -> Iterator[Values]:
    """The memory of each card, as the values of its fields, in the order given.

    A history is flat: ms, study day and grade (or LEFT_ALONE) of a review, then of the next; ties
    in ms count in the order given. Cards are neither suspended, buried nor flagged.
    """
    histories = iter(histories)
    start = _table(scheduler)
    reviews = _Reviews()
    while chunk := list(islice(histories, _CHUNK)):
        yield from _folded(chunk, scheduler, start, reviews)


def _table(scheduler: Scheduler) -> _Node:
    """The node of a new card; all that can be reached from it is linked."""
    nodes: dict[tuple[Phase, int], _Node] = {}

    def node(phase: Phase, step: int) -> _Node:
        known = nodes.get((phase, step))
        if known is None:
            known = nodes[phase, step] = _Node(phase, step)
            known.by_grade = ((known, 0.0), *(leads(known, grade) for grade in Grade))
        return known

    def leads(origin: _Node, grade: Grade) -> tuple[_Node, float]:
        phase, step, minutes = scheduler.moved(origin.phase, origin.step, grade)
        return node(phase, step), minutes

    return node(Phase.NEW, 0)


def _folded(
    chunk: Sequence[tuple[CardId, Sequence[int]]],
    scheduler: Scheduler,
    start: _Node,
    reviews: _Reviews,
) -> Iterator[Values]:
    cards = [(card, *columns(history)) for card, history in chunk]
    gaps = [gaps_of(days) for _, _, days, _ in cards]
    review = reviews.__getitem__
    items = [
        fsrs_rs.FSRSItem(list(map(review, zip(grades[:-1], days, strict=False))))
        for (_, _, _, grades), days in zip(cards, gaps, strict=True)
        if len(grades) > 1
    ]
    states = iter(scheduler.engine.memory_state_batch(items) if items else ())
    for (card, ms, days, grades), elapsed in zip(cards, gaps, strict=True):
        if not grades:
            yield card, Phase.NEW, 0, 0.0, 0.0, 0, 0, 0, 0, 0, 0, 0, False, 0, False
            continue
        before = next(states) if len(grades) > 1 else None
        node, lapses = _walk(start, grades)
        grade = _GRADES[grades[-1]]
        assert grade is not None
        following = scheduler.engine.next_states(before, scheduler.retention, elapsed[-1])
        after, minutes = node.by_grade[grade]
        day, due_ms = days[-1], 0
        due_day = day
        if minutes:
            due_ms = ms[-1] + round(minutes * MINUTE_MS)
        else:
            due_day += scheduler.days(card, len(grades) - 1, node.phase, following, grade)
        memory = item_of(following, grade).memory
        yield (
            *(card, after.phase, after.step, memory.stability, memory.difficulty),
            *(due_day, due_ms, days[0], day, ms[-1], len(grades), lapses),
            *(False, 0, False),
        )


def columns(history: Sequence[int]) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """Instants, days and grades of the reviews that count, in the order of the instants."""
    ms, days, grades = history[::3], history[1::3], history[2::3]
    if LEFT_ALONE in grades or sorted(ms) != ms:
        rows = [row for row in zip(ms, days, grades, strict=True) if row[2] != LEFT_ALONE]
        rows.sort(key=lambda row: row[0])
        ms, days, grades = ([row[column] for row in rows] for column in range(3))
    return ms, days, grades


def gaps_of(days: Sequence[int]) -> Sequence[int]:
    """Days from each review to the next, 0 before the first; a clock set back gives 0."""
    gaps = [0, *map(sub, days[1:], days)]
    return gaps if min(gaps) >= 0 else [max(gap, 0) for gap in gaps]


def _walk(node: _Node, grades: Sequence[int]) -> tuple[_Node, int]:
    """Where a card stands before the last of its grades, and its lapses with that one."""
    lapses = 0
    again = Grade.AGAIN.value
    for grade in grades[:-1]:
        if grade == again and node.phase is Phase.REVIEW:
            lapses += 1
        node = node.by_grade[grade][0]
    return node, lapses + (grades[-1] == again and node.phase is Phase.REVIEW)
