"""What a study session does to library and log: one place for the screen and for line mode.

Knows no Textual. Every answer is committed before the next question is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from quizapp.core.card import Card, CardId
from quizapp.core.days import date_of, moment
from quizapp.core.evidence import Outcome, Run
from quizapp.core.foresight import Foresight, foresight, predictions
from quizapp.core.grading import Assessment
from quizapp.core.habits import habits
from quizapp.core.parameters import as_json, kept
from quizapp.core.plan import Plan, plan, subject
from quizapp.core.problem import Problem
from quizapp.core.proof import Known, Proof, numbers_of, proofs_of, readings_of
from quizapp.core.question import Question, ask
from quizapp.core.review import CardMemory, Grade, Mark, MarkKind, Moment, Review, SessionKind
from quizapp.core.schedule import Scheduler
from quizapp.core.session import Session, begin
from quizapp.core.stats import DeckCounts, Statistics, deck_counts, statistics, streak_of
from quizapp.core.tally import tally
from quizapp.core.verification import Status, Verification
from quizapp.ui.request import Request

if TYPE_CHECKING:
    from quizapp.decks.library import Library
    from quizapp.store.log import Store
    from quizapp.store.runs import RunRecord


_CRAM = SessionKind.CRAM


@dataclass(frozen=True, slots=True)
class Today:
    """What home shows."""

    date: str
    """In words."""
    iso: str
    """As YYYY-MM-DD."""
    decks: tuple[DeckCounts, ...]
    due: int
    new: int
    """New cards up to the daily limit."""
    streak: int


class Desk:
    """A learner's library, log, scheduler and clock, joined."""

    def __init__(
        self,
        library: Library,
        store: Store,
        scheduler: Scheduler,
        now: Callable[[], datetime],
        *,
        new_id: Callable[[], str],
        errors: type[Exception],
        day_start: int = 4,
        new_per_day: int = 10,
    ) -> None:
        self.library = library
        self.store = store
        self.scheduler = scheduler
        self.errors = errors
        """What the store raises where something could not be saved."""
        self.new_id = new_id
        self._now = now
        self._day_start = day_start
        self.new_per_day = new_per_day
        self._fresh: tuple[object, dict[CardId, None]] | None = None

    def moment(self) -> Moment:
        """Now."""
        return moment(self._now(), self._day_start)

    def today(self) -> Today:
        """Counts of every deck on this study day."""
        day = self.moment().day
        # Sets of ids: the memories of a large library would take a second to build.
        due = {waiting.card for waiting in self.store.queue(day)}
        old, verified = self.store.old(), self.verified()
        decks = tuple(
            deck_counts(deck.name, deck.title, deck.card_ids, due=due, old=old, verified=verified)
            for deck in self.library.decks
        )
        room = max(self.new_per_day - self.store.introduced(day), 0)
        new = min(sum(deck.new for deck in decks), room)
        streak = streak_of(self.store.days(), day)
        date = date_of(day)
        return Today(
            f"{date:%A %d %B}",
            date.isoformat(),
            decks,
            sum(deck.due for deck in decks),
            new,
            streak,
        )

    def statistics(self) -> Statistics:
        """The learner's reviews in numbers."""
        return statistics(
            tally(self.store.answers()),
            self.store.memories(),
            [(deck.name, deck.title, deck.card_ids) for deck in self.library.decks],
            self.moment().day,
            self.scheduler.weights,
        )

    def plan(self, date: int, minutes_a_day: float | None) -> tuple[Plan, Foresight | None]:
        """The days until a study day, and how well such predictions did so far.

        Raises ValueError where the day is past.
        """
        memories = self.store.memories()
        subjects = [
            subject(deck.title, [memories.get(card) or CardMemory(card) for card in deck.card_ids])
            for deck in self.library.decks
        ]
        learner = habits(tally(self.store.answers()))
        days = plan(
            subjects, self.moment().day, date, learner, self.scheduler, minutes_a_day=minutes_a_day
        )
        return days, foresight(predictions(self.store.histories().items(), self.scheduler))

    def keep_weights(self, weights: tuple[float, ...], reviews: int) -> None:
        """Put FSRS's weights in force from the next opening on."""
        from quizapp.store.weights import Fitted, keep_weights

        keep_weights(self.store, Fitted(weights, self.moment().ms, reviews))

    def drop_weights(self) -> bool:
        """Go back to the weights before; False where none were ever fitted."""
        from quizapp.store.weights import drop_weights

        return drop_weights(self.store) is not None

    def verified(self) -> set[CardId]:
        """Cards whose present text was verified."""
        cards = self.library.cards
        return {
            card
            for card, card_hash in self.store.ended(Status.VERIFIED)
            if card in cards and cards[card].hash == card_hash
        }

    def record(self, card: Card, run: Run, verification: Verification) -> None:
        """Keep the result of a demo's run; one that cannot be kept can be measured again."""
        from quizapp.lab.driver import driver_of
        from quizapp.store.runs import RunRecord

        if run.outcome is Outcome.DENIED:
            return
        with suppress(self.errors):
            self.store.record_run(
                RunRecord(
                    card=card.id,
                    card_hash=card.hash,
                    parameters=as_json(card.values),
                    status=verification.status,
                    device=run.device,
                    torch=run.torch,
                    driver=driver_of(run.device),
                    seconds=run.seconds,
                    measured=numbers_of(readings_of(card, run, verification)),
                    ms=self.moment().ms,
                )
            )

    def known(self, card: Card) -> Known:
        """Where this text of the card was proved: the runs kept here, then what was recorded."""
        own: list[Proof] = []
        with suppress(self.errors):
            runs = self.store.runs(card.id, card.hash, as_json(card.values))
            own = [self._proof(run) for run in runs]
        found = proofs_of(card, own, self.library.proofs.of(card.id))
        return Known(found, date_of(self.moment().day))

    def _proof(self, run: RunRecord) -> Proof:
        now = self._now()
        day = moment(datetime.fromtimestamp(run.ms / 1000, now.tzinfo), self._day_start).day
        return Proof(
            *(run.card, run.card_hash, Status(run.status), run.device, run.torch, run.driver),
            *(run.seconds, date_of(day).isoformat(), run.parameters),
        )

    def close(self) -> None:
        """Close the log."""
        self.store.close()

    def cards(self, request: Request) -> Collection[CardId]:
        """The cards that a request covers, in the order of their files."""
        if not request.decks and not request.find:
            return self.library.cards
        chosen = [
            deck for deck in self.library.decks if not request.decks or deck.name in request.decks
        ]
        cards = {card: None for deck in chosen for card in deck.card_ids}
        if not request.find:
            return cards.keys()
        from quizapp.ui.finding import found

        # One that cannot be read was refused before the session; a library may change since.
        listed = found(self, request.find)
        return {} if isinstance(listed, str) else {card: None for card in listed if card in cards}

    def session(self, request: Request, first: CardId | None = None) -> Session:
        """Today's session: what is due, and new cards up to the daily limit.

        `first` is on the screen already and stays there.
        """
        at, wanted = self.moment(), self.cards(request)
        if request.kind is _CRAM:
            return begin([CardMemory(card) for card in wanted], (), at.ms, kind=request.kind)
        due = [waiting for waiting in self.store.queue(at.day) if waiting.card in wanted]
        room = max(self.new_per_day - self.store.introduced(at.day), 0)
        return begin(due, self._new_among(wanted, room), at.ms, first=first)

    def new_cards(self, request: Request, count: int) -> list[CardId]:
        """The first cards of a request that were never reviewed."""
        return self._new_among(self.cards(request), count)

    def _new_among(self, wanted: Container[CardId], count: int) -> list[CardId]:
        return list(islice((card for card in self._unseen() if card in wanted), max(count, 0)))

    def _unseen(self) -> Iterable[CardId]:
        """Cards never reviewed, in the order of their files.

        Kept, and read again when the day turns, the library changes or another program wrote.
        """
        state = (self.moment().day, self.store.version(), self.library.decks)
        if self._fresh is None or self._fresh[0] != state:
            seen = self.store.seen(state[0])
            self._fresh = (state, {card: None for card in self.library.cards if card not in seen})
        return self._fresh[1]

    def seen_anew(self) -> None:
        """Reviews were written past `grade`: read again which cards are new."""
        self._fresh = None

    def question(self, card: CardId) -> Question | tuple[Problem, ...]:
        """A card of the library, asked now; or what is wrong with its text."""
        memory = self.store.memory(card)
        parsed = self.library.drawn(card, memory.reps)
        if isinstance(parsed, tuple):
            return parsed
        return ask(parsed, memory, self.moment().ms)

    def drawn(self, card: CardId) -> Card | tuple[Problem, ...]:
        """A card of the library with the parameters that it will be asked with."""
        return self.library.drawn(card, self.store.memory(card).reps)

    def outcomes(self, question: Question) -> dict[Grade, CardMemory]:
        """What each grade would make of the card."""
        return self.scheduler.preview(question.memory, self.moment())

    def grade(
        self, question: Question, grade: Grade, assessment: Assessment | None, kind: SessionKind
    ) -> tuple[Review, CardMemory]:
        """Commit a review. Raises StoreError where it could not be saved."""
        review = Review(
            self.new_id(),
            question.card.id,
            self.moment(),
            grade,
            kind,
            question.answer,
            assessment.verdict if assessment else None,
            question.duration_ms,
            question.card.hash,
            question.parameters,
            scheduler=self.scheduler.name,
            weights=self.scheduler.weights_id,
            confidence=question.confidence,
        )
        after = self.store.append(review)
        if kind is not _CRAM and self._fresh is not None:
            self._fresh[1].pop(review.card, None)
        return review, after

    def undo(self) -> Review | None:
        """Retract the latest review, of whatever session; None where there is none."""
        review = self.store.last_review()
        if review is not None:
            self.store.retract(review.id, self.moment(), self.new_id())
            self._fresh = None
        return review

    def suspend(self, card: CardId, on: bool = True) -> None:
        """Take a card out of study, or bring it back."""
        kind = MarkKind.SUSPEND if on else MarkKind.UNSUSPEND
        self.store.append(Mark(self.new_id(), card, kind, self.moment()))

    def edited(self, question: Question) -> Card | tuple[Problem, ...] | None:
        """The card after its file was edited; None where it is gone."""
        self.library.reload()
        if question.card.id not in self.library.cards:
            return None
        return self.as_asked(question)

    def as_asked(self, question: Question) -> Card | tuple[Problem, ...]:
        """The library's card with the parameters that were asked, where it still lists them."""
        asked, repetition = question.card, question.memory.reps
        card = self.library.card(asked.id)
        if isinstance(card, tuple) or not card.parameters:
            return card
        return self.library.card(
            asked.id, kept(card.parameters, asked.values, asked.id, repetition)
        )
