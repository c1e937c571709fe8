"""Gaps, rubric ticks and confidence: on the screen and line by line."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input, Static

from quizapp.core.card import CardId
from quizapp.core.evidence import Claimed, Outcome, Run
from quizapp.core.question import Question, Stage
from quizapp.core.review import Grade, Review
from quizapp.core.verdict import Verdict
from quizapp.ui.app import QuizApp
from quizapp.ui.request import Request
from tests.ui.conftest import Bench
from tests.ui.test_plain import study
from tests.ui.test_study import asked, letter_of, settle, shown

CLOZE = """
## Sigmoids ==saturate|flatten==: [slopes] tend to ==zero==. {#cloze}

### Why
See [above].

### Mistakes
- explode: that needs [large] weights.

### Demo
```python
x = torch.tensor(20.0, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x), x)
claim("the slope tends to zero", slope, 0, atol=1e-6)
```

### Source
LeCun et al.
"""
RECALL = """
## Why is tanh preferred? {#recall}

### Answer
It is centred, and steeper.

### Rubric
- [ ] zero-centred outputs: mean near zero
- [ ] steeper: slope up to 1
- [ ] bounded [-1, 1]: cannot explode
- [ ] older than ReLU: historical

### Why
See above.

### Demo
```python
x = torch.tensor(0.0, requires_grad=True)
(slope,) = torch.autograd.grad(torch.tanh(x), x)
claim("the slope is 1", slope, 1)
```

### Source
LeCun et al.
"""


@pytest.fixture
def cloze(bench: Bench) -> Bench:
    """A deck of one cloze card."""
    return only(bench, CLOZE)


@pytest.fixture
def recall(bench: Bench) -> Bench:
    """A deck of one recall card with four points."""
    return only(bench, RECALL)


def only(bench: Bench, card: str) -> Bench:
    """The deck holds this card alone, and its claim holds."""
    bench.deck.write_text(card)
    claim = Claimed("it holds", True, "measured 1", 3)
    bench.lab._answer = lambda job: Run(Outcome.FINISHED, (claim,), device="CPU")
    return bench


def kept(bench: Bench) -> Review:
    """The one review in the log."""
    store = bench.store()
    (review,) = store.reviews()
    store.close()
    return review


def status(app: QuizApp) -> str:
    return str(app.study.query_one("#status", Static).content)


async def test_a_cloze_is_typed_judged_gap_by_gap_and_kept(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        assert "Sigmoids ____¹: [slopes] tend to ____²." in shown(app)
        assert "· cloze ·" in status(app)
        assert app.study.query_one("#typed", Input).has_focus
        await pilot.press(*"Saturtae; the Zero", "enter")
        await settle(pilot)
        assert asked(app).stage is Stage.ANSWERED
        text = shown(app)
        assert "Sigmoids saturate: [slopes] tend to zero." in text
        assert "≈ Close: saturate." in text
        assert "¹ ≈ close: saturate, you typed 'Saturtae'  (also: flatten)" in text
        assert "² ✓ right: zero" in text
        assert "verified on CPU" in shown(app, "#measured")
        await pilot.press("enter")
        await settle(pilot)
    review = kept(cloze)
    assert (review.grade, review.verdict) == (Grade.HARD, Verdict.CLOSE)
    assert review.answer == "Saturtae; the Zero"
    assert review.confidence is None


async def test_the_hidden_words_are_highlighted(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        from quizapp.ui.widgets.prose_view import ProseView

        lines = app.study.query_one("#card", ProseView).render()
        marked = [
            lines.plain[span.start : span.end]
            for span in lines.spans
            if "underline" in str(span.style)
        ]
        assert marked == ["saturate", "zero"]
        assert "¹ saturate  (also: flatten)" in lines.plain


async def test_a_wrong_gap_gets_the_authors_sentence(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        await pilot.press(*"explode;", "enter")
        await settle(pilot)
        text = shown(app)
        assert "✗ Not quite: 0 of 2 gaps right." in text
        assert "¹ ✗ wrong: it is saturate, you typed 'explode'" in text
        assert "that needs [large] weights." in text
        assert "² ✗ empty: it is zero" in text


async def test_an_answer_missing_a_gap_costs_nothing(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"saturate", "enter")
        await settle(pilot)
        assert asked(app).stage is Stage.ASKED
        assert app.study.query_one("#typed", Input).value == "saturate"
        await pilot.press(*"; zero", "enter")
        await settle(pilot)
        assert "✓ Right." in shown(app)


async def test_other_keys_work_after_escape(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("escape", "space")
        await settle(pilot)
        assert asked(app).stage is Stage.ANSWERED
        await pilot.press("enter")
        await settle(pilot)
    assert kept(cloze).grade is Grade.AGAIN


async def test_points_are_ticked_and_the_ticks_are_kept(recall: Bench) -> None:
    app = recall.study()
    async with app.run_test(size=(100, 40)) as pilot:
        await settle(pilot)
        field = app.study.query_one("#typed", Input)
        assert field.display
        assert not field.has_focus
        await pilot.press("i", *"mean near zero [x]", "enter")
        await settle(pilot)
        text = shown(app)
        assert "You said\nmean near zero [x]" in text
        assert "Key points: 1 of 4 named" in text
        assert "☑ a  zero-centred outputs  · touched by your words" in text
        assert "☐ c  bounded [-1, 1]" in text
        await pilot.press("b", "c", "f", "c")
        await settle(pilot)
        text = shown(app)
        assert "☑ b  steeper" in text
        assert "☐ c  bounded" in text
        assert "☑ f  older than ReLU" in text
        await pilot.press("a")
        await settle(pilot)
        assert "☐ a  zero-centred outputs  · touched by your words" in shown(app)
        await pilot.press("enter")
        await settle(pilot)
    review = kept(recall)
    assert review.grade is Grade.HARD
    assert review.verdict is None
    assert review.answer == (
        "mean near zero [x]\n- [ ] zero-centred outputs\n- [x] steeper\n"
        "- [ ] bounded [-1, 1]\n- [x] older than ReLU"
    )


@pytest.mark.parametrize(
    ("keys", "grade"),
    [("", Grade.AGAIN), ("a", Grade.AGAIN), ("ab", Grade.HARD), ("abcf", Grade.GOOD)],
)
async def test_the_share_ticked_suggests_the_grade(recall: Bench, keys: str, grade: Grade) -> None:
    app = recall.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("space", *keys)
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
    assert kept(recall).grade is grade


async def test_ticking_takes_no_key_of_a_command(recall: Bench) -> None:
    from quizapp.core.rubric import LETTERS
    from quizapp.ui.commands import COMMANDS

    app = recall.study()
    there = [each for each in COMMANDS if each.place in ("everywhere", "study", "ticks")]
    taken = {key for command in there for key in command.keys.split(",")} | {"j", "k"}
    assert not taken & set(LETTERS)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert asked(app).stage is Stage.ANSWERED
        await pilot.press("d")
        await settle(pilot)
        assert app.screen.id != "study"


async def test_an_edit_keeps_words_and_ticks(recall: Bench) -> None:
    app = recall.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("space", "b")
        await settle(pilot)
        recall.deck.write_text(RECALL.replace("See above.", "See below."))
        app.study._edited()
        await settle(pilot)
        assert "☑ b  steeper" in shown(app)
        recall.deck.write_text(RECALL.replace("steeper: slope", "steep: slope"))
        app.study._edited()
        await settle(pilot)
        assert "☐ b  steep" in shown(app)


async def test_confidence_is_said_shown_and_kept(bench: Bench) -> None:
    app = bench.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert "% sure" not in status(app)
        await pilot.press("%", "%")
        await settle(pilot)
        assert "60 % sure" in status(app)
        await pilot.press(letter_of(app, "b"))
        await settle(pilot)
        await pilot.press("%")  # too late
        assert asked(app).confidence == 60
        await pilot.press("enter")
        await settle(pilot)
    review = kept(bench)
    assert (review.grade, review.verdict) == (Grade.HARD, Verdict.CONFIRMED)
    assert review.confidence == 60


async def test_f2_says_it_while_typing(cloze: Bench) -> None:
    app = cloze.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"saturate;", "f2", *"0 %", "enter")
        await settle(pilot)
        assert asked(app).confidence == 50
        assert asked(app).typed == "saturate;0 %"


async def test_a_cloze_read_ahead_is_ready_to_be_typed(cloze: Bench) -> None:
    desk = cloze.desk()
    question = desk.question(CardId("cloze"))
    assert isinstance(question, Question)
    desk.close()
    app = cloze.app(Request(), first=(question.card, question.memory))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press(*"flatten; zero", "enter")
        await settle(pilot)
        assert "✓ Right." in shown(app)
        await pilot.press("enter")
        await settle(pilot)
    assert kept(cloze).answer == "flatten; zero"


async def test_recall_takes_no_confidence(recall: Bench) -> None:
    app = recall.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("%")
        assert asked(app).confidence is None


def test_a_cloze_line_by_line(cloze: Bench) -> None:
    printed = study(cloze, "%40\n%90\nflatten\nflatten; zeros\n4\n")
    assert "Sigmoids ____¹: [slopes] tend to ____²." in printed
    assert "the 2 gaps, with ; between (Enter reveals): " in printed
    assert "How sure you are goes from 50 to 100: %80." in printed
    assert "90 % sure." in printed
    assert "2 gaps, 1 answer: put ; between" in printed
    assert "Sigmoids saturate: [slopes] tend to zero." in printed
    assert "¹ ✓ right: flatten  (also: saturate)" in printed
    assert "² ✗ wrong: it is zero, you typed 'zeros'" in printed
    assert kept(cloze).confidence == 90


@pytest.mark.parametrize(
    ("lines", "named", "grade"),
    [
        ("slope up to 1\n\n\n", [2], Grade.AGAIN),
        ("slope up to 1\n1,2\n\n", [1, 2], Grade.HARD),
        ("slope up to 1\n0\n\n", [], Grade.AGAIN),
        ("\n1 2 3 4\n\n", [1, 2, 3, 4], Grade.GOOD),
        ("\n5\nx\n3\n4\n", [3], Grade.EASY),
    ],
)
def test_points_line_by_line(recall: Bench, lines: str, named: list[int], grade: Grade) -> None:
    printed = study(recall, lines)
    assert re.search(r"☐ 1  zero-centred outputs", printed)
    assert "points named (numbers, 0 for none)" in printed
    assert ("Numbers from 1 to 4" in printed) == ("5" in lines)
    review = kept(recall)
    ticks = [row.startswith("- [x]") for row in review.answer.split("\n")[1:]]
    assert [place for place, tick in enumerate(ticks, start=1) if tick] == named
    assert review.grade is grade


def test_undo_while_points_are_asked_for(recall: Bench) -> None:
    assert "Nothing to undo." in study(recall, "\nu\nq\n")


def test_the_list_of_cards_hides_the_words(
    cloze: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    from quizapp.ui.reports import print_list

    print_list(cloze.desk().library, (), json=False)
    printed = capsys.readouterr().out
    assert "____¹" in printed
    assert "saturate" not in printed
    assert CardId("cloze") in printed
