"""The log, the cache of memories, demo runs and places of cards."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

LOG = ("review", "retraction", "mark")
MOMENT = '"offset" BETWEEN -1440 AND 1440 AND day > 0'


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A column of text."""
    return sa.Column(name, sa.Text(), nullable=nullable)


def integer(name: str) -> sa.Column[int]:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=False)


def real(name: str) -> sa.Column[float]:
    """A column of float64."""
    return sa.Column(name, sa.REAL(), nullable=False)


def upgrade() -> None:
    """Make all tables, and the triggers that keep the log append-only."""
    op.create_table(
        "review",
        *(text("id"), text("card"), integer("ms"), integer("offset"), integer("day")),
        *(integer("grade"), text("kind"), text("answer"), text("verdict", nullable=True)),
        *(integer("duration_ms"), text("card_hash"), text("parameters")),
        *(text("scheduler"), text("weights")),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("grade BETWEEN 1 AND 4", name="review_grade"),
        sa.CheckConstraint("duration_ms >= 0", name="review_duration"),
        sa.CheckConstraint("json_valid(parameters)", name="review_parameters"),
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
    op.create_index("review_by_card", "review", ["card", "ms"])
    op.create_index("review_by_day", "review", ["day"])
    op.create_index("review_by_time", "review", ["ms"])

    op.create_table(
        "retraction",
        *(text("id"), text("review"), integer("ms"), integer("offset"), integer("day")),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["review"], ["review.id"], name="retraction_of_review"),
        sa.CheckConstraint(MOMENT, name="retraction_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("retraction_by_review", "retraction", ["review"])

    op.create_table(
        "mark",
        *(text("id"), text("card"), text("kind")),
        *(integer("ms"), integer("offset"), integer("day")),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint(
            "kind IN ('suspend', 'unsuspend', 'bury', 'flag', 'unflag', 'reset')",
            name="mark_kind",
        ),
        sa.CheckConstraint(MOMENT, name="mark_moment"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("mark_by_card", "mark", ["card", "ms"])

    for table in LOG:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'the log is append-only: {table}'); END"
            )

    op.create_table(
        "card_memory",
        *(text("card"), text("phase"), integer("step"), real("stability"), real("difficulty")),
        *(integer("due_day"), integer("due_ms"), integer("first_day"), integer("last_day")),
        *(integer("last_ms"), integer("reps"), integer("lapses"), integer("suspended")),
        *(integer("buried_day"), integer("flagged")),
        sa.PrimaryKeyConstraint("card"),
        sa.CheckConstraint(
            "phase IN ('new', 'learning', 'review', 'relearning')", name="card_memory_phase"
        ),
        sqlite_strict=True,
    )
    op.create_index(
        "card_memory_due",
        "card_memory",
        ["due_day", "card", "due_ms", "buried_day"],
        sqlite_where=sa.text("suspended = 0 AND phase <> 'new'"),
    )
    op.create_index(
        "card_memory_learning", "card_memory", ["due_ms"], sqlite_where=sa.text("due_ms > 0")
    )
    op.create_index(
        "card_memory_first", "card_memory", ["first_day"], sqlite_where=sa.text("first_day > 0")
    )

    op.create_table(
        "meta",
        *(text("key"), text("value")),
        sa.PrimaryKeyConstraint("key"),
        sqlite_strict=True,
    )

    op.create_table(
        "demo_run",
        *(text("id"), text("card"), text("card_hash"), text("status"), text("device")),
        *(text("torch"), real("seconds"), text("measured"), integer("ms")),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("json_valid(measured)", name="demo_run_measured"),
        sa.CheckConstraint("seconds >= 0", name="demo_run_seconds"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("demo_run_by_card", "demo_run", ["card", "ms"])

    op.create_table(
        "card_place",
        *(text("root"), text("card"), text("file"), integer("start"), integer("size")),
        *(text("hash"), text("deck"), integer("ordinal")),
        sa.PrimaryKeyConstraint("root", "card"),
        sqlite_strict=True,
    )
    op.create_index("card_place_order", "card_place", ["root", "ordinal"])
