"""Claims in a typed answer: read, measured, corrected and kept; on the screen and in lines."""

from __future__ import annotations

import asyncio

import pytest

from quizapp.core.evidence import Measured, Outcome, Run
from quizapp.core.question import Question
from quizapp.core.review import Grade
from quizapp.core.rubric import read, read_heard
from quizapp.lab.protocol import Job
from tests.fakes import FakeLab
from tests.ui.conftest import Bench
from tests.ui.test_cloze import kept
from tests.ui.test_plain import study
from tests.ui.test_study import asked, settle, shown

CARD = """
## How does attention's memory grow? {#attention}

### Answer
With the square of the context.

### Rubric
- [ ] Memory is quadratic in the context: n squared {order=order about=memory in=context}
- [ ] Accuracy is [unchanged]: stays the same {direction=accuracy atol=0.01}
- [ ] FlashAttention avoids it: tiles

### Why
See above.

### Demo
```python
measure("order", math.log2(torch.ones(4, 4).numel() / torch.ones(2, 2).numel()))
measure("accuracy", torch.zeros(1).sum())
```

### Source
Dao et al.
"""
FOUND = (Measured("order", 2.0, "", 1), Measured("accuracy", 0.0, "", 2))
ORDER = "memory: order 2 (×4 when doubled) · measured 2.00"
WRONG = "memory: order 1 (×2 when doubled) · measured 2.00"


class Gated(FakeLab):
    """A lab whose runs wait to be let through."""

    def __init__(self, run: Run) -> None:
        super().__init__(lambda job: run)
        self.gate = asyncio.Event()

    async def result(self, job: Job) -> Run:
        """What was said, once the gate is open."""
        await self.gate.wait()
        return await super().result(job)


def done(*found: Measured) -> Run:
    return Run(Outcome.FINISHED, found, device="CPU")


@pytest.fixture
def attention(bench: Bench) -> Bench:
    """A deck of one recall card with two measured points and one that is not."""
    bench.deck.write_text(CARD)
    bench.lab._answer = lambda job: done(*FOUND)
    return bench


def typed(text: str) -> tuple[str, ...]:
    return ("i", *text, "enter")


async def test_a_confirmed_claim_ticks_its_point_and_is_kept(attention: Bench) -> None:
    app = attention.study()
    async with app.run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        await pilot.press(*typed("it needs n squared, accuracy drops, tiles help"))
        await settle(pilot)
        text = shown(app)
        assert "☑ a  Memory is quadratic in the context" in text
        assert f"read: {ORDER} · ✓ confirmed" in text
        assert "☐ b  Accuracy is [unchanged]" in text
        assert "read: accuracy: falls · measured +0 · ✗ refuted" in text
        assert "☑ c  FlashAttention avoids it" in text
        assert "Key points: 2 of 3 named" in text
        assert f"✓ confirmed order: {ORDER}" in shown(app, "#measured")
        await pilot.press("enter")
        await settle(pilot)
    review = kept(attention)
    assert review.grade is Grade.HARD
    said, points = read(review.answer)
    assert said == "it needs n squared, accuracy drops, tiles help"
    assert [named for _, named in points] == [True, False, True]
    assert read_heard(review.answer) == {
        0: f"{ORDER} · confirmed",
        1: "accuracy: falls · measured +0 · refuted",
    }


async def test_a_refuted_claim_unticks_words_that_touch_and_she_can_correct_it(
    attention: Bench,
) -> None:
    app = attention.study()
    async with app.run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        await pilot.press(*typed("memory is not quadratic in the context but linear"))
        await settle(pilot)
        assert 0 in asked(app).touched
        assert "☐ a" in shown(app)
        assert "✗ refuted" in shown(app)
        assert "your own tick stands" not in shown(app)
        await pilot.press("a")
        assert "☑ a" in shown(app)
        assert "✗ refuted · your own tick stands" in " ".join(shown(app).split())
        await pilot.press("a")
        assert "your own tick stands" not in shown(app)
        await pilot.press("a", "3")
        await settle(pilot)
    assert read_heard(kept(attention).answer)[0].endswith("refuted · corrected by the learner")


@pytest.mark.parametrize("first", ["", "a"])
async def test_the_verdict_comes_with_the_measurement(bench: Bench, first: str) -> None:
    bench.deck.write_text(CARD)
    bench.lab = lab = Gated(done(*FOUND))
    app = bench.study()
    async with app.run_test(size=(100, 50)) as pilot:
        while app.desk is None or app.study.question is None:
            await pilot.pause(0.01)
        await pilot.press(*typed("memory is not quadratic in the context"))
        await pilot.pause()
        waiting = shown(app)
        assert "read: memory: not order 2 (×4 when doubled) · … measuring" in waiting
        assert "☑ a" in waiting  # touched by her words, nothing measured yet
        await pilot.press(*first)
        lab.gate.set()
        await settle(pilot)
        assert "not order 2 (×4 when doubled) · measured 2.00 · ✗ refuted" in shown(app)
        assert "☐ a" in shown(app)
        assert asked(app).corrected == ({0} if first else set())


@pytest.mark.parametrize(
    ("run", "line"),
    [
        (Run(Outcome.FAILED, message="ValueError: no"), "! error"),
        (Run(Outcome.TIMED_OUT, message="10 s"), "! timed out"),
        (Run(Outcome.DENIED, message="no PyTorch"), "· not run"),
    ],
)
async def test_a_demo_that_does_not_finish_decides_nothing(
    attention: Bench, run: Run, line: str
) -> None:
    attention.lab._answer = lambda job: run
    app = attention.study()
    async with app.run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        await pilot.press(*typed("memory is quadratic in the context"))
        await settle(pilot)
        assert f"order 2 (×4 when doubled) · {line}" in shown(app)
        assert "☑ a" in shown(app)


async def test_without_words_nothing_is_read(attention: Bench) -> None:
    app = attention.study()
    async with app.run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        await pilot.press("space", "a")
        await settle(pilot)
        assert "read:" not in shown(app)
        assert "☑ a" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
    assert read_heard(kept(attention).answer) == {}


async def test_an_edit_of_the_rubric_reads_anew(attention: Bench) -> None:
    app = attention.study()
    async with app.run_test(size=(100, 50)) as pilot:
        await settle(pilot)
        await pilot.press(*typed("memory is quadratic in the context"))
        await settle(pilot)
        attention.deck.write_text(CARD.replace(" {order=order about=memory in=context}", ""))
        app.study._edited()
        await settle(pilot)
        assert "read:" not in shown(app)


def test_claims_line_by_line(attention: Bench) -> None:
    printed = study(attention, "memory grows linearly with the context\n\n\n")
    assert f"read: {WRONG} · ✗ refuted" in printed
    assert "points named (numbers, 0 for none) [0]: " in printed
    assert kept(attention).grade is Grade.AGAIN


def test_a_correction_line_by_line(attention: Bench) -> None:
    study(attention, "memory grows linearly with the context\n1\n\n")
    answer = kept(attention).answer
    assert read(answer)[1][0][1]
    assert read_heard(answer)[0] == f"{WRONG} · refuted · corrected by the learner"


def test_contradicting_claims_tick_nothing(attention: Bench) -> None:
    printed = study(attention, "memory is quadratic in the context. memory is linear.\n\n\n")
    assert "(they contradict each other)" in printed
    assert "? inconclusive" in printed
    assert "☐ 1  Memory is quadratic" in printed


def test_answers_of_older_logs_are_still_read(attention: Bench) -> None:
    older = "some words\n- [x] one point\n- [ ] another"
    assert read(older) == ("some words", (("one point", True), ("another", False)))
    assert read_heard(older) == {}
    assert isinstance(attention.desk().question(attention.desk().card_ids(())[0]), Question)
