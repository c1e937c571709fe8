"""Mock interviews: what was begun, each answer, the end; and how one stands that goes on."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

MOMENT = '"offset" BETWEEN -1440 AND 1440 AND day > 0'
LOG = ("interview", "interview_answer", "interview_end")


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def integer(name: str) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=False)


def of_interview(table: str) -> sa.ForeignKeyConstraint:
    """The rows of a table belong to an interview."""
    return sa.ForeignKeyConstraint(["interview"], ["interview.id"], name=f"{table}_of_interview")


def json(table: str, column: str) -> sa.CheckConstraint:
    """A column holds JSON."""
    return sa.CheckConstraint(f"json_valid({column})", name=f"{table}_{column}")


def upgrade() -> None:
    """Make four tables; three of them belong to the log, which only grows."""
    op.create_table(
        "interview",
        *(text("id"), integer("ms"), integer("offset"), integer("day"), text("role")),
        text("setup"),
        sa.PrimaryKeyConstraint("id"),
        json("interview", "setup"),
        sa.CheckConstraint(MOMENT, name="interview_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("interview_by_time", "interview", ["ms"])
    op.create_table(
        "interview_answer",
        *(text("id"), text("interview"), integer("place"), integer("ms"), integer("offset")),
        *(integer("day"), text("card", nullable=True), text("answer"), text("shown")),
        sa.PrimaryKeyConstraint("id"),
        of_interview("interview_answer"),
        sa.CheckConstraint("place >= 0", name="interview_answer_place"),
        json("interview_answer", "answer"),
        json("interview_answer", "shown"),
        sa.CheckConstraint(MOMENT, name="interview_answer_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("interview_answer_by_interview", "interview_answer", ["interview", "place"])
    op.create_table(
        "interview_end",
        *(text("id"), text("interview"), integer("ms"), integer("offset"), integer("day")),
        *(text("progress"), text("readiness"), integer("left_out")),
        sa.PrimaryKeyConstraint("id"),
        of_interview("interview_end"),
        json("interview_end", "progress"),
        json("interview_end", "readiness"),
        sa.CheckConstraint("left_out IN (0, 1)", name="interview_end_left_out"),
        sa.CheckConstraint(MOMENT, name="interview_end_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("interview_end_by_interview", "interview_end", ["interview"])
    for table in LOG:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the log is append-only: {table}'); END"
            )
    op.create_table(
        "interview_progress",
        *(text("interview"), integer("ms"), text("progress")),
        sa.PrimaryKeyConstraint("interview"),
        of_interview("interview_progress"),
        json("interview_progress", "progress"),
        sqlite_strict=True,
    )
