"""Predictions of past answers against a plain replay."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.foresight import ENOUGH, Prediction, foresight, predictions
from quizapp.core.review import CardMemory, Grade, Moment, Review
from quizapp.core.schedule import Scheduler, retrievability

SCHEDULER = Scheduler()
HISTORIES = st.lists(
    st.lists(st.tuples(st.sampled_from([0, 1, 3, 20]), st.sampled_from(Grade)), max_size=8),
    max_size=5,
)


@settings(deadline=None)
@given(HISTORIES)
def test_they_are_what_the_replay_foresaw(histories: list[list[tuple[int, Grade]]]) -> None:
    flat, expected = [], []
    for number, history in enumerate(histories):
        card, day = CardId(f"c{number}"), 700_000
        memory = CardMemory(card)
        values: list[int] = []
        for place, (gap, grade) in enumerate(history):
            day += gap
            if place and gap:
                recall = retrievability(memory, day, SCHEDULER.weights)
                expected.append(Prediction(recall, grade is not Grade.AGAIN, day))
            values += (place, day, grade)
            memory = SCHEDULER.after(memory, Review("", card, Moment(place, 0, day), grade))
        flat.append((card, values))
    found = list(predictions(flat, SCHEDULER))
    assert [one.recall for one in found] == pytest.approx([one.recall for one in expected])
    assert [one[1:] for one in found] == [one[1:] for one in expected]


def test_too_few_say_nothing() -> None:
    assert foresight([Prediction(0.9, True, 1)] * (ENOUGH - 1)) is None


def test_sums_by_hand() -> None:
    seen = foresight(
        [Prediction(0.95, True, 1)] * 90
        + [Prediction(0.95, False, 2)] * 10
        + [Prediction(0.5, True, 3)] * 100
    )
    assert seen is not None
    assert (seen.predictions, seen.rate.passed) == (200, 190)
    assert seen.predicted == pytest.approx(0.725)
    assert [one.predicted for one in seen.brackets] == pytest.approx([0.5, 0.95])
    assert seen.error == pytest.approx((0.5 * 100 + 0.05 * 100) / 200)
    assert all(low.high <= high.low for low, high in pairwise(seen.brackets))
