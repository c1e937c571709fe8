"""Folding a log into memories."""

from quizapp.core.card import CardId
from quizapp.core.review import (
    CardMemory,
    Event,
    Grade,
    Mark,
    MarkKind,
    Moment,
    Phase,
    Retraction,
    Review,
    SessionKind,
    replay,
)
from quizapp.core.schedule import Scheduler

A, B = CardId("a"), CardId("b")


def at(minutes: int) -> Moment:
    return Moment(minutes * 60_000, 0, 700_000 + minutes // 1440)


def review(name: str, card: CardId, minutes: int, grade: Grade = Grade.GOOD) -> Review:
    return Review(name, card, at(minutes), grade)


def folded(*events: Event) -> dict[CardId, CardMemory]:
    return replay(events, Scheduler(fuzz=False))


def test_reviews_fold_in_the_order_of_their_instants() -> None:
    one, two = review("1", A, 0), review("2", A, 3000, Grade.AGAIN)
    assert folded(two, one) == folded(one, two)
    assert folded(one, two)[A].reps == 2


def test_merging_two_logs_is_their_union() -> None:
    here = [review("1", A, 0), review("3", A, 3000)]
    there = [review("2", B, 10), review("4", A, 6000)]
    assert folded(*here, *there) == folded(*there, *here)


def test_a_retracted_review_leaves_no_trace() -> None:
    kept, gone = review("1", A, 0), review("2", A, 3000, Grade.AGAIN)
    assert folded(kept, gone, Retraction("3", "2", at(3001))) == folded(kept)
    assert folded(gone, Retraction("3", "2", at(3001))) == {}


def test_cram_does_not_touch_the_schedule() -> None:
    crammed = Review("2", A, at(3000), Grade.AGAIN, SessionKind.CRAM)
    assert folded(review("1", A, 0), crammed) == folded(review("1", A, 0))


def test_marks() -> None:
    first = review("1", A, 0)
    assert folded(first, Mark("2", A, MarkKind.SUSPEND, at(1)))[A].suspended
    unsuspended = Mark("3", A, MarkKind.UNSUSPEND, at(2))
    assert not folded(first, Mark("2", A, MarkKind.SUSPEND, at(1)), unsuspended)[A].suspended
    assert folded(first, Mark("2", A, MarkKind.BURY, at(1)))[A].buried_day == at(1).day
    assert folded(first, Mark("2", A, MarkKind.FLAG, at(1)))[A].flagged
    flags = (Mark("2", A, MarkKind.FLAG, at(1)), Mark("3", A, MarkKind.UNFLAG, at(2)))
    assert not folded(first, *flags)[A].flagged


def test_a_reset_card_is_new_again_and_keeps_its_flag() -> None:
    events = (
        review("1", A, 0),
        Mark("2", A, MarkKind.FLAG, at(1)),
        Mark("3", A, MarkKind.RESET, at(2)),
    )
    assert folded(*events)[A] == CardMemory(A, Phase.NEW, flagged=True)
