"""Shares of topics: when they are kept, and how many questions bring them back."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.interview_role import Role, even, general, narrowed, of_hundred
from quizapp.core.interview_shares import behind, debt, within_one


@pytest.mark.parametrize(
    ("counts", "shares", "expected"),
    [
        ((0, 0), (50, 50), 0),
        ((2, 0), (50, 50), 0),  # one more than half of two
        ((3, 0), (50, 50), 1),  # after one on the other: 3 of 4
        ((4, 0), (50, 50), 2),
        ((0, 6), (20, 80), 1),  # 1.2 are due, and 5 of 6 belong to the other
        ((3, 0, 0), (30, 30, 40), 4),  # 2 may be above one only from seven on
    ],
)
def test_debt(counts: tuple[int, ...], shares: tuple[int, ...], expected: int) -> None:
    assert debt(counts, shares) == expected


weights = st.lists(st.integers(1, 9), min_size=1, max_size=4)


@given(weights, st.data())
def test_the_debt_is_the_shortest_way_back(shares: list[int], data: st.DataObject) -> None:
    counts = data.draw(
        st.lists(st.integers(0, 3), min_size=len(shares), max_size=len(shares)).map(tuple)
    )
    owed = debt(counts, tuple(shares))
    assert within_one(counts, shares) == (owed == 0)
    if owed > 5:
        return
    reached = {
        sum(more)
        for more in product(range(owed + 1), repeat=len(shares))
        if sum(more) <= owed
        and within_one([a + b for a, b in zip(counts, more, strict=True)], shares)
    }
    assert min(reached) == owed


@given(weights, st.data())
def test_some_topic_always_pays_a_debt_back(shares: list[int], data: st.DataObject) -> None:
    counts = data.draw(
        st.lists(st.integers(0, 5), min_size=len(shares), max_size=len(shares)).map(tuple)
    )
    owed = debt(counts, tuple(shares))
    after = [
        debt((*counts[:i], counts[i] + 1, *counts[i + 1 :]), tuple(shares))
        for i in range(len(shares))
    ]
    assert owed == 0 or min(after) == owed - 1


def test_a_topic_is_behind_by_what_the_next_question_gives_it() -> None:
    assert behind((1, 1), (75, 25), 0) == 1.25
    assert behind((1, 1), (75, 25), 1) == -0.25


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ((("a", 1), ("b", 1)), (("a", 50), ("b", 50))),
        ((("a", 1), ("b", 1), ("c", 1)), (("a", 34), ("b", 33), ("c", 33))),
        ((("a", 30), ("b", 10)), (("a", 75), ("b", 25))),
    ],
)
def test_shares_are_scaled_to_a_hundred(
    shares: tuple[tuple[str, int], ...], expected: tuple[tuple[str, int], ...]
) -> None:
    assert of_hundred(shares) == expected


def test_more_than_a_hundred_topics_all_keep_a_share() -> None:
    topics = [f"t{i}" for i in range(150)]
    assert general(topics).topics == tuple(topics)


def test_a_role_is_narrowed_to_topics() -> None:
    role = Role("r", "R", (("a", 60), ("b", 20), ("c", 20)))
    assert narrowed(role, ["a", "b"]).shares == (("a", 75), ("b", 25))
    assert narrowed(role, ["a", "z"]).shares == (("a", 50), ("z", 50))
    assert even(["a", "a", "b"]) == (("a", 50), ("b", 50))
