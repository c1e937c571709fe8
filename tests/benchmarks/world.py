"""A learner's world of any size: decks, progress, and an app that was open on it the day before."""

import re
import shutil
import sqlite3
import sys
import tempfile
from atexit import register
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from quizapp.core.days import moment
from quizapp.core.schedule import Scheduler
from tests.benchmarks.decks import write_decks
from tests.benchmarks.progress import WorldError, write_progress
from tests.benchmarks.terminal import Terminal, environment, program

LARGE, SMALL = 100_000, 1_000
MARKER = re.compile(rb"q\d{6}(?=:)")
"""First word of every question."""
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class World:
    """What one learner has on the disk."""

    size: int
    content: Path
    database: Path
    environment: dict[str, str]

    @property
    def study(self) -> list[str | Path]:
        """What she types to study."""
        return [program("quizapp"), "--content", self.content, "--db", self.database, "study"]

    def settle(self) -> None:
        """Leave the database as a proper end of the app does: one file, nothing in the WAL."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def today() -> int:
    """The present study day."""
    return moment(datetime.now().astimezone()).day


@cache
def scratch() -> Path:
    """A folder that is removed at the end of the run."""
    folder = Path(tempfile.mkdtemp(prefix="quizapp-benchmarks-"))
    register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@cache
def world(size: int) -> World:
    """A world of so many cards, made once in a run. Raises WorldError."""
    print(f"making a world of {size:,} cards", file=sys.stderr, flush=True)
    folder = scratch() / str(size)
    made = World(size, folder / "content", folder / "progress.db", environment(folder / "home"))
    write_decks(made.content, size)
    write_progress(made.database, size, Scheduler(), today())
    _open_once(made)
    return made


def _open_once(world: World) -> None:
    """Let the app come to know where the cards are, and Python compile its byte code."""
    with Terminal(world.study, world.environment) as terminal:
        terminal.painted(MARKER)
        terminal.idle(1.0)
        terminal.press(b"q")
        terminal.idle()
        terminal.press(b"q")
        terminal.ended()
    with closing(sqlite3.connect(world.database)) as connection:
        (places,) = connection.execute("SELECT count(*) FROM card_place").fetchone()
    if places != world.size:
        raise WorldError(f"the app kept the places of {places} of {world.size} cards")


def floor_app(*arguments: str | Path) -> list[str | Path]:
    """The Textual app with one Static."""
    return [program("python"), HERE / "floor_app.py", *arguments]
