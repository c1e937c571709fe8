"""Of a demo's run: its parameters, the driver, and every number with its name."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

# What a run before this column was asked with is not known: '{}' fits cards without parameters.
KEPT = """
INSERT INTO demo_run (id, card, card_hash, parameters, status, device, torch, driver, seconds,
                      measured, ms)
SELECT id, card, card_hash, '{}', status, device, torch, '', seconds,
       CASE json_type(measured) WHEN 'null' THEN '[]' ELSE '[["answer", ' || measured || ']]' END,
       ms
FROM kept ORDER BY id"""


def text(name: str) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    """Make the table of runs again with two more columns; a number alone was the answer."""
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM demo_run")
    op.drop_table("demo_run")
    op.create_table(
        "demo_run",
        *(text("id"), text("card"), text("card_hash"), text("parameters"), text("status")),
        *(text("device"), text("torch"), text("driver")),
        sa.Column("seconds", sa.REAL(), nullable=False),
        text("measured"),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("json_valid(parameters)", name="demo_run_parameters"),
        sa.CheckConstraint("json_valid(measured)", name="demo_run_measured"),
        sa.CheckConstraint("seconds >= 0", name="demo_run_seconds"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(KEPT)
    op.execute("DROP TABLE temp.kept")
    op.create_index("demo_run_by_card", "demo_run", ["card", "ms"])
