"""Events of the log as rows, and back."""

from typing import Final

from quizapp.core.review import (
    Grade,
    Mark,
    MarkKind,
    Moment,
    Retraction,
    Review,
    SessionKind,
)
from quizapp.core.verdict import Verdict
from quizapp.store.rows import Row

REVIEW_COLUMNS: Final = (
    "review.id, review.card, review.ms, review.offset, review.day, review.grade, review.kind, "
    "review.answer, review.verdict, review.duration_ms, review.card_hash, review.parameters, "
    "review.scheduler, review.weights, review.confidence"
)
RETRACTION_COLUMNS: Final = (
    "retraction.id, retraction.review, retraction.ms, retraction.offset, retraction.day"
)
MARK_COLUMNS: Final = "mark.id, mark.card, mark.kind, mark.ms, mark.offset, mark.day"

KEPT: Final = "NOT EXISTS (SELECT 1 FROM retraction WHERE retraction.review = review.id)"
"""Condition on a review: it was not undone."""

_GRADES: Final = {grade.value: grade for grade in Grade}
_KINDS: Final = {kind.value: kind for kind in SessionKind}
_VERDICTS: Final = {verdict.value: verdict for verdict in Verdict}


def review_of(row: Row) -> Review:
    """A review from the columns `REVIEW_COLUMNS`."""
    id_, card, ms, offset, day, grade, kind, answer, verdict, *rest = row
    return Review(
        id_,
        card,
        Moment(ms, offset, day),
        _GRADES[grade],
        _KINDS[kind],
        answer,
        _VERDICTS[verdict] if verdict else None,
        *rest,
    )


def review_row(review: Review) -> tuple[object, ...]:
    """The columns `REVIEW_COLUMNS` of a review."""
    return (
        review.id,
        review.card,
        review.at.ms,
        review.at.offset,
        review.at.day,
        int(review.grade),
        review.kind,
        # Half a surrogate pair, as a broken paste may hold, cannot be written as UTF-8.
        review.answer.encode(errors="replace").decode(),
        review.verdict,
        review.duration_ms,
        review.card_hash,
        review.parameters,
        review.scheduler,
        review.weights,
        review.confidence,
    )


def retraction_of(row: Row) -> Retraction:
    """A retraction from the columns `RETRACTION_COLUMNS`."""
    id_, review, *at = row
    return Retraction(id_, review, Moment(*at))


def retraction_row(retraction: Retraction) -> tuple[object, ...]:
    """The columns `RETRACTION_COLUMNS` of a retraction."""
    at = retraction.at
    return (retraction.id, retraction.review, at.ms, at.offset, at.day)


def mark_of(row: Row) -> Mark:
    """A mark from the columns `MARK_COLUMNS`."""
    id_, card, kind, *at = row
    return Mark(id_, card, MarkKind(kind), Moment(*at))


def mark_row(mark: Mark) -> tuple[object, ...]:
    """The columns `MARK_COLUMNS` of a mark."""
    return (mark.id, mark.card, mark.kind, mark.at.ms, mark.at.offset, mark.at.day)
