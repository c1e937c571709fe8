"""A formula card on the screen and in line mode."""

from __future__ import annotations

import io
import math

import pytest
from textual.widgets import Input

from quizapp.core.question import Stage
from quizapp.core.review import Grade
from quizapp.core.verdict import Verdict
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from tests.core.formula_cards import traced_run
from tests.fakes import FakeLab
from tests.ui.conftest import Bench
from tests.ui.test_study import asked, settle, shown

DECK = """\
## Write the slope of the sigmoid as a formula in $x$. {#slope-formula}

### Answer {x=-6..6}
$\\sigma(x)\\,(1-\\sigma(x))$

### Mistakes
- $1-\\sigma(x)^2$: that is the rule of tanh.

### Hint
A product.

### Demo
```python
x = torch.linspace(-6, 6, 41, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
answer(slope, at=x)
```
"""


@pytest.fixture
def formulas(bench: Bench) -> Bench:
    """A bench with one formula card, whose demo measured the sigmoid's slope."""
    bench.deck.write_text(DECK, encoding="utf-8")
    bench.lab = FakeLab(lambda job: traced_run(lambda x: 1 / (math.exp(x) + 2 + math.exp(-x))))
    return bench


async def test_a_formula_is_typed_at_once_and_compared(formulas: Bench) -> None:
    app = formulas.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        field = app.study.query_one("#typed", Input)
        assert field.has_focus
        assert "formula in x" in str(field.placeholder)
        await pilot.press(*"sigmoid(x)(1-sigmoid(x))")
        await pilot.pause()
        assert field.border_subtitle == "read as σ(x)·(1 − σ(x))"
        await pilot.press("enter")
        await settle(pilot)
        assert "✓ Right. Read as σ(x)·(1 − σ(x))" in " ".join(shown(app).split())
        assert "✓ confirmed: agrees at 41 measured points" in shown(app)
        await pilot.press("3")
        await settle(pilot)
        (review,) = formulas.store().reviews()
    assert (review.verdict, review.grade) == (Verdict.CONFIRMED, Grade.GOOD)
    assert review.answer == "sigmoid(x)(1-sigmoid(x))"


async def test_a_wrong_formula_is_told_where_and_by_how_much(formulas: Bench) -> None:
    app = formulas.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(*"2σ(x)(1-σ(x))", "enter")
        await settle(pilot)
        text = " ".join(shown(app).split())
        assert "✗ Not right: 2 times the right value everywhere; at x = 0 it gives 0.5" in text
        assert "1-σ(x)² ✗ refuted at 41 of 41 measured points: that is the rule of tanh." in text


async def test_what_cannot_be_read_costs_nothing_and_brackets_are_text(formulas: Bench) -> None:
    app = formulas.study()
    async with app.run_test(notifications=True) as pilot:
        await settle(pilot)
        await pilot.press(*"2[/x]", "enter")
        await settle(pilot)
        assert asked(app).stage is Stage.ASKED
        (notice,) = app._notifications
        first, text, caret = notice.message.split("\n")
        assert first.endswith("Mend it, or clear it and press Esc.")
        assert (text, caret) == ("2[/x]", "  ^")
        field = app.study.query_one("#typed", Input)
        field.value = "2[x]"
        await pilot.pause()
        await pilot.press("enter")
        await settle(pilot)
        assert "Read as 2·x" in " ".join(shown(app).split())


async def test_escape_leaves_the_field_to_the_keys(formulas: Bench) -> None:
    app = formulas.study()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("h", "escape", "h")
        await settle(pilot)
        assert asked(app).hinted
        assert app.study.query_one("#typed", Input).value == "h"
        await pilot.press("space")
        await settle(pilot)
        assert asked(app).stage is Stage.ANSWERED
        await pilot.press("u")


def test_line_mode(formulas: Bench) -> None:
    writer = io.StringIO()
    lines = io.StringIO("σ(x)(1-σ(x)\nσ(x)(1-x)\n\nq\n")
    assert study_plain(formulas.desk(), formulas.lab, Request(), lines, writer) == 0  # type: ignore[arg-type]
    printed = writer.getvalue()
    assert "formula (Enter reveals): this '(' is not closed\nσ(x)(1-σ(x)\n    ^\n" in printed
    assert "✗ Not right:" in printed
    (review,) = formulas.store().reviews()
    assert (review.answer, review.grade) == ("σ(x)(1-x)", Grade.AGAIN)
