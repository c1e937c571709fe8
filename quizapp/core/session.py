"""The study session as a value: what is asked, what waits, what was done.

`step(session, event)` gives the next session; nothing here reads a clock or touches a disk.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol, assert_never

from quizapp.core.card import CardId
from quizapp.core.days import MINUTE_MS
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.verdict import Verdict

LEARN_AHEAD_MS = 20 * MINUTE_MS
"""When nothing else is left, a learning card this near is asked early (Anki's default)."""


@dataclass(frozen=True, slots=True)
class Done:
    """One answer of this session."""

    review: str
    """Id of the review in the log."""
    card: CardId
    grade: Grade
    verdict: Verdict | None
    origin: str
    """The queue it came from: "reviews", "new" or "learning"."""
    waits_until: int = 0
    """Instant in ms at which the card comes back within this session; 0 where it does not."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is left of today, in the order in which it will be asked."""

    kind: SessionKind = SessionKind.STUDY
    reviews: tuple[CardId, ...] = ()
    new: tuple[CardId, ...] = ()
    learning: tuple[tuple[int, CardId], ...] = ()
    """Instant in ms and card, earliest first."""
    current: CardId | None = None
    origin: str = ""
    """The queue that the current card came from."""
    done: tuple[Done, ...] = ()
    planned: tuple[int, int] = (0, 0)
    """Reviews and new cards at the start: new cards are spread evenly among the reviews."""

    @property
    def left(self) -> int:
        """Cards still to come in this session, the current one included."""
        waiting = len(self.reviews) + len(self.new) + len(self.learning)
        return waiting + (self.current is not None)


@dataclass(frozen=True, slots=True)
class Graded:
    """The current card was graded and its review committed."""

    done: Done
    after: CardMemory
    now_ms: int


@dataclass(frozen=True, slots=True)
class Undone:
    """The last review was retracted; its card is asked again at once."""

    review: str
    card: CardId


@dataclass(frozen=True, slots=True)
class Removed:
    """A card left the session: suspended, or gone from its file."""

    card: CardId
    now_ms: int


@dataclass(frozen=True, slots=True)
class Extended:
    """More new cards than today's limit were asked for."""

    new: tuple[CardId, ...]
    now_ms: int


Event = Graded | Undone | Removed | Extended


class Waiting(Protocol):
    """A card that is due; CardMemory is one, and so is a lighter row of the store."""

    @property
    def card(self) -> CardId:
        """Its id."""
        ...

    @property
    def due_ms(self) -> int:
        """For a learning step: the instant at which it is due; else 0."""
        ...


def begin(
    due: Iterable[Waiting],
    new: Sequence[CardId],
    now_ms: int,
    *,
    kind: SessionKind = SessionKind.STUDY,
    first: CardId | None = None,
) -> Session:
    """A session over the cards that are due and the new ones of today, in the order given.

    `first` is already on the screen and stays there.
    """
    due = tuple(due)
    learning = sorted((waiting.due_ms, waiting.card) for waiting in due if waiting.due_ms)
    reviews = tuple(waiting.card for waiting in due if not waiting.due_ms)
    session = Session(kind, reviews, tuple(new), tuple(learning))
    session = replace(session, planned=(len(session.reviews), len(session.new)))
    if first is not None:
        for origin in ("reviews", "new", "learning"):
            if first in _cards(session, origin):
                session = _without(session, first)
                return replace(session, current=first, origin=origin)
    return _next(session, now_ms)


def step(session: Session, event: Event) -> Session:
    """The session after an event."""
    match event:
        case Graded(done=done, after=after, now_ms=now_ms):
            waits_until = _comes_back(session.kind, done.grade, after)
            done = replace(done, origin=session.origin, waits_until=waits_until)
            session = replace(session, current=None, done=(*session.done, done))
            if waits_until:
                waiting = sorted((*session.learning, (waits_until, done.card)))
                session = replace(session, learning=tuple(waiting))
            elif session.kind is SessionKind.CRAM and done.grade is Grade.AGAIN:
                session = replace(session, reviews=(*session.reviews, done.card))
            return _next(session, now_ms)
        case Undone(review=review, card=card):
            return _undone(session, review, card)
        case Removed(card=card, now_ms=now_ms):
            session = _without(session, card)
            if session.current == card:
                session = _next(replace(session, current=None), now_ms)
            return session
        case Extended(new=new, now_ms=now_ms):
            planned = (session.planned[0], session.planned[1] + len(new))
            session = replace(session, new=(*session.new, *new), planned=planned)
            return session if session.current else _next(session, now_ms)
        case _:
            assert_never(event)


def coming(session: Session, now_ms: int, count: int) -> tuple[CardId, ...]:
    """The cards that come after the current one, unless a grade brings one back sooner."""
    cards: list[CardId] = []
    while len(cards) < count:
        session = _next(replace(session, current=None), now_ms)
        if session.current is None:
            break
        cards.append(session.current)
    return tuple(cards)


def _comes_back(kind: SessionKind, grade: Grade, after: CardMemory) -> int:
    waits = after.phase in (Phase.LEARNING, Phase.RELEARNING) and kind is SessionKind.STUDY
    return after.due_ms if waits else 0


def _undone(session: Session, review: str, card: CardId) -> Session:
    origin = next((done.origin for done in session.done if done.review == review), "reviews")
    interrupted, from_queue = session.current, session.origin
    session = replace(
        _without(session, card),
        done=tuple(done for done in session.done if done.review != review),
        current=card,
        origin=origin,
    )
    if interrupted is None or interrupted == card:
        return session
    match from_queue:
        case "new":
            return replace(session, new=(interrupted, *session.new))
        case "learning":
            return replace(session, learning=((0, interrupted), *session.learning))
        case _:
            return replace(session, reviews=(interrupted, *session.reviews))


def _next(session: Session, now_ms: int) -> Session:
    """Draw the next card: due learning steps, then reviews with new cards among them."""
    if session.learning and session.learning[0][0] <= now_ms:
        return _draw_learning(session)
    if session.new and (not session.reviews or _new_is_behind(session)):
        return replace(session, current=session.new[0], new=session.new[1:], origin="new")
    if session.reviews:
        rest = session.reviews[1:]
        return replace(session, current=session.reviews[0], reviews=rest, origin="reviews")
    if session.learning and session.learning[0][0] <= now_ms + LEARN_AHEAD_MS:
        return _draw_learning(session)
    return replace(session, current=None, origin="")


def _draw_learning(session: Session) -> Session:
    card = session.learning[0][1]
    return replace(session, current=card, learning=session.learning[1:], origin="learning")


def _new_is_behind(session: Session) -> bool:
    """Whether the share of new cards asked lags behind the share of reviews asked."""
    reviews, new = session.planned
    reviews_asked, new_asked = reviews - len(session.reviews), new - len(session.new)
    return new_asked * reviews < reviews_asked * new


def _cards(session: Session, origin: str) -> tuple[CardId, ...]:
    match origin:
        case "reviews":
            return session.reviews
        case "new":
            return session.new
        case _:
            return tuple(card for _, card in session.learning)


def _without(session: Session, card: CardId) -> Session:
    return replace(
        session,
        reviews=tuple(other for other in session.reviews if other != card),
        new=tuple(other for other in session.new if other != card),
        learning=tuple(item for item in session.learning if item[1] != card),
    )


def waiting_ms(session: Session, now_ms: int) -> int | None:
    """Time until a learning card comes due, when nothing else is left; None where none waits."""
    if session.current is not None or not session.learning:
        return None
    return max(session.learning[0][0] - now_ms, 0)


def shown_order(count: int, seed: str) -> tuple[int, ...]:
    """The order in which a review shows the options of a card: a shuffle fixed by its seed."""
    order = list(range(count))
    Random(seed).shuffle(order)
    return tuple(order)
