"""What each device can do, measured once in a worker's life by a process that runs no demo.

A demo could report any speed, and no other could trust it. Nothing is kept for the next start: a
speed that was measured beside a busy neighbour, or with an older driver, would stay wrong.
"""

from dataclasses import replace

from quizapp.lab.protocol import Job

_SECONDS = 20.0


class Calibration:
    """Finds the jobs that ask how fast their device is, and what must run before them."""

    def __init__(self) -> None:
        self._rates: dict[str, dict[str, float] | None] = {}
        """By the device that jobs name; None while they are being measured."""
        self._device = ""

    def before(self, job: Job) -> Job | None:
        """What must run before this job, once."""
        if not _asks(job) or job.device in self._rates:
            return None
        self._rates[job.device] = None
        return Job("", device=job.device, seconds=_SECONDS, calibrate=True)

    def filled(self, job: Job) -> Job | None:
        """The job with what it asks for; None where it has to wait."""
        if not _asks(job):
            return job
        rates = self._rates.get(job.device)
        return None if rates is None else replace(job, ceilings=rates)

    def learn(self, device: str, rates: dict[str, float]) -> None:
        """Keep what was measured; nothing, where it could not be: demos then measure themselves."""
        if not self._rates.get(device):
            self._rates[device] = rates

    def runs_on(self, name: str) -> None:
        """Forget everything where demos run on another device than before."""
        if self._device not in ("", name):
            self._rates.clear()
        self._device = name


def _asks(job: Job) -> bool:
    return "roofline" in job.code and not job.calibrate
