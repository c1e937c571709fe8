"""Many histories at once fold into exactly what they fold into one review at a time."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.fold import LEFT_ALONE, fold
from quizapp.core.review import CardMemory, Grade, Moment, Phase, Review, SessionKind, replay
from quizapp.core.schedule import DEFAULT_WEIGHTS, Scheduler
from quizapp.store.rows import memory_of

STEPS = st.lists(st.sampled_from([0.0, 1.0, 2.5, 10.0, 600.0]), max_size=3).map(tuple)
SCHEDULERS = st.builds(
    Scheduler,
    weights=st.sampled_from([DEFAULT_WEIGHTS, tuple(weight * 1.1 for weight in DEFAULT_WEIGHTS)]),
    retention=st.floats(0.7, 0.97),
    learning_steps=STEPS,
    relearning_steps=STEPS,
    maximum_interval=st.sampled_from([1, 30, 36_500]),
    fuzz=st.booleans(),
)
REVIEWS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from([0, 1, 2, 9, 400]), st.integers(0, 4)),
    max_size=12,
)
"""Of each: ms, study day (both may go back) and grade or LEFT_ALONE."""


def replayed(
    card: CardId, reviews: Sequence[tuple[int, int, int]], scheduler: Scheduler
) -> CardMemory:
    log = [
        Review(
            f"{number:03}",
            card,
            Moment(ms, 0, 700_000 + day),
            Grade(grade or 1),
            SessionKind.CRAM if grade == LEFT_ALONE else SessionKind.STUDY,
        )
        for number, (ms, day, grade) in enumerate(reviews)
    ]
    return replay(log, scheduler).get(card) or CardMemory(card)


@settings(max_examples=200, deadline=None)
@given(st.lists(REVIEWS, max_size=4), SCHEDULERS)
def test_it_is_the_replay(
    histories: list[list[tuple[int, int, int]]], scheduler: Scheduler
) -> None:
    cards = [CardId(f"c{number}") for number in range(len(histories))]
    flat = [
        [value for ms, day, grade in reviews for value in (ms, 700_000 + day, grade)]
        for reviews in histories
    ]
    folded = [memory_of(row) for row in fold(zip(cards, flat, strict=True), scheduler)]
    assert folded == [
        replayed(card, reviews, scheduler) for card, reviews in zip(cards, histories, strict=True)
    ]


def test_more_cards_than_fit_in_one_call() -> None:
    scheduler = Scheduler()
    reviews = [(0, 0, 3), (1, 0, 3), (2, 3, 1), (3, 3, 3), (4, 9, 4)]
    flat = [value for ms, day, grade in reviews for value in (ms, 700_000 + day, grade)]
    cards = [CardId(f"c{number}") for number in range(9_000)]
    rows = list(fold(((card, flat) for card in cards), scheduler))
    assert [row[0] for row in rows] == cards
    for number in (0, 4_095, 4_096, 8_999):
        assert memory_of(rows[number]) == replayed(cards[number], reviews, scheduler)


def test_a_card_that_was_only_crammed_is_new() -> None:
    (row,) = fold([(CardId("c"), [0, 700_000, LEFT_ALONE])], Scheduler())
    assert memory_of(row) == CardMemory(CardId("c"), Phase.NEW)
