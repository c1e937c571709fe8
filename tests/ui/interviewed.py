"""An app that holds an interview over the small deck: how tests begin, answer and let time pass."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Static

from quizapp.core.card import ChoiceCard, RecallCard
from quizapp.core.interview_items import Stage
from quizapp.core.interview_state import Interview
from quizapp.ui.app import QuizApp
from quizapp.ui.interviewing import Interviewing
from quizapp.ui.request import InterviewRequest
from quizapp.ui.screens.interview_question import QuestionScreen
from quizapp.ui.widgets.prose_view import ProseView
from tests.ui.conftest import Bench
from tests.ui.test_study import settle

ROLE = """---
title: Test engineer
minutes: 10
topics:
  deck: 100
---
For whoever tests interviews.

## Opening

- What did you last test, and what did it teach you?

## Closing

- What would you ask us?
"""
WORDS = "at most one quarter, 최대 기울기"


def interview_app(bench: Bench, **wishes: object) -> QuizApp:
    """The app at the set-up of an interview, with a role over the small deck."""
    folder = bench.content / "interviews"
    folder.mkdir(exist_ok=True)
    (folder / "tester.md").write_text(ROLE, encoding="utf-8")
    request = InterviewRequest(**{"role": "tester", "seed": 7, **wishes})  # type: ignore[arg-type]
    return bench.app(interview=request)


async def begin(app: QuizApp, pilot: Pilot[None]) -> QuestionScreen:
    """Begin as it is set up."""
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    return screen_of(app)


def screen_of(app: QuizApp) -> QuestionScreen:
    """The question screen, which must be the one shown."""
    assert isinstance(app.screen, QuestionScreen)
    return app.screen


def held(app: QuizApp) -> Interviewing:
    """The controller of the interview on the screen."""
    return screen_of(app).interviewing


def interview(app: QuizApp) -> Interview:
    """The interview on the screen."""
    found = held(app).interview
    assert found is not None
    return found


def prose(app: QuizApp, name: str = "#card") -> str:
    """The text of one view of the screen shown."""
    return app.screen.query_one(name, ProseView).plain


def line(app: QuizApp, name: str) -> str:
    """A line of the screen shown."""
    return str(app.screen.query_one(name, Static).content)


async def pass_time(bench: Bench, app: QuizApp, pilot: Pilot[None], seconds: int) -> None:
    """Let the clock of the test go on, and the screen see it each second."""
    for _ in range(seconds):
        bench.clock.advance(seconds=1)
        if isinstance(app.screen, QuestionScreen):
            app.screen.every_second()
    await settle(pilot)


async def answer(app: QuizApp, pilot: Pilot[None], bench: Bench, words: str = WORDS) -> None:
    """Answer what is asked, rightly where that is known, after ten seconds."""
    bench.clock.advance(seconds=10)
    screen, question = screen_of(app), held(app).question
    if question is None or isinstance(question.card, RecallCard):
        screen.entry.words.load_text(words)
        await pilot.press("f5")
    elif isinstance(question.card, ChoiceCard):
        right = [letter for letter, option in question.options if option.correct]
        await pilot.press(*right, "enter")
    else:
        await pilot.press(*"0.25", "enter")
    await settle(pilot)


async def answer_until(app: QuizApp, pilot: Pilot[None], bench: Bench, kind: type[object]) -> None:
    """Answer until a card of that kind is asked."""
    for _ in range(8):
        question = held(app).question
        if question is not None and isinstance(question.card, kind):
            return
        await answer(app, pilot, bench)
    raise AssertionError(f"{kind} was never asked")


async def answer_all(app: QuizApp, pilot: Pilot[None], bench: Bench) -> None:
    """Answer until the interview is over."""
    for _ in range(20):
        if not isinstance(app.screen, QuestionScreen):
            return
        await answer(app, pilot, bench)
    raise AssertionError("the interview does not end")


def is_opening(app: QuizApp) -> bool:
    """Whether the opening question is on the table."""
    current = interview(app).current
    return current is not None and current.stage is Stage.OPENING
