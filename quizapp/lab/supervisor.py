"""The supervisor: takes jobs, runs each in a child, relays what it reports, enforces its limits.

One loop on one thread. One prepared child stands ready (on CUDA with its context), takes one job,
and is replaced. Nothing that a child does can block the loop or fill it without bound.

Measured on two cores, PyTorch 2.13 on the CPU, for `Lab.result` of a small demo: 3.6–5.9 ms when a
child stood ready (1.5 ms of it the demo's own), 7.5–9 ms right after another demo; a bare fork and
exit of a process with PyTorch takes 3.2–3.9 ms. The first job 0.95 s, starting Python and importing
PyTorch 1.15 s. The next child is forked when a demo ends: forked earlier, it slows both (9 ms).
"""

import contextlib
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from collections import deque

from quizapp.core.evidence import Printed
from quizapp.lab import processes
from quizapp.lab.children import Child, describe, read
from quizapp.lab.processes import Spawn
from quizapp.lab.protocol import (
    Cancel,
    Crashed,
    Denied,
    End,
    Failed,
    Finished,
    Job,
    Malformed,
    Message,
    Ready,
    TimedOut,
    decode,
    encode,
)

MAX_RUNNING = 16
MAX_REPORTS = 10_000
MAX_REPORT_BYTES = 256 * 1024
MAX_REPORTED_BYTES = 8 * 2**20
MAX_PROCESSES = 64
_PREPARE_SECONDS = 120.0
_TICK = 0.1
"""Seconds between two looks at the number of processes."""
_SLOW = 0.05
"""A child that takes longer to prepare is replaced at once, not when the worker is idle."""


class Supervisor:
    """Runs jobs until its input ends."""

    def __init__(self, jobs: int, replies: int, spawn: Spawn, device: str, scratch: str) -> None:
        self._jobs, self._replies = jobs, replies
        self._spawn, self._device, self._scratch = spawn, device, scratch
        self._children: dict[int, Child] = {}
        self._waiting: deque[tuple[int, Job]] = deque()
        self._unread, self._unsent = bytearray(), bytearray()
        self._greeted = self._slow = self._stopped = False
        self._selector = selectors.DefaultSelector()
        self._wakeup, wakeup = os.pipe()
        for fd in (jobs, replies, self._wakeup, wakeup):
            os.set_blocking(fd, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakeup, warn_on_full_buffer=False)
        self._selector.register(jobs, selectors.EVENT_READ, self._read_jobs)
        self._selector.register(self._wakeup, selectors.EVENT_READ, self._woken)

    def run(self) -> None:
        """Serve until the input ends, then kill every child."""
        processes.adopt_orphans()
        self._prepare()
        while not self._stopped:
            for key, _ in self._selector.select(self._patience()):
                key.data()
            self._reap()
            self._enforce()
            self._send()
            self._dispatch()
        for child in self._children.values():
            child.process.kill_group()
        processes.sweep(set())

    # Jobs in, replies out

    def _read_jobs(self) -> None:
        chunk = os.read(self._jobs, 65_536)
        if not chunk:
            self._stopped = True
        self._unread += chunk
        *lines, rest = self._unread.split(b"\n")
        self._unread = bytearray(rest)
        for line in lines:
            match decode(bytes(line)):
                case (id, Job() as job):
                    if job.probe:
                        _import_probe()
                    self._waiting.append((id, job))
                case (id, Cancel()):
                    self._cancel(id)
                case other:
                    reason = other.reason if isinstance(other, Malformed) else "not for the worker"
                    self._say(Crashed(f"the lab was sent a line that is no job: {reason}"))

    def _cancel(self, id: int) -> None:
        self._waiting = deque(item for item in self._waiting if item[0] != id)
        for child in self._children.values():
            if child.job is not None and child.id == id:
                child.ended, child.deadline = True, None
                child.process.kill()

    def _say(self, message: Message, id: int = 0) -> None:
        self._unsent += encode(message, id)

    def _send(self) -> None:
        """Write what the app can take now. What waits is bounded by the limits of the jobs."""
        with contextlib.suppress(BlockingIOError):
            while self._unsent:
                try:
                    sent = os.write(self._replies, memoryview(self._unsent)[:65_536])
                except BrokenPipeError:
                    self._stopped = True
                    return
                del self._unsent[:sent]
        registered = self._replies in self._selector.get_map()
        if self._unsent and not registered:
            self._selector.register(self._replies, selectors.EVENT_WRITE, lambda: None)
        elif registered and not self._unsent:
            self._selector.unregister(self._replies)

    # Children

    def _dispatch(self) -> None:
        """Give each waiting job a child; keep one spare."""
        while self._waiting:
            spare = self._spare()
            if spare is None and len(self._children) >= MAX_RUNNING:
                return
            self._assign(spare or self._prepare(), *self._waiting.popleft())
        idle = all(child.ended for child in self._children.values())
        if (self._slow or idle) and self._greeted and self._spare() is None:
            self._prepare()

    def _spare(self) -> Child | None:
        return next((child for child in self._children.values() if child.job is None), None)

    def _prepare(self) -> Child:
        scratch = tempfile.mkdtemp(dir=self._scratch)
        process = self._spawn(self._device, scratch, self._forget_jobs)
        child = Child(process, time.monotonic())
        self._children[process.pid] = child
        self._selector.register(process.messages, selectors.EVENT_READ, lambda: self._hear(child))
        self._selector.register(process.output, selectors.EVENT_READ, lambda: self._relay(child))
        return child

    def _forget_jobs(self) -> None:
        """In a copy of this process: what a learner's code could find of a card's reference."""
        for child in self._children.values():
            child.job = None
            child.unread.clear()
        self._children.clear()
        self._waiting.clear()
        self._unread.clear()
        self._unsent.clear()

    def _assign(self, child: Child, id: int, job: Job) -> None:
        child.id, child.job = id, job
        child.deadline = time.monotonic() + _PREPARE_SECONDS
        if child.prepared:
            self._begin(child, job)

    def _begin(self, child: Child, job: Job) -> None:
        child.deadline = time.monotonic() + job.seconds
        child.tasks = processes.all_processes()
        order = encode(job)
        with contextlib.suppress(BrokenPipeError):  # it died: its end is told when it is reaped
            while order:
                order = order[os.write(child.process.orders, order) :]

    def _hear(self, child: Child) -> None:
        """Read what the child reports."""
        chunk = read(child.process.messages)
        if chunk == b"":
            self._forget(child.process.messages)
            return
        child.unread += chunk or b""
        *lines, rest = child.unread.split(b"\n")
        child.unread = bytearray(rest)
        for line in lines:
            if not child.ended:
                self._report(child, bytes(line))
        if len(child.unread) > MAX_REPORT_BYTES:
            self._end(child, Failed(f"one report of the demo is over {MAX_REPORT_BYTES:,} bytes"))

    def _report(self, child: Child, line: bytes) -> None:
        decoded = decode(line)
        if isinstance(decoded, Malformed):
            self._end(child, Crashed(f"the demo wrote into the lab's own pipe: {decoded.reason}"))
            return
        message = decoded[1]
        if not child.prepared:
            self._prepared(child, message)
            return
        child.reports += 1
        child.reported += len(line)
        match message:
            case Finished() | Failed() | Denied():
                self._end(child, message)
            case Ready() | Job() | Cancel() | TimedOut() | Crashed():
                self._end(child, Crashed("the demo wrote into the lab's own pipe"))
            case _ if child.reports > MAX_REPORTS:
                self._end(child, Failed(f"the demo reports over {MAX_REPORTS:,} things: show less"))
            case _ if child.reported > MAX_REPORTED_BYTES:
                size = f"{MAX_REPORTED_BYTES:,} bytes"
                self._end(child, Failed(f"the demo reports over {size}: show or plot less"))
            case _:
                self._say(message, child.id)

    def _prepared(self, child: Child, message: Message) -> None:
        child.prepared = True
        self._slow = time.monotonic() - child.born > _SLOW
        if not self._greeted:
            self._greeted = True
            self._say(message)
        if child.job is not None:
            self._begin(child, child.job)

    def _relay(self, child: Child) -> bool:
        """Pass on what the child prints, up to its limit; whether there may be more."""
        chunk = read(child.process.output)
        if chunk == b"":
            self._forget(child.process.output)
        if not chunk or child.job is None or child.ended:
            return bool(chunk)
        kept = chunk[: max(child.job.output - child.kept, 0)]
        child.kept += len(kept)
        child.dropped += len(chunk) - len(kept)
        if text := child.text.decode(kept):
            self._say(Printed(text), child.id)
        return True

    def _end(self, child: Child, end: End) -> None:
        """Say how a job ended, after all that it printed, and kill what is left of it."""
        if child.ended:
            return
        for _ in range(64):  # a pipe holds less; a thread that goes on printing cannot hold us here
            if not self._relay(child):
                break
        child.process.kill()
        child.ended, child.deadline = True, None
        if child.dropped:
            self._say(Printed(f"\n… {child.dropped:,} more bytes not shown\n"), child.id)
        if child.job is not None:
            self._say(end, child.id)

    def _forget(self, fd: int) -> None:
        with contextlib.suppress(KeyError):
            self._selector.unregister(fd)

    # Limits and ends

    def _patience(self) -> float | None:
        deadlines = [child.deadline for child in self._children.values() if child.deadline]
        if not deadlines:
            return None
        return max(0.0, min(_TICK, min(deadlines) - time.monotonic()))

    def _enforce(self) -> None:
        now = time.monotonic()
        for child in self._children.values():
            if child.ended or child.job is None or child.deadline is None:
                continue
            if now >= child.deadline:
                limit = child.job.seconds if child.prepared else _PREPARE_SECONDS
                self._end(child, TimedOut(limit))
            elif processes.all_processes() > child.tasks + MAX_PROCESSES // 2:
                count = processes.count_processes(child.process.pid)
                if count > MAX_PROCESSES:
                    self._end(child, Failed(f"the demo started over {MAX_PROCESSES} processes"))

    def _woken(self) -> None:
        os.read(self._wakeup, 4_096)

    def _reap(self) -> None:
        """Take leave of children that have ended; adopted orphans are reaped here too."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if child := self._children.get(pid):
                self._bury(child, status)

    def _bury(self, child: Child, status: int) -> None:
        for _ in range(64):
            if child.ended or child.process.messages not in self._selector.get_map():
                break
            self._hear(child)
        if not child.prepared and child.job is None and not self._greeted:
            self._greeted = True
            self._say(Denied(f"the lab cannot prepare a process for demos: {describe(status)}"))
        self._end(child, Crashed(describe(status)))
        del self._children[child.process.pid]
        # The loop may hold this child a moment longer, in a copy of this process too.
        child.job = None
        child.unread.clear()
        child.process.kill_group()
        processes.sweep(set(self._children))
        self._forget(child.process.messages)
        self._forget(child.process.output)
        child.process.close()
        shutil.rmtree(child.process.scratch, ignore_errors=True)


def _import_probe() -> None:
    """Import it here, where children are forked from: each would take 7 ms for it by itself."""
    if "quizapp.lab.demo" in sys.modules:
        import quizapp.lab.probe  # noqa: F401
