"""After an interview: ticks confirmed, the report shown and written, what was missed scheduled."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.core.interview_items import Timing
from quizapp.core.review import SessionKind
from quizapp.ui.app import QuizApp
from quizapp.ui.screens.interview_report import ReportScreen
from quizapp.ui.screens.interview_setup import SetupScreen
from quizapp.ui.screens.interview_ticks import TicksScreen
from tests.fakes import measured
from tests.ui.conftest import Bench
from tests.ui.interviewed import answer_all, begin, interview_app, line, prose
from tests.ui.test_study import settle


async def to_ticks(app: QuizApp, pilot: Pilot[None], bench: Bench) -> TicksScreen:
    """Answer everything."""
    await begin(app, pilot)
    await answer_all(app, pilot, bench)
    assert isinstance(app.screen, TicksScreen)
    return app.screen


async def to_report(app: QuizApp, pilot: Pilot[None], bench: Bench) -> ReportScreen:
    """Answer everything, and take the ticks as they are."""
    ticks = await to_ticks(app, pilot, bench)
    for _ in ticks.answers:
        await pilot.press("enter")
    await settle(pilot)
    assert isinstance(app.screen, ReportScreen)
    return app.screen


async def test_her_words_stand_beside_the_model_answer_and_letters_tick(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test(size=(140, 40)) as pilot:
        ticks = await to_ticks(app, pilot, bench)
        hers = app.screen.query_one("#hers").region
        model = app.screen.query_one("#model").region
        assert hers.y == model.y
        assert hers.right <= model.x
        assert "최대 기울기" in prose(app, "#hers")
        assert "지수적으로" in prose(app, "#model")
        assert "1 of 2 named, worth 2: partly" in prose(app, "#points")
        await pilot.press("b")
        assert "2 of 2 named, worth 4: would teach it" in prose(app, "#points")
        await pilot.press("a", "b")
        assert "0 of 2 named, worth 0: nothing" in prose(app, "#points")
        await pilot.press("b", "enter")
        await settle(pilot)
        interview = ticks.interviewing.interview
        assert interview is not None
        place = ticks.answers[0].item.place
        assert interview.answers[place].share == 0.5
        assert interview.answers[place].settled


async def test_an_answer_without_a_rubric_is_judged_by_her(bench: Bench) -> None:
    text = bench.deck.read_text(encoding="utf-8")
    start, end = text.index("### Rubric"), text.rindex("### Why")
    bench.deck.write_text(text[:start] + text[end:], encoding="utf-8")
    app = interview_app(bench)
    async with app.run_test() as pilot:
        ticks = await to_ticks(app, pilot, bench)
        assert "☐ 2  partly" in prose(app, "#points")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen is ticks
        await pilot.press("3")
        assert "☑ 3  solid" in prose(app, "#points")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen)


async def test_ticks_that_were_not_confirmed_wait_for_the_next_start(bench: Bench) -> None:
    left = interview_app(bench)
    async with left.run_test() as pilot:
        await to_ticks(left, pilot, bench)
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert isinstance(app.screen, SetupScreen)
        assert "It is over" in prose(app, "#about")
        await pilot.press("x")
        assert isinstance(app.screen, SetupScreen)
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, TicksScreen)


async def test_the_report_is_shown_and_written(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await to_report(app, pilot, bench)
        text = prose(app, "#report-text")
        assert "would teach it" in text
        assert "Test engineer" in text
        assert "What did you last test" in text
        assert "file:" not in text
        folder = bench.database.parent / "interviews"
        written = {path.suffix for path in folder.iterdir()}
        assert {".md", ".html"} <= written
        assert "Written to" in line(app, "#keeping")


@pytest.mark.parametrize(("key", "kept"), [("y", True), ("n", False), ("space", True)])
async def test_what_was_missed_goes_into_the_schedule_unless_she_says_no(
    bench: Bench, key: str, kept: bool
) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        report = await to_report(app, pilot, bench)
        missed = report.interviewing.missed
        assert missed
        await pilot.press(key)
        assert ("☑" in line(app, "#keeping")) is kept
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.id == "home"
        kinds = [review.kind for review in bench.store().reviews()]
    assert kinds == [SessionKind.INTERVIEW] * (missed if kept else 0)


async def test_decided_later_the_report_comes_again(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await to_report(app, pilot, bench)
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen.id == "home"
        await pilot.press("i")
        await settle(pilot)
        await pilot.press("r")
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("i")
        await settle(pilot)
        assert "Enter begins" in line(app, "#notice")


async def test_a_report_that_cannot_be_written_is_still_shown(bench: Bench) -> None:
    (bench.database.parent / "interviews").write_text("a file where the folder should be")
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await to_report(app, pilot, bench)
        assert "Test engineer" in prose(app, "#report-text")
        assert "! " in line(app, "#keeping")
        assert "interviews" in line(app, "#keeping")
        await pilot.press("enter")
        await settle(pilot)
        assert app.screen.id == "home"


async def test_the_written_page_can_be_opened(bench: Bench) -> None:
    app = interview_app(bench)
    opened: list[str] = []
    app.open_url = lambda url, *, new_tab=True: opened.append(url)  # type: ignore[method-assign]
    async with app.run_test() as pilot:
        await to_report(app, pilot, bench)
        await pilot.press("o")
    (url,) = opened
    assert Path(url.removeprefix("file://")).suffix == ".html"
    assert Path(url.removeprefix("file://")).exists()


async def test_a_card_that_goes_away_in_the_middle_is_passed_over(bench: Bench) -> None:
    app = interview_app(bench)
    async with app.run_test() as pilot:
        await begin(app, pilot)
        bench.deck.unlink()
        await answer_all(app, pilot, bench)
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen)


async def test_an_answer_cut_short_by_the_end_is_kept_and_not_graded(bench: Bench) -> None:
    bench.lab._answer = lambda job: measured(0.25)
    app = interview_app(bench)
    async with app.run_test() as pilot:
        screen = await begin(app, pilot)
        await pilot.press(*"until here")
        await pilot.press("escape")
        await settle(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen)
        interview = screen.interviewing.interview
        assert interview is not None
        (answer,) = interview.answers
    assert (answer.said, answer.timing) == ("until here", Timing.CUT)
