"""Runs one demo in a process made for it alone: same numbers every time, limits, clean errors."""

import linecache
import math
import os
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, TextIO

import numpy as np
import numpy.random  # on first use otherwise, in every child
import torch

from quizapp.lab import functions
from quizapp.lab.generators import Generators
from quizapp.lab.instruments import DEMO, Instruments
from quizapp.lab.protocol import Denied, Failed, Finished, Job, Message

_SPARE_FOR_ERRORS = 256 * 2**20
"""Bytes that a demo over its limit is given to report it."""


class Parameters(SimpleNamespace):
    """The card's parameters as attributes: `params.batch`."""

    def __getattr__(self, name: str) -> object:
        known = ", ".join(vars(self)) or "none"
        raise AttributeError(f"params has no {name!r}; this card's parameters: {known}")


def find_device(name: str) -> torch.device | str:
    """The device of this name (`auto`, `cpu`, `cuda`, `cuda:1`, `mps`), or why there is none."""
    kind, _, index = name.partition(":")
    if kind not in ("auto", "cpu", "cuda", "mps") or not (index.isdigit() or index == ""):
        return f"there is no device {name!r}; write auto, cpu, cuda, cuda:1 or mps"
    if kind in ("auto", "cuda") and torch.cuda.is_available():
        number, count = int(index or 0), torch.cuda.device_count()
        if number < count:
            return torch.device("cuda", number)
        return f"there is no {name} here: the last CUDA device is cuda:{count - 1}"
    if kind in ("auto", "mps") and torch.backends.mps.is_available():
        return torch.device("mps")
    if kind in ("auto", "cpu"):
        return torch.device("cpu")
    return f"there is no {kind} device here: choose cpu or auto"


def name_of(device: torch.device) -> str:
    """What a person would call a device: "CPU", "NVIDIA H200"."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return "Apple GPU (MPS)" if device.type == "mps" else "CPU"


def prepare(device: str) -> str | Denied:
    """Everything that needs no job: flags, and a CUDA context. The name of the device."""
    # float32 sums differ with the number of threads, so every machine gets one.
    torch.set_num_threads(1)
    # torch.use_deterministic_algorithms() sets this flag too, and imports the compiler: 0.9 s.
    torch._C._set_deterministic_algorithms(True, warn_only=True)
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
    chosen = find_device(device)
    if isinstance(chosen, str):
        return Denied(chosen)
    if chosen.type == "cuda":
        torch.zeros(1, device=chosen)
    return name_of(chosen)


def run(job: Job, device: str, report: Callable[[Message], None]) -> None:
    """Run a demo and report its findings and its end."""
    chosen = find_device(device)
    if isinstance(chosen, str):
        report(Denied(chosen))
        return
    process = os.getpid()
    end = _run(job, chosen, report)
    if os.getpid() != process:  # a fork made by the demo: it has no say
        os._exit(0)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the demo closed it
            continue
    report(end)


def _run(job: Job, device: torch.device, report: Callable[[Message], None]) -> Finished | Failed:
    sys.stdout, sys.stderr = _text_stream(1), _text_stream(2)
    name = functions.ANSWER if job.cases else DEMO
    lines = job.code.splitlines(keepends=True)
    linecache.cache[name] = (len(job.code), None, lines, name)
    generators = Generators(device)
    _make_repeatable(device)
    generators.seed(job.seed)
    seeded = generators.states()
    instruments = Instruments(report, device)
    namespace: dict[str, object] = {
        "__name__": "__main__",
        "torch": torch,
        "np": np,
        "math": math,
        "device": device,
        "params": Parameters(**job.parameters),
        **instruments.names(),
    }
    _limit(job, device)
    try:
        if job.cases:
            seconds = _timed(lambda: functions.answer(job, device, report), device)
        else:
            if job.reference:
                namespace |= functions.Cases(job, device, report).names()
            code = compile(job.code, DEMO, "exec", dont_inherit=True)
            if job.probe:
                from quizapp.lab.probe import Probe

                namespace |= Probe(job.code, instruments, generators, report).names()
            seconds = _timed(lambda: exec(code, namespace), device)
    except BaseException as error:  # noqa: BLE001  SystemExit and KeyboardInterrupt end only the demo
        _relax()
        return _failed(error, job.memory, name)
    # A function under test is seeded anew for every call, so what it drew shows nowhere.
    varies = bool(job.function) or instruments.timed or generators.drawn_since(seeded)
    return Finished(name_of(device), seconds, varies)


def _text_stream(fd: int) -> TextIO:
    """Line by line, so that what is printed shows while the demo runs."""
    return os.fdopen(
        fd, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False
    )


def _timed(run: Callable[[], object], device: torch.device) -> float:
    start = time.perf_counter()
    run()
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    return time.perf_counter() - start


def _make_repeatable(device: torch.device) -> None:
    if device.type == "cuda":
        cudnn: Any = torch.backends.cudnn
        matmul: Any = torch.backends.cuda.matmul
        if hasattr(cudnn, "conv"):  # PyTorch 2.9; not to be mixed with the older flags
            matmul.fp32_precision = cudnn.conv.fp32_precision = cudnn.rnn.fp32_precision = "ieee"
        else:
            matmul.allow_tf32 = cudnn.allow_tf32 = False


def _limit(job: Job, device: torch.device) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # CUDA reserves far more address space than it uses, so the limit is for the CPU only.
    if device.type == "cpu" and sys.platform == "linux":
        with open("/proc/self/statm", "rb") as file:
            own = int(file.read().split()[0]) * resource.getpagesize()
        limit = own + job.memory
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit + _SPARE_FOR_ERRORS))


def _relax() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _failed(error: BaseException, memory: int, name: str) -> Failed:
    told = traceback.TracebackException(type(error), error, error.__traceback__)
    told.stack[:] = [frame for frame in told.stack if frame.filename == name]
    line = told.stack[-1].lineno if told.stack else None
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    message = _memory_message(error, memory) or _one_line(error)
    return Failed(message, line or 0, "".join(told.format(chain=False))[:8_000])


def _one_line(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, SystemExit):
        return f"SystemExit: the demo called sys.exit({error.code!r})"[:500]
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:  # noqa: BLE001  any exception class of the demo's own
        text = "(its message cannot be shown)"
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return f"{name}: {first}"[:500] if first else name


def _memory_message(error: BaseException, memory: int) -> str:
    """What to say of an allocation on the CPU that failed; empty for any other error."""
    limit = f"a demo may use {_size(memory)}"
    if isinstance(error, RuntimeError) and "DefaultCPUAllocator" in str(error):
        asked = re.search(r"tried to allocate (\d+) bytes", str(error))
        return f"asked for {_size(int(asked[1])) if asked else 'too much memory'}; {limit}"
    if isinstance(error, MemoryError):
        asked = re.search(r"allocate ([\d.]+ \w+)", str(error))
        return f"asked for {asked[1]}; {limit}" if asked else f"ran out of memory; {limit}"
    return ""


def _size(count: int) -> str:
    value, units = float(count), ["B", "KiB", "MiB", "GiB", "TiB"]
    while value >= 1024 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{value:.3g} {units[0]}"
