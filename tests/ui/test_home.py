"""The home screen."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import OptionList, Static

from quizapp.ui.app import QuizApp
from tests.ui.conftest import Bench
from tests.ui.test_study import answer_right, asked, settle


def home_of(app: QuizApp) -> Screen[object]:
    """The home screen, which must be the one shown."""
    assert app.screen.id == "home"
    return app.screen


def text_of(widget: Static) -> str:
    return str(widget.content)


async def test_decks_with_their_counts_and_one_key_to_start(bench: Bench) -> None:
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        decks = home_of(app).query_one(OptionList)
        row = str(decks.get_option_at_index(0).prompt)
        assert row.split() == ["Test", "deck", "0", "3", "3", "0/3"]
        assert "0 due · 3 new for today" in text_of(home_of(app).query_one("#today", Static))
        await pilot.press("enter")
        await settle(pilot)
        assert asked(app).card.id == "slope"


async def test_counts_follow_a_session(bench: Bench) -> None:
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("4")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        row = str(home_of(app).query_one(OptionList).get_option_at_index(0).prompt)
        *counts, verified = row.split()[2:6]
        assert counts == ["0", "2", "3"]
        assert verified in ("2/3", "3/3")  # the last card may have been measured ahead
        assert "1 day in a row" in text_of(home_of(app).query_one("#today", Static))


async def test_problems_of_the_library_are_said_and_the_rest_works(bench: Bench) -> None:
    (bench.content / "broken.md").write_bytes(b"## A\xff\n")
    (bench.content / "empty.md").write_text("")
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        said = text_of(home_of(app).query_one("#problems", Static))
        assert "broken.md:1:5" in said
        assert "empty.md" in said
        await pilot.press("enter")
        await settle(pilot)
        assert asked(app).card.id == "slope"


async def test_the_theme_is_remembered(bench: Bench) -> None:
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        app.theme = "textual-light"
        await settle(pilot)
    assert bench.themes == ["textual-light"]


async def test_a_log_that_cannot_be_opened_ends_the_app_with_one_line(bench: Bench) -> None:
    app = bench.app()
    app.parts = type(app.parts)(
        open_desk=lambda: "progress.db: locked by another program",
        lab=app.parts.lab,
        now=app.parts.now,
    )
    async with app.run_test() as pilot:
        await pilot.pause(0.2)
    assert app.return_code == 1
