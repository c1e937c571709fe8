"""Numbers in the words of a sentence."""


def seconds(value: float) -> str:
    """A duration with the digits worth reading: "0.8 ms", "12 ms", "1.5 s"."""
    if value < 0.001:
        return f"{value * 1e3:.1f} ms"
    return f"{value * 1e3:.0f} ms" if value < 1 else f"{value:.1f} s"


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 card", "2 cards"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
