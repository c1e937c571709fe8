"""From a typed function to its verdict, when the lab is warm and the card's demo has run."""

import asyncio
import time

from quizapp.core.card import CardId, CodeCard
from quizapp.core.evidence import Outcome
from quizapp.core.function import grade_code
from quizapp.core.verdict import Verdict
from quizapp.decks.library import Library
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.settings import own_folder
from tests.benchmarks.row import Row
from tests.benchmarks.warm_lab import demo, variables

_PAIRS = 21
_CARD = CardId("adam-step")


def measure() -> Row:
    """Against a small demo in the same lab: the cases, their comparison, and no second process."""
    pairs = asyncio.run(_pairs())
    return Row(
        "typed function → verdict, warm",
        tuple(ours for ours, _ in pairs),
        tuple(floor for _, floor in pairs),
        "ms",
        5.0,
        "floor: a one-line demo in the same lab",
    )


async def _pairs() -> list[tuple[float, float]]:
    library = Library([own_folder("content")])
    library.load()
    card = library.card(_CARD)
    assert isinstance(card, CodeCard)
    lab = Lab(environment=variables())
    try:
        run = await lab.result(demo_job(card))
        assert run.outcome is Outcome.FINISHED, run
        pairs = []
        for _ in range(_PAIRS):
            await asyncio.sleep(0.1)  # a learner needs longer to write it
            start = time.perf_counter()
            answer = await lab.result(answer_job(card, card.variants[0].code, run))
            assert grade_code(card, run, answer).verdict is Verdict.REFUTED
            middle = time.perf_counter()
            await asyncio.sleep(0.1)
            again = time.perf_counter()
            await demo(lab)
            pairs.append(((middle - start) * 1e3, (time.perf_counter() - again) * 1e3))
        return pairs
    finally:
        await lab.close()
