"""All that the statistics need of a log, counted in one pass over light rows.

The sums are small however long the log is; `stats`, `trends`, `calibration` and `plan` read them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from quizapp.core.card import CardId
from quizapp.core.review import Grade, SessionKind
from quizapp.core.verdict import Verdict

PASSES = {Verdict.CONFIRMED: True, Verdict.REFUTED: False, Verdict.CLOSE: False}
"""Verdicts that say whether an answer was right; after any other the learner's grade does."""


class Answer(NamedTuple):
    """A review without what only a replay or a reader needs. A tuple, for a log holds millions."""

    card: CardId
    day: int
    """Study day."""
    grade: int
    """As `Grade`."""
    kind: str
    """As `SessionKind`."""
    duration_ms: int
    confidence: int | None
    """In percent."""
    verdict: str | None
    """As `Verdict`."""


@dataclass(slots=True)
class Sum:
    """How many, and how much of something in all of them."""

    count: int = 0
    total: int = 0

    def add(self, amount: int) -> None:
        """One more."""
        self.count += 1
        self.total += amount


@dataclass(slots=True)
class Tally:
    """What one log adds up to. A test is a review a day or more after the card's last one.

    Cramming counts as work done, on its day, and for nothing else.
    """

    days: dict[int, Sum] = field(default_factory=dict)
    """By study day: reviews, and their ms."""
    grades: Counter[int] = field(default_factory=Counter)
    tests: dict[CardId, Sum] = field(default_factory=dict)
    """By card: tests, and how many of them were passed."""
    weeks: dict[int, Sum] = field(default_factory=dict)
    """The same by the Monday of the week."""
    seconds: Counter[int] = field(default_factory=Counter)
    """Answers by whole seconds that they took."""
    first: Sum = field(default_factory=Sum)
    """Cards on the day of their first review, and the ms of that day's reviews of them."""
    later: Sum = field(default_factory=Sum)
    """The same of each later day on which a card was reviewed."""
    first_grades: Counter[int] = field(default_factory=Counter)
    """Of each card's very first review."""
    test_grades: Counter[int] = field(default_factory=Counter)
    confidences: dict[int, Sum] = field(default_factory=dict)
    """By confidence in percent: answers given with it, and how many of them were right."""


def monday(day: int) -> int:
    """The first day of a study day's week."""
    return day - (day - 1) % 7


def tally(answers: Iterable[Answer]) -> Tally:
    """Count the reviews that were not undone, in the order of their instants."""
    sums = Tally()
    last: dict[CardId, int] = {}
    firsts: dict[CardId, int] = {}
    for card, day, grade, kind, ms, confidence, verdict in answers:
        sums.days.setdefault(day, Sum()).add(ms)
        if confidence is not None:
            right = PASSES.get(verdict, grade != Grade.AGAIN)  # type: ignore[call-overload]
            sums.confidences.setdefault(confidence, Sum()).add(right)
        if kind == SessionKind.CRAM:
            continue
        sums.grades[grade] += 1
        sums.seconds[ms // 1000] += 1
        before = last.get(card)
        if before is None:
            firsts[card] = day
            sums.first_grades[grade] += 1
            sums.first.add(ms)
        elif day > before:
            passed = grade != Grade.AGAIN
            sums.tests.setdefault(card, Sum()).add(passed)
            sums.weeks.setdefault(monday(day), Sum()).add(passed)
            sums.test_grades[grade] += 1
            sums.later.add(ms)
        else:
            (sums.first if day == firsts[card] else sums.later).total += ms
        last[card] = day
    return sums
