"""A demo as a program of its own, for an editor, a notebook or another machine."""

import math
import re
from pathlib import Path

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


def plot(x, y, label="", kind="line"):
    print(f"{{kind}} plot {{label}}: {{len(x)}} points, y from {{min(y):.6g}} to {{max(y):.6g}}")


{meters}# The demo

{code}

if failed:
    sys.exit(1)
"""


def as_script(code: str, *, title: str, seed: int, parameters: dict[str, object]) -> str:
    """A program that does what the demo does, and prints what it would report."""
    return _HEAD.format(
        meters=_meters(code),
        title=" ".join(title.split()),
        seed=seed,
        np_seed=seed % 2**32,
        parameters=", ".join(f"{name}={_literal(value)}" for name, value in parameters.items()),
        code=code.strip("\n"),
    )


def _meters(code: str) -> str:
    """The measuring functions that a demo calls, with the modules that they need: no others."""
    called = {name: text for name, (text, _) in _METERS.items() if re.search(rf"\b{name}\b", code)}
    needed = dict.fromkeys(module for name in called for module in _METERS[name][1])
    parts = [_source(module) for module in needed] + list(called.values())
    return "".join(f"{part.strip()}\n\n\n" for part in parts)


def _source(module: str) -> str:
    """A module of this app as part of a program: without its docstring and what is not there."""
    path = Path(__file__).parents[1] / f"{module}.py"
    text = path.read_text(encoding="utf-8").split('"""\n', 1)[1]
    return f"# {module.rpartition('/')[2]}\n{text}"


_METERS = {
    "time_ms": (
        """
def time_ms(fn):
    return time_of(fn, device)
""",
        ("lab/work",),
    ),
    "flops": (
        """
def flops(fn):
    return work_of(fn).flops.total()
""",
        ("lab/work",),
    ),
    "peak_memory": (
        """
def peak_memory(fn, block=1):
    return peak_bytes(fn, device, block)
""",
        ("lab/memory",),
    ),
    "timeline": (
        """
def timeline(fn=None, /, label="live memory", **parts):
    course, most = course_of({"": fn} if fn else parts, device), {}
    for (name, _), peak in zip(course.phases, course.peaks()):
        most[name] = max(most.get(name, peak), peak)
    print(f"{label}:", ", ".join(f"{name} up to {peak:,} B" for name, peak in most.items()))
    return most
""",
        ("lab/memory",),
    ),
    "roofline": (
        """
def roofline(fn):
    ms, work, known = time_of(fn, device), work_of(fn), ceilings(device)
    dtype = next((name_of(kind) for kind, _ in work.flops.most_common()), "float32")
    placed = Placed(work.flops.total(), work.moved, ms, dtype, known[dtype], known[BYTES])
    print("roofline:", placed)
    return placed
""",
        ("core/roofline", "lab/work"),
    ),
}
"""Each measuring function of a program, and the modules whose text stands before it."""


def _literal(value: object) -> str:
    """A parameter as Python writes it; NaN and infinities have no literal."""
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    if isinstance(value, list | tuple):
        return f"[{', '.join(_literal(item) for item in value)}]"
    return repr(value)
