"""The arc of an interview: when its parts are due, and how long a question may take."""

from dataclasses import dataclass

from quizapp.core.interview_items import Candidate, Stage

CYCLE_MINUTES = 30
"""A longer interview goes through the arc once for every half hour."""
DISCUSSION_S = 240
"""Seconds for an open discussion, whatever its level."""
LARGEST_PART = 0.4
"""No question takes more of the whole time than this, unless nothing else can be asked."""
SMALLEST_S = 90
"""A question of so many seconds is never too large a part."""
RECOVERY_S = 252
"""Longest a question that is no code may take, grace included: what the plan sets aside for each
question that brings the shares of topics back."""

_ARC = (
    (Stage.DIG, 0.12, 6, 0),
    (Stage.ESTIMATE, 0.35, 8, 180),
    (Stage.CODE, 0.5, 15, 500),
    (Stage.DISCUSSION, 0.7, 12, 290),
)
"""Parts beside core questions: from which fraction of a cycle on, how many minutes a cycle must
have to hold them, and the seconds to leave for them at its end."""
_CORE_S = 180
"""A core question may have begun just before a part is due."""


@dataclass(frozen=True, slots=True)
class Due:
    """A part of the arc, and from when on it is asked for."""

    stage: Stage
    at_ms: int
    """On the interview's clock."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The arc for one length."""

    total_ms: int
    opening_ms: int
    """Budget of the opening question; 0 where there is none."""
    closing_ms: int
    parts: tuple[Due, ...]
    """In the order of time."""

    @property
    def questions_ms(self) -> int:
        """When the last question that is graded has to be over, its grace apart."""
        return self.total_ms - self.closing_ms


def plan(minutes: int, *, opening: bool = True, closing: bool = True) -> Plan:
    """The arc of an interview of so many minutes. It opens and closes from five minutes on."""
    total = 60_000 * minutes
    opens = min(90_000, total * 8 // 100) if opening and minutes >= 5 else 0
    closes = min(120_000, total // 10) if closing and minutes >= 5 else 0
    cycles = max(1, round(minutes / CYCLE_MINUTES))
    span = (total - opens - closes) / cycles
    parts: list[Due] = []
    for cycle in range(cycles):
        begins = opens + span * cycle
        parts += _parts(begins, begins + span, minutes / cycles)
    return Plan(total, opens, closes, tuple(parts))


def _parts(begins: float, ends: float, minutes: float) -> list[Due]:
    """The parts of one cycle, early enough for all of them to fit."""
    parts: list[Due] = []
    latest = ends - 1000 * _CORE_S
    for stage, at, needs, takes in reversed(_ARC):
        if minutes >= needs:
            latest -= 1000 * takes
            due = max(min(begins + at * (ends - begins), latest), begins)
            parts.insert(0, Due(stage, round(due)))
    return parts


def budget_ms(candidate: Candidate, stage: Stage) -> int:
    """Time that a question is given in some part of the arc."""
    if stage is Stage.DISCUSSION:
        return 1000 * max(DISCUSSION_S, candidate.budget_s)
    return 1000 * candidate.budget_s


def grace_ms(budget: int) -> int:
    """How far over its budget an answer may go: a fifth of it, 10 s to a minute."""
    return min(max(budget // 5, 10_000), 60_000)


def largest_ms(total_ms: int) -> int:
    """The longest budget that fits an interview of this length."""
    return max(round(LARGEST_PART * total_ms), 1000 * SMALLEST_S)
