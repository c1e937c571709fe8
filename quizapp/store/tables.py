"""The tables of the progress file as SQLModel rows. Words about them are in db/README.md.

Table models do not validate what they are given, so that the limits are constraints of the
database. Rows never leave `store/`.
"""

from collections.abc import Iterable

from sqlalchemy import REAL, CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from quizapp.core.review import MarkKind, Phase, SessionKind
from quizapp.core.verdict import Verdict

metadata = SQLModel.metadata


def _one_of(table: str, column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}")


def _moment(table: str) -> CheckConstraint:
    """Instants are ms since 1970, offsets what the Earth has, days proleptic Gregorian ordinals."""
    return CheckConstraint(
        '"offset" BETWEEN -1440 AND 1440 AND day > 0',
        name=f"{table}_moment",
    )


# STRICT makes SQLite refuse values of another type; the logs are clustered by their id.
_LOG = {"sqlite_strict": True, "sqlite_with_rowid": False}
_CACHE = {"sqlite_strict": True}


class ReviewRow(SQLModel, table=True):
    """One answer, graded. Append-only."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("grade BETWEEN 1 AND 4", name="review_grade"),
        CheckConstraint("duration_ms >= 0", name="review_duration"),
        CheckConstraint("json_valid(parameters)", name="review_parameters"),
        CheckConstraint("confidence BETWEEN 50 AND 100", name="review_confidence"),
        _one_of("review", "kind", SessionKind),
        _one_of("review", "verdict", Verdict),
        _moment("review"),
        Index("review_by_card", "card", "ms"),
        Index("review_by_day", "day"),
        Index("review_by_time", "ms"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(sa_type=Text)
    ms: int
    offset: int
    day: int
    grade: int
    kind: str = Field(sa_type=Text)
    answer: str = Field(sa_type=Text)
    verdict: str | None = Field(sa_type=Text)
    duration_ms: int
    card_hash: str = Field(sa_type=Text)
    parameters: str = Field(sa_type=Text)
    scheduler: str = Field(sa_type=Text)
    weights: str = Field(sa_type=Text)
    confidence: int | None


class RetractionRow(SQLModel, table=True):
    """A review is undone. Append-only."""

    __tablename__ = "retraction"
    __table_args__ = (
        ForeignKeyConstraint(["review"], ["review.id"], name="retraction_of_review"),
        _moment("retraction"),
        # Not unique: two machines may undo one review before their logs are merged.
        Index("retraction_by_review", "review"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    review: str = Field(sa_type=Text)
    ms: int
    offset: int
    day: int


class MarkRow(SQLModel, table=True):
    """A card is suspended, buried, flagged or reset. Append-only."""

    __tablename__ = "mark"
    __table_args__ = (
        _one_of("mark", "kind", MarkKind),
        _moment("mark"),
        Index("mark_by_card", "card", "ms"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    ms: int
    offset: int
    day: int


class MemoryRow(SQLModel, table=True):
    """The fold over a card's events; a cache that can be rebuilt from the log."""

    __tablename__ = "card_memory"
    __table_args__ = (
        _one_of("card_memory", "phase", Phase),
        # Covers the day's queue, so that drawing it up never touches the table.
        Index(
            "card_memory_due",
            "due_day",
            "card",
            "due_ms",
            "buried_day",
            sqlite_where=text("suspended = 0 AND phase <> 'new'"),
        ),
        Index("card_memory_learning", "due_ms", sqlite_where=text("due_ms > 0")),
        Index("card_memory_first", "first_day", sqlite_where=text("first_day > 0")),
        _CACHE,
    )

    card: str = Field(primary_key=True, sa_type=Text)
    phase: str = Field(sa_type=Text)
    step: int
    stability: float = Field(sa_type=REAL)
    difficulty: float = Field(sa_type=REAL)
    due_day: int
    due_ms: int
    first_day: int
    last_day: int
    last_ms: int
    reps: int
    lapses: int
    suspended: int
    buried_day: int
    flagged: int


class MetaRow(SQLModel, table=True):
    """Facts about the file itself, such as the scheduler that the cache was folded with."""

    __tablename__ = "meta"
    __table_args__ = (_CACHE,)

    key: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(sa_type=Text)


class RunRow(SQLModel, table=True):
    """One run of a card's demo on this machine."""

    __tablename__ = "demo_run"
    __table_args__ = (
        CheckConstraint("json_valid(parameters)", name="demo_run_parameters"),
        CheckConstraint("json_valid(measured)", name="demo_run_measured"),
        CheckConstraint("seconds >= 0", name="demo_run_seconds"),
        Index("demo_run_by_card", "card", "ms"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(sa_type=Text)
    card_hash: str = Field(sa_type=Text)
    parameters: str = Field(sa_type=Text)
    status: str = Field(sa_type=Text)
    device: str = Field(sa_type=Text)
    torch: str = Field(sa_type=Text)
    driver: str = Field(sa_type=Text)
    seconds: float = Field(sa_type=REAL)
    measured: str = Field(sa_type=Text)
    ms: int


class PlaceRow(SQLModel, table=True):
    """Where a card stood when the folder was last read; a cache for the first frame."""

    __tablename__ = "card_place"
    __table_args__ = (Index("card_place_order", "root", "ordinal"), _CACHE)

    root: str = Field(primary_key=True, sa_type=Text)
    card: str = Field(primary_key=True, sa_type=Text)
    file: str = Field(sa_type=Text)
    start: int
    size: int
    hash: str = Field(sa_type=Text)
    deck: str = Field(sa_type=Text)
    ordinal: int


class InterviewRow(SQLModel, table=True):
    """A mock interview was begun. Append-only."""

    __tablename__ = "interview"
    __table_args__ = (
        CheckConstraint("json_valid(setup)", name="interview_setup"),
        _moment("interview"),
        Index("interview_by_time", "ms"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    ms: int
    offset: int
    day: int
    role: str = Field(sa_type=Text)
    setup: str = Field(sa_type=Text)


class InterviewAnswerRow(SQLModel, table=True):
    """An answer in an interview; a later row for its place corrects it. Append-only."""

    __tablename__ = "interview_answer"
    __table_args__ = (
        ForeignKeyConstraint(["interview"], ["interview.id"], name="interview_answer_of_interview"),
        CheckConstraint("place >= 0", name="interview_answer_place"),
        CheckConstraint("json_valid(answer)", name="interview_answer_answer"),
        CheckConstraint("json_valid(shown)", name="interview_answer_shown"),
        _moment("interview_answer"),
        Index("interview_answer_by_interview", "interview", "place"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    interview: str = Field(sa_type=Text)
    place: int
    ms: int
    offset: int
    day: int
    card: str | None = Field(sa_type=Text)
    answer: str = Field(sa_type=Text)
    shown: str = Field(sa_type=Text)


class InterviewEndRow(SQLModel, table=True):
    """An interview is over and looked through. Append-only."""

    __tablename__ = "interview_end"
    __table_args__ = (
        ForeignKeyConstraint(["interview"], ["interview.id"], name="interview_end_of_interview"),
        CheckConstraint("json_valid(progress)", name="interview_end_progress"),
        CheckConstraint("json_valid(readiness)", name="interview_end_readiness"),
        CheckConstraint("left_out IN (0, 1)", name="interview_end_left_out"),
        _moment("interview_end"),
        Index("interview_end_by_interview", "interview"),
        _LOG,
    )

    id: str = Field(primary_key=True, sa_type=Text)
    interview: str = Field(sa_type=Text)
    ms: int
    offset: int
    day: int
    progress: str = Field(sa_type=Text)
    readiness: str = Field(sa_type=Text)
    left_out: int


class ProgressRow(SQLModel, table=True):
    """A cache: how an interview that goes on stood a second ago. Gone once it is over."""

    __tablename__ = "interview_progress"
    __table_args__ = (
        ForeignKeyConstraint(
            ["interview"], ["interview.id"], name="interview_progress_of_interview"
        ),
        CheckConstraint("json_valid(progress)", name="interview_progress_progress"),
        _CACHE,
    )

    interview: str = Field(primary_key=True, sa_type=Text)
    ms: int
    progress: str = Field(sa_type=Text)
