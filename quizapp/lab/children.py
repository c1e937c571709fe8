"""A child of the supervisor: its process, its job, and what it has said so far."""

import codecs
import os
import signal
from dataclasses import dataclass, field

from quizapp.lab.processes import Process
from quizapp.lab.protocol import Job


@dataclass
class Child:
    """One process and what it has said so far."""

    process: Process
    born: float
    id: int = 0
    job: Job | None = None
    prepared: bool = False
    ended: bool = False
    deadline: float | None = None
    tasks: int = 0
    """Tasks of the whole machine when the job began."""
    unread: bytearray = field(default_factory=bytearray)
    reports: int = 0
    reported: int = 0
    kept: int = 0
    dropped: int = 0
    text: codecs.IncrementalDecoder = field(
        default_factory=lambda: codecs.getincrementaldecoder("utf-8")("replace")
    )


def read(fd: int) -> bytes | None:
    """What a pipe holds; empty at its end, None where nothing is there yet."""
    try:
        return os.read(fd, 65_536)
    except BlockingIOError:
        return None


def describe(status: int) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        name = f"{signal.Signals(number).name} ({signal.strsignal(number)})"
        hint = "; the system may be out of memory" if number == signal.SIGKILL else ""
        return f"its process was killed by {name}{hint}"
    code = os.waitstatus_to_exitcode(status)
    return f"its process ended with exit status {code} before the demo did"
