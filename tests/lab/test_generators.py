"""Whether a demo drew random numbers, from whichever generator."""

import random
from collections.abc import Callable

import numpy as np
import pytest
import torch

from quizapp.lab.client import Lab
from quizapp.lab.generators import Generators
from quizapp.lab.protocol import Job

DRAWS: list[Callable[[], object]] = [
    lambda: torch.rand(1),
    lambda: torch.randperm(3),
    lambda: np.random.rand(),
    lambda: np.random.standard_normal(),
    lambda: random.random(),
]


@pytest.mark.parametrize("draw", DRAWS)
def test_a_draw_shows_and_is_taken_back(draw: Callable[[], object]) -> None:
    generators = Generators(torch.device("cpu"))
    generators.seed(5)
    before = generators.states()
    assert not generators.drawn_since(before)
    first = draw()
    assert generators.drawn_since(before)
    generators.restore(before)
    assert not generators.drawn_since(before)
    assert np.array_equal(np.asarray(draw()), np.asarray(first))


async def test_a_run_says_whether_another_seed_may_differ() -> None:
    lab = Lab(device="cpu")
    try:
        for code, varies in [
            ("answer(torch.arange(3).sum())", False),
            ("answer(torch.rand(3).sum())", True),
            ("answer(torch.rand(3, generator=torch.Generator().manual_seed(1)).sum())", False),
            ("answer(time_ms(lambda: torch.ones(3)))", True),
        ]:
            assert (await lab.result(Job(code))).varies is varies, code
        job = Job("case(torch.ones(2))", function="f", reference="def f(x):\n    return x")
        assert (await lab.result(job)).varies
    finally:
        await lab.close()
