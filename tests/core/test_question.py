"""One question from asked to answered."""

from dataclasses import replace

from quizapp.core.card import CardId
from quizapp.core.evidence import Answered
from quizapp.core.question import (
    Question,
    Stage,
    again,
    ask,
    assess,
    pick,
    reveal,
    suggested_grade,
    type_answer,
)
from quizapp.core.review import CardMemory, Grade
from quizapp.core.verdict import Verdict
from tests.core.test_grading import choice_card, number_card, recall_card, run

MEMORY = CardMemory(CardId("c"))


def letter_of(question: Question, key: str) -> str:
    return next(letter for letter, option in question.options if option.key == key)


def test_letters_follow_the_shown_order() -> None:
    card = choice_card(("1", False), ("2", True), ("3", False), ("4", False))
    question = ask(card, MEMORY, 0)
    assert question.letters == "abcd"
    answered = pick(question, letter_of(question, "b"), 1_500)
    assert (answered.stage, answered.answer, answered.duration_ms) == (Stage.ANSWERED, "b", 1_500)
    assessment = assess(answered, None)
    assert assessment is not None
    assert assessment.verdict is Verdict.CONFIRMED


def test_the_order_changes_with_the_repetition_only() -> None:
    card = choice_card(("1", False), ("2", True), ("3", False), ("4", False))
    orders = {ask(card, replace(MEMORY, reps=reps), 0).order for reps in range(20)}
    assert len(orders) > 5
    assert ask(card, MEMORY, 0).order == ask(card, MEMORY, 99).order


def test_several_right_options_are_toggled_then_submitted() -> None:
    card = choice_card(("1", True), ("2", True), ("3", False))
    question = ask(card, MEMORY, 0)
    for key in ("a", "c", "b", "c"):
        question = pick(question, letter_of(question, key), 0)
        assert question.stage is Stage.ASKED
    assert reveal(question, 5).picked == {"a", "b"}


def test_a_letter_beyond_the_options_does_nothing() -> None:
    question = ask(choice_card(("1", False), ("2", True)), MEMORY, 0)
    assert pick(question, "z", 0) == question


def test_an_answer_cannot_be_changed_after_the_verdict() -> None:
    question = pick(ask(choice_card(("1", False), ("2", True)), MEMORY, 0), "a", 1)
    assert pick(question, "b", 2) == question
    assert question.letters == ""


def test_a_number_that_cannot_be_read_costs_nothing() -> None:
    question = ask(number_card(), MEMORY, 0)
    assert isinstance(type_answer(question, "a quarter or so", 1), str)
    answered = type_answer(question, " 1/4 ", 1)
    assert isinstance(answered, Question)
    assert answered.typed == "1/4"


def test_giving_up_suggests_again() -> None:
    question = reveal(ask(number_card(), MEMORY, 0), 1)
    assert suggested_grade(question, assess(question, None)) is Grade.AGAIN


def test_suggested_grades() -> None:
    recalled = reveal(ask(recall_card(), MEMORY, 0), 1)
    assert suggested_grade(recalled, None) is Grade.GOOD
    measured = run(Answered(0.25, "", 2))
    expected = {"0.25": Grade.GOOD, "0.26": Grade.HARD, "7": Grade.AGAIN}
    for typed, grade in expected.items():
        answered = type_answer(ask(number_card(), MEMORY, 0), typed, 1)
        assert isinstance(answered, Question)
        assert suggested_grade(answered, assess(answered, measured)) is grade
        if grade is Grade.GOOD:
            hinted = replace(answered, hinted=True)
            assert suggested_grade(hinted, assess(hinted, measured)) is Grade.HARD


def test_an_edit_keeps_what_was_done() -> None:
    card = choice_card(("1", True), ("2", True), ("3", False))
    question = pick(ask(card, MEMORY, 0), "a", 0)
    edited = again(question, replace(card, question="Which then?"))
    assert (edited.picked, edited.card.question) == (question.picked, "Which then?")
