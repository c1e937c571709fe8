"""How the screens look: home, question, verdict; narrow and wide; dark and light.

A person looks at the report before `pytest --snapshot-update`. README shows some of these pictures.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Protocol

import pytest
from textual.app import App
from textual.pilot import Pilot

from quizapp.core.evidence import Plotted, Recorded
from quizapp.core.roofline import Placed
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


LIVE = (0, 8, 16, 16, 8, 10, 12, 12, 10, 10, 12, 14, 16, 18, 10, 18, 18, 26, 26, 26, 24, 16, 8, 8)
COURSE = Recorded(
    "live memory",
    tuple(range(1, 25)),
    tuple(size << 17 for size in LIVE),
    ("forward", "backward", "step"),
    (1, 9, 19),
    (16 << 17, 26 << 17, 26 << 17),
)
BARS = Plotted("bytes a parameter", (1, 2, 3), (4.0, 8.0, 16.0), "bar")
DOTS = tuple(
    Plotted(
        name, tuple(range(12)), tuple(float(step * place % 7) for place in range(12)), "scatter"
    )
    for name, step in (("odd", 3), ("even", 5))
)


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        pytest.param((80, 60), DARK, id="80x60-dark"),
        pytest.param((80, 60), LIGHT, id="80x60-light"),
        pytest.param(WIDE, DARK, id="140x40-dark"),
        pytest.param(WIDE, LIGHT, id="140x40-light"),
    ],
)
@pytest.mark.parametrize("drawn", [(BARS,), DOTS], ids=["bars", "dots"])
def test_demo_in_full(
    bench: Bench,
    snap_compare: Compare,
    size: tuple[int, int],
    theme: str,
    drawn: tuple[Plotted, ...],
) -> None:
    """Code and what it reported, side by side where there is room."""
    placed = Placed(2**28, 3 << 20, 1.6, "float32", 1.7e11, 1.3e10)
    bench.lab._answer = lambda job: measured(0.25, *drawn, COURSE, placed)
    app = bench.study()
    app.theme = theme

    async def open_demo(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)
        await pilot.press("d")
        await settle(pilot)

    assert snap_compare(app, terminal_size=size, run_before=open_demo)


def test_live_memory_in_the_panel(bench: Bench, snap_compare: Compare) -> None:
    bench.lab._answer = lambda job: measured(0.25, COURSE)
    app = bench.study()

    async def answer(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)

    assert snap_compare(app, terminal_size=(80, 40), run_before=answer)


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
