"""Functions as people type them, over one warm lab: the verdict and what is said of each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from quizapp.core.card import CardId, CodeCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import cases_of, grade_code
from quizapp.core.grading import Assessment
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Status, verify
from quizapp.decks.library import Library
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.settings import own_folder
from tests.lab.answers import layers, measures, probabilities, steps
from tests.lab.answers.table import RIGHT, Table

pytestmark = pytest.mark.asyncio(loop_scope="module")

TABLES: tuple[Table, ...] = (*probabilities.TABLES, *layers.TABLES, *measures.TABLES, *steps.TABLES)
ANSWERS = [answer for table in TABLES for answer in table.answers]


class Bench:
    """A lab, the cards, and each card's demo run once."""

    def __init__(self) -> None:
        self.lab = Lab(device="cpu")
        self.library = Library([own_folder("content"), Path(__file__).with_name("functions.md")])
        self.library.load()
        self._demos: dict[str, tuple[CodeCard, Run]] = {}

    async def demo(self, name: str) -> tuple[CodeCard, Run]:
        """A card and the run of its demo, which verifies it."""
        if name not in self._demos:
            card = self.library.card(CardId(name))
            assert isinstance(card, CodeCard), card
            run = await self.lab.result(demo_job(card))
            assert run.outcome is Outcome.FINISHED, run
            assert verify(card, run).status is Status.VERIFIED
            self._demos[name] = card, run
        return self._demos[name]

    async def answer(self, name: str, code: str, seconds: float) -> Assessment:
        """What is said of a typed function."""
        card, demo = await self.demo(name)
        run = await self.lab.result(answer_job(card, code, demo, seconds=seconds))
        return grade_code(card, demo, run)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def bench() -> AsyncIterator[Bench]:
    bench = Bench()
    yield bench
    await bench.lab.close()


@pytest.mark.parametrize(("card", "code", "said"), ANSWERS)
async def test_a_typed_function(bench: Bench, card: str, code: str, said: str) -> None:
    assessment = await bench.answer(card, code, 0.5 if said.startswith("stopped") else 5.0)
    if said == RIGHT:
        count = len(cases_of((await bench.demo(card))[1]))
        assert assessment.message == f"Right: equal to the reference in all {count} cases."
        assert assessment.verdict is Verdict.CONFIRMED
    else:
        assert said in assessment.message
        assert assessment.verdict is Verdict.REFUTED
        assert "\n" not in assessment.message


async def test_the_table_is_of_real_size() -> None:
    assert len({(card, code) for card, code, _ in ANSWERS}) == len(ANSWERS) >= 390
    assert sum(said == RIGHT for *_, said in ANSWERS) >= 120
    assert len(TABLES) == 10
