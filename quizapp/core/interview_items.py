"""What an interview is made of: questions that can be asked, questions asked, answers given."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from quizapp.core.card import Card, CardId, Kind, NumberCard, kind_of
from quizapp.core.verdict import Verdict


class Stage(StrEnum):
    """The part that a question plays in the arc of an interview."""

    OPENING = "opening"
    """The role's own words, not graded."""
    WARM_UP = "warm-up"
    CORE = "core"
    DIG = "dig"
    """A follow-up of the question before."""
    ESTIMATE = "estimate"
    """Numbers on the whiteboard."""
    CODE = "code"
    DISCUSSION = "discussion"
    CLOSING = "closing"
    """The role's own words, not graded."""


class Lead(StrEnum):
    """What led to a question."""

    PLAN = "plan"
    DEEPER = "deeper"
    """A strong answer to the question before."""
    SIMPLER = "simpler"
    """A weak answer to the question before."""


class Timing(StrEnum):
    """How an answer stood to its budget."""

    IN_TIME = "in time"
    OVER = "over time"
    """Within the grace."""
    MOVED_ON = "moved on"
    """The grace had passed: the interviewer went on, and took what stood there."""
    CUT = "cut short"
    """The interview was ended at this question; what stood there is kept, and not graded."""


BUDGETS: Mapping[Kind, tuple[int, int, int]] = MappingProxyType(
    {
        Kind.CHOICE: (60, 75, 90),
        Kind.CLOZE: (60, 75, 90),
        Kind.NUMBER: (90, 150, 210),
        Kind.FORMULA: (90, 150, 210),
        Kind.RECALL: (90, 150, 210),
        Kind.CODE: (300, 420, 540),
    }
)
"""Seconds to read a question of level 1, 2 or 3, to think, and to answer in a few lines."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that may be asked."""

    card: CardId
    topic: str
    level: int
    """1 to 3."""
    kind: Kind
    follow_ups: tuple[CardId, ...] = ()
    seconds: int = 0
    """Its budget; 0 takes the one of its kind and level."""
    estimate: bool = False
    """A number that is worked out from drawn parameters."""

    @property
    def budget_s(self) -> int:
        """Seconds that the question is given."""
        return self.seconds or BUDGETS[self.kind][self.level - 1]


def candidate(card: Card) -> Candidate:
    """What an interview needs to know of a card. Its topic is its deck."""
    estimate = isinstance(card, NumberCard) and bool(card.parameters)
    return Candidate(
        card.id, card.deck, card.level, kind_of(card), card.follow_ups, estimate=estimate
    )


@dataclass(frozen=True)
class Pool:
    """All cards that may be asked, found by id and topic, and by what leads to them."""

    candidates: tuple[Candidate, ...]

    @cached_property
    def by_id(self) -> Mapping[CardId, Candidate]:
        """Every candidate under its id."""
        return {each.card: each for each in self.candidates}

    @cached_property
    def by_topic(self) -> Mapping[str, tuple[Candidate, ...]]:
        """The candidates of each topic."""
        topics: dict[str, list[Candidate]] = {}
        for each in self.candidates:
            topics.setdefault(each.topic, []).append(each)
        return {topic: tuple(found) for topic, found in topics.items()}

    @cached_property
    def before(self) -> Mapping[CardId, tuple[Candidate, ...]]:
        """For a card, the candidates that name it as their follow-up."""
        found: dict[CardId, list[Candidate]] = {}
        for each in self.candidates:
            for follow_up in each.follow_ups:
                found.setdefault(follow_up, []).append(each)
        return {card: tuple(leading) for card, leading in found.items()}

    def after(self, card: CardId) -> tuple[Candidate, ...]:
        """The follow-ups of a card that may be asked."""
        known = self.by_id.get(card)
        names = known.follow_ups if known else ()
        return tuple(self.by_id[name] for name in names if name in self.by_id)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the table."""

    stage: Stage
    budget_ms: int
    grace_ms: int
    """How far over its budget an answer may go before the interviewer moves on."""
    begun_ms: int = 0
    """On the interview's clock."""
    card: CardId | None = None
    prompt: str = ""
    """The words of an opening or a closing question; else empty."""
    topic: str = ""
    level: int = 0
    kind: Kind | None = None
    lead: Lead = Lead.PLAN
    depth: int = 0
    """How many follow-ups deep."""
    root: int = 0
    """Place, among the questions, of the one that this line of questions began with."""
    hints: int = 0
    draft: str = ""
    """What stands in the field, as of the last tick."""

    @property
    def ends_ms(self) -> int:
        """When the interviewer moves on, on the interview's clock."""
        return self.begun_ms + self.budget_ms + self.grace_ms


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and what came of it."""

    asked: Asked
    said: str = ""
    """Her words, number, formula, code, or the letters of the options."""
    verdict: Verdict | None = None
    """Of what the app grades; None for words, and where it was not graded."""
    share: float | None = None
    """Of the rubric's points (or gaps, or cases), 0 to 1; None where they were not counted."""
    unknown: bool = False
    """She said "I don't know"."""
    spent_ms: int = 0
    """On the interview's clock."""
    late_ms: int = 0
    """What she took beyond the moment at which the interviewer moved on; not on the clock."""
    timing: Timing = Timing.IN_TIME
    settled: bool = True
    """False while it waits for her ticks, or for a measurement that came too late."""

    @property
    def graded(self) -> bool:
        """Whether it was asked to be graded: a card's question that was not cut short."""
        return self.asked.card is not None and self.timing is not Timing.CUT
