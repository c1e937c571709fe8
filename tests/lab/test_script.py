"""A demo as a program: it runs outside the app, and its exit status tells."""

import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.lab.script import as_script

DEMO = """
x = torch.linspace(-10, 10, 1001, device=device, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
answer(slope.max(), "per unit", se=0.0)
option("b", slope.max() < 0.5, "{braces} stay")
claim("a quarter", slope.max(), 0.25)
claim("a bound", (slope <= 0.25).all())
measure("half", slope.max() * 2, "per unit")
show("batch", params.batch)
show("shape", torch.ones(2, 2))
show("infinite", params.limits[0])
plot(x.detach(), slope, label="slope")
claim("fast enough", time_ms(lambda: torch.ones(3)) > 0)
claim("8 kB and its double", peak_memory(lambda: torch.ones(1000) * 2), 8000)
"""


def run(script: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    file = folder / "demo.py"
    file.write_text(script, encoding="utf-8")
    command = [sys.executable, "-W", "error", str(file)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def test_runs_without_the_app(tmp_path: Path) -> None:
    parameters: dict[str, object] = {"batch": 4, "limits": [float("inf"), "text"]}
    script = as_script(DEMO, title="Slope of\nthe sigmoid", seed=3, parameters=parameters)
    assert script.startswith("# Slope of the sigmoid\n")
    assert "quizapp" not in script
    done = run(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "answer: 0.25 per unit (standard error 0.0)",
        "option b: holds {braces} stay",
        "holds: a quarter (measured 0.25, expected 0.25)",
    ]
    assert "measured half: 0.5 per unit" in lines
    assert "batch: 4" in lines
    assert "infinite: inf" in lines
    assert "holds: 8 kB and its double (measured 8000, expected 8000)" in lines


@pytest.mark.parametrize("claim", ['claim("no", torch.ones(1).sum(), 2)', 'claim("no", 1 > 2)'])
def test_a_false_claim_shows_in_the_status(claim: str, tmp_path: Path) -> None:
    done = run(as_script(claim, title="t", seed=0, parameters={}), tmp_path)
    assert done.returncode == 1
    assert done.stdout.startswith("FAILS: no")
