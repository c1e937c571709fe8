"""What a demo calls to measure and to report. Wrong use is a TypeError that says what to write."""

import math
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from quizapp.core.agreement import agree, bound
from quizapp.core.evidence import (
    Answered,
    Claimed,
    Decided,
    Finding,
    Measured,
    Plotted,
    Shown,
    Traced,
)
from quizapp.lab.memory import peak_bytes

DEMO = "<demo>"
"""File name under which demos are compiled."""
MAX_POINTS = 512
MAX_TEXT = 4_096

Numbers = np.ndarray[Any, np.dtype[np.float64]]


class Instruments:
    """The functions of one demo, bound to where their findings go."""

    def __init__(self, report: Callable[[Finding], None], device: torch.device) -> None:
        self._report = report
        self._device = device
        self.timed = False
        """Whether the demo took the time of something."""

    def names(self) -> dict[str, Callable[..., Any]]:
        """What a demo finds ready beside torch, np, math, device and params."""
        return {
            "answer": self.answer,
            "option": self.option,
            "claim": self.claim,
            "measure": self.measure,
            "show": self.show,
            "plot": self.plot,
            "time_ms": self.time_ms,
            "peak_memory": self.peak_memory,
        }

    def answer(
        self, measured: object, unit: str = "", se: object = None, at: object = None
    ) -> None:
        """Report the truth that the card asks for, with the standard error of a sampled value.

        For a formula: measured values, and the points `at` which they were measured.
        """
        if at is not None:
            if unit or se is not None:
                raise TypeError("answer(): values at points have no unit and no standard error")
            self._report(traced(measured, at, demo_line()))
            return
        if not isinstance(unit, str):
            raise TypeError(
                f'answer(): the unit is text, as in answer(x, "MiB"), not {_kind(unit)}'
            )
        error = None if se is None else float(_number(se, "answer(): se"))
        self._report(Answered(_number(measured, "answer()"), unit, demo_line(), error))

    def option(self, key: str, holds: object, evidence: object = "") -> None:
        """Decide one option of a choice: whether it is true, and what was measured."""
        if not isinstance(key, str):
            raise TypeError(
                f'option(): the key is a letter, as in option("b", …), not {_kind(key)}'
            )
        truth = truth_of(holds)
        if truth is None:
            example = f'option("{key}", y < x, f"{{y}} against {{x}}")'
            raise TypeError(f"option(): holds must be true or false, not {_kind(holds)}: {example}")
        self._report(Decided(key, truth, _text(evidence), demo_line()))

    def claim(
        self,
        text: str,
        measured: object,
        expected: object = None,
        *,
        rtol: float | None = None,
        atol: float | None = None,
    ) -> None:
        """State one sentence of the answer: as two numbers, or as a condition with its evidence.

        The wider of `rtol · |expected|` and `atol` counts. Without either, integers must be equal
        and other numbers within one part in a million.
        """
        if not isinstance(text, str):
            raise TypeError(f"claim(): first the sentence that is claimed, not {_kind(text)}")
        truth = truth_of(measured)
        if truth is not None:
            if expected is not None and not isinstance(expected, str):
                say = "claim(text, condition, evidence) or claim(text, measured, expected)"
                raise TypeError(f"claim(): {_kind(expected)} beside a condition; write {say}")
            self._report(Claimed(text[:MAX_TEXT], truth, _text(expected or ""), demo_line()))
            return
        if expected is None or isinstance(expected, str):
            say = "claim(text, measured, expected) or claim(text, measured == …, evidence)"
            raise TypeError(f"claim(): a number alone claims nothing; write {say}")
        value, wanted = _number(measured, "claim()"), _number(expected, "claim(): expected")
        rtol, atol = (None if each is None else float(each) for each in (rtol, atol))
        margin = bound(value, wanted, rtol, atol)
        holds = agree(value, wanted, rtol, atol)
        evidence = f"measured {_show(value)}, expected {_show(wanted)}"
        evidence += f" (± {margin:.2g})" if margin else " (exactly)"
        line = demo_line()
        text = text[:MAX_TEXT]
        self._report(Claimed(text, holds, evidence, line, value, wanted, rtol, atol))

    def measure(self, name: str, value: object, unit: str = "") -> None:
        """Report a quantity that a point of the rubric speaks of: a number, or whether it holds."""
        if not isinstance(name, str) or not name:
            raise TypeError(f'measure(): first its name, as in measure("peak", x), not {name!r}')
        if not isinstance(unit, str):
            example = f'measure("{name}", x, "MiB")'
            raise TypeError(f"measure(): the unit is text, as in {example}, not {_kind(unit)}")
        truth = truth_of(value)
        if truth is not None and unit:
            raise TypeError(f"measure(): {name} is true or false, which has no unit")
        measured = _number(value, "measure()") if truth is None else truth
        self._report(Measured(name[:MAX_TEXT], measured, unit, demo_line()))

    def show(self, label: object, value: object) -> None:
        """Add a row for the reader."""
        self._report(Shown(_text(label), _text(value)))

    def plot(self, x: object, y: object, label: str = "") -> None:
        """Draw one curve of as many x as y; points that are not finite are left out."""
        xs, ys = _array(x, "x"), _array(y, "y")
        if xs.size != ys.size:
            raise TypeError(
                f"plot(): x has {xs.size} points and y has {ys.size}; give as many of each"
            )
        finite = np.isfinite(xs) & np.isfinite(ys)
        xs, ys = xs[finite], ys[finite]
        if not xs.size:
            raise TypeError("plot(): no point has finite x and y")
        kept = kept_points(ys)
        self._report(Plotted(_text(label), tuple(xs[kept].tolist()), tuple(ys[kept].tolist())))

    def time_ms(self, fn: Callable[[], object]) -> float:
        """Median milliseconds of one call of `fn`, after a warm-up."""
        _callable(fn, "time_ms")
        self.timed = True
        measure = self._measure_cuda if self._device.type == "cuda" else self._measure_wall
        measure(fn, 1)
        once = measure(fn, 1)
        # A batch of calls lasts a millisecond or more, so that the clock's own cost does not show.
        calls = max(1, min(10_000, math.ceil(1 / max(once, 1e-4))))
        batches = max(3, min(25, math.ceil(300 / max(once * calls, 1e-3))))
        return statistics.median(measure(fn, calls) / calls for _ in range(batches))

    def _measure_wall(self, fn: Callable[[], object], calls: int) -> float:
        start = time.perf_counter()
        for _ in range(calls):
            fn()
        if self._device.type == "mps":
            torch.mps.synchronize()
        return (time.perf_counter() - start) * 1e3

    def _measure_cuda(self, fn: Callable[[], object], calls: int) -> float:
        event: Any = torch.cuda.Event  # its annotations are incomplete
        start, end = event(enable_timing=True), event(enable_timing=True)
        start.record()
        for _ in range(calls):
            fn()
        end.record()
        end.synchronize()
        return float(start.elapsed_time(end))

    def peak_memory(self, fn: Callable[[], object]) -> int:
        """Most bytes of tensors alive at once during `fn()`, above what was alive before."""
        _callable(fn, "peak_memory")
        return peak_bytes(fn, self._device)


def traced(values: object, at: object, line: int) -> Traced:
    """Values at points: a tensor, or a dict of tensors by variable; 512 of them, evenly spread."""
    named = at if isinstance(at, dict) else {"": at}
    if not named or not all(isinstance(name, str) for name in named):
        raise TypeError('answer(): at is a tensor, or names with tensors: at={"m": m, "v": v}')
    measured = _flat(values, "values")
    points = {name: _flat(each, f"at {name}".strip()) for name, each in named.items()}
    for name, each in points.items():
        if each.size != measured.size:
            said = f"{measured.size} values and {each.size} points{' of ' if name else ''}{name}"
            raise TypeError(f"answer(): {said}; give as many of each")
    if not measured.size:
        raise TypeError("answer(): no values; measure at a few dozen points")
    kept = np.linspace(0, measured.size - 1, min(measured.size, MAX_POINTS)).round().astype(np.intp)
    coordinates = tuple(tuple(each[kept].tolist()) for each in points.values())
    return Traced(tuple(measured[kept].tolist()), tuple(points), coordinates, line)


def _flat(value: object, name: str) -> Numbers:
    if isinstance(value, torch.Tensor):
        value = value.detach().to("cpu", torch.float64).numpy()
    try:
        return np.asarray(value, dtype=np.float64).reshape(-1)
    except (TypeError, ValueError):
        raise TypeError(f"answer(): {name} must be numbers, not {_kind(value)}") from None


def kept_points(y: Numbers) -> "np.ndarray[Any, np.dtype[np.intp]]":
    """Indices of at most 512 points: both ends, and the lowest and highest of each stretch."""
    if y.size <= MAX_POINTS:
        return np.arange(y.size)
    kept = {0, y.size - 1}
    for stretch in np.array_split(np.arange(y.size), (MAX_POINTS - 2) // 2):
        kept |= {int(stretch[y[stretch].argmin()]), int(stretch[y[stretch].argmax()])}
    return np.array(sorted(kept))


def demo_line() -> int:
    """Line of the demo that called an instrument."""
    frame = sys._getframe(2)
    while frame.f_code.co_filename != DEMO and frame.f_back is not None:
        frame = frame.f_back
    return frame.f_lineno if frame.f_code.co_filename == DEMO else 0


def _single(value: object) -> object:
    """A tensor or array of one element as a Python scalar; anything else as it is."""
    if isinstance(value, torch.Tensor) and value.numel() == 1:
        return value.detach().item()
    if isinstance(value, np.ndarray | np.generic) and value.size == 1:
        return value.item()
    return value


def _number(value: object, where: str) -> float:
    """An int or float in full precision."""
    single = _single(value)
    if isinstance(single, bool):
        raise TypeError(
            f"{where} takes a number, not a truth value; use claim(text, condition, evidence)"
        )
    if isinstance(single, int) and abs(single) < 10**300:
        return single
    if isinstance(single, float):
        return float(single)
    raise TypeError(
        f"{where} takes one number, not {_kind(value)}; reduce it first: .max(), .mean(), .item()"
    )


def truth_of(value: object) -> bool | None:
    """A truth value, also one in a tensor; None for anything else."""
    single = _single(value)
    return single if isinstance(single, bool) else None


def _array(value: object, name: str) -> Numbers:
    if isinstance(value, torch.Tensor):
        value = value.detach().to("cpu", torch.float64).numpy()
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise TypeError(f"plot(): {name} must be numbers, not {_kind(value)}") from None
    if array.squeeze().ndim > 1:
        raise TypeError(
            f"plot(): {name} has shape {array.shape}; plot one curve at a time: {name}[0]"
        )
    return array.reshape(-1)


def _callable(fn: object, name: str) -> None:
    if not callable(fn):
        raise TypeError(f"{name}() takes a function, not {_kind(fn)}: {name}(lambda: x @ x)")


def _kind(value: object) -> str:
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _text(value: object) -> str:
    single = _single(value)
    text = _show(single) if isinstance(single, float) else str(single)
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


def _show(value: float) -> str:
    """Seven digits, as float32 has them; whole numbers whole."""
    return str(value) if isinstance(value, int) else f"{value:.7g}"
