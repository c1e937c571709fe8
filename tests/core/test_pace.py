"""What the time of an answer does to its suggested grade."""

from __future__ import annotations

from dataclasses import replace

import pytest

from quizapp.core.card import Card, ChoiceCard, CodeCard, RecallCard
from quizapp.core.grading import Assessment
from quizapp.core.pace import budget_ms, clock, words
from quizapp.core.question import (
    Question,
    Stage,
    ask,
    reveal,
    suggested_grade,
    suggestion_reason,
)
from quizapp.core.review import CardMemory, Grade, Phase
from quizapp.core.verdict import Verdict
from tests.core.formula_cards import formula_card
from tests.core.test_function import code_card
from tests.core.test_grading import choice_card, number_card, recall_card
from tests.core.test_rubric import point
from tests.core.test_wording import cloze

CARDS: dict[str, Card] = {
    "choice": choice_card(("1", False), ("2", True), ("3", False)),
    "number": number_card(),
    "formula": formula_card("x^2"),
    "cloze": cloze("vanishing"),
    "code": code_card(),
    "recall": replace(recall_card(), rubric=(point("one"), point("two"))),
}
AGAIN, HARD, GOOD, EASY = Grade
NEW, LEARNING, REVIEW, RELEARNING = Phase
RIGHT, CLOSE, WRONG, NOT_RUN = (
    Verdict.CONFIRMED,
    Verdict.CLOSE,
    Verdict.REFUTED,
    Verdict.NOT_RUN,
)

HARD_SAID = "Hard suggested: took {}; up to {} is Good."


def answered(
    kind: str, phase: Phase, seconds: float, sure: int | None = None, typed: str = ""
) -> Question:
    """A question that was answered after so many seconds, all points of a rubric ticked."""
    card = CARDS[kind]
    asked = replace(ask(card, CardMemory(card.id, phase=phase), 0), confidence=sure, typed=typed)
    question = reveal(asked, int(seconds * 1000))
    return replace(question, ticked=frozenset(range(len(question.points))))


def said(question: Question, verdict: Verdict) -> Assessment | None:
    return None if isinstance(question.card, RecallCard) else Assessment(verdict, "")


ROWS: list[tuple[str, Phase, float, int | None, Verdict, Grade]] = [
    # a choice should need 22 s: 20 and two words each of question and options
    ("choice", REVIEW, 1, None, RIGHT, GOOD),
    ("choice", REVIEW, 22, None, RIGHT, GOOD),
    ("choice", REVIEW, 66, None, RIGHT, GOOD),
    ("choice", REVIEW, 67, None, RIGHT, HARD),
    ("choice", REVIEW, 67, 100, RIGHT, HARD),
    ("choice", REVIEW, 600, None, RIGHT, HARD),
    ("choice", REVIEW, 601, None, RIGHT, GOOD),
    ("choice", REVIEW, 86_400, None, RIGHT, GOOD),
    ("choice", REVIEW, 1, 100, RIGHT, GOOD),
    ("choice", LEARNING, 70, None, RIGHT, HARD),
    ("choice", RELEARNING, 70, None, RIGHT, HARD),
    ("choice", NEW, 70, None, RIGHT, GOOD),
    ("choice", NEW, 600, 100, RIGHT, GOOD),
    ("choice", REVIEW, 1, 100, WRONG, AGAIN),
    ("choice", REVIEW, 70, None, WRONG, AGAIN),
    ("choice", REVIEW, 20, 60, RIGHT, HARD),
    ("choice", NEW, 1, 50, RIGHT, HARD),
    # a number 61 s
    ("number", REVIEW, 183, None, RIGHT, GOOD),
    ("number", REVIEW, 184, None, RIGHT, HARD),
    ("number", REVIEW, 184, None, CLOSE, HARD),
    ("number", REVIEW, 700, None, CLOSE, HARD),
    ("number", REVIEW, 184, None, WRONG, AGAIN),
    ("number", REVIEW, 184, None, NOT_RUN, GOOD),
    ("number", REVIEW, 3, 100, NOT_RUN, GOOD),
    ("number", REVIEW, 15, 90, RIGHT, EASY),
    ("number", REVIEW, 15.2, 90, RIGHT, EASY),
    ("number", REVIEW, 15.3, 90, RIGHT, GOOD),
    ("number", REVIEW, 3, 100, RIGHT, EASY),
    ("number", REVIEW, 3, 89, RIGHT, GOOD),
    ("number", REVIEW, 3, 80, RIGHT, GOOD),
    ("number", REVIEW, 3, None, RIGHT, GOOD),
    ("number", REVIEW, 3, 60, RIGHT, HARD),
    ("number", REVIEW, 3, 100, CLOSE, HARD),
    ("number", REVIEW, 3, 100, WRONG, AGAIN),
    ("number", NEW, 3, 100, RIGHT, GOOD),
    ("number", LEARNING, 3, 100, RIGHT, GOOD),
    ("number", RELEARNING, 3, 100, RIGHT, GOOD),
    # a formula 90 s and more, a cloze 30 s and more
    ("formula", REVIEW, 20, 90, RIGHT, EASY),
    ("formula", REVIEW, 60, 90, RIGHT, GOOD),
    ("formula", REVIEW, 240, None, RIGHT, GOOD),
    ("formula", REVIEW, 400, None, RIGHT, HARD),
    ("cloze", REVIEW, 7, 100, RIGHT, EASY),
    ("cloze", REVIEW, 20, 100, RIGHT, GOOD),
    ("cloze", REVIEW, 90, None, RIGHT, GOOD),
    ("cloze", REVIEW, 150, None, RIGHT, HARD),
    ("cloze", LEARNING, 150, None, CLOSE, HARD),
    # three times five minutes lie beyond ten
    ("code", REVIEW, 599, None, RIGHT, GOOD),
    ("code", REVIEW, 1_200, None, RIGHT, GOOD),
    ("code", REVIEW, 50, 100, RIGHT, EASY),
    ("code", REVIEW, 50, None, RIGHT, GOOD),
    ("code", REVIEW, 90, 100, RIGHT, GOOD),
    # a rubric, all of whose points were named: no one says how sure she is of prose
    ("recall", REVIEW, 2, None, RIGHT, GOOD),
    ("recall", REVIEW, 180, None, RIGHT, GOOD),
    ("recall", REVIEW, 200, None, RIGHT, HARD),
    ("recall", NEW, 200, None, RIGHT, GOOD),
    ("recall", REVIEW, 900, None, RIGHT, GOOD),
]


@pytest.mark.parametrize(("kind", "phase", "seconds", "sure", "verdict", "grade"), ROWS)
def test_the_suggested_grade(
    kind: str, phase: Phase, seconds: float, sure: int | None, verdict: Verdict, grade: Grade
) -> None:
    question = answered(kind, phase, seconds, sure)
    assert suggested_grade(question, said(question, verdict)) is grade


@pytest.mark.parametrize("seconds", [1, 30, 200, 599, 601])
@pytest.mark.parametrize("kind", CARDS)
@pytest.mark.parametrize("phase", Phase)
def test_time_never_helps_an_answer_that_had_a_hint_or_missed(
    kind: str, phase: Phase, seconds: int
) -> None:
    question = answered(kind, phase, seconds, 100 if kind != "recall" else None)
    hinted = replace(question, hinted=True)
    assert suggested_grade(hinted, said(question, RIGHT)) is HARD
    missed = replace(question, ticked=frozenset())
    assert suggested_grade(missed, said(question, WRONG)) is AGAIN
    assert suggestion_reason(hinted, said(question, RIGHT)) == ""
    assert suggestion_reason(missed, said(question, WRONG)) == ""


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        (answered("choice", REVIEW, 200), HARD_SAID.format("3 min 20 s", "1 min 6 s")),
        (answered("number", REVIEW, 184), HARD_SAID.format("3 min 4 s", "3 min 3 s")),
        (answered("number", REVIEW, 8.2, 90), "Easy suggested: sure, and took 8 s."),
        (answered("number", REVIEW, 20, 90), ""),
        (answered("choice", NEW, 200), ""),
        (answered("choice", REVIEW, 900), ""),
        (answered("choice", REVIEW, 30, 60), ""),
    ],
)
def test_the_reason_is_a_line_that_fits(question: Question, reason: str) -> None:
    assert suggestion_reason(question, said(question, RIGHT)) == reason
    assert len(reason) < 78


def test_who_writes_much_needs_longer() -> None:
    for seconds, typed, grade in ((270, "", HARD), (270, "word " * 40, GOOD), (370, "a b c", HARD)):
        question = answered("recall", REVIEW, seconds, typed=typed)
        assert suggested_grade(question, None) is grade


def test_what_is_shown_has_to_be_read() -> None:
    card = CARDS["choice"]
    assert isinstance(card, ChoiceCard)
    long = replace(card, question="word " * 60)
    options = replace(card, options=tuple(replace(each, text="a b c") for each in card.options))
    assert budget_ms(long) - budget_ms(card) == 59 * 500
    assert budget_ms(options) - budget_ms(card) == 6 * 500


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one", 1),
        ("two  words\nand $x^2$", 4),
        ("시그모이드의 기울기", 4),
        ("梯度消失", 2),
        ("ReLU 的梯度", 2),
    ],
)
def test_words(text: str, count: int) -> None:
    assert words(text) == count


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "1 s"),
        (900, "1 s"),
        (45_400, "45 s"),
        (59_600, "1 min"),
        (60_000, "1 min"),
        (200_000, "3 min 20 s"),
        (600_000, "10 min"),
    ],
)
def test_clock(ms: int, text: str) -> None:
    assert clock(ms) == text


def test_every_kind_is_in_the_table() -> None:
    assert {kind for kind, *_ in ROWS} == set(CARDS)
    assert isinstance(CARDS["code"], CodeCard)
    assert all(answered(kind, NEW, 1).stage is Stage.ANSWERED for kind in CARDS)
