"""What one answer is worth, on an anchored scale from 0 to 4."""

from collections.abc import Mapping
from types import MappingProxyType

from quizapp.core.card import Kind
from quizapp.core.interview_items import Answer, Timing
from quizapp.core.review import Grade
from quizapp.core.verdict import Verdict

ANCHORS: Mapping[int, str] = MappingProxyType(
    {0: "nothing", 1: "heard of it", 2: "partly", 3: "solid", 4: "would teach it"}
)
"""What the numbers mean; printed with every score."""
STRONG = 3
"""From here on an answer leads deeper."""
WEAK = 1
"""Up to here it leads to a simpler question."""


def score(answer: Answer) -> int | None:
    """0 to 4; None for what is not graded, or not yet.

    The base is what was measured: right 4 (3 where an option was picked, which shows that it is
    recognised, not that it could be taught), close 2, wrong 0 or the part that was right, 2 at
    most. Words count by the part of the rubric named. A hint costs one each; an answer in its
    grace is 3 at most, one that was cut off by the grace's end 2.
    """
    if not answer.graded:
        return None
    base = 0 if answer.unknown else _base(answer)
    if base is None:
        return None
    worth = max(base - answer.asked.hints, 0)
    most = {Timing.OVER: 3, Timing.MOVED_ON: 2}.get(answer.timing, 4)
    return min(worth, most)


def _base(answer: Answer) -> int | None:
    part = None if answer.share is None else of_share(answer.share)
    match answer.verdict:
        case Verdict.CONFIRMED:
            return 3 if answer.asked.kind is Kind.CHOICE else 4
        case Verdict.CLOSE:
            return 2
        case Verdict.REFUTED:
            return min(part or 0, 2)
        case None if part is None and not answer.said.strip():
            return 0
        case _:
            return part


def of_share(share: float) -> int:
    """The score of a part of the rubric: all 4, three quarters 3, half 2, less 1, none 0."""
    if share >= 1:
        return 4
    if share >= 0.75:
        return 3
    if share >= 0.5:
        return 2
    return 1 if share > 0 else 0


def grade(answer: Answer) -> Grade | None:
    """The grade of the review that an answer makes; None where it was not graded."""
    worth = score(answer)
    if worth is None:
        return None
    if worth >= STRONG:
        return Grade.GOOD
    return Grade.HARD if worth == 2 else Grade.AGAIN


def missed(answer: Answer) -> bool:
    """Whether it was graded, and less than solid."""
    worth = score(answer)
    return worth is not None and worth < STRONG
