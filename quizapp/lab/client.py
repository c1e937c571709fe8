"""The lab as the app sees it: start it, hand it jobs, read their replies. Knows no Textual."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import assert_never

from quizapp.core.evidence import Finding, Outcome, Run
from quizapp.lab.protocol import (
    Cancel,
    Crashed,
    Denied,
    End,
    Failed,
    Finished,
    Job,
    Ready,
    TimedOut,
    decode,
    encode,
)

_LINE_LIMIT = 16 * 2**20
_CLOSE_SECONDS = 5.0
_PACKAGE = str(Path(__file__).resolve().parents[2])


@dataclass(eq=False)
class _Worker:
    """One worker process; a restart makes another."""

    process: asyncio.subprocess.Process
    scratch: str
    greeting: "asyncio.Future[Ready | Denied]"
    jobs: "dict[int, asyncio.Queue[Finding | End]]" = field(default_factory=dict)
    stderr: bytearray = field(default_factory=bytearray)
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)
    dead: bool = False

    def send(self, message: Job | Cancel, id: int) -> None:
        assert self.process.stdin is not None
        if not self.dead and not self.process.stdin.is_closing():
            self.process.stdin.write(encode(message, id))


class Lab:
    """Runs demos in processes of their own; starts its worker when it is first needed.

    `device` is what a job's `auto` means; `environment` is added to this process's own.
    """

    def __init__(
        self,
        *,
        device: str = "auto",
        python: str = sys.executable,
        environment: Mapping[str, str] | None = None,
        spawn: str | None = None,
    ) -> None:
        self._device, self._python, self._spawn = device, python, spawn
        self._environment = dict(environment or {})
        self._worker: _Worker | None = None
        self._starting = asyncio.Lock()
        self._last = 0
        self._ready = Ready("", "", "", "")

    @property
    def pid(self) -> int | None:
        """Process id of the worker, where one runs."""
        return self._worker.process.pid if self._worker and not self._worker.dead else None

    async def start(self) -> Ready | Denied:
        """Start the worker unless it runs; what it runs on, or why it cannot."""
        worker = await self._ensure()
        return worker if isinstance(worker, Denied) else await asyncio.shield(worker.greeting)

    async def run(self, job: Job) -> AsyncGenerator[Finding | End, None]:
        """The findings of a job as they come, then its end. Closing the iterator cancels it."""
        worker = await self._ensure()
        if isinstance(worker, Denied):
            yield worker
            return
        self._last += 1
        id = self._last
        replies: asyncio.Queue[Finding | End] = asyncio.Queue()
        worker.jobs[id] = replies
        try:
            worker.send(job, id)
        except TypeError as error:
            del worker.jobs[id]
            yield Failed(str(error))
            return
        try:
            while True:
                reply = await replies.get()
                if isinstance(reply, End):
                    del worker.jobs[id]
                    yield reply
                    return
                yield reply
        finally:
            if worker.jobs.pop(id, None) is not None:
                worker.send(Cancel(), id)

    async def result(self, job: Job) -> Run:
        """Run a job and collect everything that it said."""
        findings: list[Finding] = []
        end: End = Crashed("the lab said nothing")
        async with contextlib.aclosing(self.run(job)) as replies:
            async for reply in replies:
                if isinstance(reply, End):
                    end = reply
                else:
                    findings.append(reply)
        return collected(tuple(findings), end, self._ready)

    async def close(self) -> None:
        """Stop the worker and everything that it runs. A later run starts it again."""
        async with self._starting:
            if self._worker is not None:
                await self._stop(self._worker)
                self._worker = None

    async def _ensure(self) -> _Worker | Denied:
        async with self._starting:
            if self._worker is not None and self._worker.dead:
                await self._stop(self._worker)
                self._worker = None
            if self._worker is None:
                started = await self._start()
                if isinstance(started, Denied):
                    return started
                self._worker = started
            return self._worker

    async def _start(self) -> _Worker | Denied:
        scratch = tempfile.mkdtemp(prefix="quizapp-lab-")
        options = ["--device", self._device, "--scratch", scratch]
        options += ["--spawn", self._spawn] if self._spawn else []
        try:
            process = await asyncio.create_subprocess_exec(
                self._python,
                "-P",  # a torch.py in the folder the app was started in is not PyTorch
                "-u",
                "-m",
                "quizapp.lab.worker",
                *options,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
                limit=_LINE_LIMIT,
                env=self._variables(),
            )
        except OSError as error:
            shutil.rmtree(scratch, ignore_errors=True)
            return Denied(f"the lab cannot start {self._python}: {error.strerror}")
        worker = _Worker(process, scratch, asyncio.get_running_loop().create_future())
        worker.tasks += [
            asyncio.create_task(self._listen(worker)),
            asyncio.create_task(_drain(worker)),
        ]
        return worker

    def _variables(self) -> dict[str, str]:
        variables = {**os.environ, **self._environment}
        paths = [variables.get("PYTHONPATH", ""), _PACKAGE]
        return {
            **variables,
            "PYTHONPATH": os.pathsep.join(path for path in paths if path),
            "PYTHONHASHSEED": "0",
            # More threads in the process that forks would make its children hang.
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "CUBLAS_WORKSPACE_CONFIG": ":4096:8",
        }

    async def _listen(self, worker: _Worker) -> None:
        """Hand each reply to its job; when the worker dies, end them all."""
        assert worker.process.stdout is not None
        async for line in worker.process.stdout:
            match decode(line):
                case (0, Ready() | Denied() as greeting) if not worker.greeting.done():
                    worker.greeting.set_result(greeting)
                    if isinstance(greeting, Ready):
                        self._ready = greeting
                case (id, Job() | Cancel() | Ready()):
                    pass
                case (id, reply) if id in worker.jobs:
                    worker.jobs[id].put_nowait(reply)
        worker.dead = True
        code = await worker.process.wait()
        if worker.greeting.done():
            end: End = Crashed(
                f"the lab's worker died ({_exit(code)}); the next run starts it again"
            )
        else:
            end = Denied(_no_start(code, bytes(worker.stderr)))
            worker.greeting.set_result(end)
        for replies in worker.jobs.values():
            replies.put_nowait(end)

    async def _stop(self, worker: _Worker) -> None:
        assert worker.process.stdin is not None
        worker.process.stdin.close()
        try:
            await asyncio.wait_for(worker.process.wait(), _CLOSE_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                worker.process.kill()
        await asyncio.gather(*worker.tasks)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            await worker.process.stdin.wait_closed()
        shutil.rmtree(worker.scratch, ignore_errors=True)


async def _drain(worker: _Worker) -> None:
    """Keep the last words of the worker's standard error."""
    assert worker.process.stderr is not None
    while chunk := await worker.process.stderr.read(4_096):
        worker.stderr += chunk
        del worker.stderr[:-4_096]


def _exit(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit status {code}"


def _no_start(code: int, stderr: bytes) -> str:
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    said = f": {lines[-1][:300]}" if lines else ""
    return f"the lab's worker ended while it imported PyTorch ({_exit(code)}){said}"


def collected(findings: tuple[Finding, ...], end: End, ready: Ready) -> Run:
    """A whole run out of its replies and what its worker said of itself."""
    run = Run(Outcome.FINISHED, findings, device=ready.device, torch=ready.torch)
    match end:
        case Finished(device, seconds, varies):
            return replace(run, device=device, seconds=seconds, varies=varies)
        case Failed(message, line, trace):
            return replace(run, outcome=Outcome.FAILED, message=message, line=line, trace=trace)
        case TimedOut(seconds):
            message = f"stopped after {seconds:g} s"
            return replace(run, outcome=Outcome.TIMED_OUT, message=message, seconds=seconds)
        case Crashed(message):
            return replace(run, outcome=Outcome.CRASHED, message=message)
        case Denied(message):
            return replace(run, outcome=Outcome.DENIED, message=message)
        case _:
            assert_never(end)
