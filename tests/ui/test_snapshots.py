"""How the screens look: home, question, verdict; narrow and wide; dark and light.

A person looks at the report before `pytest --snapshot-update`. README shows some of these pictures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from quizapp.core.evidence import Plotted
from quizapp.ui.app import QuizApp
from tests.fakes import measured
from tests.ui.conftest import Bench
from tests.ui.test_evidence import TIMED, recorded
from tests.ui.test_study import letter_of, settle

NARROW, WIDE = (80, 24), (140, 40)
DARK, LIGHT = "textual-dark", "textual-light"
LOOKS = [
    pytest.param(NARROW, DARK, id="80x24-dark"),
    pytest.param(NARROW, LIGHT, id="80x24-light"),
    pytest.param(WIDE, DARK, id="140x40-dark"),
    pytest.param(WIDE, LIGHT, id="140x40-light"),
]
SLOPE = tuple(place / 10 for place in range(-100, 101))


class Compare(Protocol):
    """The fixture of pytest-textual-snapshot."""

    def __call__(
        self,
        app: App[None],
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[None]], Awaitable[None]],
    ) -> bool: ...


def evidence(bench: Bench) -> None:
    """The lab reports what the real demo would."""
    sigmoid = [1 / (1 + 2.718281828459045**-x) for x in SLOPE]
    curve = Plotted("σ′(x)", SLOPE, tuple(y * (1 - y) for y in sigmoid))
    run = measured(0.25, curve)
    bench.lab._answer = lambda job: run


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_home(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    assert snap_compare(bench.app(theme=theme), terminal_size=size, run_before=settle)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_question(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    app = bench.study()
    app.theme = theme
    assert snap_compare(app, terminal_size=size, run_before=settle)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_verdict(bench: Bench, snap_compare: Compare, size: tuple[int, int], theme: str) -> None:
    evidence(bench)
    app = bench.study()
    app.theme = theme

    async def answer(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=answer)


def test_recorded_evidence(bench: Bench, snap_compare: Compare) -> None:
    bench.deck.write_text(TIMED)
    recorded(bench, "faster")
    app: QuizApp = bench.study()

    async def answer(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)

    assert snap_compare(app, terminal_size=NARROW, run_before=answer)


def test_a_korean_card(bench: Bench, snap_compare: Compare) -> None:
    app: QuizApp = bench.study()

    async def reveal(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in (letter_of(app, "b"), "4", "space", "4", "space"):
            await pilot.press(key)
            await settle(pilot)

    assert snap_compare(app, terminal_size=NARROW, run_before=reveal)
