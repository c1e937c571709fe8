"""What can go wrong with the progress file, in one line: where, what, what to do."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """The progress file cannot be used."""

    message: str
    """One line: where, what, what to do."""

    def __str__(self) -> str:
        return self.message


class StoreError(Exception):
    """An open store could not read or write; a write left nothing behind and can be tried again."""


_OTHER_FILE = "or name another file with --db"


def explain(path: Path, error: sqlite3.Error) -> str:
    """An error of SQLite as a line for a person."""
    # Extended codes keep the primary one in their low byte.
    match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            say = "is locked by another program: close it and try again"
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            say = f"is read-only: make it and its folder writable {_OTHER_FILE}"
        case sqlite3.SQLITE_FULL:
            say = "was not written, the disk is full: free some space and try again"
        case sqlite3.SQLITE_NOTADB:
            say = f"is not a database: move it away {_OTHER_FILE}"
        case sqlite3.SQLITE_CORRUPT:
            say = f"is damaged ({error}): put back the newest file of {path.parent / 'backups'}"
        case sqlite3.SQLITE_CANTOPEN:
            say = f"cannot be opened: check the rights on it and on its folder {_OTHER_FILE}"
        case sqlite3.SQLITE_IOERR:
            say = f"cannot be read or written ({error}): check the disk {_OTHER_FILE}"
        case sqlite3.SQLITE_CONSTRAINT:
            say = f"refused a row ({error}): this is a bug of quizapp, please report it"
        case _:
            say = f"failed ({error}): run `quizapp doctor`"
    return f"{path}: {say}"


def is_folder(path: Path) -> str:
    """The line for a path that is a folder."""
    return f"{path}: is a folder: name a file in it with --db"


def is_out_of_reach(path: Path, error: OSError) -> str:
    """The line for a path that the system will not let us look at."""
    return f"{path}: {error.filename or path}: {error.strerror}: name another file with --db"


def is_foreign(path: Path) -> str:
    """The line for another program's database."""
    return f"{path}: is a database, but not one of quizapp: name another file with --db"


def is_newer(path: Path, version: str, known: str) -> str:
    """The line for a file of a later quizapp."""
    return (
        f"{path}: was written by a newer quizapp (schema {version}, this one knows {known}): "
        "upgrade quizapp or name another file with --db"
    )
