"""Processes for demos: how one is made, and how nothing of it is left.

Each runs in a process group of its own, with three pipes: orders in, messages out, and what it
prints. Messages have a pipe of their own, so that a demo may close or flood its standard output.
`fork` copies this process, which has imported PyTorch; `launch` starts a fresh interpreter where
forking is unsafe.
"""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from quizapp.lab.child import serve

_PR_SET_PDEATHSIG, _PR_SET_CHILD_SUBREAPER = 1, 36
_LINUX = sys.platform == "linux"
_MAX_FDS = 65_536
_prctl = ctypes.CDLL(None).prctl if _LINUX else None


@dataclass(frozen=True, slots=True)
class Process:
    """One process that stands ready for a job, or runs it."""

    pid: int
    """Also the id of its process group."""
    orders: int
    """Write end: the job goes in here."""
    messages: int
    """Read end, non-blocking."""
    output: int
    """Read end of its standard output and error, non-blocking."""
    scratch: str
    """Its working folder."""

    def kill(self) -> None:
        """Kill it, not yet reaped, and all of its group; again is no error."""
        _signal(self.pid, signal.SIGKILL)  # it may have left its group
        self.kill_group()

    def kill_group(self) -> None:
        """Kill what is left of its group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Close this side of its pipes."""
        for fd in (self.orders, self.messages, self.output):
            os.close(fd)


Forget = Callable[[], None]
"""Called in a copy of the supervisor, to leave it nothing of other jobs."""
Spawn = Callable[[str, str, Forget], Process]
"""Makes a process for a device, in a scratch folder."""


def fork(device: str, scratch: str, forget: Forget) -> Process:
    """A copy of this process, which must have one thread only and must not have touched CUDA."""
    parent = os.getpid()
    (orders, orders_in), (messages_out, messages), (output_out, output) = _pipes()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            forget()
            _become_child(parent, orders, messages, output)
            serve(orders, messages, device, scratch)
            status = 0
        finally:
            os._exit(status)
    return _parent_side(
        pid, (orders, messages, output), orders_in, messages_out, output_out, scratch
    )


def launch(device: str, scratch: str, forget: Forget) -> Process:
    """A fresh interpreter that imports PyTorch by itself, and knows of no other job."""
    (orders, orders_in), (messages_out, messages), (output_out, output) = _pipes()
    os.set_inheritable(orders, True)
    os.set_inheritable(messages, True)
    program = [sys.executable, "-P", "-u", "-m", "quizapp.lab.child"]
    pid = os.posix_spawn(
        sys.executable,
        [*program, str(os.getpid()), str(orders), str(messages), device, scratch],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, output, 1),
            (os.POSIX_SPAWN_DUP2, output, 2),
        ],
        setpgroup=0,
    )
    return _parent_side(
        pid, (orders, messages, output), orders_in, messages_out, output_out, scratch
    )


def _pipes() -> tuple[tuple[int, int], tuple[int, int], tuple[int, int]]:
    return os.pipe(), os.pipe(), os.pipe()


def _parent_side(
    pid: int, theirs: Iterable[int], orders: int, messages: int, output: int, scratch: str
) -> Process:
    with suppress(OSError):  # it does so itself, but perhaps later than we want to kill its group
        os.setpgid(pid, pid)
    for fd in theirs:
        os.close(fd)
    os.set_blocking(messages, False)
    os.set_blocking(output, False)
    return Process(pid, orders, messages, output, scratch)


def _become_child(parent: int, orders: int, messages: int, output: int) -> None:
    """Let go of everything that is the supervisor's."""
    os.setpgid(0, 0)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    die_with_parent(parent)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    low, high = sorted((orders, messages))
    os.closerange(3, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, _MAX_FDS)


def die_with_parent(parent: int) -> None:
    """Be killed when the parent dies, also if that has happened already."""
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent has died, however they detached."""
    if _prctl:
        _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def sweep(keep: set[int]) -> None:
    """Kill every adopted orphan with its descendants; children in `keep` and theirs stay.

    Stops all before it kills any, or a program that forks faster than it is killed would survive.
    """
    if not _LINUX or not (_children() - keep):
        return
    until = time.monotonic() + 2
    stopped: set[int] = set()
    while time.monotonic() < until and (fresh := _strays(keep) - stopped):
        for pid in fresh:
            _signal(pid, signal.SIGSTOP)
        stopped |= fresh
    for pid in stopped:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _children() -> set[int]:
    me = os.getpid()
    try:
        with open(f"/proc/{me}/task/{me}/children", "rb") as file:
            return {int(pid) for pid in file.read().split()}
    except FileNotFoundError:  # a kernel without CONFIG_PROC_CHILDREN
        return {pid for pid, (parent, _, _) in _table().items() if parent == me}


def _strays(keep: set[int]) -> set[int]:
    table = _table()
    alive = {pid for pid, (_, _, state) in table.items() if state != "Z"}
    return _below(table, {os.getpid()}, keep) & alive


def _below(table: dict[int, tuple[int, int, str]], roots: set[int], without: set[int]) -> set[int]:
    found: set[int] = set()
    level = roots
    while level:
        level = {pid for pid, (parent, _, _) in table.items() if parent in level} - without - found
        found |= level
    return found


def count_processes(leader: int) -> int:
    """Processes in the group of a job or descended from it; 0 where the system cannot tell."""
    table = _table() if _LINUX else {}
    group = {pid for pid, (_, group, _) in table.items() if group == leader}
    return len(group | _below(table, {leader}, set()))


def all_processes() -> int:
    """Tasks of the whole machine, cheaply; 0 where the system cannot tell."""
    if not _LINUX:
        return 0
    with open("/proc/loadavg", "rb") as file:
        return int(file.read().split()[3].split(b"/")[1])


def _table() -> dict[int, tuple[int, int, str]]:
    """Parent, group and state of every process."""
    table: dict[int, tuple[int, int, str]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            with suppress(OSError), open(f"/proc/{name}/stat", "rb") as file:
                state, parent, group = file.read().rpartition(b")")[2].split()[:3]
                table[int(name)] = (int(parent), int(group), state.decode())
    return table
