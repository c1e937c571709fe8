"""An interview on the screen: keys in, questions and time out, nothing typed lost."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList, Static

from quizapp.core.card import ChoiceCard, NumberCard, RecallCard
from quizapp.core.interview_items import Timing
from quizapp.core.interview_state import Interview
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.screens.interview_pause import PauseScreen
from quizapp.ui.screens.interview_question import QuestionScreen
from quizapp.ui.screens.interview_report import ReportScreen
from quizapp.ui.screens.interview_setup import SetupScreen
from quizapp.ui.screens.interview_ticks import TicksScreen
from quizapp.ui.widgets.key_bar import KeyBar
from tests.ui.conftest import Bench
from tests.ui.interviewed import (
    answer,
    answer_until,
    begin,
    held,
    interview,
    interview_app,
    is_opening,
    line,
    pass_time,
    prose,
    screen_of,
)
from tests.ui.test_study import settle


async def test_from_home_one_key_and_enter_begin(bench: Bench) -> None:
    interview_app(bench)
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        assert "Test engineer" in str(
            app.screen.query_one(OptionList).get_option_at_index(0).prompt
        )
        screen = await begin(app, pilot)
        assert is_opening(app)
        assert "What did you last test" in prose(app)
        assert screen.entry.words.has_focus
        assert "Test engineer · question 1" in line(app, "#status")
        assert "10:00 of 10:00 left" in line(app, "#status")
        assert "for this question" in line(app, "#clock")


async def test_the_set_up_takes_the_request_and_its_keys(bench: Bench) -> None:
    app = interview_app(bench, minutes=12, level=2, allow_due=True)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        wishes = app.screen.wishes
        assert wishes is not None
        assert (wishes.minutes, wishes.level, wishes.allow_due) == (12, 2, True)
        await pilot.press("down", "right", "down", "left", "down", "space", "4", "5")
        wishes = app.screen.wishes
        assert wishes is not None
        assert (wishes.minutes, wishes.level, wishes.allow_due) == (45, 1, False)
        await pilot.press("down", "space", "enter")
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        assert "Tick a topic" in line(app, "#notice")


async def test_an_unknown_role_is_named_and_the_rest_works(bench: Bench) -> None:
    app = interview_app(bench, role="testre")
    async with app.run_test() as pilot:
        await settle(pilot)
        said = [notification.message for notification in app._notifications]
        assert any("testre" in text and "tester" in text for text in said)
        await begin(app, pilot)


async def test_a_library_without_cards_says_so(bench: Bench) -> None:
    bench.deck.unlink()
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert "There are no cards" in line(app, "#notice")
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert app.screen.id == "home"


@pytest.mark.parametrize("key", ["f5", "ctrl+s", "ctrl+enter", "ctrl+j"])
async def test_words_are_typed_freely_and_sent(bench: Bench, key: str) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        height = screen.entry.words.size.height
        await pilot.press("h", "?", "i", "enter", "space", "q", *["enter"] * 6, "x")
        await pilot.pause()
        assert screen.entry.words.text == "h?i\n q" + "\n" * 6 + "x"
        assert screen.entry.words.size.height > height
        await pilot.press(key)
        await settle(pilot)
        assert interview(app).answers[0].said == "h?i\n q" + "\n" * 6 + "x"
        assert not is_opening(app)


async def test_no_verdict_is_shown_before_the_end(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        await answer_until(app, pilot, bench, ChoiceCard)
        question = held(app).question
        assert question is not None
        wrong = next(letter for letter, option in question.options if not option.correct)
        await pilot.press(wrong)
        assert "▸" in prose(app)
        assert held(app).question is question
        await pilot.press("enter")
        await settle(pilot)
        shown = prose(app) + prose(app, "#said")
        assert not any(sign in shown for sign in ("✓", "✗", "Right", "Not this one", "answer is"))


async def test_a_second_letter_takes_the_place_of_the_first(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        await answer_until(app, pilot, bench, ChoiceCard)
        await pilot.press("a", "b")
        assert screen.entry.text == "b"
        await pilot.press("b")
        assert screen.entry.text == ""
        count = len(interview(app).answers)
        await pilot.press("enter")
        assert len(interview(app).answers) == count


async def test_a_number_that_cannot_be_read_costs_no_attempt(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        await answer_until(app, pilot, bench, NumberCard)
        count = len(interview(app).answers)
        await pilot.press(*"a lot", "enter")
        await settle(pilot)
        assert len(interview(app).answers) == count
        assert screen.entry.text == "a lot"


async def test_a_hint_is_shown_and_counted_once(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        assert "hint" not in str(app.screen.query_one(KeyBar).content)
        await answer_until(app, pilot, bench, ChoiceCard)
        assert "F2 hint" in str(app.screen.query_one(KeyBar).content)
        await pilot.press("f2", "f2")
        assert "Differentiate" in prose(app)
        current = interview(app).current
        assert current is not None
        assert current.hints == 1


async def test_not_knowing_passes_at_once_but_not_over_what_is_written(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        await answer_until(app, pilot, bench, NumberCard)
        count = len(interview(app).answers)
        await pilot.press("7", "f3")
        assert len(interview(app).answers) == count
        await pilot.press("f3")
        await settle(pilot)
        assert interview(app).answers[-1].unknown


async def test_over_time_it_moves_on_and_keeps_what_was_written(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        current = interview(app).current
        assert current is not None
        await pilot.press(*"half a sen")
        await pass_time(bench, app, pilot, current.budget_ms // 1000 - 5)
        assert "! little time: 0:05" in line(app, "#clock")
        await pass_time(bench, app, pilot, 6)
        assert "!! time is over: please come to an end" in line(app, "#clock")
        await pass_time(bench, app, pilot, current.grace_ms // 1000)
        assert "Let us move on." in prose(app, "#said")
        (kept,) = interview(app).answers
        assert kept.said == "half a sen"
        assert kept.timing is Timing.MOVED_ON
        # Keys that were meant for the question before send nothing for a moment.
        await pilot.press(*"tence", "f5", "f3", "enter")
        await settle(pilot)
        assert len(interview(app).answers) == 1
        assert screen is app.screen


async def test_time_goes_on_under_the_help(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        await pilot.press("f1")
        assert isinstance(app.screen, HelpScreen)
        keys = " ".join(str(row.content) for row in app.screen.query(Static))
        assert "F3" in keys
        assert "take the pick back" in keys
        bench.clock.advance(minutes=30)
        for _ in range(3):
            screen.every_second()
        await settle(pilot)
        assert len(interview_of(screen).answers) >= 1
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, QuestionScreen | TicksScreen | ReportScreen)


def interview_of(screen: QuestionScreen) -> Interview:
    """The interview of a screen that is covered."""
    assert screen.interviewing.interview is not None
    return screen.interviewing.interview


async def test_a_pause_covers_the_question_and_stops_the_clock(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        await pilot.press(*"so far")
        await pass_time(bench, app, pilot, 10)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, PauseScreen)
        assert "9:50 left on the clock" in line(app, "#pause")
        bench.clock.advance(minutes=20)
        screen.every_second()
        await pilot.press("enter")
        await settle(pilot)
        assert screen_of(app) is screen
        await pass_time(bench, app, pilot, 1)
        assert interview(app).left_ms == 589_000
        (pause,) = interview(app).clock.pauses
        assert pause.ms == 20 * 60_000
        assert screen.entry.text == "so far"
        assert screen.entry.words.has_focus


async def test_left_for_later_it_is_resumed_as_it_stood(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        await answer(app, pilot, bench)
        await answer_until(app, pilot, bench, RecallCard)
        await pilot.press(*"half")
        await pass_time(bench, app, pilot, 5)
        left = interview(app).left_ms
        await pilot.press("escape", "l")
        await settle(pilot)
        assert app.screen.id == "home"
        bench.clock.advance(days=1)
        await pilot.press("i")
        await settle(pilot)
        assert "An interview was interrupted: Test engineer" in line(app, "#notice")
        await pilot.press("enter")
        assert isinstance(app.screen, SetupScreen)
        await pilot.press("r")
        await settle(pilot)
        assert interview(app).left_ms == left
        assert screen_of(app).entry.text == "half"


async def test_a_program_that_was_killed_offers_to_resume(bench: Bench) -> None:
    killed = interview_app(bench)
    async with killed.run_test() as pilot:
        await begin(killed, pilot)
        await pilot.press(*"unsaid")
        await pass_time(bench, killed, pilot, 2)
        left = interview(killed).left_ms
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "interrupted" in line(app, "#today")
        await pilot.press("i")
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert screen_of(app).entry.text == "unsaid"
        assert interview(app).left_ms == left


async def test_an_interrupted_one_can_be_ended_instead(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        await answer(app, pilot, bench)
        await pilot.press("escape", "l")
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen | TicksScreen)


@pytest.mark.parametrize("size", [(40, 10), (39, 9), (80, 24), (140, 40)])
async def test_every_size_works(bench: Bench, size: tuple[int, int]) -> None:
    app = interview_app(bench)
    async with app.run_test(size=size) as pilot:
        await begin(app, pilot)
        for _ in range(3):
            await answer(app, pilot, bench)
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("e")
        await settle(pilot)
        await pilot.resize_terminal(*size)
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen | TicksScreen)
