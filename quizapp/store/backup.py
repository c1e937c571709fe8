"""Copies of the progress file, made before anything changes its schema."""

import os
import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from quizapp.store.problem import StoreError

KEEP = 10


def backup(path: Path, folder: Path, now_ms: int) -> Path:
    """Copy the file as it stands, also while others write, and keep the newest ten copies.

    `now_ms`, in ms since 1970 UTC, names the copy. Raises sqlite3.Error or OSError where it cannot
    be written, StoreError where the copy is not sound.
    """
    folder.mkdir(parents=True, exist_ok=True)
    instant = datetime.fromtimestamp(now_ms / 1000, UTC)
    copy = folder / f"{path.stem}-{instant:%Y%m%dT%H%M%S}{now_ms % 1000:03d}Z.db"
    part = copy.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        # One plain file: no -wal beside it that a person could forget to copy.
        target.execute("PRAGMA journal_mode = DELETE")
        (found,) = target.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        part.unlink()
        raise StoreError(f"{path}: is damaged ({found}): put back the newest file of {folder}")
    os.replace(part, copy)
    for old in backups(path, folder)[KEEP:]:
        old.unlink()
    return copy


def backups(path: Path, folder: Path) -> list[Path]:
    """The copies of a progress file, newest first."""
    name = re.compile(rf"{re.escape(path.stem)}-\d{{8}}T\d{{9}}Z\.db")
    found = [copy for copy in folder.glob("*.db") if name.fullmatch(copy.name)]
    return sorted(found, key=lambda copy: copy.name, reverse=True)
