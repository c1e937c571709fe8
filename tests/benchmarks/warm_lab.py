"""A demo in a lab that is warm, in a bare fork, and as a program of its own, taken in turn."""

import asyncio
import subprocess
import time
from functools import cache
from pathlib import Path

from quizapp.core.evidence import Answered, Outcome
from quizapp.lab.client import Lab
from quizapp.lab.protocol import Job
from tests.benchmarks.row import PAIRS
from tests.benchmarks.terminal import environment, program
from tests.benchmarks.world import HERE, scratch

CODE = """\
x = torch.linspace(-10, 10, 10_001, device=device, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
answer(slope.max())
"""
SLOPE = 0.25
_WARM_PAIRS = 31
_COLD = """\
import torch

device, answer = torch.device("cpu"), lambda measured: print(measured.item(), flush=True)
"""


def check(measured: float) -> None:
    """The demo must have run: its answer is known."""
    assert abs(measured - SLOPE) < 1e-9, measured


async def demo(lab: Lab) -> None:
    """One run in the lab, to its last reply."""
    run = await lab.result(Job(CODE, device="cpu"))
    assert run.outcome is Outcome.FINISHED, run
    (answered,) = run.findings
    assert isinstance(answered, Answered)
    check(answered.measured)


def script(name: str, code: str) -> Path:
    """A file of Python."""
    path = scratch() / name
    path.write_text(code, encoding="utf-8")
    return path


def variables() -> dict[str, str]:
    """What every process here is started with."""
    return environment(scratch() / "lab")


class _Fork:
    """The process that forks."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [program("python"), HERE / "floor_fork.py"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            env={**variables(), "OMP_NUM_THREADS": "1"},
        )
        assert self.ask() == "ready"

    def ask(self, path: Path | None = None) -> str:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if path is not None:
            self.process.stdin.write(f"{path}\n")
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate()


@cache
def warm() -> tuple[tuple[float, float], ...]:
    """Milliseconds in the lab and in a bare fork, in turn."""
    code = script("demo_body.py", CODE)

    async def measured() -> tuple[tuple[float, float], ...]:
        lab, fork = Lab(environment=variables()), _Fork()
        try:
            await demo(lab)
            pairs = []
            for _ in range(_WARM_PAIRS):
                await asyncio.sleep(0.1)  # a learner needs longer for a card
                start = time.perf_counter()
                await demo(lab)
                middle = time.perf_counter()
                await asyncio.sleep(0.1)
                again = time.perf_counter()
                check(float(fork.ask(code)))
                pairs.append(((middle - start) * 1e3, (time.perf_counter() - again) * 1e3))
            return tuple(pairs)
        finally:
            await lab.close()
            fork.close()

    return asyncio.run(measured())


@cache
def cold() -> tuple[float, ...]:
    """Milliseconds of the demo as a program of its own, from start to end."""
    path = script("demo.py", _COLD + CODE)

    def once() -> float:
        start = time.perf_counter()
        done = subprocess.run(
            [program("python"), path], env=variables(), capture_output=True, check=True
        )
        check(float(done.stdout))
        return (time.perf_counter() - start) * 1e3

    once()
    return tuple(once() for _ in range(PAIRS))
