"""How sure the learner was before the verdict."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = '"offset" BETWEEN -1440 AND 1440 AND day > 0'
COLUMNS = (
    'id, card, ms, "offset", day, grade, kind, answer, verdict, duration_ms, card_hash, '
    "parameters, scheduler, weights"
)


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def integer(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    """Make the table of reviews again with one more column, and its triggers and indexes.

    The rows wait in a temporary table: renaming a table would quote its name in the schema, and
    make `retraction` refer to the renamed one.
    """
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM review")
    op.drop_table("review")
    op.create_table(
        "review",
        *(text("id"), text("card"), integer("ms"), integer("offset"), integer("day")),
        *(integer("grade"), text("kind"), text("answer"), text("verdict", nullable=True)),
        *(integer("duration_ms"), text("card_hash"), text("parameters")),
        *(text("scheduler"), text("weights"), integer("confidence", nullable=True)),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("grade BETWEEN 1 AND 4", name="review_grade"),
        sa.CheckConstraint("duration_ms >= 0", name="review_duration"),
        sa.CheckConstraint("json_valid(parameters)", name="review_parameters"),
        sa.CheckConstraint("confidence BETWEEN 50 AND 100", name="review_confidence"),
        sa.CheckConstraint("kind IN ('study', 'cram', 'interview')", name="review_kind"),
        sa.CheckConstraint(
            "verdict IN ('confirmed', 'refuted', 'close', 'inconclusive', "
            "'not run', 'error', 'timed out')",
            name="review_verdict",
        ),
        sa.CheckConstraint(MOMENT, name="review_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO review ({COLUMNS}) SELECT {COLUMNS} FROM kept ORDER BY id")
    op.execute("DROP TABLE temp.kept")
    op.create_index("review_by_card", "review", ["card", "ms"])
    op.create_index("review_by_day", "review", ["day"])
    op.create_index("review_by_time", "review", ["ms"])
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER review_no_{action.lower()} BEFORE {action} ON review "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only: review'); END"
        )
