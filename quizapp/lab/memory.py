"""Peak memory of a computation, counted in tensor bytes."""

import weakref
from collections.abc import Callable
from typing import Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class _LiveBytes(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Counts the storages that operations make, each once: a view adds nothing.

    A storage that came from outside, such as a weight seen by its transpose, is never counted.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.live = self.peak = 0
        self.known: set[int] = set()

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # or the first operation imports the compiler: 0.9 s

    def __torch_dispatch__(
        self, func: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> object:
        kwargs = kwargs or {}
        for tensor in _tensors((args, kwargs)):
            self._see(tensor, made_here=False)
        result = func(*args, **kwargs)
        for tensor in _tensors(result):
            self._see(tensor, made_here=True)
        return result

    def _see(self, tensor: torch.Tensor, *, made_here: bool) -> None:
        storage = tensor.untyped_storage()
        key = storage._cdata
        if key in self.known:
            return
        size = storage.nbytes() if made_here else 0
        self.known.add(key)
        self.live += size
        self.peak = max(self.peak, self.live)
        weakref.finalize(storage, self._free, key, size).atexit = False

    def _free(self, key: int, size: int) -> None:
        self.known.discard(key)
        self.live -= size


def _tensors(tree: object) -> list[torch.Tensor]:
    return [
        leaf
        for leaf in tree_leaves(tree)
        if isinstance(leaf, torch.Tensor) and leaf.layout is torch.strided
    ]


def peak_bytes(fn: Callable[[], object], device: torch.device) -> int:
    """Most bytes alive at once during `fn()` above what was alive before.

    On CUDA as the caching allocator counts them (rounded to 512 bytes); elsewhere the bytes of live
    tensor storages.
    """
    if device.type != "cuda":
        counter = _LiveBytes()
        with counter:
            fn()
        return counter.peak
    one = torch.ones(1, 1, device=device)
    one @ one  # cuBLAS keeps the workspace of its first product for ever: not this computation's
    torch.cuda.synchronize(device)
    torch.cuda.reset_peak_memory_stats(device)
    before = int(torch.cuda.memory_allocated(device))
    fn()
    torch.cuda.synchronize(device)
    return int(torch.cuda.max_memory_allocated(device) - before)
