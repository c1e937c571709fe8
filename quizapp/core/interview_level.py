"""How hard the next question on a topic is, from the answers so far."""

from collections.abc import Sequence

from quizapp.core.interview_answer import STRONG, WEAK
from quizapp.core.interview_role import MIXED

_ENOUGH = 3
"""Answers after which a candidate is known well enough to begin a topic at another level."""


def target_level(level: int, scored: Sequence[tuple[str, int]], topic: str) -> int:
    """1 to 3: each strong answer on the topic is one step up, each weak one a step down.

    `scored` are topics and scores of the answers so far. A topic begins on level 2, or where the
    other answers say; an interview that has a level of its own, not MIXED, stays on it.
    """
    if level != MIXED:
        return level
    own = [worth for about, worth in scored if about == topic]
    if not own:
        return _first([worth for _, worth in scored])
    level = 2
    for worth in own:
        level += (worth >= STRONG) - (worth <= WEAK)
        level = min(max(level, 1), 3)
    return level


def _first(scores: Sequence[int]) -> int:
    """The level to begin a topic on."""
    if len(scores) < _ENOUGH:
        return 2
    mean = sum(scores) / len(scores)
    return 3 if mean >= 3.25 else 1 if mean <= 1.25 else 2
