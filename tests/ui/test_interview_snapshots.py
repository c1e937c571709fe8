"""How an interview looks: set-up, question, ticks, report; narrow and wide, dark and light.

A person looks at the report before `pytest --snapshot-update`.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.core.card import ChoiceCard
from quizapp.ui.screens.interview_report import ReportScreen
from tests.ui.conftest import Bench
from tests.ui.interviewed import answer_all, answer_until, begin, interview_app, pass_time
from tests.ui.test_snapshots import DARK, LIGHT, NARROW, WIDE, Compare
from tests.ui.test_study import settle

LOOKS = [
    pytest.param(NARROW, DARK, id="80x24-dark"),
    pytest.param(WIDE, LIGHT, id="140x40-light"),
]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_set_up(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = interview_app(bench)
    app.theme = theme
    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_question(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = interview_app(bench)
    app.theme = theme

    async def write(pilot: Pilot[None]) -> None:
        screen = await begin(app, pilot)
        screen.entry.words.cursor_blink = False
        await pilot.press(*"A pipeline that had leaked")
        await pass_time(bench, app, pilot, 41)

    assert snap_compare(app, terminal_size=size, run_before=write)


def test_options_over_time(bench: Bench, snap_compare: Compare) -> None:
    app = interview_app(bench)

    async def pick(pilot: Pilot[None]) -> None:
        await begin(app, pilot)
        await answer_until(app, pilot, bench, ChoiceCard)
        await pilot.press("b", "f2")
        await pass_time(bench, app, pilot, 62)

    assert snap_compare(app, terminal_size=NARROW, run_before=pick)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_ticks(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = interview_app(bench)
    app.theme = theme

    async def answer(pilot: Pilot[None]) -> None:
        await begin(app, pilot)
        await answer_all(app, pilot, bench)

    assert snap_compare(app, terminal_size=size, run_before=answer)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_report(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = interview_app(bench)
    app.theme = theme

    async def answer(pilot: Pilot[None]) -> None:
        await begin(app, pilot)
        await answer_all(app, pilot, bench)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, ReportScreen)
        # The folder of a test has another name each time.
        assert not isinstance(app.screen.files, str)
        app.screen.files = (Path("~/interviews/report.md"), Path("~/interviews/report.html"))
        app.screen.on_resize()

    assert snap_compare(app, terminal_size=size, run_before=answer)
