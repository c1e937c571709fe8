"""A session on the screen: keys in, state and log out."""

from __future__ import annotations

from dataclasses import replace

from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from quizapp.core.card import CardId
from quizapp.core.evidence import Outcome, Plotted, Run
from quizapp.core.question import Question, Stage
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.verdict import Verdict
from quizapp.ui.app import QuizApp
from quizapp.ui.request import Request
from quizapp.ui.screens.demo import DemoScreen
from quizapp.ui.screens.help import HelpScreen
from quizapp.ui.widgets.plot_view import PlotView
from quizapp.ui.widgets.prose_view import ProseView
from tests.fakes import DENIED, measured
from tests.ui.conftest import Bench


async def settle(pilot: Pilot[None]) -> None:
    """Wait until log and library are open, demos have run, and what they post is shown."""
    app = pilot.app
    assert isinstance(app, QuizApp)
    while app.desk is None and app.return_code is None:
        await pilot.pause(0.01)
    await app.workers.wait_for_complete()
    await pilot.pause()
    await app.demos.wait()
    await pilot.pause()
    await pilot.pause()


def asked(app: QuizApp) -> Question:
    """The question on the screen."""
    assert app.study.question is not None
    return app.study.question


def shown(app: QuizApp, name: str = "#card") -> str:
    """The text of one view."""
    return app.study.query_one(name, ProseView).plain


def letter_of(app: QuizApp, key: str) -> str:
    """The letter that an option is shown under."""
    return next(letter for letter, option in asked(app).options if option.key == key)


async def answer_right(app: QuizApp, pilot: Pilot[None]) -> None:
    """Answer the question on the screen, whatever its kind."""
    match asked(app).card.id:
        case "slope":
            await pilot.press(letter_of(app, "b"))
        case "slope-number":
            await pilot.press(*"0.25", "enter")
        case _:
            await pilot.press("space")
    await settle(pilot)


async def test_a_right_answer_is_proved_graded_and_kept(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert asked(app).card.id == "slope"
        await pilot.press(letter_of(app, "b"))
        await settle(pilot)
        text = shown(app)
        assert "✓ Right." in text
        assert "✓ confirmed: measured 0.250000  ◂ yours" in text
        assert text.count("✗ refuted: measured 0.250000") == 2
        assert "verified on CPU in 12 ms" in shown(app, "#measured")
        bench.clock.advance(seconds=5)
        await pilot.press("3")
        await settle(pilot)
        assert asked(app).card.id == "slope-number"
        (review,) = bench.store().reviews()
    assert (review.card, review.grade, review.verdict) == ("slope", Grade.GOOD, Verdict.CONFIRMED)
    assert review.answer == "b"
    assert review.kind is SessionKind.STUDY
    assert review.card_hash


async def test_the_preview_on_the_bar_is_what_gets_written(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert app.desk is not None
        promised = app.desk.outcomes(asked(app))
        await pilot.press("4")
        await settle(pilot)
        assert bench.store().memory(CardId("slope")) == promised[Grade.EASY]


async def test_a_wrong_option_says_which_was_right(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        right = letter_of(app, "b")
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)
        assert f"✗ Not this one. The answer is {right}." in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        (review,) = bench.store().reviews()
    assert review.grade is Grade.AGAIN


async def test_a_typed_number_starts_with_its_first_digit(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("3")
        await settle(pilot)
        await pilot.press("1")
        assert app.study.query_one("#typed", Input).has_focus
        await pilot.press("enter")
        await settle(pilot)
        assert "that is the slope of tanh." in shown(app)
        assert "✗ refuted" in shown(app)


async def test_a_number_that_cannot_be_read_costs_no_attempt(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("3")
        await settle(pilot)
        await pilot.press("i", *"a lot", "enter")
        await settle(pilot)
        assert asked(app).stage is Stage.ASKED
        await pilot.press("escape", "space")
        assert asked(app).stage is Stage.ANSWERED


async def test_recall_is_revealed_with_its_key_points(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        for _ in range(2):
            await answer_right(app, pilot)
            await pilot.press("4")
            await settle(pilot)
        assert asked(app).card.id == "vanishing"
        await pilot.press("space")
        await settle(pilot)
        assert "기울기가 최대 1/4" in shown(app)
        assert "☐ b  곱" in shown(app)


async def test_undo_goes_back_one_by_one_and_across_restarts(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        for _ in range(2):
            await answer_right(app, pilot)
            await pilot.press("4")
            await settle(pilot)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert asked(app).card.id == "vanishing"
        await pilot.press("u")
        await settle(pilot)
        assert asked(app).card.id == "slope-number"
        assert asked(app).stage is Stage.ASKED
        await pilot.press("u")
        await settle(pilot)
        assert asked(app).card.id == "slope"
        assert bench.store().memory(CardId("slope")).phase is Phase.NEW
        await pilot.press("u")
        await settle(pilot)
        assert asked(app).card.id == "slope"
        assert list(bench.store().reviews()) == []


async def test_the_app_remembers_tomorrow(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        for _ in range(3):
            await answer_right(app, pilot)
            await pilot.press("4")
            await settle(pilot)
        assert app.study.question is None
        assert "Done: 3 answers on 3 cards" in shown(app)
    bench.clock.advance(days=1)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "Nothing waits here today" in shown(app)
    bench.clock.advance(days=20)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert asked(app).memory.phase is Phase.REVIEW


async def test_a_failed_card_comes_back_in_the_session(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("1")
        await settle(pilot)
        for _ in range(2):
            await answer_right(app, pilot)
            await pilot.press("4")
            await settle(pilot)
        assert asked(app).card.id == "slope"


async def test_suspend_takes_a_card_out_and_undo_brings_it_back(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("s")
        await settle(pilot)
        assert asked(app).card.id == "slope-number"
        assert bench.store().memory(CardId("slope")).suspended
        await pilot.press("u")
        await settle(pilot)
        assert asked(app).card.id == "slope"
        assert not bench.store().memory(CardId("slope")).suspended


async def test_the_hint_makes_a_right_answer_hard(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("h")
        assert "1 / (1 + e[-x])" in shown(app)
        await pilot.press(letter_of(app, "b"))
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        (review,) = bench.store().reviews()
    assert review.grade is Grade.HARD


async def test_without_torch_study_goes_on(bench: Bench) -> None:
    bench.lab._answer = lambda job: DENIED
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert "✓ right" in shown(app)
        assert "pip install torch" in shown(app, "#measured")
        await pilot.press("3")
        await settle(pilot)
        await answer_right(app, pilot)
        assert "the card says 0.25" in shown(app)


async def test_a_demo_that_contradicts_its_card_is_said_to(bench: Bench) -> None:
    bench.lab._answer = lambda job: measured(0.5)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert "! This card does not hold on this machine" in shown(app)


async def test_a_demo_that_crashed_is_said_to(bench: Bench) -> None:
    bench.lab._answer = lambda job: Run(Outcome.CRASHED, message="killed by signal 11 [/x]")
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert "killed by signal 11 [/x]" in shown(app, "#measured")


async def test_each_text_of_a_card_is_measured_once(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("1")
        await settle(pilot)
    codes = [job.code for job in bench.lab.jobs]
    assert len(codes) >= 2
    assert len(codes) == len({(job.seed, job.code) for job in bench.lab.jobs})


async def test_the_demo_opens_in_full_with_its_numbers(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("d")
        await settle(pilot)
        assert isinstance(app.screen, DemoScreen)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.id == "study"


async def test_curves_are_drawn(bench: Bench) -> None:
    from textual_plot import PlotWidget

    curve = Plotted("σ′(x)", (0.0, 1.0, 2.0), (0.0, 1.0, 0.0))
    bench.lab._answer = lambda job: measured(0.25, curve)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert app.study.query_one(PlotView).display
        assert app.study.query_one(PlotWidget).size.height >= 10
        await pilot.press("3")
        await settle(pilot)
        assert not app.study.query_one("#evidence").display
        await answer_right(app, pilot)
        await pilot.press("d", "t")
        await settle(pilot)
        numbers = app.screen.query_one("#numbers", ProseView)
        assert "σ′(x)" in numbers.plain


async def test_help_and_home(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("question_mark")
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("q")
        await settle(pilot)
        assert app.screen.id == "home"


async def test_the_editor_shows_the_edit_and_keeps_the_card(bench: Bench) -> None:
    opened: list[tuple[str, int]] = []

    def edit(app: App[None], file: str, line: int) -> str:
        opened.append((file, line))
        bench.deck.write_text(bench.deck.read_text().replace("largest slope", "steepest slope"))
        return ""

    app = bench.app(Request(), edit=edit)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert "steepest slope" in asked(app).card.question
        assert asked(app).card.id == "slope"
    assert opened == [("deck.md", 5)]


async def test_a_card_broken_by_an_edit_can_be_skipped(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        text = bench.deck.read_text().replace("- [x] 1/4", "- [ ] 1/4")
        bench.deck.write_text(text)
        app.study._edited()
        await settle(pilot)
        assert "deck.md:" in shown(app)
        await pilot.press("space")
        await settle(pilot)
        assert asked(app).card.id == "slope-number"


async def test_a_card_that_left_its_file_keeps_its_history(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("1")
        await settle(pilot)
    text = bench.deck.read_text().replace("{#slope level=1}", "{#slope-renamed level=1}")
    bench.deck.write_text(text)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert asked(app).card.id != "slope"
        assert bench.store().memory(CardId("slope")).reps == 1


async def test_cram_leaves_the_schedule_alone(bench: Bench) -> None:
    app = bench.app(Request(kind=SessionKind.CRAM))
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("3")
        await settle(pilot)
        assert bench.store().memory(CardId("slope")) == CardMemory(CardId("slope"))
        (review,) = bench.store().reviews()
    assert review.kind is SessionKind.CRAM


async def test_a_grade_given_before_the_log_is_open_is_kept(bench: Bench) -> None:
    desk = bench.desk()
    question = desk.question(CardId("slope"))
    assert isinstance(question, Question)
    desk.close()
    app = bench.app(Request(), first=(question.card, replace(question.memory)))
    app._open = lambda: None  # type: ignore[method-assign]  # as a slow disk would
    async with app.run_test() as pilot:
        await pilot.pause()
        assert asked(app).card.id == "slope"
        await pilot.press(letter_of(app, "b"))
        await pilot.press("3")
        await pilot.pause()
        app._opened(bench.desk())
        await settle(pilot)
        assert [review.card for review in bench.store().reviews()] == ["slope"]
        assert asked(app).card.id == "slope-number"


async def test_more_new_cards_than_todays_limit(bench: Bench) -> None:
    app = bench.study()
    app.parts = replace(app.parts)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.desk is not None
        app.desk.new_per_day = 0
        app.study.begin(Request())
        await settle(pilot)
        assert app.study.question is None
        assert "studies more new cards" in shown(app)
        await pilot.press("m")
        await settle(pilot)
        assert asked(app).card.id == "slope"


async def test_a_failing_disk_keeps_the_answer_on_the_screen(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        assert app.desk is not None
        app.desk.store.close()
        await pilot.press("3")
        await settle(pilot)
        assert asked(app).card.id == "slope"
        assert asked(app).stage is Stage.ANSWERED


async def test_a_terminal_too_small_says_so(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test(size=(20, 5)) as pilot:
        await settle(pilot)
        assert app.study.query_one("#too-small").display
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert not app.study.query_one("#too-small").display
