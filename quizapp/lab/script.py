"""A demo as a program of its own, for an editor, a notebook or another machine."""

import math

_HEAD = """\
# {title}
# Runs with PyTorch and NumPy alone; ends with status 1 where a claim does not hold.
import math, random, sys, time
from types import SimpleNamespace

import numpy as np
import torch

random.seed({seed}), np.random.seed({np_seed}), torch.manual_seed({seed})
device = torch.device(
    "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
)
params = SimpleNamespace({parameters})
failed = []


def number(x):
    return x.item() if math.prod(getattr(x, "shape", [0])) == 1 else x


def answer(measured, unit="", se=None, at=None):
    if at is not None:
        for name, points in at.items() if isinstance(at, dict) else [("points", at)]:
            print(f"at {{name}}:", points)
        print("answer:", measured)
        return
    error = "" if se is None else f"(standard error {{number(se)}})"
    print("answer:", number(measured), unit, error)


def option(key, holds, evidence=""):
    print(f"option {{key}}:", "holds" if number(holds) else "does not hold", number(evidence))


def claim(text, measured, expected=None, *, rtol=None, atol=None):
    measured, expected = number(measured), number(expected)
    if isinstance(measured, bool):
        holds, evidence = measured, expected or ""
    else:
        if rtol is None and atol is None:
            rtol = 0 if isinstance(measured, int) and isinstance(expected, int) else 1e-6
        relative = (rtol or 0) * abs(expected) if math.isfinite(expected) else 0
        holds = measured == expected or abs(measured - expected) <= max(relative, atol or 0)
        evidence = f"measured {{measured}}, expected {{expected}}"
    print("holds:" if holds else "FAILS:", text, f"({{evidence}})" if evidence else "")
    if not holds:
        failed.append(text)


def measure(name, value, unit=""):
    print(f"measured {{name}}:", number(value), unit)


def show(label, value):
    print(f"{{label}}:", number(value))


def plot(x, y, label=""):
    print(f"plot {{label}}: {{len(x)}} points, y from {{min(y):.6g}} to {{max(y):.6g}}")


def time_ms(fn, repeat=20):
    times = []
    for _ in range(repeat + 1):
        start = time.perf_counter()
        fn()
        if device.type == "cuda":
            torch.cuda.synchronize()
        times.append((time.perf_counter() - start) * 1e3)
    return sorted(times[1:])[repeat // 2]


def peak_memory(fn):
    if device.type == "cuda":
        torch.ones(1, 1, device=device) @ torch.ones(1, 1, device=device)  # cuBLAS's own workspace
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        fn()
        return torch.cuda.max_memory_allocated() - before
    import weakref
    from torch.utils._python_dispatch import TorchDispatchMode
    from torch.utils._pytree import tree_leaves

    class LiveBytes(TorchDispatchMode):  # each storage once; a view adds nothing
        live = peak = 0
        known = set()

        def __torch_dispatch__(self, func, types, args=(), kwargs=None):
            self.see((args, kwargs), 0)
            result = func(*args, **(kwargs or {{}}))
            self.see(result, 1)
            return result

        def see(self, tree, made_here):
            tensors = (leaf for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor))
            for storage in (tensor.untyped_storage() for tensor in tensors):
                if storage._cdata not in self.known:
                    size = storage.nbytes() * made_here
                    self.known.add(storage._cdata)
                    self.live += size
                    self.peak = max(self.peak, self.live)
                    weakref.finalize(storage, self.free, storage._cdata, size)

        def free(self, key, size):
            self.known.discard(key)
            self.live -= size

    with LiveBytes() as counter:
        fn()
    return counter.peak


# The demo

{code}

if failed:
    sys.exit(1)
"""


def as_script(code: str, *, title: str, seed: int, parameters: dict[str, object]) -> str:
    """A program that does what the demo does, and prints what it would report."""
    return _HEAD.format(
        title=" ".join(title.split()),
        seed=seed,
        np_seed=seed % 2**32,
        parameters=", ".join(f"{name}={_literal(value)}" for name, value in parameters.items()),
        code=code.strip("\n"),
    )


def _literal(value: object) -> str:
    """A parameter as Python writes it; NaN and infinities have no literal."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(item) for item in value)}]"
    return repr(value)
