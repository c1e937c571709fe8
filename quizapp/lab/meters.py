"""What a demo calls to measure: memory, time, arithmetic.

Wrong use is a TypeError that says what to write.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from quizapp.core.evidence import Finding, Recorded
from quizapp.core.roofline import Placed
from quizapp.lab.instruments import kept_points, kind_of, text_of
from quizapp.lab.memory import Peak, course_of, peak_bytes
from quizapp.lab.work import BYTES, Milliseconds, ceilings, name_of, time_of, work_of


class Meters:
    """The measuring functions of one demo, bound to its device and to where findings go."""

    def __init__(
        self,
        report: Callable[[Finding], None],
        device: torch.device,
        ceilings: Mapping[str, float] | None = None,
    ) -> None:
        self._report = report
        self._device = device
        self._ceilings = dict(ceilings or {})
        """What the device can do; measured here where it was not handed in."""
        self.timed = False
        """Whether the demo took the time of something."""

    def names(self) -> dict[str, Callable[..., Any]]:
        """What a demo finds ready beside the functions that report."""
        return {
            "time_ms": self.time_ms,
            "peak_memory": self.peak_memory,
            "timeline": self.timeline,
            "flops": self.flops,
            "roofline": self.roofline,
        }

    def time_ms(self, fn: Callable[[], object]) -> Milliseconds:
        """Median milliseconds of a call of `fn`, after a warm-up; `.low`, `.high`: quartiles."""
        _callable(fn, "time_ms")
        self.timed = True
        return time_of(fn, self._device)

    def peak_memory(self, fn: Callable[[], object], block: int = 1) -> Peak:
        """Most bytes of tensors alive at once during `fn()`, above what was alive before.

        On the CPU each storage counts as a multiple of `block`: 512 for what a GPU would allocate.
        On CUDA `.reserved` is what the caching allocator took from the device.
        """
        _callable(fn, "peak_memory")
        if not isinstance(block, int) or block < 1:
            raise TypeError(f"peak_memory(): block is a number of bytes, such as 512, not {block}")
        return peak_bytes(fn, self._device, block)

    def timeline(
        self,
        fn: Callable[[], object] | None = None,
        /,
        label: str = "live memory",
        **parts: Callable[[], object],
    ) -> dict[str, int]:
        """Draw the bytes alive after each operation of `fn()`; the most in each phase.

        Forward, backward and step are told by themselves; `timeline(load=…, train=…)` runs parts
        that have other names.
        """
        if (fn is None) is (not parts):
            raise TypeError("timeline() takes one function, or parts by name: timeline(step)")
        for each in parts.values() if fn is None else [fn]:
            _callable(each, "timeline")
        course = course_of(parts if fn is None else {"": fn}, self._device)
        if not course.live:
            raise TypeError("timeline(): nothing in it is an operation on tensors")
        peaks, names = course.peaks(), tuple(name for name, _ in course.phases)
        kept = kept_points(np.array(course.live, dtype=np.float64))
        self._report(
            Recorded(
                text_of(label),
                tuple(int(place) + 1 for place in kept),
                tuple(course.live[place] for place in kept),
                names,
                tuple(start + 1 for _, start in course.phases),
                tuple(peaks),
            )
        )
        most: dict[str, int] = {}
        for name, peak in zip(names, peaks, strict=True):
            most[name] = max(most.get(name, peak), peak)
        return most

    def flops(self, fn: Callable[[], object]) -> int:
        """Floating-point operations of `fn()` in products, convolutions and attention."""
        _callable(fn, "flops")
        return work_of(fn).flops.total()

    def roofline(self, fn: Callable[[], object]) -> Placed:
        """What `fn()` achieves beside what the device can do, and which of the two holds it back.

        Run three times or more: timed first, its operations counted in the last run.
        """
        _callable(fn, "roofline")
        self.timed = True
        ms, work = time_of(fn, self._device, budget=60), work_of(fn)
        if not self._ceilings:
            self._ceilings = ceilings(self._device)
        known = [dtype for dtype, _ in work.flops.most_common() if name_of(dtype) in self._ceilings]
        dtype = name_of(known[0] if known else torch.float32)
        placed = Placed(
            work.flops.total(), work.moved, ms, dtype, self._ceilings[dtype], self._ceilings[BYTES]
        )
        self._report(placed)
        return placed


def _callable(fn: object, name: str) -> None:
    if not callable(fn):
        raise TypeError(f"{name}() takes a function, not {kind_of(fn)}: {name}(lambda: x @ x)")
