"""What must be known of the progress file before the first frame; sqlite3 alone, no SQLModel."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory
from quizapp.store.problem import (
    explain,
    is_folder,
    is_foreign,
    is_newer,
    is_out_of_reach,
)
from quizapp.store.rows import (
    DUE,
    DUE_ORDER,
    INTRODUCED,
    MEMORY_COLUMNS,
    MEMORY_FIELDS,
    SCHEMA_VERSION,
    SEEN,
    ForeignDatabase,
    Row,
    memory_of,
    schema_version,
)


class Place(NamedTuple):
    """Where a card stands in its folder. A named tuple, so that 100,000 compare fast with rows."""

    card: CardId
    file: str
    """Relative to the folder."""
    start: int
    """First byte of the card in its file."""
    size: int
    """In bytes."""
    hash: str
    """Of the card's text."""
    deck: str
    ordinal: int
    """Position in the whole folder, from 0: the order in which new cards are asked."""


@dataclass(frozen=True, slots=True)
class Head:
    """The first card of today's queue."""

    place: Place
    memory: CardMemory


PLACE_FIELDS = Place._fields
_PLACE_COLUMNS = ", ".join(f"card_place.{name}" for name in PLACE_FIELDS)
_COLUMNS = f"{_PLACE_COLUMNS}, {MEMORY_COLUMNS}"

# CROSS JOIN fixes the order of the loops: walk the queue, look up places, stop at the first.
_WALK = f"""
SELECT {_COLUMNS} FROM card_memory CROSS JOIN card_place
ON card_place.root = :root AND card_place.card = card_memory.card
"""
_LEARNING = f"""{_WALK} WHERE card_memory.due_ms > 0 AND card_memory.due_ms <= :now
AND {DUE} {{decks}} ORDER BY card_memory.due_ms LIMIT 1"""
_REVIEW = f"""{_WALK} WHERE card_memory.due_ms = 0 AND {DUE} {{decks}}
ORDER BY {DUE_ORDER} LIMIT 1"""
_NEW = f"""
SELECT {_COLUMNS} FROM card_place LEFT JOIN card_memory ON card_memory.card = card_place.card
WHERE card_place.root = :root {{decks}}
AND (card_memory.card IS NULL OR NOT ({SEEN} OR card_memory.buried_day = :day))
ORDER BY card_place.ordinal LIMIT 1"""


def head(
    path: Path,
    root_key: str,
    decks: Sequence[str],
    day: int,
    now_ms: int,
    new_per_day: int,
) -> Head | None:
    """The first card of today's queue, of some decks or of all where none is named.

    Learning steps due now come first, then reviews, then the first new card while fewer than
    `new_per_day` were introduced on this study day. None where there is none, and on any trouble:
    the store says later what it is.
    """
    try:
        with closing(_connect(path, timeout=0.1)) as connection:
            if schema_version(connection) != SCHEMA_VERSION:
                return None
            return _first(connection, root_key, decks, day, now_ms, new_per_day)
    except (sqlite3.Error, ForeignDatabase):
        return None


def _connect(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection that never creates a file. Not mode=ro, which leaves the WAL's files behind."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=timeout, isolation_level=None)


def _first(
    connection: sqlite3.Connection,
    root_key: str,
    decks: Sequence[str],
    day: int,
    now_ms: int,
    new_per_day: int,
) -> Head | None:
    values: dict[str, object] = {"root": root_key, "day": day, "now": now_ms}
    values |= {f"deck{number}": deck for number, deck in enumerate(decks)}
    names = ", ".join(f":deck{number}" for number in range(len(decks)))
    chosen = f"AND card_place.deck IN ({names})" if decks else ""
    for query in (_LEARNING, _REVIEW):
        if row := connection.execute(query.format(decks=chosen), values).fetchone():
            return _head(row)
    (introduced,) = connection.execute(INTRODUCED, values).fetchone()
    if introduced >= new_per_day:
        return None
    row = connection.execute(_NEW.format(decks=chosen), values).fetchone()
    return _head(row) if row else None


def _head(row: Row) -> Head:
    place = Place(*row[: len(PLACE_FIELDS)])
    memory = row[-len(MEMORY_FIELDS) :]
    return Head(place, CardMemory(place.card) if memory[0] is None else memory_of(memory))


def check(path: Path, timeout: float = 0.25) -> str | None:
    """Why the progress file cannot be used, in one line; None where it can, or can be made.

    Cheap, and done before the screen is taken over. `timeout`, in seconds, is how long a lock is
    waited for.
    """
    try:
        if path.is_dir():
            return is_folder(path)
        if not path.exists():
            return _check_folder(path)
    except OSError as error:  # a folder on the way that may not be entered
        return is_out_of_reach(path, error)
    try:
        with closing(_connect(path, timeout)) as connection:
            version = schema_version(connection)
            if version is not None and version > SCHEMA_VERSION:
                return is_newer(path, version, SCHEMA_VERSION)
            # A write, undone at once: in WAL mode the lock alone is granted on a read-only file.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("PRAGMA user_version = 1")
            connection.execute("ROLLBACK")
    except ForeignDatabase:
        return is_foreign(path)
    except sqlite3.Error as error:
        return explain(path, error)
    return None


def _check_folder(path: Path) -> str | None:
    """Whether a file can be made where none is: in its folder, or the nearest one that exists."""
    folder = path.absolute().parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        return f"{path}: {folder} is no folder: name another file with --db"
    effective = os.access in os.supports_effective_ids
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=effective):
        return f"{path}: {folder} is read-only: make it writable or name another file with --db"
    return None
