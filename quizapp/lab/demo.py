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
from quizapp.lab.devices import Chosen, choose, full_message, size, text_of
from quizapp.lab.generators import Generators
from quizapp.lab.instruments import DEMO, Instruments
from quizapp.lab.meters import Meters
from quizapp.lab.protocol import Ceilings, Denied, Failed, Finished, Job, Message
from quizapp.lab.work import ceilings

_SPARE_FOR_ERRORS = 256 * 2**20
"""Bytes that a demo over its limit is given to report it."""


class Parameters(SimpleNamespace):
    """The card's parameters as attributes: `params.batch`."""

    def __getattr__(self, name: str) -> object:
        known = ", ".join(vars(self)) or "none"
        raise AttributeError(f"params has no {name!r}; this card's parameters: {known}")


def prepare(device: str) -> Chosen | Denied:
    """Everything that needs no job: flags, and a CUDA context."""
    # float32 sums differ with the number of threads, so every machine gets one.
    torch.set_num_threads(1)
    # torch.use_deterministic_algorithms() sets this flag too, and imports the compiler: 0.9 s.
    torch._C._set_deterministic_algorithms(True, warn_only=True)
    os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
    return choose(device)


def run(job: Job, chosen: Chosen | Denied, report: Callable[[Message], None]) -> None:
    """Run a demo on the chosen device, or the one it names; report its findings and its end."""
    if job.device != "auto":
        chosen = choose(job.device)
    if isinstance(chosen, Denied):
        report(chosen)
        return
    if job.calibrate:
        report(Ceilings(ceilings(chosen.device)))
        report(Finished(chosen.name, 0.0))
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


def _run(job: Job, chosen: Chosen, report: Callable[[Message], None]) -> Finished | Failed:
    device = chosen.device
    sys.stdout, sys.stderr = _text_stream(1), _text_stream(2)
    name = functions.ANSWER if job.cases else DEMO
    lines = job.code.splitlines(keepends=True)
    linecache.cache[name] = (len(job.code), None, lines, name)
    generators = Generators(device)
    instruments = Instruments(report)
    meters = Meters(report, device, job.ceilings)
    namespace: dict[str, object] = {
        "__name__": "__main__",
        "torch": torch,
        "np": np,
        "math": math,
        "device": device,
        "params": Parameters(**job.parameters),
        **instruments.names(),
        **meters.names(),
    }
    try:
        _make_repeatable(device)
        generators.seed(job.seed)
        seeded = generators.states()
        _limit(job, device)
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
        return _failed(error, job.memory, name, device)
    # A function under test is seeded anew for every call, so what it drew shows nowhere.
    varies = bool(job.function) or meters.timed or generators.drawn_since(seeded)
    return Finished(chosen.name, seconds, varies)


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
        # Autotuning picks kernels by a race; TF32 rounds float32 to ten bits on tensor cores.
        cudnn.benchmark, cudnn.deterministic = False, True
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


def _failed(error: BaseException, memory: int, name: str, device: torch.device) -> Failed:
    told = traceback.TracebackException(type(error), error, error.__traceback__)
    told.stack[:] = [frame for frame in told.stack if frame.filename == name]
    line = told.stack[-1].lineno if told.stack else None
    if isinstance(error, SyntaxError) and error.filename == name:
        line = error.lineno
    message = full_message(error, device) or _memory_message(error, memory) or _one_line(error)
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
    limit, text = f"a demo may use {size(memory)}", text_of(error)
    asked = ""
    if isinstance(error, RuntimeError) and "DefaultCPUAllocator" in text:
        found = re.search(r"tried to allocate (\d+) bytes", text)
        count = int(found[1]) if found else 0
        asked = size(count) + (" more" if count < memory else "")
    elif isinstance(error, MemoryError):
        found = re.search(r"allocate ([\d.]+ \w+)", text)
        asked = found[1] if found else ""
    elif not (isinstance(error, RuntimeError) and "bad_alloc" in text):
        return ""
    return f"asked for {asked}; {limit}" if asked else f"ran out of memory; {limit}"
