"""What can be said of an answer once it was measured; the same words everywhere."""

from enum import StrEnum


class Verdict(StrEnum):
    """Never a bare tick: each comes with measured and claimed values, device and seconds."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    CLOSE = "close"
    """Near the truth, but outside the tolerance."""
    INCONCLUSIVE = "inconclusive"
    """Noise, or this machine cannot show it."""
    NOT_RUN = "not run"
    ERROR = "error"
    TIMED_OUT = "timed out"
