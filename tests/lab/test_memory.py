"""What `peak_memory` and `timeline` count: against arithmetic, and against PyTorch's allocators."""

from bisect import bisect_left
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch.profiler import ProfilerActivity, profile, record_function
from torch.utils._python_dispatch import TorchDispatchMode

from quizapp.lab.memory import CUDA_BLOCK, LiveBytes, course_of, peak_bytes
from tests.lab.steps import RECIPES, Recipe

CPU = torch.device("cpu")
X = torch.ones(1000)
"""4,000 bytes, made outside of what is measured."""
W = torch.ones(100, 10)


def twice() -> None:
    torch.ones(1000)
    torch.ones(1000)


def chain() -> None:
    """Six sigmoids: each saves its result for the backward pass."""
    x = torch.ones(1000, requires_grad=True)  # 4,000 B
    y = x
    for _ in range(6):
        y = torch.sigmoid(y)  # 4,000 B each
    torch.autograd.backward(y.sum())


@pytest.mark.parametrize(
    ("fn", "peak"),
    [
        (lambda: None, 0),
        (lambda: X * 2, 4000),
        (lambda: (X * 2) * 3, 8000),
        (lambda: X.view(10, 100).t(), 0),
        (lambda: W.t() @ W, 400),
        (lambda: X.mul_(1), 0),
        (lambda: [X + 1 for _ in range(3)], 12_000),
        (lambda: torch.ones(1000).view(10, 100)[0], 4000),
        (lambda: torch.ones(1000, dtype=torch.float64), 8000),
        (lambda: torch.ones(10**9, device="meta"), 0),
        (lambda: torch.tensor([1.0] * 1000), 4000),
        (lambda: torch.tensor([1.0] * 1000) * 2, 8000),
        (lambda: torch.from_numpy(np.ones(1000)) * 2, 8000),
        (lambda: torch.empty(10).resize_(1000), 4000),
        (lambda: W.to_sparse(), None),
        (twice, 4000),
        # x and six results, the gradients of two of them at a time, the loss and its gradient
        (chain, 4000 * (7 + 2) + 4 + 4),
    ],
)
def test_peak_memory(fn: Callable[[], object], peak: int | None) -> None:
    if peak is None:  # two coordinates of 8 bytes and a value of 4 for each of 1,000 entries
        assert peak_bytes(fn, CPU) >= 20_000
    else:
        assert peak_bytes(fn, CPU) == peak


def test_each_storage_is_rounded_up_to_a_block() -> None:
    assert peak_bytes(lambda: [torch.ones(1), torch.ones(129)], CPU, CUDA_BLOCK) == 512 + 1024


def test_what_was_there_and_is_freed_makes_room() -> None:
    """As for CUDA's allocator: a gradient that zero_grad frees is there before the step."""
    weight = torch.ones(1000, requires_grad=True)
    torch.autograd.backward(weight.sum())

    def again() -> None:
        weight.grad = None
        torch.ones(900)

    assert peak_bytes(again, CPU) == 0
    torch.autograd.backward(weight.sum())
    assert peak_bytes(lambda: torch.ones(900), CPU) == 3600


def test_it_is_seen_through_objects_and_names() -> None:
    """As a demo has them: a model and its optimizer, by name; a function that another calls."""
    names: dict[str, object] = {"torch": torch}
    code = """
net = torch.nn.Sequential(torch.nn.Linear(250, 4, bias=False))
held = {"deep": [torch.ones(1000)]}
net(torch.ones(1, 250)).sum().backward()
def free():
    held["deep"].clear()
    net.zero_grad()
step = lambda: (free(), torch.ones(1900))
"""
    exec(code, names)
    step = names["step"]
    assert callable(step)
    assert peak_bytes(step, CPU) == 0  # 8,000 bytes are freed before 7,600 are made


def test_counting_twice_gives_the_same() -> None:
    step = RECIPES[0].step(CPU)
    assert len({int(peak_bytes(step, CPU)) for _ in range(3)}) == 1


def test_on_the_cpu_nothing_is_reserved() -> None:
    assert peak_bytes(lambda: X * 2, CPU).reserved is None


# The CPU's count against the CPU's allocator

KERNELS_OWN = frozenset(
    f"aten.{name}"
    for name in (
        "convolution.default",  # weights in another order
        "convolution_backward.default",
        "addmm.default",  # in bfloat16: operands or sums in another type
        "mm.default",
        "bmm.default",
        "mean.default",
        "native_layer_norm_backward.default",  # sums by row
    )
)
"""Operations whose CPU kernels take memory of their own, and free it before they end."""
SCALAR = 16
"""A Python number wrapped as a tensor, which a kernel makes for itself."""


class _Named(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Writes every operation's name into the profile."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False

    def __torch_dispatch__(
        self, func: object, types: object, args: tuple[object, ...] = (), kwargs: object = None
    ) -> object:
        assert callable(func)
        with record_function(f"op {func}"):
            return func(*args, **(kwargs or {}))  # type: ignore[arg-type]


def allocated(recipe: Recipe) -> tuple[int, dict[str, int]]:
    """Peak of the CPU's allocator above what was there, and most bytes of each kernel's own."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True, acc_events=True) as made:
        step = recipe.step(CPU)
        with record_function("measured"), _Named():  # type: ignore[no-untyped-call]
            step()
    events = made.profiler.kineto_results.events()
    start = next(event.start_ns() for event in events if event.name() == "measured")
    changes = sorted(
        (each.start_ns(), each.nbytes()) for each in events if each.name() == "[memory]"
    )
    before = sum(count for at, count in changes if at < start)
    peak, _ = _highest([count for at, count in changes if at >= start])
    own: dict[str, int] = {}
    for event in events:
        if event.name().startswith("op "):
            end = event.start_ns() + event.duration_ns()
            first, last = bisect_left(changes, (event.start_ns(),)), bisect_left(changes, (end,))
            inside = [count for _, count in changes[first:last]]
            high, left = _highest(inside)
            name = event.name().removeprefix("op ")
            own[name] = max(own.get(name, 0), high - max(left, 0))
    assert before > 0
    return peak, own


def _highest(changes: list[int]) -> tuple[int, int]:
    live = peak = 0
    for count in changes:
        live += count
        peak = max(peak, live)
    return peak, live


@pytest.mark.parametrize("recipe", RECIPES, ids=str)
def test_the_count_is_the_allocators_but_for_kernels_own_memory(recipe: Recipe) -> None:
    counted = peak_bytes(recipe.step(CPU), CPU)
    peak, own = allocated(recipe)
    assert {name for name, count in own.items() if count > SCALAR} <= KERNELS_OWN
    assert counted <= peak <= counted + max(own.values())
    if recipe.dtype is torch.float32 and recipe.net in ("MLP", "LSTM", "transformer"):
        assert peak - counted <= SCALAR


# The course


def test_the_phases_of_a_training_step() -> None:
    step = RECIPES[0].step(CPU)
    course = course_of({"": step}, CPU)
    assert [name for name, _ in course.phases] == ["forward", "backward", "step"]
    assert course.phases[0][1] == 0
    assert max(course.peaks()) == peak_bytes(step, CPU)
    # New gradients took the place of those freed first; the net's output is still held.
    assert course.live[-1] == 64 * 10 * 4


def test_forward_goes_up_and_backward_down() -> None:
    course = course_of({"": chain}, CPU)
    (_, start), (_, back) = course.phases
    assert start == 0
    forward = course.live[:back]
    assert forward == sorted(forward)
    assert sorted(set(forward)) == [4000 * count for count in range(1, 8)] + [28_004, 28_008]
    assert course.peaks() == [28_008, 36_008]
    assert course.live[-1] < 28_004


def test_an_update_by_hand_is_a_step() -> None:
    weight = torch.ones(1000, requires_grad=True)

    def step() -> None:
        torch.autograd.backward((weight * 2).sum())
        with torch.no_grad():
            weight.sub_(weight.grad, alpha=0.1)  # type: ignore[arg-type]

    assert [name for name, _ in course_of({"": step}, CPU).phases] == [
        "forward",
        "backward",
        "step",
    ]


def test_parts_have_the_names_they_are_given() -> None:
    kept: list[torch.Tensor] = []
    parts: dict[str, Callable[[], object]] = {
        "load": lambda: kept.append(torch.ones(10)),
        "use": lambda: kept[0] * 2,
    }
    course = course_of(parts, CPU)
    assert course.phases == [("load", 0), ("use", 1)]
    assert course.peaks() == [40, 80]


# CUDA


@pytest.mark.skipif(not torch.cuda.is_available(), reason="compares with a CUDA device")
class TestCuda:
    """The CPU's count against the caching allocator's. cuDNN is measured by its difference."""

    gpu = torch.device("cuda", 0)

    @pytest.mark.parametrize("recipe", RECIPES, ids=str)
    def test_the_counts_agree(
        self, recipe: Recipe, record_property: Callable[[str, object], None]
    ) -> None:
        """Within 1 %; what libraries take beyond all tensors is told apart, and its size said."""
        on_cpu = peak_bytes(recipe.step(CPU), CPU, CUDA_BLOCK)
        step = recipe.step(self.gpu)
        counter = LiveBytes(step, CUDA_BLOCK)
        with counter:
            step()
        assert counter.peak == pytest.approx(on_cpu, rel=0.01)
        taken = peak_bytes(step, self.gpu)
        assert taken.reserved is not None
        record_property("libraries' own bytes", taken - counter.peak)
        record_property("reserved", taken.reserved)
        if recipe.net != "convolutions":  # there cuDNN takes a workspace; cuBLAS's is there before
            assert taken == pytest.approx(on_cpu, rel=0.01)

    def test_cudnn_takes_a_workspace(self, record_property: Callable[[str, object], None]) -> None:
        step = next(each for each in RECIPES if each.net == "convolutions").step(self.gpu)
        with_cudnn = peak_bytes(step, self.gpu)
        with torch.backends.cudnn.flags(enabled=False):
            without = peak_bytes(step, self.gpu)
        record_property("with cuDNN", with_cudnn)
        record_property("without", without)
        counter = LiveBytes(step, CUDA_BLOCK)
        with counter:
            step()
        assert with_cudnn >= counter.peak

    def test_the_workspace_of_cublas_is_not_the_computations(self) -> None:
        torch._C._cuda_clearCublasWorkspaces()
        x = torch.ones(256, 256, device=self.gpu)
        assert peak_bytes(lambda: x @ x, self.gpu) == x.nbytes
