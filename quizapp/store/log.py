"""The log of a learner's events and the cache of what folds out of it, in one file.

The log is the truth: rows are added, never changed. `card_memory` caches the fold and is written in
the same transaction as the event. An event counts at its instant, not when it was appended, so that
two logs merge as a union.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

from sqlalchemy import Engine

from quizapp.core.card import CardId
from quizapp.core.review import (
    CardMemory,
    Event,
    Mark,
    Moment,
    Retraction,
    Review,
    apply,
    replay,
)
from quizapp.core.schedule import Scheduler
from quizapp.core.tally import Answer
from quizapp.store.history import KEPT, mark_row, retraction_row, review_of, review_row
from quizapp.store.ids import new_id
from quizapp.store.problem import StoreError, explain
from quizapp.store.queries import (
    COUNTS,
    CURRENT,
    DAYS,
    KEPT_RUNS,
    LATEST_RUNS,
    MEMORY,
    VERIFIED,
)
from quizapp.store.reading import (
    ANSWERS,
    KEPT_REVIEWS,
    REVIEWS,
    all_events,
    differences,
    events_of,
    histories,
    replayed_log,
)
from quizapp.store.rows import (
    DUE,
    DUE_ORDER,
    INTRODUCED,
    SEEN,
    Due,
    Row,
    memory_of,
    row_of,
)
from quizapp.store.runs import RunRecord, run_of, run_row
from quizapp.store.statements import (
    INSERT_MARK,
    INSERT_RETRACTION,
    INSERT_REVIEW,
    INSERT_RUN,
    UPSERT_MEMORY,
    UPSERT_META,
)

Values = Sequence[object] | Mapping[str, object]

_FINGERPRINT: Final = "scheduler"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows the file holds."""

    reviews: int
    """Undone ones too."""
    retractions: int
    marks: int
    memories: int
    runs: int


class Store:
    """An open progress file. May be used from several threads; made by `open_store`.

    Every method raises StoreError where SQLite refuses; what could not be written left nothing
    behind and can be tried again.
    """

    def __init__(self, path: Path, engine: Engine, scheduler: Scheduler) -> None:
        self.path = path
        self._engine = engine
        self._scheduler = scheduler
        self._lock = RLock()
        self._pooled = engine.raw_connection()
        connection = self._pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        self._connection: sqlite3.Connection = connection

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards. Closing twice does nothing."""
        with self._lock:
            self._pooled.close()
            self._engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all that is written in it is committed when it ends, or nothing."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise StoreError(explain(self.path, error)) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        # A full disk makes SQLite roll back by itself; a second time would be an error.
        with suppress(sqlite3.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def rows(self, query: str, values: Values = ()) -> list[Row]:
        """All the rows of a SELECT."""
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.Error as error:
                raise StoreError(explain(self.path, error)) from error

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """The file as it stands now, to be read at leisure while the log grows."""
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
                connection.execute("BEGIN")
                yield connection
        except sqlite3.Error as error:
            raise StoreError(explain(self.path, error)) from error

    def append(self, event: Review | Mark) -> CardMemory:
        """Add an event; it is on the disk when this returns. Gives the card's memory after it."""
        with self.writing() as connection:
            return self.add(connection, event)

    def add(self, connection: sqlite3.Connection, event: Review | Mark) -> CardMemory:
        """Add an event within a transaction of `writing`, with what else belongs to it."""
        card, at = event.card, event.at
        values = {"card": card, "ms": at.ms, "id": event.id}
        out_of_order, *row = connection.execute(CURRENT, values).fetchone()
        match event:
            case Review():
                connection.execute(INSERT_REVIEW, review_row(event))
            case Mark():
                connection.execute(INSERT_MARK, mark_row(event))
        if out_of_order:
            memory = self._folded(connection, card) or CardMemory(card)
        else:
            before = CardMemory(card) if row[0] is None else memory_of(row)
            memory = apply(before, event, self._scheduler)
        connection.execute(UPSERT_MEMORY, row_of(memory))
        return memory

    def retract(self, review_id: str, at: Moment, id: str) -> CardMemory:
        """Undo a review: its card's memory is folded again without it.

        Where it was undone before, nothing is written. Raises StoreError for an unknown review.
        """
        with self.writing() as connection:
            query = f"SELECT card, {KEPT} FROM review WHERE id = ?"
            row = connection.execute(query, (review_id,)).fetchone()
            if row is None:
                raise StoreError(f"{self.path}: holds no review {review_id}: nothing to undo")
            card, kept = row
            if kept:
                retraction = Retraction(id, review_id, at)
                connection.execute(INSERT_RETRACTION, retraction_row(retraction))
            memory = self._folded(connection, card)
            if memory is None:
                connection.execute("DELETE FROM card_memory WHERE card = ?", (card,))
                return CardMemory(card)
            connection.execute(UPSERT_MEMORY, row_of(memory))
            return memory

    def _folded(self, connection: sqlite3.Connection, card: CardId) -> CardMemory | None:
        """A card's memory by replay; None where no event of it counts."""
        return replay(events_of(connection, card), self._scheduler).get(card)

    def last_review(self) -> Review | None:
        """The latest review that was not undone, of any session; None where there is none."""
        rows = self.rows(f"{REVIEWS} WHERE {KEPT} ORDER BY ms DESC, id DESC LIMIT 1")
        return review_of(rows[0]) if rows else None

    def reviews(self) -> Iterator[Review]:
        """The reviews that were not undone, in the order of their instants."""
        with self._snapshot() as connection:
            yield from map(review_of, connection.execute(KEPT_REVIEWS))

    def answers(self) -> Iterator[Answer]:
        """The same, without what statistics need not know; five times as fast."""
        with self._snapshot() as connection:
            yield from map(Answer._make, connection.execute(ANSWERS))

    def days(self) -> set[int]:
        """Study days with a review that was not undone."""
        return {day for (day,) in self.rows(DAYS)}

    def events(self, card: CardId | None = None) -> Iterator[Event]:
        """The whole log, or a card's part of it, in the order of the instants."""
        with self._snapshot() as connection:
            yield from all_events(connection) if card is None else events_of(connection, card)

    def memory(self, card: CardId) -> CardMemory:
        """What is known of one card's memory; that of a new card where nothing is."""
        rows = self.rows(f"{MEMORY} WHERE card = ?", (card,))
        return memory_of(rows[0]) if rows else CardMemory(card)

    def memories(self) -> dict[CardId, CardMemory]:
        """The memory of every card that has an event."""
        return {row[0]: memory_of(row) for row in self.rows(MEMORY)}

    def due(self, day: int) -> list[CardMemory]:
        """Cards seen before that wait on a study day, neither suspended nor buried, by day."""
        query = f"{MEMORY} WHERE {DUE} ORDER BY {DUE_ORDER}"
        return [memory_of(row) for row in self.rows(query, {"day": day})]

    def queue(self, day: int) -> list[Due]:
        """The cards of `due`, in its order; read from the index alone, five times as fast."""
        query = f"SELECT card, due_ms FROM card_memory WHERE {DUE} ORDER BY {DUE_ORDER}"
        return list(map(Due._make, self.rows(query, {"day": day})))

    def introduced(self, day: int) -> int:
        """How many cards were reviewed for the first time on a study day."""
        return int(self.rows(INTRODUCED, {"day": day})[0][0])

    def version(self) -> int:
        """Changes when another connection has written; not with what this one writes."""
        ((version,),) = self.rows("PRAGMA data_version")
        return int(version)

    def seen(self, day: int) -> set[CardId]:
        """Cards that are not to be asked as new: reviewed before, suspended, or buried that day."""
        query = f"SELECT card FROM card_memory WHERE {SEEN} OR buried_day = ?"
        return {card for (card,) in self.rows(query, (day,))}

    def old(self) -> set[CardId]:
        """Cards that are not new: reviewed before, or suspended."""
        return {card for (card,) in self.rows(f"SELECT card FROM card_memory WHERE {SEEN}")}

    def record_run(self, run: RunRecord) -> None:
        """Keep the result of a demo's run on this machine."""
        with self.writing() as connection:
            connection.execute(INSERT_RUN, run_row(new_id(), run))

    def runs(self, card: CardId, card_hash: str, parameters: str) -> list[RunRecord]:
        """The latest run on each device of one text and combination of parameters, newest first."""
        return [run_of(row) for row in self.rows(KEPT_RUNS, (card, card_hash, parameters))]

    def latest_runs(self) -> dict[CardId, RunRecord]:
        """The latest run of each card's demo."""
        return {row[0]: run_of(row) for row in self.rows(LATEST_RUNS)}

    def ended(self, status: str) -> list[tuple[CardId, str]]:
        """Card and card hash of the latest runs that ended with a status."""
        return [(card, card_hash) for card, card_hash in self.rows(VERIFIED, (status,))]

    def histories(self) -> dict[CardId, list[int]]:
        """The reviews of each card that was never reset, as `fold` takes them."""
        with self._snapshot() as connection:
            return histories(connection)

    def counts(self) -> Counts:
        """How many rows the file holds."""
        return Counts(*self.rows(COUNTS)[0])

    def rebuild(self) -> int:
        """Make the cache anew by a replay of the log. Gives the number of memories."""
        with self.writing() as connection:
            memories = replayed_log(connection, self._scheduler)
            connection.execute("DELETE FROM card_memory")
            connection.executemany(UPSERT_MEMORY, memories.values())
            connection.execute(UPSERT_META, (_FINGERPRINT, self._scheduler.fingerprint))
        return len(memories)

    def is_stale(self) -> bool:
        """Whether the cache was folded by another scheduler, or by other settings of it."""
        rows = self.rows("SELECT value FROM meta WHERE key = ?", (_FINGERPRINT,))
        return not rows or rows[0][0] != self._scheduler.fingerprint

    def prove(self) -> list[str]:
        """Where the cache differs from a replay of the log, one line each; empty where nowhere."""
        with self._snapshot() as connection:
            replayed = replayed_log(connection, self._scheduler)
            cached = {row[0]: row for row in connection.execute(MEMORY)}
        return differences(cached, replayed)

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file, one line each; empty where nothing."""
        try:
            found = self.rows("PRAGMA quick_check")
            orphans = self.rows("PRAGMA foreign_key_check")
        except StoreError as error:
            return [str(error)]
        lines = [f"{self.path}: {text}" for (text,) in found if text != "ok"]
        return lines + [
            f"{self.path}: a row of {table} names a missing row of {parent}"
            for table, _, parent, _ in orphans
        ]
