"""Copies that open and prove."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quizapp.store.backup import KEEP, backup, backups
from quizapp.store.log import Store
from quizapp.store.problem import StoreError
from tests.store.examples import A, B, opened, review

NOW = int(datetime(2026, 3, 29, 1, 30, 5, 250_000, tzinfo=UTC).timestamp() * 1000)


def test_a_copy_of_an_open_store_opens_and_proves(store: Store, tmp_path: Path) -> None:
    store.append(review(A))
    store.append(review(B))
    with store.writing() as connection:
        connection.execute("DELETE FROM card_memory WHERE card = 'b'")
        copy = backup(store.path, tmp_path / "backups", NOW)
    assert copy.name == "progress-20260329T013005250Z.db"
    assert [file.name for file in copy.parent.iterdir()] == [copy.name]
    restored = opened(copy)
    assert restored.prove() == []
    assert restored.integrity() == []
    assert list(restored.events()) == list(store.events())
    restored.close()


def test_the_newest_ten_are_kept_and_other_files_left_alone(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    strangers = [folder / "progress-old.db", folder / "other-20200101T000000000Z.db"]
    for stranger in strangers:
        stranger.touch()
    made = [backup(path, folder, NOW + minute * 60_000) for minute in range(KEEP + 3)]
    assert backups(path, folder) == made[:2:-1]
    assert set(folder.iterdir()) == {*made[3:], *strangers}


def test_a_rest_of_an_interrupted_copy_is_no_hindrance(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    copy = backup(path, folder, NOW)
    copy.rename(copy.with_suffix(".part"))
    copy.with_suffix(".part").write_bytes(b"half")
    assert backups(path, folder) == []
    assert backup(path, folder, NOW) == copy
    opened(copy).close()


def test_a_damaged_file_makes_no_copy(path: Path, tmp_path: Path) -> None:
    store = opened(path)
    for ms in range(200):
        store.append(review(ms=ms))
    store.close()
    content = bytearray(path.read_bytes())
    content[-4096 * 4 :] = b"\x55" * (4096 * 4)
    path.write_bytes(content)
    folder = tmp_path / "backups"
    good = folder / "progress-20200101T000000000Z.db"
    folder.mkdir()
    with closing(sqlite3.connect(good)) as connection:
        connection.execute("CREATE TABLE t (x)")
    with pytest.raises((StoreError, sqlite3.DatabaseError)):
        backup(path, folder, NOW)
    assert backups(path, folder) == [good]
