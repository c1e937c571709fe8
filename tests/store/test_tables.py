"""The database's own limits, and the migrated schema against the tables."""

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from quizapp.core.review import MarkKind
from quizapp.store.engine import engine_of
from quizapp.store.interviews import Begun, Given, Over, add_interview, end_interview
from quizapp.store.log import Store
from quizapp.store.problem import StoreError
from quizapp.store.rows import MEMORY_FIELDS, SCHEMA_VERSION
from quizapp.store.tables import metadata
from tests.store.examples import MIGRATIONS, A, at, event_id, mark, review

LOG = ("review", "retraction", "mark", "interview", "interview_answer", "interview_end")


def fill(store: Store) -> None:
    event = review()
    store.append(event)
    store.append(mark(MarkKind.FLAG, ms=1))
    store.retract(event.id, at(ms=2), event_id())
    name = event_id()
    add_interview(store, Begun(name, at(ms=3), "role", {}), {})
    given = Given(event_id(), name, 0, at(ms=4), A, {}, {})
    end_interview(store, Over(event_id(), name, at(ms=5), {}, [], False), [given], [])
    add_interview(store, Begun(event_id(), at(ms=6), "role", {}), {})


@pytest.mark.parametrize("table", LOG)
@pytest.mark.parametrize("change", ["UPDATE {} SET day = day + 1", "DELETE FROM {}"])
def test_the_log_refuses_changes(store: Store, table: str, change: str) -> None:
    fill(store)
    before = list(store.events())
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match=f"the log is append-only: {table}"):
        connection.execute(change.format(table))
    connection.close()
    assert list(store.events()) == before


def test_replacing_a_row_of_the_log_is_a_change_too(store: Store) -> None:
    fill(store)
    with (
        pytest.raises(StoreError, match="the log is append-only: review"),
        store.writing() as connection,
    ):
        connection.execute("INSERT OR REPLACE INTO review SELECT * FROM review")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("grade", 0),
        ("grade", 5),
        ("grade", "3.5"),
        ("kind", "'party'"),
        ("verdict", "'perhaps'"),
        ("duration_ms", -1),
        ("parameters", "'{'"),
        ("offset", 1441),
        ("day", 0),
        ("card", "NULL"),
        ("ms", "'noon'"),
        ("confidence", 49),
        ("confidence", 101),
        ("confidence", "'very'"),
    ],
)
def test_a_review_outside_its_limits_is_refused(store: Store, column: str, value: object) -> None:
    fill(store)
    names = [name for _, name, *_ in store.rows("PRAGMA table_info(review)")]
    values = {name: f'"{name}"' for name in names} | {"id": "'other'", column: str(value)}
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(f"INSERT INTO review SELECT {', '.join(values.values())} FROM review")
    values[column] = f'"{column}"'
    connection.execute(f"INSERT INTO review SELECT {', '.join(values.values())} FROM review")
    connection.close()


@pytest.mark.parametrize(
    "insert",
    [
        "INSERT INTO mark SELECT 'x', card, 'love', ms, \"offset\", day FROM mark",
        "INSERT INTO retraction SELECT 'x', 'gone', ms, \"offset\", day FROM retraction",
        "UPDATE card_memory SET phase = 'ripe'",
        "INSERT INTO demo_run VALUES ('x', 'a', 'h', '{}', 'ok', 'CPU', '2', '', 1.0, 'NaN', 1)",
        "INSERT INTO demo_run VALUES ('x', 'a', 'h', '{', 'ok', 'CPU', '2', '', 1.0, '[]', 1)",
        "INSERT INTO demo_run VALUES ('x', 'a', 'h', '{}', 'ok', 'CPU', '2', '', -1.0, '[]', 1)",
        "INSERT INTO interview VALUES ('x', 1, 0, 1, 'role', '{')",
        "INSERT INTO interview VALUES ('x', 1, 0, 0, 'role', '{}')",
        "INSERT INTO interview_answer VALUES ('x', 'gone', 0, 1, 0, 1, NULL, '{}', '{}')",
        "INSERT INTO interview_answer SELECT 'x', id, -1, 1, 0, 1, NULL, '{}', '{}' FROM interview",
        "INSERT INTO interview_answer SELECT 'x', id, 0, 1, 0, 1, NULL, '{', '{}' FROM interview",
        "INSERT INTO interview_answer SELECT 'x', id, 0, 1, 0, 1, NULL, '{}', '{' FROM interview",
        "INSERT INTO interview_end VALUES ('x', 'gone', 1, 0, 1, '{}', '[]', 0)",
        "INSERT INTO interview_end SELECT 'x', id, 1, 0, 1, '{', '[]', 0 FROM interview",
        "INSERT INTO interview_end SELECT 'x', id, 1, 0, 1, '{}', '[', 0 FROM interview",
        "INSERT INTO interview_end SELECT 'x', id, 1, 0, 1, '{}', '[]', 2 FROM interview",
        "INSERT INTO interview_progress VALUES ('gone', 1, '{}')",
        "UPDATE interview_progress SET progress = '{'",
    ],
)
def test_other_rows_outside_their_limits_are_refused(store: Store, insert: str) -> None:
    fill(store)
    connection = sqlite3.connect(store.path)
    connection.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(insert)
    connection.close()


def test_the_migrations_lead_to_the_version_that_the_code_names() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA_VERSION]


def test_the_migrated_schema_is_that_of_the_tables(path: Path) -> None:
    engine = engine_of(path, 1.0)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def schema(path: Path) -> dict[str, str]:
    """Each table and index in the words it was made with, spaces and order of lines aside."""
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'trigger'")
    found = {
        name: "\n".join(sorted(re.sub(r",?\s*$", "", line).strip() for line in sql.split("\n")))
        for name, sql in rows
        if sql and name != "alembic_version"
    }
    connection.close()
    return found


def test_checks_and_partial_indexes_are_those_of_the_tables(path: Path, tmp_path: Path) -> None:
    """Alembic's comparison sees neither."""
    made = tmp_path / "made.db"
    engine = engine_of(made, 1.0)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    assert schema(path) == schema(made)
    assert "review_grade" in schema(path)["review"]


def test_the_cache_has_a_column_for_each_field_of_a_memory() -> None:
    assert tuple(metadata.tables["card_memory"].columns.keys()) == MEMORY_FIELDS
