"""Runs of demos while the learner thinks: once for each text of a card and its parameters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from quizapp.core.card import Card
from quizapp.core.evidence import Run
from quizapp.core.parameters import as_json
from quizapp.core.verification import Verification, seed_of, verify

if TYPE_CHECKING:
    from quizapp.lab.client import Lab

Finished = Callable[[Card, Run, Verification], None]


def _key(card: Card) -> str:
    return card.hash + as_json(card.values)


class Demos:
    """Starts demos in the lab and keeps their results."""

    def __init__(self, lab: Callable[[], Lab], device: str, finished: Finished) -> None:
        self._make_lab = lab
        self._lab: Lab | None = None
        self._device = device
        self._finished = finished
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._results: dict[str, tuple[Run, Verification]] = {}

    def result(self, card: Card) -> tuple[Run, Verification] | None:
        """What is known of this text of the card."""
        return self._results.get(_key(card))

    def start(self, card: Card) -> None:
        """Run the card's demo, unless it ran or runs already."""
        key = _key(card)
        if card.demo is None or key in self._results or key in self._tasks:
            return
        self._tasks[key] = asyncio.create_task(self._run(card))

    async def _run(self, card: Card) -> None:
        from quizapp.lab.protocol import Job

        assert card.demo is not None
        if self._lab is None:
            self._lab = self._make_lab()
        job = Job(card.demo.code, seed_of(card), self._device, card.values)
        run = await self._lab.result(job)
        verification = verify(card, run)
        self._results[_key(card)] = (run, verification)
        self._tasks.pop(_key(card), None)
        self._finished(card, run, verification)

    async def close(self) -> None:
        """Stop what runs."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._lab is not None:
            await self._lab.close()
