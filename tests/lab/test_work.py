"""Arithmetic and traffic of a computation, against PyTorch's counter and plain arithmetic."""

from collections.abc import Callable

import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from quizapp.core.evidence import Finding
from quizapp.core.roofline import Placed
from quizapp.lab.meters import Meters
from quizapp.lab.work import BYTES, ceilings, time_of, work_of
from tests.lab.steps import RECIPES, Recipe

CPU = torch.device("cpu")
A, B = torch.ones(64, 32), torch.ones(32, 16)
BATCH = torch.ones(4, 64, 32)


def attention() -> object:
    q = torch.ones(2, 4, 24, 16, requires_grad=True)
    out = nn.functional.scaled_dot_product_attention(q, q, q, is_causal=True)
    return torch.autograd.grad(out.sum(), q)


def convolution() -> object:
    weight = torch.ones(8, 3, 3, 3, requires_grad=True)
    return torch.autograd.grad(nn.functional.conv2d(torch.ones(2, 3, 10, 10), weight).sum(), weight)


COUNTED: list[Callable[[], object]] = [
    lambda: A @ B,
    lambda: BATCH @ BATCH.mT,
    lambda: nn.functional.linear(BATCH, A),
    lambda: torch.einsum("bij,jk->bik", BATCH, B),
    lambda: A.exp(),
    attention,
    convolution,
]


@pytest.mark.parametrize("fn", COUNTED)
def test_flops_are_those_of_pytorchs_counter(fn: Callable[[], object]) -> None:
    with FlopCounterMode(display=False) as counter:
        fn()
    assert work_of(fn).flops.total() == counter.get_total_flops()


@pytest.mark.parametrize("recipe", RECIPES, ids=str)
def test_flops_of_a_training_step(recipe: Recipe) -> None:
    step = recipe.step(CPU)
    with FlopCounterMode(display=False) as counter:
        step()
    assert work_of(step).flops.total() == counter.get_total_flops() > 0


def test_flops_by_arithmetic() -> None:
    assert work_of(lambda: A @ B).flops == {torch.float32: 2 * 64 * 32 * 16}
    assert work_of(lambda: A.double() @ B.double()).flops == {torch.float64: 2 * 64 * 32 * 16}


@pytest.mark.parametrize(
    ("fn", "moved"),
    [
        (lambda: A + 1, 2 * A.nbytes),
        (lambda: A + A, 3 * A.nbytes),  # a kernel reads each operand
        (lambda: A.t(), 0),
        (lambda: A.t().reshape(2, -1), 2 * A.nbytes),
        (lambda: A @ B, A.nbytes + B.nbytes + 64 * 16 * 4),
        (lambda: torch.ones(1).expand(1000) + A.view(-1)[:1000], 4 + 4 + 2 * 4000),
        (lambda: A.clone().mul_(2), 2 * A.nbytes + 2 * A.nbytes),
        (lambda: torch.zeros(1000), 4000),
        (lambda: 1 + 1, 0),
    ],
)
def test_bytes_moved(fn: Callable[[], object], moved: int) -> None:
    assert work_of(fn).moved == moved


def test_ceilings_are_there_for_every_dtype() -> None:
    found = ceilings(CPU)
    assert {"float64", "float32", "bfloat16", BYTES} <= found.keys()
    assert all(1e8 < rate < 1e16 for rate in found.values())


def test_time_has_a_spread() -> None:
    found = time_of(lambda: A @ B, CPU)
    assert 0 < found.low <= found <= found.high


def test_a_product_comes_near_the_ceiling_of_products() -> None:
    """A large one, beside ceilings measured in the same process."""
    reported: list[Finding] = []
    x = torch.ones(768, 768)
    placed = Meters(reported.append, CPU, ceilings(CPU)).roofline(lambda: x @ x)
    assert reported == [placed]
    assert (placed.flops, placed.dtype, placed.bound) == (2 * 768**3, "float32", "compute")
    assert placed.moved == 3 * x.nbytes


@pytest.mark.parametrize(
    ("flops", "moved", "bound", "said"),
    [
        (9e9, 1e6, "compute", "compute-bound: 9 GFLOP/s of 10 GFLOP/s (90%); 1 MB/s of 1 GB/s"),
        (1e9, 8e8, "memory", "memory-bound: 1 GFLOP/s of 10 GFLOP/s (10%); 800 MB/s"),
        (0, 2e9, "memory", "2 GB/s of 1 GB/s (200%), from the cache; 0 FLOP/B"),
        (1e8, 1e7, "overhead", "overhead-bound: 100 MFLOP/s of 10 GFLOP/s (1%)"),
    ],
)
def test_what_holds_it_back(flops: float, moved: float, bound: str, said: str) -> None:
    placed = Placed(int(flops), int(moved), 1000.0, "float32", 1e10, 1e9)
    assert placed.bound == bound
    assert said in str(placed)
    assert placed.ridge == 10
    assert placed.intensity == pytest.approx(flops / moved)
