"""From the lab's reply to the verdict of a typed answer, laid out; beside a bare round trip."""

import asyncio
import time
from dataclasses import dataclass
from statistics import median

from quizapp.core.card import Card, CardId
from quizapp.core.evidence import Outcome, Run
from quizapp.core.question import Question, ask, assess, type_answer
from quizapp.core.review import CardMemory
from quizapp.core.verdict import Verdict
from quizapp.core.verification import verify
from quizapp.decks.library import Library
from quizapp.lab.client import Lab
from quizapp.lab.jobs import demo_job
from quizapp.settings import own_folder
from quizapp.ui.card_text import outcome_blocks
from quizapp.ui.prose import lay_out
from tests.benchmarks.row import Row
from tests.benchmarks.warm_lab import demo, variables

FRAME_MS = 1000 / 60
"""Textual draws sixty frames a second."""
_PAIRS = 31
_WIDTH = 76


@dataclass(frozen=True, slots=True)
class _Times:
    """Milliseconds of one answer."""

    graded: float
    """Read and graded."""
    shown: float
    """That, with the card verified and the verdict laid out."""
    floor: float = 0.0


def row(kind: str, card: str, typed: str, ratio: float) -> Row:
    """A wrong answer, which takes the longest, as everything that may be said of it is tried."""
    first, *times = asyncio.run(_times(CardId(card), typed))
    shown = tuple(each.shown for each in times)
    met = "met" if median(shown) < FRAME_MS else "MISSED"
    graded = median(each.graded for each in times)
    return Row(
        f"typed {kind} → verdict, after the lab's reply",
        shown,
        tuple(each.floor for each in times),
        "ms",
        ratio,
        f"goal also a frame, {FRAME_MS:.3g} ms: {met}; graded in {graded:.3g} ms; the first, with "
        f"imports, {first.shown:.3g} ms; floor: a bare round trip to the lab",
    )


async def _times(name: CardId, typed: str) -> list[_Times]:
    library = Library([own_folder("content")])
    library.load()
    card = library.card(name)
    assert not isinstance(card, tuple), card
    lab = Lab(environment=variables())
    try:
        run = await lab.result(demo_job(card))
        assert run.outcome is Outcome.FINISHED, run
        times = [_judged(card, typed, run)]
        for _ in range(_PAIRS):
            await asyncio.sleep(0.1)  # a learner needs longer to type it
            ours = _judged(card, typed, run)
            await asyncio.sleep(0.1)
            start = time.perf_counter()
            await demo(lab)
            floor = (time.perf_counter() - start) * 1e3
            times.append(_Times(ours.graded, ours.shown, floor))
        return times
    finally:
        await lab.close()


def _judged(card: Card, typed: str, run: Run) -> _Times:
    asked = ask(card, CardMemory(card.id), 0)
    start = time.perf_counter()
    answered = type_answer(asked, typed, 1)
    assert isinstance(answered, Question), answered
    assessment = assess(answered, run)
    middle = time.perf_counter()
    lines = lay_out(outcome_blocks(answered, assessment, verify(card, run), run=run), _WIDTH)
    end = time.perf_counter()
    assert assessment is not None
    assert assessment.verdict is Verdict.REFUTED, assessment
    assert any(assessment.message[:20] in str(line) for line in lines), lines
    return _Times((middle - start) * 1e3, (end - start) * 1e3)
