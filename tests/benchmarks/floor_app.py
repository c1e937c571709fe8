"""The floor of the interface: a Textual app with one Static.

`floor_app.py` paints one text. `floor_app.py DATABASE` studies: each answer is written with two
bare statements in one transaction, then the next card is read from its place and painted.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection

    Question = tuple[str, str, int, int]


class Floor(App[None]):
    """One Static, of a fixed height: one that follows its text is laid out and painted twice."""

    CSS = "Static { height: 100%; }"

    def compose(self) -> ComposeResult:
        """The first text."""
        yield Static("q000000: What is the least that can be painted?", markup=False)


class Study(Floor):
    """Any key answers the question and asks the next."""

    def __init__(self, database: str) -> None:
        import sqlite3

        super().__init__()
        self.connection = sqlite3.connect(database, isolation_level=None)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        rows = self.connection.execute(
            "SELECT card_place.card, file, start, size FROM card_memory JOIN card_place "
            "ON card_place.card = card_memory.card "
            "WHERE suspended = 0 AND phase <> 'new' AND due_ms = 0 ORDER BY due_day LIMIT 1000"
        )
        self.questions: Iterator[Question] = iter(rows.fetchall())
        self.question = next(self.questions)

    def on_mount(self) -> None:
        """The first question."""
        self.ask()

    def on_key(self, event: events.Key) -> None:
        """Commit an answer, ask the next question."""
        answer(self.connection, self.question[0], time.time_ns())
        self.question = next(self.questions)
        self.ask()

    def ask(self) -> None:
        """Read a question from its file and paint it."""
        _, file, start, size = self.question
        with open(file, "rb") as stream:
            stream.seek(start)
            text = stream.read(size).decode()
        self.query_one(Static).update(text.split("\n\n#")[0])


REVIEW = (
    "INSERT INTO review (id, card, ms, offset, day, grade, kind, answer, verdict, duration_ms, "
    "card_hash, parameters, scheduler, weights) "
    "VALUES (?, ?, ?, 0, 739000, 3, 'study', 'b', 'confirmed', 4000, ?, '{}', 'fsrs-6', ?)"
)
MEMORY = (
    "UPDATE card_memory SET phase = 'review', step = 0, stability = 12.5, difficulty = 5.25, "
    "due_day = 739100, due_ms = 0, last_day = 739000, last_ms = ?, reps = reps + 1 WHERE card = ?"
)


def answer(connection: Connection, card: str, number: int) -> None:
    """One answer: a row of the log and a row of the cache, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    digest = "0123456789abcdef0123456789abcdef"
    connection.execute(REVIEW, (f"f{number:035x}", card, number // 10**6, digest, digest[:12]))
    connection.execute(MEMORY, (number // 10**6, card))
    connection.execute("COMMIT")


if __name__ == "__main__":
    (Study(sys.argv[1]) if len(sys.argv) > 1 else Floor()).run()
