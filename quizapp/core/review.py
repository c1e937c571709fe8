"""The events of a learner's history, and the memory of a card that folds out of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Protocol, assert_never

from quizapp.core.card import CardId
from quizapp.core.verdict import Verdict


class Grade(IntEnum):
    """How well a card was remembered; FSRS's and Anki's numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class SessionKind(StrEnum):
    """In what kind of session a review was made."""

    STUDY = "study"
    CRAM = "cram"
    """Does not touch the schedule."""
    INTERVIEW = "interview"


class MarkKind(StrEnum):
    """What a learner can do to a card besides reviewing it."""

    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    """Until the next study day."""
    FLAG = "flag"
    UNFLAG = "unflag"
    RESET = "reset"
    """Make it new again; its history is kept."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the study day that it belonged to where the learner was."""

    ms: int
    """Milliseconds since 1970-01-01 UTC."""
    offset: int
    """Minutes east of UTC at that time and place."""
    day: int
    """Study day: proleptic Gregorian ordinal (`date.toordinal`)."""


@dataclass(frozen=True, slots=True)
class Review:
    """One answer, graded."""

    id: str
    """UUID version 7."""
    card: CardId
    at: Moment
    grade: Grade
    kind: SessionKind = SessionKind.STUDY
    answer: str = ""
    """What was typed or picked (letters in the order of the file); empty where nothing was."""
    verdict: Verdict | None = None
    """Of the answer; None where the learner graded herself."""
    duration_ms: int = 0
    """From the question to the answer."""
    card_hash: str = ""
    parameters: str = "{}"
    """The drawn parameters, as JSON."""
    scheduler: str = ""
    weights: str = ""
    confidence: int | None = None
    """In percent, 50 to 100, said before the verdict; None where nothing was said."""


@dataclass(frozen=True, slots=True)
class Retraction:
    """A review is undone. The review itself stays in the log."""

    id: str
    review: str
    """Id of the review."""
    at: Moment


@dataclass(frozen=True, slots=True)
class Mark:
    """A card is suspended, buried, flagged or reset."""

    id: str
    card: CardId
    kind: MarkKind
    at: Moment


Event = Review | Retraction | Mark


class Phase(StrEnum):
    """Where a card stands in its schedule."""

    NEW = "new"
    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


@dataclass(frozen=True, slots=True)
class CardMemory:
    """What is known of one card's memory; a fold over its events."""

    card: CardId
    phase: Phase = Phase.NEW
    step: int = 0
    """Index of the learning or relearning step that the card waits for."""
    stability: float = 0.0
    """Days until recall falls to 90 %."""
    difficulty: float = 0.0
    """1 to 10."""
    due_day: int = 0
    """Study day on which the card is due."""
    due_ms: int = 0
    """For a learning step: the instant at which it is due; else 0."""
    first_day: int = 0
    """Study day of the first review; 0 before it."""
    last_day: int = 0
    last_ms: int = 0
    reps: int = 0
    lapses: int = 0
    suspended: bool = False
    buried_day: int = 0
    """Study day during which the card is buried; 0 where it is not."""
    flagged: bool = False


class Reviewer(Protocol):
    """What `replay` needs of a scheduler."""

    def after(self, memory: CardMemory, review: Review) -> CardMemory:
        """The memory once the review is made."""
        ...


def apply(memory: CardMemory, event: Review | Mark, scheduler: Reviewer) -> CardMemory:
    """The memory of a card after one more of its events."""
    match event:
        case Review(kind=SessionKind.CRAM):
            return memory
        case Review():
            return scheduler.after(memory, event)
        case Mark(kind=kind, at=at):
            return _marked(memory, kind, at.day)


def _marked(memory: CardMemory, kind: MarkKind, day: int) -> CardMemory:
    match kind:
        case MarkKind.SUSPEND:
            return replace(memory, suspended=True)
        case MarkKind.UNSUSPEND:
            return replace(memory, suspended=False)
        case MarkKind.BURY:
            return replace(memory, buried_day=day)
        case MarkKind.FLAG:
            return replace(memory, flagged=True)
        case MarkKind.UNFLAG:
            return replace(memory, flagged=False)
        case MarkKind.RESET:
            return CardMemory(
                memory.card,
                suspended=memory.suspended,
                buried_day=memory.buried_day,
                flagged=memory.flagged,
            )
        case _:
            assert_never(kind)


def replay(events: Iterable[Event], scheduler: Reviewer) -> dict[CardId, CardMemory]:
    """Every card's memory, folded from a whole log.

    The order of the events' instants decides, so that two logs merge as a union; equal instants
    fall back on the ids, which are ordered by time too.
    """
    log = sorted(events, key=lambda event: (event.at.ms, event.id))
    retracted = {event.review for event in log if isinstance(event, Retraction)}
    memories: dict[CardId, CardMemory] = {}
    for event in log:
        if isinstance(event, Retraction) or event.id in retracted:
            continue
        before = memories.get(event.card) or CardMemory(event.card)
        memories[event.card] = apply(before, event, scheduler)
    return memories
