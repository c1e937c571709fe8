"""Evidence that lasts: what was proved elsewhere or earlier, beside what is measured now."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from quizapp.core.card import CardId
from quizapp.core.evidence import Run
from quizapp.core.proof import Proof, Reading, ReadingKind
from quizapp.core.verification import Status
from quizapp.decks.library import Library
from quizapp.decks.proofs import write_proofs
from quizapp.lab.driver import driver_of
from quizapp.lab.protocol import Job
from quizapp.ui.demo_report import show_demo
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from quizapp.ui.screens.demo import DemoScreen
from quizapp.ui.widgets.prose_view import ProseView
from tests.fakes import DENIED, FakeLab, measured
from tests.ui.conftest import Bench
from tests.ui.test_home import home_of, text_of
from tests.ui.test_study import answer_right, asked, letter_of, settle, shown

TIMED = """
## Which is faster? {#faster}

- [x] 1/4
- [ ] 1

### Demo
```python
show("time", time_ms(lambda: torch.ones(8, device=device).sum()))
answer(torch.ones(4, device=device).mean() / 4)
```
"""


def recorded(bench: Bench, name: str = "slope", **changes: object) -> Path:
    """A file as the recorder writes it, for one card of the bench."""
    library = Library([bench.content])
    library.load()
    card = library.card(CardId(name))
    assert not isinstance(card, tuple)
    proof = Proof(
        *(card.id, card.hash, Status.VERIFIED, "NVIDIA H200", "2.13.0+cu130", "580.95.05"),
        *(0.02, "2026-11-18"),
        readings=(
            Reading(ReadingKind.ANSWER, value=0.25, text=""),
            Reading(ReadingKind.OPTION, "a", None, False, "0.25 against 1"),
            Reading(ReadingKind.SHOWN, "time [ms]", text="0.0071"),
        ),
        recorded=True,
    )
    path = bench.content / "evidence" / "nvidia-h200.json"
    write_proofs(path, "NVIDIA H200", [replace(proof, **changes)])  # type: ignore[arg-type]
    return path


async def panel(bench: Bench) -> str:
    """The evidence under the first card, once it was answered."""
    app = bench.study()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        return shown(app, "#measured")


async def test_the_badge_names_other_devices_in_the_same_line(bench: Bench) -> None:
    recorded(bench)
    assert (await panel(bench)).splitlines() == [
        "✓ verified on CPU in 12 ms · on NVIDIA H200 2026-11-18"
    ]


async def test_evidence_of_another_text_is_outdated(bench: Bench) -> None:
    recorded(bench, card_hash="of an older text")
    first, *rest = (await panel(bench)).splitlines()
    assert first == "✓ verified on CPU in 12 ms · on NVIDIA H200 2026-11-18 (outdated)"
    assert rest == []


async def test_evidence_of_the_same_device_says_nothing_twice(bench: Bench) -> None:
    recorded(bench)
    bench.lab._answer = lambda job: replace(measured(0.25), device="NVIDIA H200")
    assert await panel(bench) == "✓ verified on NVIDIA H200 in 12 ms"


async def test_before_the_answer_there_is_no_badge(bench: Bench) -> None:
    recorded(bench)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert not app.study.query_one("#evidence").display
        assert "H200" not in shown(app)


class BusyLab(FakeLab):
    """Never ends a demo."""

    async def result(self, job: Job) -> Run:
        await asyncio.Event().wait()
        return await super().result(job)


async def test_while_it_measures_it_says_what_was_measured_before(bench: Bench) -> None:
    await panel(bench)
    recorded(bench)
    bench.lab = BusyLab()
    bench.clock.advance(days=1)
    app = bench.study()
    async with app.run_test() as pilot:
        while app.desk is None:
            await pilot.pause(0.01)
        await pilot.press(letter_of(app, "b"))
        await pilot.pause()
        text = shown(app, "#measured")
    assert text == "Measuring… · ✓ verified on CPU yesterday · on NVIDIA H200 2026-11-18"


async def test_without_pytorch_the_recorded_values_are_shown_as_recorded(bench: Bench) -> None:
    recorded(bench)
    bench.lab._answer = lambda job: DENIED
    assert " ".join((await panel(bench)).split()) == (
        "· not run: PyTorch is not installed: pip install torch"
        " · ✓ verified on NVIDIA H200 2026-11-18"
        " Recorded on NVIDIA H200, 2026-11-18 (torch 2.13.0+cu130, driver 580.95.05)"
        " measured 0.25 ✗ refuted: 1: 0.25 against 1 time [ms]: 0.0071"
    )


async def test_a_demo_that_takes_a_time_shows_the_recorded_one_beside_its_own(
    bench: Bench,
) -> None:
    bench.deck.write_text(TIMED)
    recorded(bench, "faster")
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(letter_of(app, "a"))
        await settle(pilot)
        text = shown(app, "#measured")
    assert text.splitlines()[0].startswith("✓ verified on CPU in 12 ms · on NVIDIA H200")
    assert "Recorded on NVIDIA H200, 2026-11-18 (torch 2.13.0+cu130, driver 580.95.05)" in text
    assert "time [ms]: 0.0071" in text


async def test_the_demo_in_full_shows_everything_recorded(bench: Bench) -> None:
    recorded(bench)
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await answer_right(app, pilot)
        await pilot.press("d")
        await pilot.pause()
        assert isinstance(app.screen, DemoScreen)
        text = "\n".join(view.plain for view in app.screen.query(ProseView))
    assert "Recorded on NVIDIA H200, 2026-11-18" in text
    assert "time [ms]: 0.0071" in text


async def test_a_broken_file_is_a_line_at_home_and_study_goes_on(bench: Bench) -> None:
    path = recorded(bench)
    path.write_text("{")
    app = bench.app()
    async with app.run_test() as pilot:
        await settle(pilot)
        said = text_of(home_of(app).query_one("#problems", Static))
        assert said.startswith("! evidence/nvidia-h200.json:1:2: is no JSON (")
        await pilot.press("enter")
        await settle(pilot)
        await answer_right(app, pilot)
        assert shown(app, "#measured") == "✓ verified on CPU in 12 ms"
        assert asked(app).card.id == "slope"


def test_line_by_line_too(bench: Bench) -> None:
    recorded(bench)
    writer = io.StringIO()
    study_plain(bench.desk(), bench.lab, Request(), io.StringIO("\n3\nq\n"), writer)  # type: ignore[arg-type]
    assert "✓ verified on CPU in 12 ms · on NVIDIA H200 2026-11-18\n" in writer.getvalue()


def test_a_demo_from_the_shell_shows_what_was_recorded(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    recorded(bench)
    library = Library([bench.content])
    library.load()
    assert show_demo(library, "slope", "cpu", script=False, json=False) == 0
    printed = capsys.readouterr().out
    assert " · on NVIDIA H200 2026-11-18\n" in printed
    assert "Recorded on NVIDIA H200, 2026-11-18 (torch 2.13.0+cu130, driver 580.95.05)" in printed


def test_runs_are_kept_with_parameters_numbers_and_versions(bench: Bench) -> None:
    study_plain(bench.desk(), bench.lab, Request(), io.StringIO("\n3\nq\n"), io.StringIO())  # type: ignore[arg-type]
    run = bench.store().latest_runs()[CardId("slope")]
    assert (run.parameters, run.status, run.measured) == ("{}", "verified", (("answer", 0.25),))
    assert (run.device, run.torch, run.driver) == ("CPU", "2.13.0", "")
    assert run.ms == int(bench.clock().timestamp() * 1000)


def test_the_driver_is_that_of_the_gpu(tmp_path: Path) -> None:
    source = tmp_path / "version"
    assert driver_of("NVIDIA H200", source) == ""
    source.write_text("580.95.05\n")
    assert driver_of("NVIDIA H200", source) == "580.95.05"
    assert driver_of("CPU", source) == ""
