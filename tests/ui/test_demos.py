"""Which demos run while the learner thinks, and in what order."""

import asyncio

from quizapp.core.card import Card
from quizapp.core.evidence import Run
from quizapp.decks.library import Library
from quizapp.lab.protocol import Job
from quizapp.ui.demos import Demos
from tests.fakes import FakeLab
from tests.ui.conftest import Bench


class SlowLab(FakeLab):
    """Takes a turn of the event loop for each job and knows how many ran at once."""

    def __init__(self) -> None:
        super().__init__()
        self.running = self.most = 0

    async def result(self, job: Job) -> Run:
        self.running += 1
        self.most = max(self.most, self.running)
        await asyncio.sleep(0.001)
        self.running -= 1
        return await super().result(job)


def cards(bench: Bench) -> list[Card]:
    library = Library([bench.content])
    library.load()
    drawn = [library.card(card) for card in library.cards]
    return [card for card in drawn if not isinstance(card, tuple) and card.demo is not None]


def over(lab: FakeLab, kept: int = 256) -> Demos:
    return Demos(lambda: lab, "cpu", lambda *_: None, kept=kept)  # type: ignore[arg-type,return-value]


def ran(lab: FakeLab, known: list[Card]) -> list[str]:
    names = {card.demo.code: card.id for card in known if card.demo is not None}
    return [names[job.code] for job in lab.jobs]


def test_the_card_on_the_screen_runs_before_those_that_come(bench: Bench) -> None:
    first, second, third = cards(bench)[:3]
    lab = SlowLab()

    async def think() -> Demos:
        running = over(lab)
        running.ahead([second, third])
        running.start(first)
        await running.wait()
        return running

    running = asyncio.run(think())
    assert ran(lab, [first, second, third]) == [first.id, second.id, third.id]
    assert lab.most == 1
    assert running.result(third) is not None


def test_a_card_that_no_longer_comes_is_given_up(bench: Bench) -> None:
    first, second, third = cards(bench)[:3]
    lab = SlowLab()

    async def think() -> None:
        running = over(lab)
        running.start(first)
        running.ahead([second])
        running.ahead([third])
        await running.wait()

    asyncio.run(think())
    assert ran(lab, [first, second, third]) == [first.id, third.id]


def test_what_ran_ahead_is_not_run_again(bench: Bench) -> None:
    first, second = cards(bench)[:2]
    lab = SlowLab()

    async def think() -> None:
        running = over(lab)
        running.ahead([first, second])
        await running.wait()
        running.start(first)
        running.start(second)
        await running.wait()

    asyncio.run(think())
    assert len(lab.jobs) == 2


def test_old_results_make_room(bench: Bench) -> None:
    first, second, third = cards(bench)[:3]
    lab = FakeLab()

    async def think() -> Demos:
        running = over(lab, kept=2)
        for card in (first, second, third):
            running.start(card)
            await running.wait()
        return running

    running = asyncio.run(think())
    assert running.result(first) is None
    assert running.result(third) is not None
