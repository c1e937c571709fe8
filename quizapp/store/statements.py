"""The statements that write, compiled once from the tables.

SQLModel objects cost eleven times as much as these strings on a bare connection (measured).
"""

from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.sql.elements import ClauseElement

from quizapp.store.tables import metadata

_DIALECT: Any = sqlite.dialect()


def _compiled(statement: ClauseElement) -> str:
    return str(statement.compile(dialect=_DIALECT))


def _insert(name: str) -> str:
    """INSERT with a `?` for each column, in the order of the table."""
    return _compiled(sqlite.insert(_table(name)))


def _upsert(name: str) -> str:
    """The same, where a row of that key is replaced."""
    table = _table(name)
    statement = sqlite.insert(table)
    rest = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key
    }
    return _compiled(
        statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest)
    )


def _table(name: str) -> Table:
    return metadata.tables[name]


INSERT_REVIEW: Final = _insert("review")
INSERT_RETRACTION: Final = _insert("retraction")
INSERT_MARK: Final = _insert("mark")
INSERT_INTERVIEW: Final = _insert("interview")
INSERT_INTERVIEW_ANSWER: Final = _insert("interview_answer")
INSERT_INTERVIEW_END: Final = _insert("interview_end")
INSERT_RUN: Final = _insert("demo_run")
UPSERT_MEMORY: Final = _upsert("card_memory")
UPSERT_META: Final = _upsert("meta")
UPSERT_PLACE: Final = _upsert("card_place")
UPSERT_PROGRESS: Final = _upsert("interview_progress")
