"""Every way in which the progress file may not open, each one line."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import gettempdir

import pytest

from quizapp.store.log import Store
from quizapp.store.open import open_store
from quizapp.store.problem import StoreError, StoreProblem
from quizapp.store.quick import check
from quizapp.store.rows import SCHEMA_VERSION
from tests.store.examples import (
    MIGRATIONS,
    SCHEDULER,
    opened,
    refusal,
    review,
    unprivileged,
)


def test_a_missing_file_and_its_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "one" / "two" / "progress.db"
    assert check(path) is None
    store = opened(path)
    store.append(review())
    assert store.rows("PRAGMA journal_mode") == [("wal",)]
    assert store.rows("PRAGMA synchronous") == [(2,)]
    assert store.rows("PRAGMA foreign_keys") == [(1,)]
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["progress.db"]


def test_an_empty_file_is_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    path.touch()
    assert check(path) is None
    opened(path).close()


def test_a_missing_file_is_not_made_where_it_must_exist(tmp_path: Path) -> None:
    path = tmp_path / "absent" / "progress.db"
    problem = open_store(path, SCHEDULER, migrations=MIGRATIONS, create=False)
    assert isinstance(problem, StoreProblem)
    assert str(problem) == f"{path}: there is no such file: check the name given with --db"
    assert not path.parent.exists()


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: is a folder: name a file in it with --db"
    assert check(tmp_path) == refusal(tmp_path)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("notes")
    path = tmp_path / "notes" / "progress.db"
    assert "File exists: name another file with --db" in refusal(path)
    assert "is no folder: name another file with --db" in str(check(path))


def test_a_text_file_is_not_a_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n" * 100)
    assert refusal(path) == (
        f"{path}: is not a database: move it away or name another file with --db"
    )
    assert check(path) == refusal(path)
    assert path.read_text() == "# Notes\n" * 100


@pytest.mark.parametrize(
    "make",
    [
        "CREATE TABLE notes (id INTEGER)",
        "CREATE TABLE alembic_version (version_num TEXT)",
        "CREATE TABLE alembic_version AS SELECT 'ae1027a6acf4' AS version_num",
    ],
)
def test_another_programs_database_is_left_alone(tmp_path: Path, make: str) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(make)
        connection.commit()
    before = path.read_bytes()
    say = "is a database, but not one of quizapp: name another file with --db"
    assert refusal(path) == f"{path}: {say}"
    assert check(path) == refusal(path)
    assert path.read_bytes() == before


def test_a_newer_schema_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
        connection.commit()
    before = path.read_bytes()
    assert refusal(path) == (
        f"{path}: was written by a newer quizapp (schema 0007, this one knows {SCHEMA_VERSION}): "
        "upgrade quizapp or name another file with --db"
    )
    assert check(path) == refusal(path)
    assert path.read_bytes() == before


def test_a_locked_file_says_so_and_opens_afterwards(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        say = f"{path}: is locked by another program: close it and try again"
        assert refusal(path) == say
        assert check(path, timeout=0.01) == say
        other.execute("ROLLBACK")
    assert check(path) is None
    opened(path).close()


def test_a_lock_taken_later_fails_the_write_and_the_answer_can_be_tried_again(
    path: Path,
) -> None:
    store = opened(path, busy_seconds=0.05)
    event = review()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked by another program"):
            store.append(event)
        assert list(store.events()) == []
        other.execute("ROLLBACK")
    store.append(event)
    assert list(store.events()) == [event]
    store.close()


@pytest.fixture
def shared(path: Path) -> Path:
    """A file that every user of the machine may reach."""
    for folder in path.parents:
        if folder.is_relative_to(gettempdir()) and folder != Path(gettempdir()):
            folder.chmod(0o755)
    return path


def test_a_read_only_file(shared: Path) -> None:
    shared.parent.chmod(0o777)
    shared.chmod(0o444)
    with unprivileged():
        message = refusal(shared)
        assert check(shared) == message
    say = "is read-only: make it and its folder writable or name another file with --db"
    assert message == f"{shared}: {say}"


def test_a_read_only_folder(shared: Path) -> None:
    """The file may be written, but not the -wal file that must stand beside it."""
    shared.chmod(0o666)
    shared.parent.chmod(0o555)
    with unprivileged():
        message = refusal(shared)
        assert check(shared) == message
        missing = shared.parent / "new" / "progress.db"
        assert "Permission denied: name another file with --db" in refusal(missing)
        assert "is read-only: make it writable" in str(check(missing))
    shared.parent.chmod(0o755)
    assert "--db" in message
    assert str(shared) in message


def test_a_folder_that_may_not_be_entered(shared: Path) -> None:
    shared.parent.chmod(0o600)
    with unprivileged():
        message = refusal(shared)
        assert check(shared) == message
    shared.parent.chmod(0o755)
    assert message.startswith(f"{shared}: ")
    assert message.endswith("Permission denied: name another file with --db")


def test_a_damaged_file_is_reported(path: Path) -> None:
    store = opened(path)
    for ms in range(200):
        store.append(review(ms=ms))
    store.close()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\x55" * (len(content) - 8192)
    path.write_bytes(content)
    assert "is damaged (database disk image is malformed): put back the newest" in refusal(path)


def test_a_migrations_folder_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    problem = open_store(path, SCHEDULER, migrations=tmp_path / "nowhere")
    assert isinstance(problem, StoreProblem)
    assert problem.message.startswith(f"{path}: cannot be brought to schema {SCHEMA_VERSION}")
    assert problem.message.endswith("reinstall quizapp")


def test_a_full_disk_fails_the_write_and_the_answer_can_be_tried_again(store: Store) -> None:
    store.append(review())
    (pages,) = store.rows("PRAGMA page_count")[0]
    store.rows(f"PRAGMA max_page_count = {pages}")
    events = [review(ms=ms) for ms in range(1, 1_000)]

    def fill() -> None:
        for event in events:
            store.append(event)

    with pytest.raises(StoreError, match=r"the disk is full: free some space and try again"):
        fill()
    kept = store.counts().reviews
    failed = events[kept - 1]
    assert 1 <= kept < 1_000
    assert [event.id for event in store.events()][1:] == [event.id for event in events[: kept - 1]]
    assert store.prove() == []
    store.rows("PRAGMA max_page_count = 1000000")
    store.append(failed)
    assert store.last_review() == failed
    assert store.integrity() == []
