"""One interview as a value: how it was set up, its clock, what was asked and answered."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from quizapp.core.card import CardId
from quizapp.core.interview_items import Answer, Asked, Pool
from quizapp.core.interview_plan import Plan, plan
from quizapp.core.interview_role import Role


class Ending(StrEnum):
    """Why an interview is over."""

    TIME = "time"
    QUESTIONS = "questions"
    """The library holds no further question for it."""
    CANDIDATE = "candidate"
    """She ended it."""


@dataclass(frozen=True)
class Setup:
    """What an interview was begun with; it never changes."""

    role: Role
    """With the shares of the topics that have cards."""
    minutes: int
    level: int
    """1, 2 or 3, or MIXED."""
    seed: int
    pool: Pool
    recent: frozenset[CardId] = frozenset()
    """Asked in the last interviews; asked again only where a topic has no other left."""
    missing: tuple[str, ...] = ()
    """Topics of the role without a card to ask."""
    withheld: int = 0
    """Cards left out because they are due today."""
    began_ms: int = 0
    """Instant of the beginning."""

    @cached_property
    def plan(self) -> Plan:
        """The arc for its length."""
        opening, closing = bool(self.role.opening), bool(self.role.closing)
        return plan(self.minutes, opening=opening, closing=closing)

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Its topics, in the order of the role."""
        return self.role.topics


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still."""

    used_ms: int
    """Where it stood."""
    ms: int = 0
    """How long."""
    broken: bool = False
    """The program had ended: a crash, a closed terminal."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The interview's own time, which stands still in a pause and while an answer is measured."""

    used_ms: int = 0
    at_ms: int = 0
    """The instant that `used_ms` was counted up to."""
    paused: Pause | None = None
    """The pause that goes on now."""
    pauses: tuple[Pause, ...] = ()
    """Those that are over."""

    def at(self, now_ms: int, limit_ms: int) -> "Clock":
        """The clock at an instant, but not beyond a limit on itself. It never runs backwards."""
        if self.paused:
            return self
        used = min(self.used_ms + max(now_ms - self.at_ms, 0), max(limit_ms, self.used_ms))
        return replace(self, used_ms=used, at_ms=now_ms)

    def stopped(self, *, broken: bool = False) -> "Clock":
        """The clock, standing still from the instant that it has."""
        return self if self.paused else replace(self, paused=Pause(self.used_ms, 0, broken))

    def going(self, now_ms: int) -> "Clock":
        """The clock, going on from an instant."""
        if self.paused is None:
            return self
        over = replace(self.paused, ms=max(now_ms - self.at_ms, 0))
        return replace(self, at_ms=now_ms, paused=None, pauses=(*self.pauses, over))


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview at one instant."""

    setup: Setup
    clock: Clock = field(default_factory=Clock)
    current: Asked | None = None
    """What is on the table; None once it is over."""
    answers: tuple[Answer, ...] = ()
    """In the order of the questions."""
    skipped: tuple[CardId, ...] = ()
    """Cards that could not be asked after all."""
    ended: Ending | None = None

    @property
    def left_ms(self) -> int:
        """What is left of the whole time, as of the last event."""
        return max(self.setup.plan.total_ms - self.clock.used_ms, 0)

    @property
    def current_left_ms(self) -> int:
        """What is left of the current question's budget; negative within its grace."""
        if self.current is None:
            return 0
        return self.current.begun_ms + self.current.budget_ms - self.clock.used_ms

    @property
    def asked(self) -> tuple[CardId, ...]:
        """The cards asked so far, the current one included."""
        every = (*(answer.asked for answer in self.answers), *filter(None, (self.current,)))
        return tuple(item.card for item in every if item.card is not None)
