"""What a demo reported when it ran: measurements, decisions, claims and pictures."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Answered:
    """`answer(measured, unit)`: the truth that the card asks for."""

    measured: float
    unit: str
    """Empty where the answer has none."""
    line: int
    """Line of the demo, from 1."""
    standard_error: float | None = None
    """Of a sampled value, in the same unit."""


@dataclass(frozen=True, slots=True)
class Traced:
    """`answer(values, at=points)`: what the formula that the card asks for gives at these points.

    At most 512 points; values that are not finite stand for "no value there".
    """

    values: tuple[float, ...]
    names: tuple[str, ...]
    """The variables; one empty name where the demo gave one tensor of points."""
    at: tuple[tuple[float, ...], ...]
    """For each variable as many coordinates as there are values."""
    line: int


@dataclass(frozen=True, slots=True)
class Decided:
    """`option(key, holds, evidence)`: whether one option of a choice is true."""

    key: str
    holds: bool
    evidence: str
    line: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """`claim(text, …)`: whether one sentence of the answer is true."""

    text: str
    holds: bool
    evidence: str
    """What was measured, in words; with a number, its tolerance too."""
    line: int
    measured: float | None = None
    expected: float | None = None
    rtol: float | None = None
    """As the demo gave them; with neither, the default counts."""
    atol: float | None = None


@dataclass(frozen=True, slots=True)
class Turned:
    """What becomes of the condition of a claim or an option when its comparisons are turned round.

    Reported after its claim or option, in runs that probe.
    """

    check: str
    """"claim" or "option"."""
    subject: str
    """Text of the claim; key of the option."""
    line: int
    column: int
    """Of the condition, from 1."""
    condition: str
    """The turned one, as Python; empty where there is no comparison, or none that can be turned."""
    holds: bool
    """The turned one, in this run."""
    slack: float | None = None
    """How far the numbers are from turning the condition, relative to the larger: (a − b)/a for
    a > b > 0. Negative where the condition does not hold; None where no two numbers show it, or
    they are equal."""


@dataclass(frozen=True, slots=True)
class Measured:
    """`measure(name, value, unit)`: a quantity that a point of the rubric speaks of."""

    name: str
    value: float | bool
    unit: str
    """Empty where it has none."""
    line: int


@dataclass(frozen=True, slots=True)
class Shown:
    """`show(label, value)`: a row for the reader."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Plotted:
    """`plot(x, y, label=…)`: one curve. x and y have the same length, at most 512 points."""

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What the demo wrote to its standard output or error."""

    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """One call of the function that a code card asks for."""

    case: int
    """Number of the case, from 1."""
    by: int
    """0 for the function itself (in a demo the reference), n for the n-th wrong variant."""
    inputs: str
    """JSON: what it was given, in a demo; what became of that, in a learner's run."""
    result: str
    """JSON: what it returned."""
    line: int = 0
    """Line of the demo that called `case`."""


Finding = (
    Answered | Traced | Decided | Claimed | Turned | Measured | Shown | Plotted | Printed | Called
)


class Outcome(StrEnum):
    """How a run ended."""

    FINISHED = "finished"
    FAILED = "failed"
    """It raised an exception."""
    TIMED_OUT = "timed out"
    CRASHED = "crashed"
    """Its process ended before the demo did: a signal, `os._exit`, the memory limit."""
    DENIED = "denied"
    """It was not run: no PyTorch, or no permission."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a demo, whole."""

    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    message: str = ""
    """Why it did not finish, in one line; empty where it did."""
    line: int = 0
    """Line of the demo where it failed, from 1; 0 where unknown."""
    trace: str = ""
    """The demo's own part of the traceback."""
    device: str = ""
    """What it ran on, as a person would say it: "CPU", "NVIDIA H200"."""
    torch: str = ""
    """Version of PyTorch."""
    seconds: float = 0.0
    """The demo's own time."""
    varies: bool = False
    """It drew random numbers or took the time, so that another seed may give other values."""
