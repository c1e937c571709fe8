"""What counting memory costs: a training step in the lab, alone and under `peak_memory`."""

import asyncio

from quizapp.core.evidence import Outcome, Plotted
from quizapp.lab.client import Lab
from quizapp.lab.protocol import Job
from tests.benchmarks.row import PAIRS, Row
from tests.benchmarks.warm_lab import variables

_CODE = f"""
import time
net = torch.nn.Sequential(
    torch.nn.Linear(256, 512), torch.nn.ReLU(), torch.nn.Linear(512, 512), torch.nn.ReLU(),
    torch.nn.Linear(512, 10),
)
optimizer = torch.optim.Adam(net.parameters())
x = torch.randn(256, 256)
def step():
    optimizer.zero_grad()
    net(x).square().mean().backward()
    optimizer.step()
step(), step(), peak_memory(step)
counted, alone = [], []
for pair in range({PAIRS}):
    start = time.perf_counter()
    peak_memory(step)
    middle = time.perf_counter()
    step()
    counted.append(middle - start), alone.append(time.perf_counter() - middle)
plot(range({PAIRS}), counted)
plot(range({PAIRS}), alone)
plot([0], [peak_memory(lambda: None)])
"""


def measure() -> Row:
    """Against the step alone, in the same process."""
    counted, alone, own = asyncio.run(_measured())
    return Row(
        "training step under peak_memory, CPU",
        tuple(value * 1e3 for value in counted.y),
        tuple(value * 1e3 for value in alone.y),
        "ms",
        3.0,
        f"{own.y[0]:.0f} bytes counted of its own (goal 0); floor: the step alone",
    )


async def _measured() -> tuple[Plotted, Plotted, Plotted]:
    lab = Lab(environment=variables(), device="cpu")
    try:
        run = await lab.result(Job(_CODE, seconds=60))
    finally:
        await lab.close()
    assert run.outcome is Outcome.FINISHED, run
    counted, alone, own = (item for item in run.findings if isinstance(item, Plotted))
    return counted, alone, own
