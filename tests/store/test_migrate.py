"""Old files are copied, then brought up to date; all of it or nothing."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.review import MarkKind, Retraction
from quizapp.store.backup import backups
from quizapp.store.history import REVIEW_COLUMNS, mark_row, retraction_row, review_row
from quizapp.store.interviews import Begun, add_interview, unfinished
from quizapp.store.log import Store
from quizapp.store.migrate import migrate
from quizapp.store.open import open_store
from quizapp.store.problem import StoreError
from quizapp.store.rows import SCHEMA_VERSION, schema_version
from quizapp.store.runs import RunRecord
from tests.store.examples import (
    DAY,
    MIGRATIONS,
    SCHEDULER,
    A,
    B,
    C,
    at,
    event_id,
    mark,
    opened,
    refusal,
    review,
)

BEFORE = """
import sqlalchemy as sa
from alembic import op

revision = "0000"
down_revision = None


def upgrade() -> None:
    op.create_table("keepsake", sa.Column("word", sa.Text()))
    op.execute("INSERT INTO keepsake VALUES ('kept')")
"""


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    """The migrations with one more before the first, in a folder with a percent sign."""
    folder = tmp_path / "100%" / "db"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0000_before.py").write_text(BEFORE)
    (first,) = folder.glob("versions/0001_*.py")
    first.write_text(first.read_text().replace("str | None = None", 'str | None = "0000"', 1))
    return folder


def version(path: Path) -> str | None:
    with closing(sqlite3.connect(path)) as connection:
        return schema_version(connection)


def test_an_old_file_is_copied_then_migrated(tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "progress.db"
    migrate(path, migrations, version="0000")
    assert version(path) == "0000"
    store = open_store(path, SCHEDULER, migrations=migrations, now_ms=lambda: 1_000)
    assert isinstance(store, Store)
    store.append(review())
    assert store.rows("SELECT word FROM keepsake") == [("kept",)]
    store.close()
    assert version(path) == SCHEMA_VERSION
    (copy,) = backups(path, tmp_path / "backups")
    assert copy.name == "progress-19700101T000001000Z.db"
    assert version(copy) == "0000"


def test_a_present_file_is_not_copied(path: Path) -> None:
    opened(path).close()
    assert not (path.parent / "backups").exists()


def test_a_migration_that_fails_leaves_the_file_as_it_was(tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "progress.db"
    migrate(path, migrations, version="0000")
    (first,) = migrations.glob("versions/0001_*.py")
    first.write_text(first.read_text().replace('"card_place_order"', '"card_memory_due"'))
    problem = open_store(path, SCHEDULER, migrations=migrations)
    assert not isinstance(problem, Store)
    assert "index card_memory_due already exists" in problem.message
    with closing(sqlite3.connect(path)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    assert "review" not in tables
    assert version(path) == "0000"
    assert len(backups(path, tmp_path / "backups")) == 1


def test_a_version_without_its_migration_is_one_line(tmp_path: Path, migrations: Path) -> None:
    path = tmp_path / "progress.db"
    migrate(path, migrations, version="0000")
    message = refusal(path)
    say = f"{path}: cannot be brought to schema {SCHEMA_VERSION} (Can't locate revision"
    assert message.startswith(say)


def test_two_programs_may_make_the_file_at_once(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.store.examples import opened\n"
        "sys.stdin.readline()\n"
        "opened(Path(sys.argv[1])).close()"
    )
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[1] for child in children] == ["", "", ""]
    store = opened(path)
    assert store.integrity() == []
    store.close()


def test_confidence_comes_to_a_file_with_a_history(tmp_path: Path) -> None:
    """A file of schema 0001, filled as the app of that time did."""
    path = tmp_path / "progress.db"
    migrate(path, MIGRATIONS, version="0001")
    columns = REVIEW_COLUMNS.replace("review.", "").removesuffix(", confidence")
    made = [review(A, DAY + day, ms) for ms, day in enumerate((0, 3, 9))] + [review(B)]
    reviews = [replace(event, confidence=None) for event in made]
    undone = Retraction(event_id(), reviews[1].id, at(DAY + 3, 5))
    flagged = mark(MarkKind.FLAG, B, ms=7)
    with closing(sqlite3.connect(path)) as connection:
        for event in reviews:
            values = review_row(event)[:-1]
            places = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO review ({columns}) VALUES ({places})", values)
        connection.execute("INSERT INTO retraction VALUES (?, ?, ?, ?, ?)", retraction_row(undone))
        connection.execute("INSERT INTO mark VALUES (?, ?, ?, ?, ?, ?)", mark_row(flagged))
        connection.commit()

    store = opened(path)
    assert sorted(store.events(), key=lambda event: event.id) == [*reviews, undone, flagged]
    assert store.prove() == []
    assert store.integrity() == []
    sure = replace(review(A, DAY + 20), confidence=80)
    store.append(sure)
    assert store.last_review() == sure
    with pytest.raises(StoreError, match="the log is append-only: review"):
        store.rows("DELETE FROM review")
    store.close()
    (copy,) = backups(path, tmp_path / "backups")
    assert version(copy) == "0001"
    fresh = tmp_path / "fresh.db"
    opened(fresh).close()
    assert schema(path) == schema(fresh)


def test_runs_of_schema_0002_keep_what_they_measured(tmp_path: Path) -> None:
    """A file of schema 0002, filled by the statement of the app of that time."""
    path = tmp_path / "progress.db"
    migrate(path, MIGRATIONS, version="0002")
    insert = (
        "INSERT INTO demo_run (id, card, card_hash, status, device, torch, seconds, measured, ms) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    rows = [
        ("id-1", "a", "h1", "verified", "CPU", "2.13.0", 0.012, "0.1", 1_000),
        ("id-2", "b", "h2", "failed", "NVIDIA H200", "2.13.0+cu130", 0.5, "null", 2_000),
        ("id-3", "c", "h3", "verified", "CPU", "2.13.0", 0.25, "102760448", 3_000),
    ]
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(insert, rows)
        connection.commit()
    store = open_store(path, SCHEDULER, migrations=MIGRATIONS, now_ms=lambda: 1_000)
    assert isinstance(store, Store)
    answers = {A: (("answer", 0.1),), B: (), C: (("answer", 102_760_448),)}
    assert store.latest_runs() == {
        card: RunRecord(card, text, "{}", status, device, torch, "", seconds, answers[card], ms)
        for (_, name, text, status, device, torch, seconds, _, ms) in rows
        for card in (A, B, C)
        if card == name
    }
    assert store.runs(C, "h3", "{}") == [store.latest_runs()[C]]
    assert store.integrity() == []
    store.close()
    (copy,) = backups(path, tmp_path / "backups")
    assert version(copy) == "0002"
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT measured FROM demo_run").fetchone() == ("0.1",)
    fresh = tmp_path / "fresh.db"
    opened(fresh).close()
    assert schema(path) == schema(fresh)


def test_interviews_come_to_a_file_with_a_history(tmp_path: Path) -> None:
    """A file of schema 0003, filled by the statements of the app of that time."""
    path = tmp_path / "progress.db"
    migrate(path, MIGRATIONS, version="0003")
    reviews = [review(A, DAY + day, ms) for ms, day in enumerate((0, 3, 9))] + [review(B)]
    undone = Retraction(event_id(), reviews[1].id, at(DAY + 3, 5))
    flagged = mark(MarkKind.FLAG, B, ms=7)
    run = ("id-1", "a", "h1", "{}", "verified", "CPU", "2.13.0", "", 0.012, '[["answer", 0.1]]', 1)
    rows: list[tuple[str, tuple[object, ...]]] = [
        *(("review", review_row(event)) for event in reviews),
        ("retraction", retraction_row(undone)),
        ("mark", mark_row(flagged)),
        ("demo_run", run),
    ]
    with closing(sqlite3.connect(path)) as connection:
        for table, values in rows:
            places = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} VALUES ({places})", values)
        connection.commit()
    store = opened(path)
    assert sorted(store.events(), key=lambda event: event.id) == [*reviews, undone, flagged]
    assert store.latest_runs()[A].measured == (("answer", 0.1),)
    assert store.prove() == []
    assert store.integrity() == []
    add_interview(store, Begun("i", at(), "role", {}), {})
    assert unfinished(store) == "i"
    store.close()
    (copy,) = backups(path, tmp_path / "backups")
    assert version(copy) == "0003"
    fresh = tmp_path / "fresh.db"
    opened(fresh).close()
    assert schema(path) == schema(fresh)


def schema(path: Path) -> set[tuple[str, str]]:
    """Every table, index and trigger, in the words it was made with."""
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql <> ''"))
