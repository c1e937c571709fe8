"""Opening the progress file: every way it can go wrong is one line for a person."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from quizapp.core.schedule import Scheduler
from quizapp.store.backup import backup
from quizapp.store.engine import engine_of
from quizapp.store.location import database_path
from quizapp.store.log import Store
from quizapp.store.migrate import MigrationError, migrate
from quizapp.store.problem import StoreError, StoreProblem, explain, is_foreign, is_out_of_reach
from quizapp.store.quick import check
from quizapp.store.rows import SCHEMA_VERSION, ForeignDatabase, schema_version

__all__ = ["StoreProblem", "database_path", "open_store"]


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def open_store(
    path: Path,
    scheduler: Scheduler,
    *,
    migrations: Path,
    create: bool = True,
    busy_seconds: float = 5.0,
    now_ms: Callable[[], int] = _now_ms,
) -> Store | StoreProblem:
    """The progress file, made or brought up to date where it must be.

    An older schema is migrated after a copy of the file was put into `backups/` beside it; a cache
    folded by another scheduler is rebuilt. `migrations` is the folder of Alembic's `env.py`;
    `busy_seconds` is how long other processes are waited for, now and at every write.
    """
    if not create and not path.exists():
        return StoreProblem(f"{path}: there is no such file: check the name given with --db")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if problem := check(path, busy_seconds):
            return StoreProblem(problem)
        _bring_up_to_date(path, migrations, busy_seconds, now_ms)
        return _opened(path, scheduler, busy_seconds)
    except OSError as error:
        return StoreProblem(is_out_of_reach(path, error))
    except ForeignDatabase:
        return StoreProblem(is_foreign(path))
    except MigrationError as error:
        return StoreProblem(
            f"{path}: cannot be brought to schema {SCHEMA_VERSION} ({error}): reinstall quizapp"
        )
    except StoreError as error:
        return StoreProblem(str(error))
    except sqlite3.Error as error:
        return StoreProblem(explain(path, error))
    except DBAPIError as error:
        if not isinstance(error.orig, sqlite3.Error):
            raise
        return StoreProblem(explain(path, error.orig))


def _bring_up_to_date(
    path: Path, migrations: Path, busy_seconds: float, now_ms: Callable[[], int]
) -> None:
    with closing(sqlite3.connect(path, timeout=busy_seconds)) as connection:
        version = schema_version(connection)
    if version == SCHEMA_VERSION:
        return
    if version is not None:
        backup(path, path.parent / "backups", now_ms())
    migrate(path, migrations, busy_seconds)


def _opened(path: Path, scheduler: Scheduler, busy_seconds: float) -> Store:
    store = Store(path, engine_of(path, busy_seconds), scheduler)
    try:
        if store.is_stale():
            store.rebuild()
    except BaseException:
        store.close()
        raise
    return store
