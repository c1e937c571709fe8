"""The first demo after the app was started: the lab has yet to import PyTorch."""

import asyncio
import subprocess
import time

from quizapp.lab.client import Lab
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.terminal import program
from tests.benchmarks.warm_lab import demo, variables


def measure() -> Row:
    """Against a fresh Python that imports torch and says so."""
    _floor()
    ours, floor = in_turn(_ours, _floor)
    return Row(
        "first demo after start", ours, floor, "ms", 1.2, "floor: spawn and import torch, no demo"
    )


def _ours() -> float:
    async def first() -> float:
        lab = Lab(environment=variables())
        start = time.perf_counter()
        await demo(lab)
        seconds = time.perf_counter() - start
        await lab.close()
        return seconds * 1e3

    return asyncio.run(first())


def _floor() -> float:
    start = time.perf_counter()
    with subprocess.Popen(
        [program("python"), "-c", "import torch; print('ready', flush=True)"],
        env=variables(),
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        seconds = time.perf_counter() - start
    return seconds * 1e3
