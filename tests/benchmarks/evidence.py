"""A session in the app itself, with its own decks and a real lab: is the evidence there in time?"""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from quizapp.core.card import Card
from quizapp.core.schedule import Scheduler
from quizapp.decks.library import Library
from quizapp.lab.client import Lab
from quizapp.settings import own_folder
from quizapp.store.ids import new_id
from quizapp.store.log import Store
from quizapp.store.open import open_store
from quizapp.store.problem import StoreError
from quizapp.ui.app import QuizApp
from quizapp.ui.desk import Desk
from quizapp.ui.parts import Parts
from quizapp.ui.request import Request
from tests.benchmarks.row import Row
from tests.benchmarks.world import scratch

SECONDS = 3.0
"""From the question to the answer."""
ANSWERS = 10
"""In one session: the new cards of a day."""
ALLOWED = 5.0
"""Answers that may come before their evidence, in percent."""


def measure() -> Row:
    """Each deck's first session, the lab cold; against the share that may be missing."""
    content = own_folder("content")
    decks = sorted(path.stem for path in content.glob("*.md") if path.name != "README.md")
    waits = [asyncio.run(_session(content, deck)) for deck in decks]
    missing = tuple(100 * sum(wait is None for wait in each) / len(each) for each in waits)
    there = sorted(wait for each in waits for wait in each if wait is not None)
    slowest = f"slowest of those in time {there[-1]:.2f} s" if there else "none in time"
    answers = sum(len(each) for each in waits)
    return Row(
        f"answers without evidence, {SECONDS:g} s a question",
        *(missing, (ALLOWED,) * len(missing), "%", 1.0),
        f"{answers} answers in {len(decks)} sessions; {slowest}",
    )


async def _session(content: Path, deck: str) -> Sequence[float | None]:
    """Seconds from each question to its evidence; None where that was not there in time."""
    app = QuizApp(
        Parts(
            open_desk=lambda: _desk(content, deck),
            lab=lambda: Lab(device="cpu"),
            now=lambda: datetime.now().astimezone(),
            request=Request((deck,)),
            device="cpu",
        )
    )
    waits: list[float | None] = []
    async with app.run_test(size=(80, 24)) as pilot:
        while app.study.question is None:
            await pilot.pause(0.01)
        while app.study.question is not None:
            waits.append(await _wait(app, app.study.question.card))
            app.study.action_reveal()
            await pilot.pause()
            app.study.action_grade(4)  # Easy: no card is asked twice, which would be easier
            await pilot.pause()
    return waits


async def _wait(app: QuizApp, card: Card) -> float | None:
    asked, waited = time.perf_counter(), None
    while (passed := time.perf_counter() - asked) < SECONDS:
        if waited is None and app.demos.result(card) is not None:
            waited = passed
        await asyncio.sleep(0.02)
    return waited


def _desk(content: Path, deck: str) -> Desk:
    library = Library([content])
    library.load()
    scheduler = Scheduler()
    path = scratch() / f"evidence-{deck}.db"
    store = open_store(path, scheduler, migrations=own_folder("db"))
    assert isinstance(store, Store), store
    return Desk(
        library,
        store,
        scheduler,
        lambda: datetime.now().astimezone(),
        new_id=new_id,
        errors=StoreError,
        new_per_day=ANSWERS,
    )
