"""A program on a real pseudo-terminal of 80 by 24, as seen from the terminal's side."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROWS, COLUMNS = 24, 80
QUIET_SECONDS = 0.04
"""A screen that got nothing for this long is quiet."""
FRAME = b"\x1b[?2026h"
"""Begins a synchronized update: one frame."""
_PATIENCE = 60.0
# What a modern terminal answers when it is asked whether it knows synchronized updates (yes) and
# reports of its size (no). Textual marks its frames only after the first.
_ANSWERS = {b"\x1b[?2026$p": b"\x1b[?2026;2$y", b"\x1b[?2048$p": b"\x1b[?2048;0$y"}


class TerminalError(Exception):
    """The program ended, or never painted what was waited for."""


@dataclass(frozen=True, slots=True)
class Painted:
    """What came of a wait."""

    seconds: float
    """From the start or the key to the bytes that hold the marker, or to the last byte after it."""
    text: bytes
    """The marker as painted."""
    frames: int
    """Synchronized updates up to there."""


class Terminal:
    """Runs a program and reads what it paints."""

    def __init__(self, program: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        arguments = [os.fspath(part) for part in program]
        self._since = time.perf_counter()
        self._seen = bytearray()
        self._last = self._since
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                size = struct.pack("HHHH", ROWS, COLUMNS, 0, 0)
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                os.execve(arguments[0], arguments, environment)
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def press(self, key: bytes) -> None:
        """Send a key; the time of what follows counts from here."""
        self._read(0)
        self._seen.clear()
        self._since = self._last = time.perf_counter()
        os.write(self._fd, key)

    def painted(self, marker: re.Pattern[bytes], patience: float = _PATIENCE) -> Painted:
        """Wait until a marker was painted since the start or the last key."""
        until = self._since + patience
        while (found := marker.search(self._seen)) is None:
            if not self._read(max(until - time.perf_counter(), 0)) and time.perf_counter() >= until:
                raise TerminalError(f"not painted: {marker.pattern!r}; last {self._tail()}")
        return Painted(self._last - self._since, found[0], self._seen.count(FRAME))

    def quiet(self, marker: re.Pattern[bytes]) -> Painted:
        """Wait for a marker, then until nothing more comes; the time is that of the last byte."""
        found = self.painted(marker)
        while self._read(QUIET_SECONDS):
            continue
        return Painted(self._last - self._since, found.text, self._seen.count(FRAME))

    def idle(self, seconds: float = 0.3) -> None:
        """Wait until program and children have done nothing for some time."""
        until = time.perf_counter() + _PATIENCE
        before = -1
        while (ticks := sum(_ticks(pid) for pid in self._tree())) != before:
            if time.perf_counter() > until:
                raise TerminalError(f"busy for {_PATIENCE:g} s without an end; last {self._tail()}")
            before = ticks
            pause = time.perf_counter() + seconds
            while (rest := pause - time.perf_counter()) > 0:
                self._read(rest)

    def memory(self) -> float:
        """Resident memory of the program itself in MiB, while it is held."""
        os.kill(self.pid, signal.SIGSTOP)
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        os.kill(self.pid, signal.SIGCONT)
        (kib,) = re.findall(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
        return int(kib) / 1024

    def ended(self) -> None:
        """Wait until the program has left the terminal by itself."""
        until = time.perf_counter() + _PATIENCE
        while time.perf_counter() < until:
            try:
                self._read(0.1)
            except TerminalError:
                return
        raise TerminalError(f"did not leave; last {self._tail()}")

    def kill(self) -> None:
        """End program and children at once; when this returns, none of them runs."""
        os.kill(self.pid, signal.SIGSTOP)  # it starts nothing more while its children are counted
        for pid in reversed(self._tree()):
            with suppress(ProcessLookupError):
                handle = os.pidfd_open(pid)
                os.kill(pid, signal.SIGKILL)
                select.select([handle], [], [], _PATIENCE)  # until it has ended
                os.close(handle)
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def _read(self, seconds: float) -> bool:
        """Read once; whether anything came in this time."""
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._fd, 65_536)
        except OSError:  # Linux says so where every side of the terminal is closed
            data = b""
        if not data:
            raise TerminalError(f"the program ended; last {self._tail()}")
        self._last = time.perf_counter()
        self._seen += data
        for query, answer in _ANSWERS.items():
            if query in data:
                os.write(self._fd, answer)
        return True

    def _tail(self) -> str:
        words = re.sub(rb"\x1b\[[0-9;?$<>]*[A-Za-z]", b"", self._seen)
        return repr(words[-600:].decode("utf-8", "replace"))

    def _tree(self) -> list[int]:
        """The program and its descendants."""
        tree = [self.pid]
        for pid in tree:
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
                    tree += [int(child) for child in task.read_text(encoding="ascii").split()]
        return tree


def _ticks(pid: int) -> int:
    """Processor time of a process, in clock ticks."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return 0
    fields = stat.rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def environment(home: Path) -> dict[str, str]:
    """This process's variables with folders of its own, colours, and compiled byte code."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "QUIZAPP", "TEXTUAL", "XDG_")) and name != "NO_COLOR"
    }
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "DATA", "CACHE")}
    # A program that is killed cannot clear up: its temporary files go with the rest.
    folders["TMPDIR"] = str(home / "tmp")
    (home / "tmp").mkdir(parents=True, exist_ok=True)
    return {**kept, **folders, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def program(name: str) -> Path:
    """A command of the environment that these benchmarks run in."""
    return Path(sys.executable).with_name(name)
