"""Rows of the progress file and what they mean; the standard library's sqlite3 alone.

Shared by `quick`, which must not wait for SQLModel to load, and by the store proper.
"""

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Phase

SCHEMA_VERSION: Final = "0004"
"""Head of the migrations that this code was written for."""

Row = Sequence[Any]

MEMORY_FIELDS: Final = tuple(field.name for field in fields(CardMemory))
MEMORY_COLUMNS: Final = ", ".join(f"card_memory.{name}" for name in MEMORY_FIELDS)

# The partial index card_memory_due serves only queries that repeat its condition as it stands.
WAITING: Final = "card_memory.suspended = 0 AND card_memory.phase <> 'new'"
DUE: Final = f"{WAITING} AND card_memory.due_day <= :day AND card_memory.buried_day <> :day"
DUE_ORDER: Final = "card_memory.due_day, card_memory.card"
SEEN: Final = "(card_memory.phase <> 'new' OR card_memory.suspended = 1)"
INTRODUCED: Final = "SELECT count(*) FROM card_memory WHERE first_day > 0 AND first_day = :day"

_PHASES: Final = {phase.value: phase for phase in Phase}


class Due(NamedTuple):
    """A card of the day's queue. A named tuple, for a queue may hold thousands."""

    card: CardId
    due_ms: int
    """For a learning step: the instant at which it is due; else 0."""


def memory_of(row: Row) -> CardMemory:
    """A memory from the columns `MEMORY_COLUMNS`."""
    # Written out, because a folder's worth of memories is read at once.
    card, phase, step, stability, difficulty, due_day, due_ms, first_day, *rest = row
    last_day, last_ms, reps, lapses, suspended, buried_day, flagged = rest
    return CardMemory(
        card,
        _PHASES[phase],
        *(step, stability, difficulty, due_day, due_ms, first_day),
        *(last_day, last_ms, reps, lapses),
        suspended != 0,
        buried_day,
        flagged != 0,
    )


row_of: Final = attrgetter(*MEMORY_FIELDS)
"""The columns `MEMORY_COLUMNS` of a memory."""


class ForeignDatabase(Exception):
    """The file is another program's database."""


def schema_version(connection: sqlite3.Connection) -> str | None:
    """The version of the file's schema; None where the file is empty.

    Raises ForeignDatabase for another program's file, sqlite3.Error for what cannot be read.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise ForeignDatabase
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None or not re.fullmatch(r"\d{4}", row[0]):
        raise ForeignDatabase
    return str(row[0])
