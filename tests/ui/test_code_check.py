"""`quizapp check` over code cards that do not hold, and `quizapp demo` of one that does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.decks.library import Library
from quizapp.ui.check import Check, run_check
from quizapp.ui.demo_report import show_demo
from tests.ui.test_code import DECK

WORSE = [
    (
        "case(torch.randn(shape, dtype=dtype, device=device))",
        "rms(torch.randn(shape, dtype=dtype, device=device))",
        "the demo gives 0 cases: call case(…) on 3 or more",
    ),
    ("x.norm() / 3", "x.norm() / 4", "claim does not hold: it is the norm over √n"),
    ("x.square().sum().sqrt()", "(x * x).mean().sqrt()", "this mistake in no case differs"),
    (
        "    return x.square().mean().sqrt()",
        "    import os\n    return x.square().mean().sqrt() + os.getpid() * x.new_ones(())",
        "the reference, run as an answer, is judged: Not ",
    ),
    (
        "    return x.square().mean().sqrt()",
        "    return x.square_().mean().sqrt()",
        "the reference changes its inputs in place",
    ),
]


def library(folder: Path, text: str) -> Library:
    """A library of one deck."""
    (folder / "deck.md").write_text(text, encoding="utf-8")
    made = Library([folder], base=folder)
    made.load()
    return made


@pytest.mark.parametrize(("right", "worse", "message"), WORSE)
def test_a_code_card_that_does_not_hold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], right: str, worse: str, message: str
) -> None:
    assert right in DECK
    assert run_check(library(tmp_path, DECK.replace(right, worse)), Check()) == 1
    printed = capsys.readouterr().out
    assert message in printed
    assert "deck.md:" in printed


def test_a_code_card_that_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(library(tmp_path, DECK), Check(), verbose=True) == 0
    assert "verified   code    rms" in capsys.readouterr().out


def test_its_demo_is_a_program_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert show_demo(library(tmp_path, DECK), "rms", "cpu", script=True, json=False) == 0
    script = tmp_path / "script.py"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert "holds: it is the norm over √n" in done.stdout
