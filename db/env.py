"""Alembic's entry: runs the migrations on the connection that it is handed.

From the command line (`alembic -c db/alembic.ini -x db=PATH …`) it opens PATH itself.
"""

from pathlib import Path

from alembic import context
from sqlalchemy import Connection

from quizapp.store.engine import engine_of
from quizapp.store.tables import metadata


def run(connection: Connection) -> None:
    """Run within the caller's transaction. Batch mode, because SQLite cannot alter a column."""
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    name = context.get_x_argument(as_dictionary=True).get("db")
    if name is None:
        raise SystemExit("name the file to work on: alembic -c db/alembic.ini -x db=PATH …")
    engine = engine_of(Path(name), 5.0, foreign_keys=False)
    with engine.begin() as opened:
        run(opened)
    engine.dispose()
