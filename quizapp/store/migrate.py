"""Bringing the progress file to the schema of this code. Alembic is imported here, when needed."""

from pathlib import Path

from quizapp.store.engine import engine_of
from quizapp.store.rows import SCHEMA_VERSION


class MigrationError(Exception):
    """The migrations do not lead from the file's schema to the wanted one."""


def migrate(
    path: Path, migrations: Path, busy_seconds: float = 5.0, version: str = SCHEMA_VERSION
) -> None:
    """Run the migrations that the file lacks, all in one transaction, or none.

    Where two programs start at once the second waits, and then finds nothing left to do. Raises
    MigrationError, or the database's own errors.
    """
    # 0.2–0.7 s, which only a new or an old file has to pay.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    # The option is read with interpolation, in which % is a special character.
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    engine = engine_of(path, busy_seconds, foreign_keys=False)
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, version)
            if orphans := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise MigrationError(f"{len(orphans)} rows would name missing ones")
    except CommandError as error:
        raise MigrationError(str(error)) from error
    finally:
        engine.dispose()
