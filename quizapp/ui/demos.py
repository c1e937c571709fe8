"""Runs of demos while the learner thinks: once for each text of a card and its parameters.

The card on the screen comes first; then, one at a time, the cards that will probably follow.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from quizapp.core.card import Card, CodeCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.parameters import as_json
from quizapp.core.verification import Verification, verify

if TYPE_CHECKING:
    from quizapp.lab.client import Lab

KEPT = 256
"""Results that are kept; a session seldom returns to an older one."""

Finished = Callable[[Card, Run, Verification], None]


def _key(card: Card) -> str:
    return card.hash + as_json(card.values)


class Demos:
    """Starts demos in the lab and keeps their results."""

    def __init__(
        self, lab: Callable[[], Lab], device: str, finished: Finished, *, kept: int = KEPT
    ) -> None:
        self._make_lab = lab
        self._lab: Lab | None = None
        self._device = device
        self._finished = finished
        self._kept = kept
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._results: dict[str, tuple[Run, Verification]] = {}
        self._coming: list[Card] = []
        self._lane: asyncio.Task[None] | None = None

    def result(self, card: Card) -> tuple[Run, Verification] | None:
        """What is known of this text of the card."""
        return self._results.get(_key(card))

    def start(self, card: Card) -> None:
        """Run the card's demo, unless it ran or runs already."""
        key = _key(card)
        if card.demo is None or key in self._results or key in self._tasks:
            return
        self._tasks[key] = asyncio.create_task(self._run(card))

    def ahead(self, cards: Iterable[Card]) -> None:
        """Run these cards' demos when nothing else runs; those named before are given up."""
        self._coming = list(cards)
        if self._lane is None or self._lane.done():
            self._lane = asyncio.create_task(self._run_ahead())

    async def _run_ahead(self) -> None:
        while self._coming:
            if self._tasks:
                await asyncio.gather(*self._tasks.values(), return_exceptions=True)
            else:
                self.start(self._coming.pop(0))

    async def _run(self, card: Card) -> None:
        from quizapp.lab.jobs import demo_job

        assert card.demo is not None
        if self._lab is None:
            self._lab = self._make_lab()
        run = await self._lab.result(demo_job(card, device=self._device))
        verification = verify(card, run)
        self._results[_key(card)] = (run, verification)
        while len(self._results) > self._kept:
            self._results.pop(next(iter(self._results)))
        self._tasks.pop(_key(card), None)
        self._finished(card, run, verification)

    async def answer(self, card: CodeCard, code: str) -> Run:
        """Run a learner's function on the cases of the card's demo, once that has run."""
        from quizapp.core.function import inputs_of
        from quizapp.lab.jobs import answer_job

        self.start(card)
        if task := self._tasks.get(_key(card)):
            await asyncio.shield(task)
        if self._lab is None or _key(card) not in self._results:
            return Run(Outcome.DENIED, message="the card has no demo to give inputs")
        demo, _ = self._results[_key(card)]
        if not inputs_of(demo):
            return Run(Outcome.DENIED, message=demo.message or "the demo gave no cases")
        return await self._lab.result(answer_job(card, code, demo, device=self._device))

    async def wait(self) -> None:
        """Until every demo that was started, or is to come, has ended."""
        if self._lane is not None:
            await asyncio.gather(self._lane, return_exceptions=True)
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)

    async def close(self) -> None:
        """Stop what runs."""
        self._coming.clear()
        tasks = [*self._tasks.values(), *([self._lane] if self._lane is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._lab is not None:
            await self._lab.close()
