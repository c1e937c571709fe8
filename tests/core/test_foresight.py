"""Predictions of past answers against a plain replay."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.foresight import ENOUGH, foresight, predictions
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
                expected.append((recall, grade is not Grade.AGAIN))
            values += (place, day, grade)
            memory = SCHEDULER.after(memory, Review("", card, Moment(place, 0, day), grade))
        flat.append((card, values))
    found = list(predictions(flat, SCHEDULER))
    assert [recall for recall, _ in found] == pytest.approx([recall for recall, _ in expected])
    assert [kept for _, kept in found] == [kept for _, kept in expected]


def test_too_few_say_nothing() -> None:
    assert foresight([(0.9, True)] * (ENOUGH - 1)) is None


def test_sums_by_hand() -> None:
    seen = foresight([(0.95, True)] * 90 + [(0.95, False)] * 10 + [(0.5, True)] * 100)
    assert seen is not None
    assert (seen.predictions, seen.rate.passed) == (200, 190)
    assert seen.predicted == pytest.approx(0.725)
    assert [one.predicted for one in seen.brackets] == pytest.approx([0.5, 0.95])
    assert seen.error == pytest.approx((0.5 * 100 + 0.05 * 100) / 200)
    assert all(low.high <= high.low for low, high in pairwise(seen.brackets))
