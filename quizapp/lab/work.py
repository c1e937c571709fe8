"""Time, arithmetic and memory traffic of a computation, and the most that a device can do of each.

Measured on one thread of two busy cores, PyTorch 2.13: the ceilings of a CPU take 0.5 s, once in a
worker's life. PyTorch's own FlopCounterMode takes 1.8 s at its first operation, which imports the
compiler; its table of formulas, with a mode that does not, 3 ms.
"""

import math
import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode

BYTES = "bytes"
"""Name of the ceiling of memory traffic among those of the dtypes."""
_DTYPES = (torch.float64, torch.float32, torch.bfloat16, torch.float16)


class Milliseconds(float):
    """Median of a call, with the quartiles of the batches that were timed."""

    low: float
    high: float


def time_of(fn: Callable[[], object], device: torch.device, budget: float = 300) -> Milliseconds:
    """Milliseconds of one call of `fn`, after a warm-up; on CUDA between two events.

    It is called for `budget` milliseconds in all, in three batches at least and 25 at most.
    """
    measure = _on_cuda if device.type == "cuda" else _on_clock
    measure(fn, 1, device)
    once = measure(fn, 1, device)
    # A batch of calls lasts a millisecond or more, so that the clock's own cost does not show.
    calls = max(1, min(10_000, math.ceil(1 / max(once, 1e-4))))
    batches = max(3, min(25, math.ceil(budget / max(once * calls, 1e-3))))
    times = [measure(fn, calls, device) / calls for _ in range(batches)]
    found = Milliseconds(statistics.median(times))
    found.low, _, found.high = statistics.quantiles(times, n=4, method="inclusive")
    return found


def _on_clock(fn: Callable[[], object], calls: int, device: torch.device) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        fn()
    if device.type == "mps":
        torch.mps.synchronize()
    return (time.perf_counter() - start) * 1e3


def _on_cuda(fn: Callable[[], object], calls: int, device: torch.device) -> float:
    event: Any = torch.cuda.Event  # its annotations are incomplete
    start, end = event(enable_timing=True), event(enable_timing=True)
    start.record()
    for _ in range(calls):
        fn()
    end.record()
    end.synchronize()
    return float(start.elapsed_time(end))


class Work(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the arithmetic of operations by PyTorch's table, and the bytes they read and write."""

    def __init__(self) -> None:
        from torch.utils.flop_counter import flop_registry  # 2 ms, for the few demos that count

        super().__init__()  # type: ignore[no-untyped-call]
        self._formulas = flop_registry
        self.moved = 0
        self.flops: Counter[torch.dtype] = Counter()
        """By the dtype of the operands."""

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # or the first operation imports the compiler: 0.9 s

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> object:
        kwargs = kwargs or {}
        if func.namespace == "profiler":  # an optimizer marks its step: no operation on tensors
            return func(*args, **kwargs)
        formula = self._formulas.get(func._overloadpacket)
        if formula is None:
            with self:
                parts = func.decompose(*args, **kwargs)
            if parts is not NotImplemented:
                return parts
        result = func(*args, **kwargs)
        read = _operands((*args, *kwargs.values()))
        if formula is not None:
            self.flops[read[0].dtype] += formula(*args, **kwargs, out_val=result)
        schema = func._schema
        if not schema.is_mutable and any(each.alias_info for each in schema.returns):
            return result  # a view
        if func is not torch.ops.aten._unsafe_view.default:
            self.moved += sum(map(_bytes, read)) + sum(map(_bytes, _operands((result,))))
        return result


def _operands(tree: tuple[object, ...]) -> list[torch.Tensor]:
    found: list[torch.Tensor] = []
    for each in tree:
        if isinstance(each, torch.Tensor):
            found.append(each)
        elif isinstance(each, list | tuple):
            found += _operands(tuple(each))
    return found


def _bytes(tensor: torch.Tensor) -> int:
    """Bytes of memory behind a tensor: a dimension that was expanded has been read once."""
    if tensor.layout is not torch.strided:
        return 0
    shape = zip(tensor.shape, tensor.stride(), strict=True)
    return math.prod(size for size, stride in shape if stride) * tensor.element_size()


def work_of(fn: Callable[[], object]) -> Work:
    """The arithmetic and the traffic of one call of `fn`."""
    counter = Work()
    with counter:
        fn()
    return counter


def name_of(dtype: torch.dtype) -> str:
    """As PyTorch spells it, without its module: "float32"."""
    return str(dtype).removeprefix("torch.")


def ceilings(device: torch.device) -> dict[str, float]:
    """FLOP/s of a large matrix product by dtype, and bytes/s of a large copy under `BYTES`."""
    found = {}
    for dtype in _DTYPES:
        if (most := _most_flops(dtype, device)) is not None:
            found[name_of(dtype)] = most
    # Larger than any cache: 64 MiB read and as many written; on CUDA 1 GiB.
    source = torch.ones(2 ** (28 if device.type == "cuda" else 24), device=device)
    target = torch.empty_like(source)
    found[BYTES] = 2 * source.nbytes / _fastest(lambda: target.copy_(source), device) * 1e3
    return found


def _most_flops(dtype: torch.dtype, device: torch.device) -> float | None:
    """Of a product that lasts 5 ms or more; None where the device has none in this dtype."""
    size = 4096 if device.type == "cuda" else 128
    while True:
        try:
            matrix = torch.ones(size, size, device=device).to(dtype)
            product = torch.empty_like(matrix)
            ms = _fastest(lambda m=matrix, p=product: torch.mm(m, m, out=p), device)  # type: ignore[misc]
        except (RuntimeError, TypeError):
            return None
        if ms >= 5 or size >= 16_384:
            return float(2 * size**3 / ms * 1e3)
        size *= 2


def _fastest(fn: Callable[[], object], device: torch.device) -> float:
    """Milliseconds of the fastest of three calls, after a warm-up: a ceiling has no median."""
    measure = _on_cuda if device.type == "cuda" else _on_clock
    measure(fn, 1, device)
    return max(min(measure(fn, 1, device) for _ in range(3)), 1e-3)
