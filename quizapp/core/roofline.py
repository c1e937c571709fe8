"""What holds a computation back: its arithmetic, its memory traffic, or neither of the two."""

from dataclasses import dataclass

IDLE = 0.1
"""Below this share of both ceilings neither holds it back: starting operations does."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`roofline(fn)`: what a call of `fn` achieved beside what the device can do."""

    flops: int
    """Floating-point operations of products, convolutions and attention; a multiply-add is two."""
    moved: int
    """Bytes that its operations read and write, each tensor once for each operation."""
    ms: float
    """Median of a call."""
    dtype: str
    """Of the operands of most of the arithmetic: "float32"."""
    most_flops: float
    """FLOP/s of a large matrix product in this dtype, measured on this device."""
    most_moved: float
    """Bytes/s of a large copy, measured on this device."""

    @property
    def flops_per_s(self) -> float:
        """Arithmetic achieved."""
        return self.flops / self.ms * 1e3

    @property
    def bytes_per_s(self) -> float:
        """Traffic achieved."""
        return self.moved / self.ms * 1e3

    @property
    def intensity(self) -> float:
        """FLOP for each byte moved."""
        return self.flops / max(self.moved, 1)

    @property
    def ridge(self) -> float:
        """FLOP for each byte at which both ceilings meet."""
        return self.most_flops / self.most_moved

    @property
    def bound(self) -> str:
        """`compute`, `memory`, or `overhead` where it comes near neither ceiling."""
        arithmetic = self.flops_per_s / self.most_flops
        traffic = self.bytes_per_s / self.most_moved
        if max(arithmetic, traffic) < IDLE:
            return "overhead"
        return "compute" if arithmetic > traffic else "memory"

    def __str__(self) -> str:
        arithmetic = _beside(self.flops_per_s, self.most_flops, "FLOP/s")
        traffic = _beside(self.bytes_per_s, self.most_moved, "B/s")
        where = f"{self.intensity:.3g} FLOP/B, ceilings of {self.dtype} meet at {self.ridge:.3g}"
        if self.bytes_per_s > self.most_moved:
            traffic += ", from the cache"
        return f"{self.bound}-bound: {arithmetic}; {traffic}; {where}"


def _beside(achieved: float, most: float, unit: str) -> str:
    return f"{_short(achieved)}{unit} of {_short(most)}{unit} ({achieved / most:.0%})"


def _short(value: float) -> str:
    """Three digits and a decimal prefix: "1.23 G"."""
    for prefix, size in (("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:.3g} {prefix}"
    return f"{value:.3g} "
