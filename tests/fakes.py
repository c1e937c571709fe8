"""Fakes that tests hand in where the app takes a lab or a clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from quizapp.core.evidence import Answered, Finding, Outcome, Run
from quizapp.lab.protocol import Denied, Job, Ready

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DENIED = Run(Outcome.DENIED, message="PyTorch is not installed: pip install torch")


class Clock:
    """A clock that moves only when told."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        """Move on, for example `advance(minutes=10)`."""
        self.now += timedelta(**span)


def measured(value: float, *more: Finding) -> Run:
    """A run that measured one value."""
    return Run(
        Outcome.FINISHED,
        (Answered(value, "", 2), *more),
        device="CPU",
        torch="2.13.0",
        seconds=0.012,
    )


class FakeLab:
    """A lab that answers from a function of the job instead of running it."""

    def __init__(self, answer: Callable[[Job], Run] = lambda job: measured(0.25)) -> None:
        self.jobs: list[Job] = []
        self._answer = answer

    async def start(self) -> Ready | Denied:
        """Ready at once."""
        return Ready(python="3.11", torch="2.13.0", numpy="2.0", device="CPU")

    async def result(self, job: Job) -> Run:
        """What the function says."""
        self.jobs.append(job)
        return self._answer(job)

    async def close(self) -> None:
        """Nothing to close."""
