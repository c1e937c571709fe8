"""The messages between the app and the lab, one JSON line each. Standard library only.

App to worker: `Job`, `Cancel`. Worker to app: `Ready` or `Denied` once, then for each job its
findings and exactly one end. The id of a job is written by the supervisor, never by the demo, so
that a demo can spoil no result but its own.
"""

import json
from dataclasses import dataclass, field, fields
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from quizapp.core.evidence import (
    Answered,
    Called,
    Claimed,
    Decided,
    Finding,
    Measured,
    Plotted,
    Printed,
    Shown,
    Traced,
    Turned,
)

GIB = 2**30


@dataclass(frozen=True, slots=True)
class Job:
    """One demo to run, with its limits."""

    code: str
    seed: int = 0
    device: str = "auto"
    """`auto` (what the lab was started with), `cpu`, `cuda`, `cuda:1`, `mps`."""
    parameters: dict[str, object] = field(default_factory=dict)
    """What the demo reads as `params.name`: numbers, strings, booleans, None and lists of these."""
    seconds: float = 10.0
    """Wall-clock limit of the demo itself."""
    memory: int = 2 * GIB
    """Address space above the worker's own, in bytes; kept on the CPU only."""
    output: int = 64 * 1024
    """Bytes of its standard output and error that are kept."""
    function: str = ""
    """Name of the function that a code card asks for."""
    reference: str = ""
    """The author's version of it, which the demo calls."""
    variants: tuple[str, ...] = ()
    """Wrong versions of it, called on the same cases."""
    cases: tuple[str, ...] = ()
    """Inputs as JSON; where there are some, `code` is a learner's function and no demo."""
    probe: bool = False
    """Also report what becomes of each condition when its comparisons are turned round."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the job with this id; nothing more is said of it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker stands ready."""

    python: str
    torch: str
    numpy: str
    device: str
    """What `auto` means here, as a person would say it: "CPU", "NVIDIA H200"."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The demo ran to its end."""

    device: str
    seconds: float
    """The demo's own time."""
    varies: bool = False
    """It drew random numbers or took the time."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The demo raised an exception, or broke a limit that has a name."""

    message: str
    """One line: "ValueError: …"."""
    line: int = 0
    """Line of the demo, from 1; 0 where unknown."""
    trace: str = ""
    """The demo's own part of the traceback."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The demo was stopped at its limit."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Crashed:
    """The demo's process, or the whole worker, ended before the demo did."""

    message: str


@dataclass(frozen=True, slots=True)
class Denied:
    """The demo was not run."""

    message: str
    """Why, and what to do about it, in one line."""


End = Finished | Failed | TimedOut | Crashed | Denied
Reply = Ready | Finding | End
Message = Job | Cancel | Reply


@dataclass(frozen=True, slots=True)
class Malformed:
    """A line that is no message."""

    reason: str


_KINDS: dict[str, type[Message]] = {
    kind.__name__.lower(): kind
    for kind in (
        *(Job, Cancel, Ready, Printed, Shown, Plotted, Claimed, Answered, Traced, Decided),
        *(Called, Turned, Measured),
        *(Finished, Failed, TimedOut, Crashed, Denied),
    )
}


def encode(message: Message, job: int = 0) -> bytes:
    """One line for a message about the job with this id; TypeError names what JSON cannot carry."""
    if isinstance(message, Job):
        for name, value in message.parameters.items():
            if unfit := _unfit(value):
                raise TypeError(
                    f"parameter {name} holds a {unfit}: a parameter is a number, a string, true, "
                    "false, null or a list of these"
                )
    body = {item.name: getattr(message, item.name) for item in fields(message)}
    line = json.dumps({"id": job, "kind": type(message).__name__.lower(), **body})
    return line.encode("ascii") + b"\n"


def _unfit(value: object) -> str:
    """Name of the first type within a parameter that would not arrive as it was sent."""
    if isinstance(value, list | tuple):
        return next((unfit for item in value if (unfit := _unfit(item))), "")
    return "" if isinstance(value, bool | int | float | str | None) else type(value).__name__


def decode(line: bytes) -> tuple[int, Message] | Malformed:
    """The id of the job and the message of one line."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Malformed(f"not JSON: {str(error)[:200]}")
    if not isinstance(body, dict):
        return Malformed(f"not an object: {str(body)[:80]}")
    job, kind = body.pop("id", None), body.pop("kind", None)
    if not isinstance(job, int) or isinstance(job, bool):
        return Malformed(f"the id {str(job)[:80]!r} is no integer")
    if not isinstance(kind, str) or kind not in _KINDS:
        return Malformed(f"unknown kind {str(kind)[:80]!r}")
    return _build(job, _KINDS[kind], body)


def _build(job: int, kind: type[Message], body: dict[str, Any]) -> tuple[int, Message] | Malformed:
    known = {item.name: item.type for item in fields(kind)}
    if body.keys() != known.keys():
        return Malformed(f"{kind.__name__} has {sorted(known)}, not {sorted(body)}"[:300])
    for name, value in body.items():
        if not _fits(value, known[name]):
            return Malformed(f"{kind.__name__}.{name} cannot be {str(value)[:80]!r}")
        if isinstance(value, list):
            body[name] = _tuples(value)
    if kind is Plotted and len(body["x"]) != len(body["y"]):
        return Malformed(f"Plotted has {len(body['x'])} x and {len(body['y'])} y")
    if kind is Traced and (
        len(body["at"]) != len(body["names"])
        or any(len(each) != len(body["values"]) for each in body["at"])
    ):
        return Malformed("Traced needs as many coordinates of each variable as it has values")
    return job, kind(**body)


def _tuples(value: list[Any]) -> tuple[Any, ...]:
    return tuple(_tuples(each) if isinstance(each, list) else each for each in value)


def _fits(value: object, wanted: Any) -> bool:
    if isinstance(wanted, UnionType):
        return any(_fits(value, one) for one in get_args(wanted))
    if get_origin(wanted) is tuple:
        return isinstance(value, list) and all(_fits(one, get_args(wanted)[0]) for one in value)
    if wanted in (int, float):
        numbers = int if wanted is int else int | float
        return isinstance(value, numbers) and not isinstance(value, bool)
    if wanted is NoneType:
        return value is None
    return isinstance(value, get_origin(wanted) or wanted)
