"""How sure the learner is, step by step, and what a doubt makes of a right answer."""

from dataclasses import replace

import pytest

from quizapp.core.card import CardId
from quizapp.core.confidence import after, is_doubt, parse_confidence
from quizapp.core.question import (
    ask,
    assess,
    more_sure,
    reveal,
    suggested_grade,
    type_answer,
)
from quizapp.core.review import CardMemory, Grade
from tests.core.test_grading import number_card, recall_card
from tests.core.test_wording import cloze

MEMORY = CardMemory(CardId("c"))


def test_the_steps_go_round() -> None:
    steps: list[int | None] = [None]
    for _ in range(7):
        steps.append(after(steps[-1]))
    assert steps == [None, 50, 60, 70, 80, 90, 100, None]


@pytest.mark.parametrize(
    ("sure", "doubt"), [(None, False), (50, True), (60, True), (61, False), (100, False)]
)
def test_a_doubt(sure: int | None, doubt: bool) -> None:
    assert is_doubt(sure) is doubt


@pytest.mark.parametrize(("text", "sure"), [("%80", 80), ("% 50", 50), ("%100", 100), ("%65", 65)])
def test_line_mode_takes_a_number(text: str, sure: int) -> None:
    assert parse_confidence(text) == sure


@pytest.mark.parametrize("text", ["%", "%49", "%101", "%-60", "%x", "%6.5", "%²", "%" + "9" * 5000])
def test_line_mode_refuses_what_is_none(text: str) -> None:
    assert parse_confidence(text) == "How sure you are goes from 50 to 100: %80"


@pytest.mark.parametrize(
    ("typed", "sure", "hinted", "grade"),
    [
        ("vanishing", None, False, Grade.GOOD),
        ("vanishing", 100, False, Grade.GOOD),
        ("vanishing", 70, False, Grade.GOOD),
        ("vanishing", 60, False, Grade.HARD),
        ("vanishing", 100, True, Grade.HARD),
        ("vanshing", 100, False, Grade.HARD),
        ("exploding", 100, False, Grade.AGAIN),
        ("exploding", 50, False, Grade.AGAIN),
    ],
)
def test_the_suggested_grade(typed: str, sure: int | None, hinted: bool, grade: Grade) -> None:
    question = replace(ask(cloze("vanishing"), MEMORY, 0), confidence=sure, hinted=hinted)
    answered = type_answer(question, typed, 9)
    assert not isinstance(answered, str)
    assert suggested_grade(answered, assess(answered, None)) is grade


def test_sureness_is_said_before_the_verdict_of_a_graded_card_only() -> None:
    question = more_sure(ask(number_card("1"), MEMORY, 0))
    assert question.confidence == 50
    assert more_sure(reveal(question, 1)).confidence == 50
    assert more_sure(ask(recall_card(), MEMORY, 0)).confidence is None
