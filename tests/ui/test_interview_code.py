"""Code in an interview: it is run over a real lab, off the clock, and no verdict is shown."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from quizapp.core.card import CodeCard
from quizapp.core.verdict import Verdict
from quizapp.lab.client import Lab
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.interview_report import ReportScreen
from tests.ui.conftest import Bench
from tests.ui.interviewed import answer, begin, held, interview, interview_app, pass_time, prose
from tests.ui.test_code import DECK, RIGHT, until
from tests.ui.test_study import settle


@pytest.fixture
def code_bench(bench: Bench) -> Bench:
    """A deck of one code card, and a real lab."""
    bench.deck.write_text(DECK, encoding="utf-8")
    bench.lab = Lab(device="cpu")  # type: ignore[assignment]  # the real thing
    return bench


async def to_code(app: QuizApp, pilot: Pilot[None], bench: Bench) -> None:
    """Answer the opening; the only card is code."""
    screen = await begin(app, pilot)
    await answer(app, pilot, bench)
    question = held(app).question
    assert question is not None
    assert isinstance(question.card, CodeCard)
    assert screen.entry.code.has_focus
    assert screen.entry.text == ""  # the signature alone is no answer


async def test_a_function_is_run_when_it_is_sent(code_bench: Bench) -> None:
    app = interview_app(code_bench, minutes=20)
    async with app.run_test() as pilot:
        await to_code(app, pilot, code_bench)
        screen = app.screen
        entry = screen.entry  # type: ignore[attr-defined]
        entry.code.load_text("def rms(x):\n    return (x * x")
        await pilot.press("f5")
        await settle(pilot)
        assert len(interview(app).answers) == 1
        entry.code.load_text(RIGHT)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(interview(app).answers) == 2)
        sent = interview(app).answers[1]
        assert (sent.verdict, sent.said) == (Verdict.CONFIRMED, RIGHT)
        assert "Right" not in prose(app) + prose(app, "#said")


async def test_a_function_that_time_ran_out_on_is_run_after_the_end(code_bench: Bench) -> None:
    app = interview_app(code_bench, minutes=20)
    async with app.run_test() as pilot:
        await to_code(app, pilot, code_bench)
        screen = app.screen
        screen.entry.code.load_text(RIGHT)  # type: ignore[attr-defined]
        current = interview(app).current
        assert current is not None
        code_bench.clock.advance(milliseconds=current.budget_ms + current.grace_ms)
        await pass_time(code_bench, app, pilot, 1)
        assert len(interview(app).answers) == 2
        await answer(app, pilot, code_bench)
        await until(pilot, lambda: app.screen is not screen)
        assert isinstance(app.screen, ReportScreen)
        found = app.screen.interviewing.interview
        assert found is not None
        assert found.answers[1].verdict is Verdict.CONFIRMED
