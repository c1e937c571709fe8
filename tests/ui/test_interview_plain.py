"""Line mode of mock interviews: lines in by a pipe, lines out."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from quizapp.core.card import CardId
from quizapp.core.review import SessionKind
from quizapp.lab.client import Lab
from quizapp.store.log import Store
from quizapp.store.problem import StoreError
from quizapp.ui.interview_plain import interview_plain
from quizapp.ui.request import InterviewRequest
from tests.fakes import FakeLab, measured
from tests.ui.conftest import Bench
from tests.ui.test_code import DECK as CODE

CONTENT = Path(__file__).parent / "interviews"
TESTER = InterviewRequest("tester", seed=3)


@pytest.fixture
def held(bench: Bench) -> Bench:
    """A bench whose library holds two topics and a role."""
    bench.deck.unlink()
    shutil.copytree(CONTENT, bench.content, dirs_exist_ok=True)
    return bench


def interview(bench: Bench, text: str, request: InterviewRequest = TESTER, code: int = 0) -> str:
    """What an interview prints for the lines typed."""
    writer = io.StringIO()
    found = interview_plain(bench.desk(), bench.lab, request, io.StringIO(text), writer)  # type: ignore[arg-type]
    assert found == code
    return writer.getvalue()


def test_a_whole_interview_by_a_pipe(held: Bench) -> None:
    # The opening, eight cards that she does not know, the closing; then the schedule.
    printed = interview(held, "Curiosity.\n" + "?\n" * 8 + "Nothing.\n\n")
    assert "[1] opening; 1:30 for this, 20:00 left in all" in printed
    assert "What brings you here?" in printed
    assert "8 missed cards go into the schedule" in printed
    assert "Overall: 0.0 of 4, nothing." in printed
    assert "\x1b" not in printed
    assert [review.kind for review in held.store().reviews()] == [SessionKind.INTERVIEW] * 8
    (page, text) = sorted((held.database.parent / "interviews").iterdir())
    assert (page.suffix, text.suffix) == (".html", ".md")
    assert f"Written to {text} and {page}" in printed


def test_no_verdict_is_given_before_the_end(held: Bench) -> None:
    printed = interview(held, "x\n" + "?\n" * 8 + "y\n\n")
    asked = printed[: printed.index("missed cards go")]
    assert not any(word in asked for word in ("✓", "✗", "Right", "Not right", "Answer"))


def test_her_ticks_come_after_the_end(held: Bench) -> None:
    # Words answer a recall card; another refuses them, and then she does not know.
    words = "residual gradients slope rises activation\n?\n" * 12
    printed = interview(held, "hello\n" + words + "1\n" * 10)
    after = printed[printed.index("There is no further question") :]
    assert "Key points:" in after
    assert "Numbers from 1 to 2" in after
    assert "points named (numbers, 0 for none)" in after
    assert "Score 2 of 4 (partly)" in after


def test_it_waits_after_the_end_of_input_and_is_resumed(held: Bench) -> None:
    printed = interview(held, "Curiosity.\n?\n")
    assert printed.endswith("Stopped. The interview waits: quizapp interview resumes it.\n")
    held.clock.advance(hours=5)
    printed = interview(held, "\n:e\n\n")
    assert "The interview of 2026-11-21 09:00, Tester, was interrupted after 2 answers" in printed
    assert "[3] " in printed
    assert "Paused at 0:00, for 300:00" in printed
    assert "No" not in interview(held, "", InterviewRequest("tester")).split("\n")[0]


def test_it_may_be_ended_instead(held: Bench) -> None:
    interview(held, "Curiosity.\n?\n")
    printed = interview(held, "e\n\n")
    assert "[3] " not in printed
    assert "You ended the interview." in printed


def test_hint_pause_quit_and_empty_lines(held: Bench) -> None:
    printed = interview(held, "\n:h\n:p\n\n:q\n")
    assert "Nothing was typed." in printed
    assert "There is no hint." in printed
    assert "The clock stands still." in printed
    assert "Stopped." in printed


def test_what_cannot_be_read_is_asked_again(held: Bench) -> None:
    beta = InterviewRequest(topics=("beta",), seed=1)
    printed = interview(held, "nonsense\n" * 3 + ":e\n\n\n\n", beta)
    assert printed.count("number: ") >= 1
    assert "cannot read 'nonsense' as a number" in printed


def test_a_demo_that_ends_late_still_grades(held: Bench) -> None:
    held.lab = FakeLab(lambda job: measured(0.5))
    alpha = InterviewRequest(topics=("alpha",), seed=1)
    lines = ("a\n" if n % 2 else "0.25\n" for n in range(8))
    printed = interview(held, "".join(lines) + ":e\n" + "\n" * 9, alpha)
    assert "measured 0.5" in printed


@pytest.mark.parametrize(
    ("request_", "line"),
    [
        (InterviewRequest("tester", minutes=0), "an interview takes 1 to 1000 minutes, not 0"),
        (InterviewRequest("nobody"), "no role 'nobody'; there are tester"),
        (InterviewRequest(topics=("gamma",)), "no deck 'gamma'; there are alpha, beta"),
    ],
)
def test_what_cannot_be_held_is_one_line(
    held: Bench, request_: InterviewRequest, line: str
) -> None:
    writer = io.StringIO()
    found = interview_plain(held.desk(), held.lab, request_, io.StringIO(""), writer)  # type: ignore[arg-type]
    assert found == line
    assert writer.getvalue() == ""


def test_a_folder_that_cannot_be_written_costs_one_line(held: Bench) -> None:
    (held.database.parent / "interviews").write_text("in the way")
    printed = interview(held, "Curiosity.\n?\n:e\nn\n")
    assert "Overall: 0.0 of 4" in printed
    assert "interviews: the report was not written (File exists); " in printed
    assert list(held.store().reviews()) == []


def test_a_log_that_cannot_be_written_ends_with_one_line(
    held: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Store, *_: object) -> NoReturn:
        raise StoreError("progress.db: was not written, the disk is full")

    kept = Store.memories
    calls = []

    def memories(self: Store) -> dict[CardId, object]:
        calls.append(1)
        if len(calls) == 1:  # the interview has begun: from now on the disk is full
            monkeypatch.setattr(Store, "writing", full)
        return kept(self)  # type: ignore[return-value]

    monkeypatch.setattr(Store, "memories", memories)
    writer = io.StringIO()
    found = interview_plain(held.desk(), held.lab, TESTER, io.StringIO("x\n"), writer)  # type: ignore[arg-type]
    assert found == "progress.db: was not written, the disk is full"


@pytest.mark.parametrize(
    ("body", "score"),
    [
        ("    return (x * x).mean() ** 0.5\n", "Score 4 of 4"),
        ("    return x.square().sum().sqrt()\n", "Score 0 of 4"),
    ],
)
def test_a_function_is_run_by_the_lab(bench: Bench, body: str, score: str) -> None:
    bench.deck.write_text(CODE, encoding="utf-8")
    bench.lab = Lab(device="cpu")  # type: ignore[assignment]  # the real thing
    code = f"def rms(x):\n{body}.\n"
    printed = interview(bench, f"def rms(x:\n.\n{code}\n", InterviewRequest(seed=1))
    assert "Line 1: " in printed  # no Python yet, and nothing was counted
    assert score in printed
    assert "in all 4 cases" in printed or "norm: the sum is not divided" in printed
    assert "There is no further question" in printed
