"""The grade that the time of an answer suggests, on the screen and in line mode."""

from __future__ import annotations

import io

import pytest
from textual.widgets import Static

from quizapp.core.card import CardId
from quizapp.core.question import Question
from quizapp.core.review import Grade, SessionKind
from quizapp.ui.app import QuizApp
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from tests.ui.conftest import Bench
from tests.ui.test_study import answer_right, asked, settle

NUMBER = CardId("slope-number")
SLOW = "Hard suggested: took 4 min 30 s; up to 3 min 12 s is Good."


@pytest.fixture
def known(bench: Bench) -> Bench:
    """Three cards, all in review and due."""
    desk = bench.desk()
    for card in tuple(desk.library.cards):
        question = desk.question(card)
        assert isinstance(question, Question)
        desk.grade(question, Grade.EASY, None, SessionKind.STUDY)
    desk.close()
    bench.clock.advance(days=30)
    return bench


def bar(app: QuizApp) -> list[str]:
    """The lines of the grades, none of them cut."""
    grades = app.study.query_one("#grades", Static)
    lines = str(grades.content).split("\n")
    assert grades.size.height == len(lines)
    assert max(len(line) for line in lines) <= grades.size.width
    return lines


async def test_a_slow_answer_says_why_it_is_hard(known: Bench) -> None:
    app = known.study()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        while asked(app).card.id != NUMBER:
            await answer_right(app, pilot)
            assert len(bar(app)) == 1
            await pilot.press("enter")
            await settle(pilot)
        known.clock.advance(seconds=270)
        await answer_right(app, pilot)
        assert bar(app)[1] == f" {SLOW}"
        await pilot.press("enter")
        await settle(pilot)
        *_, review = known.store().reviews()
    assert (review.card, review.grade, review.duration_ms) == (NUMBER, Grade.HARD, 270_000)


async def test_a_quick_and_sure_answer_is_easy(known: Bench) -> None:
    app = known.study()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        while asked(app).card.id != NUMBER:
            await answer_right(app, pilot)
            await pilot.press("enter")
            await settle(pilot)
        known.clock.advance(seconds=4)
        await pilot.press(*"%%%%%")
        await answer_right(app, pilot)
        assert bar(app)[1] == " Easy suggested: sure, and took 4 s."
        await pilot.press("enter")
        await settle(pilot)
        *_, review = known.store().reviews()
    assert (review.grade, review.confidence) == (Grade.EASY, 90)


@pytest.mark.parametrize(("seconds", "said", "grade"), [(270, SLOW, 2), (700, "", 3), (9, "", 3)])
def test_line_mode_says_it_too(known: Bench, seconds: int, said: str, grade: int) -> None:
    class Typist(io.StringIO):
        """Types each line after a while."""

        def readline(self, size: int = -1, /) -> str:  # type: ignore[override]  # as StringIO
            known.clock.advance(seconds=seconds)
            return super().readline(size)

    desk = known.desk()
    for card in tuple(desk.library.cards):
        if card != NUMBER:
            desk.suspend(card)
    writer = io.StringIO()
    lines = Typist("0.25\n\n")
    assert study_plain(desk, known.lab, Request(), lines, writer) == 0  # type: ignore[arg-type]
    assert f"{said}\ngrade [{grade}]: " in writer.getvalue()
    assert ("suggested" in writer.getvalue()) is bool(said)
