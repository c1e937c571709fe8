"""Live memory, rooflines and curves in words, for the panel, the line mode and the shell."""

from pathlib import Path

from quizapp.core.evidence import Outcome, Plotted, Recorded, Run, Shown
from quizapp.core.roofline import Placed
from quizapp.core.verification import verify
from quizapp.ui.card_text import evidence_blocks
from quizapp.ui.measured_text import amount, rows_of
from quizapp.ui.prose import lay_out
from quizapp.ui.screens.demo import table_of
from tests.ui.test_card_text import a_card

COURSE = Recorded(
    "live memory",
    (1, 2, 3, 4, 5),
    (4096, 8192, 12_288, 0, 1024),
    ("forward", "backward", "forward", "step"),
    (1, 3, 4, 5),
    (8192, 12_288, 0, 1024),
)
PLACED = Placed(10**9, 10**6, 1.0, "float32", 2e12, 1e10)
CURVE = Plotted("σ′(x)", (-1.0, 0.0, 1.0), (0.2, 0.25, 0.2), "scatter")


def test_a_row_for_each() -> None:
    run = Run(Outcome.FINISHED, (Shown("x", "1"), COURSE, PLACED, CURVE))
    shown = list(rows_of(run, drawn=False))
    assert [row.label for row in shown] == ["x", "live memory", "roofline", "plot σ′(x)"]
    assert shown[1].value == "forward up to 8 KiB, backward up to 12 KiB, step up to 1 KiB"
    assert shown[2].value.startswith("compute-bound: 1 TFLOP/s of 2 TFLOP/s (50%)")
    assert shown[3].value == "3 points, x from -1 to 1; y from 0.2 at x = -1 to 0.25 at 0"
    assert list(rows_of(run, drawn=True)) == shown[:3]


def test_what_the_lab_says_of_the_device_stands_with_the_evidence(tmp_path: Path) -> None:
    card = a_card(tmp_path)
    run = Run(Outcome.FINISHED, device="CPU", note="CUDA does not start: demos run on the CPU")
    lines = lay_out(evidence_blocks(card, run, verify(card, run)), 80)
    assert "! CUDA does not start: demos run on the CPU" in [line.plain for line in lines]


def test_the_numbers_of_a_course() -> None:
    assert table_of(COURSE).splitlines()[:3] == [
        "| operation | live memory |",
        "|---|---|",
        "| 1 | 4 KiB |",
    ]
    assert table_of(CURVE).splitlines()[-1] == "| 1 | 0.2 |"


def test_amounts() -> None:
    sizes = (0, 1, 1023, 1024, -2048, 2**20, 1.5 * 2**30, 2**60)
    said = ["0 B", "1 B", "1023 B", "1 KiB", "-2 KiB", "1 MiB", "1.5 GiB", "1.049e+06 TiB"]
    assert [amount(size) for size in sizes] == said
