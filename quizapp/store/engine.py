"""Connections to the progress file, all set up by one listener."""

import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry


def engine_of(path: Path, busy_seconds: float, *, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions take the writer's lock at once.

    `busy_seconds` is how long a lock of another process is waited for. A migration that rebuilds
    tables turns foreign keys off, as SQLite's manual asks ("ALTER TABLE", section 7).
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        connect_args={
            "timeout": busy_seconds,
            "check_same_thread": False,
            "isolation_level": None,
        },
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        # Without it INSERT OR REPLACE would slip past the triggers that guard the log.
        connection.execute("PRAGMA recursive_triggers = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
