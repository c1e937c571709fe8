"""Which points a typed answer touches; ticks as the log keeps them.

The sentences are what people say in interviews. A contradiction touches a point too: whether it is
right is the learner's to say.
"""

from __future__ import annotations

import pytest

from quizapp.core.card import RubricPoint
from quizapp.core.review import Grade
from quizapp.core.rubric import TOUCHED_AT, likeness, read, suggested, touched, written
from tests.core.rubric_answers import FIRST, LATER, RUBRICS, Said


def point(line: str) -> RubricPoint:
    """A point as an author writes it."""
    text, _, wordings = line.partition(": ")
    return RubricPoint(text, tuple(each for each in wordings.split("; ") if each), 1)


POINTS = {name: tuple(point(line) for line in lines) for name, lines in RUBRICS.items()}

Pairs = list[tuple[float, bool]]
"""Of each sentence with each point of its card: their likeness, and whether the point was meant."""


def pairs(sentences: list[Said]) -> Pairs:
    return [
        (max(likeness(phrase, said) for phrase in (each.text, *each.wordings)), place in named)
        for card, said, named in sentences
        for place, each in enumerate(POINTS[card])
    ]


FIRST_PAIRS, LATER_PAIRS = pairs(FIRST), pairs(LATER)


def mistakes(threshold: float, found_in: Pairs) -> tuple[int, int]:
    """Points found that were not meant, and points meant that were not found."""
    found = sum(score >= threshold and not named for score, named in found_in)
    missed = sum(score < threshold and named for score, named in found_in)
    return found, missed


def test_the_figures_that_the_threshold_states() -> None:
    assert (len(FIRST), len(FIRST_PAIRS), sum(named for _, named in FIRST_PAIRS)) == (73, 369, 59)
    assert (len(LATER), len(LATER_PAIRS), sum(named for _, named in LATER_PAIRS)) == (130, 627, 111)
    assert mistakes(TOUCHED_AT, FIRST_PAIRS) == (4, 2)
    assert mistakes(TOUCHED_AT, LATER_PAIRS) == (14, 22)


@pytest.mark.parametrize("found_in", [FIRST_PAIRS, LATER_PAIRS])
def test_no_other_threshold_makes_fewer_mistakes(found_in: Pairs) -> None:
    for other in (50, 55, 60, 65, 75, 80, 90):
        assert sum(mistakes(other, found_in)) >= sum(mistakes(TOUCHED_AT, found_in))


@pytest.mark.parametrize(("found_in", "share"), [(FIRST_PAIRS, 0.99), (LATER_PAIRS, 0.96)])
def test_points_that_were_meant_lie_above_those_that_were_not(
    found_in: Pairs, share: float
) -> None:
    meant = [score for score, named in found_in if named]
    others = [score for score, named in found_in if not named]
    above = sum((each > other) + (each == other) / 2 for each in meant for other in others)
    assert above > share * len(meant) * len(others)


@pytest.mark.parametrize(
    ("card", "said", "places"),
    [
        ("linear", "composition of linear maps is linear. XOR!", {0, 2}),
        ("vanishing", "the sigmoid saturates, use ReLU", {1, 5}),
        ("temperature", "The ranking changes", {3}),  # wrong, and touched all the same
        ("temperature", "He said so, the others did", set()),
        ("vanishing", "the rest is here", set()),  # "He" stands in three of these words
        ("dying", "", set()),
        ("dying", "   ", set()),
        ("dying", "?!", set()),
    ],
)
def test_touched(card: str, said: str, places: set[int]) -> None:
    assert touched(POINTS[card], said) == places


def test_korean_points_are_touched_too() -> None:
    points = (point("최대 기울기: 기울기가 최대 1/4"), point("곱: 층마다 곱해진다"))
    assert touched(points, "기울기가 최대 1/4 입니다") == {0}


@pytest.mark.parametrize(
    ("ticked", "points", "grade"),
    [
        (4, 4, Grade.GOOD),
        (1, 1, Grade.GOOD),
        (3, 4, Grade.HARD),
        (2, 4, Grade.HARD),
        (3, 5, Grade.HARD),
        (2, 5, Grade.AGAIN),
        (1, 4, Grade.AGAIN),
        (0, 3, Grade.AGAIN),
    ],
)
def test_the_share_named_suggests_the_grade(ticked: int, points: int, grade: Grade) -> None:
    assert suggested(ticked, points) is grade


@pytest.mark.parametrize("said", ["", "by the chain rule", "- [x] not a point", "두 줄\nx"])
def test_an_answer_is_read_back_as_it_was_written(said: str) -> None:
    points = (*POINTS["dying"], RubricPoint("two\n  lines [x]", (), 1))
    ticked = frozenset({0, 5})
    words, rows = read(written(said, points, ticked))
    assert words == " ".join(said.split())
    assert [text for text, _ in rows] == [*(each.text for each in points[:5]), "two lines [x]"]
    assert {place for place, (_, named) in enumerate(rows) if named} == ticked


def test_the_log_reads_as_a_task_list() -> None:
    points = (point("one"), point("two"))
    assert written("I said", points, frozenset({1})) == "I said\n- [ ] one\n- [x] two"
