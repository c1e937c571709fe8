"""Code cards on the screen and in line mode, over a real lab."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App
from textual.pilot import Pilot

from quizapp.core.question import Stage
from quizapp.core.review import Grade
from quizapp.core.verdict import Verdict
from quizapp.lab.client import Lab
from quizapp.ui.app import QuizApp
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from quizapp.ui.widgets.code_editor import CodeEditor
from quizapp.ui.widgets.key_bar import KeyBar
from tests.fakes import FakeLab
from tests.test_start_up import loaded_by
from tests.ui.conftest import Bench
from tests.ui.test_study import asked, settle, shown

DECK = '''
## Write the square root of the mean of squares. {#rms level=1}

Over *all* entries of `x`.

### Answer
```python
def rms(x):
    """Root of the mean of the squares of x, a scalar tensor."""
    return x.square().mean().sqrt()
```

### Mistakes
That is the norm: the sum is not divided by the number of entries.
```python
def rms(x):
    return x.square().sum().sqrt()
```

### Hint
Inside out.

### Demo
```python
for dtype in (torch.float64, torch.float32):
    for shape in [(3,), (2, 3)]:
        case(torch.randn(shape, dtype=dtype, device=device))
x = torch.randn(9, dtype=torch.float64, device=device)
# The same sum in another order.
claim("it is the norm over √n", rms(x), x.norm() / 3, rtol=1e-12)
```

### Source
None.
'''
RIGHT = "def rms(x):\n    return (x * x).mean() ** 0.5\n"


@pytest.fixture
def code_bench(bench: Bench) -> Bench:
    """A deck of one code card, and a real lab."""
    bench.deck.write_text(DECK, encoding="utf-8")
    bench.lab = Lab(device="cpu")  # type: ignore[assignment]  # the real thing
    return bench


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Wait for what a thread or the lab brings about."""
    for _ in range(500):
        if true():
            break
        await pilot.pause(0.02)
    await settle(pilot)


def editor(app: QuizApp) -> CodeEditor:
    return app.study.query_one("#code", CodeEditor)


def keys(app: QuizApp) -> str:
    return str(app.study.query_one(KeyBar).content)


async def submitted(app: QuizApp, pilot: Pilot[None], code: str, key: str = "ctrl+s") -> None:
    """Put a function into the editor, run it, and wait for its verdict."""
    await pilot.press("i")
    editor(app).load_text(code)
    await pilot.press(key)
    await until(pilot, lambda: asked(app).stage is Stage.ANSWERED)


async def test_a_right_function_is_run_judged_and_kept(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        assert editor(app).text.startswith("def rms(x):\n")
        assert editor(app).text.endswith('tensor."""\n    ')
        assert not editor(app).has_focus
        await submitted(app, pilot, RIGHT)
        assert asked(app).stage is Stage.ANSWERED
        text = shown(app)
        assert "✓ Right: equal to the reference in all 4 cases." in text
        assert "Your function" in text
        assert "(x * x).mean() ** 0.5" in text
        assert "x.square().mean().sqrt()" in text
        assert "✗ refuted: case" in " ".join(text.split())
        assert not editor(app).display
        await until(pilot, lambda: "verified on CPU" in shown(app, "#measured"))
        assert "verified on CPU" in shown(app, "#measured")
        await pilot.press("enter")
        await settle(pilot)
        (review,) = code_bench.store().reviews()
    assert (review.grade, review.verdict) == (Grade.GOOD, Verdict.CONFIRMED)
    assert review.answer == RIGHT


async def test_a_wrong_function_is_told_what_differs(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        code = "def rms(x):\n    print('[b]', x.shape)\n    return x.norm()\n"
        await submitted(app, pilot, code, "f5")
        text = " ".join(shown(app).split())
        assert "✗ Not quite: That is the norm: the sum is not divided" in text
        assert "│ [b] torch.Size([3])" in text
        await pilot.press("enter")
        await settle(pilot)
        (review,) = code_bench.store().reviews()
    assert (review.grade, review.verdict) == (Grade.AGAIN, Verdict.REFUTED)


async def test_a_traceback_shows_her_own_lines(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await submitted(app, pilot, "def rms(x):\n    return x[[1, 2]] / '[/b]'\n")
        assert "TypeError" in shown(app)
        assert 'File "<your code>", line 2' in shown(app)
        assert "return x[[1, 2]] / '[/b]'" in shown(app)


async def test_code_that_is_no_python_costs_no_attempt(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("i")
        editor(app).load_text("def rms(x):\n    return x[/b]\n")
        await pilot.press("f5")
        await settle(pilot)
        assert asked(app).stage is Stage.ASKED
        assert editor(app).cursor_location[0] == 1


async def test_giving_up_shows_the_reference(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("h", "space")
        await settle(pilot)
        assert "x.square().mean().sqrt()" in shown(app)
        assert "Your function" not in shown(app)
        await pilot.press("enter")
        await settle(pilot)
        (review,) = code_bench.store().reviews()
    assert (review.grade, review.answer) == (Grade.AGAIN, "")


async def test_typing_indents_and_escape_leaves(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("enter")
        assert editor(app).has_focus
        assert keys(app) == "F5 run   F4 your editor   Esc leave the field"
        await pilot.press(*"if q:", "enter", *"s", "enter", "tab", *"u")
        assert editor(app).text.endswith("\n    if q:\n        s\n            u")
        await pilot.press("escape")
        assert not editor(app).has_focus
        assert "h hint" in keys(app)
        assert asked(app).stage is Stage.ASKED
        assert list(code_bench.store().reviews()) == []


async def test_an_untouched_signature_is_not_run(code_bench: Bench) -> None:
    app = code_bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("i", "f5")
        await settle(pilot)
        assert asked(app).stage is Stage.ASKED


async def test_half_typed_code_survives_an_edit_of_the_card(code_bench: Bench) -> None:
    def edit(app: App[None], file: str, line: int) -> str:
        path = Path(code_bench.deck)
        path.write_text(DECK.replace("Over *all*", "Over really all"), encoding="utf-8")
        return ""

    app = code_bench.app(Request(), edit=edit)
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("i", *"half", "escape", "e")
        await settle(pilot)
        assert "Over really all" in shown(app)
        assert editor(app).text.endswith("\n    half")


async def test_the_function_opens_in_the_learners_editor(code_bench: Bench) -> None:
    opened: list[tuple[str, str, int]] = []

    def edit(app: App[None], file: str, line: int) -> str:
        path = Path(file)
        opened.append((path.name, path.read_text(encoding="utf-8"), line))
        path.write_text(RIGHT, encoding="utf-8")
        return ""

    app = code_bench.app(Request(), edit=edit)
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await pilot.press("i", "f4")
        await settle(pilot)
        ((name, text, line),) = opened
        assert (name, line) == ("rms.py", 3)
        assert text.startswith("def rms(x):")
        assert editor(app).text == RIGHT


async def test_without_pytorch_the_function_is_not_judged(bench: Bench) -> None:
    bench.deck.write_text(DECK, encoding="utf-8")
    bench.lab = FakeLab()  # finishes, but gives no cases
    app = bench.study()
    async with app.run_test() as pilot:
        await until(pilot, lambda: bool(app.study.query("#code")))
        await submitted(app, pilot, RIGHT)
        assert "· Not judged:" in shown(app)


def test_starting_the_app_imports_nothing_for_code_cards() -> None:
    script = "import sys, quizapp.ui.app, quizapp.ui.screens.study\n"
    for name in ("textual.widgets._text_area", "quizapp.core.function", "quizapp.core.value"):
        script += f"assert {name!r} not in sys.modules\n"
    assert "textual" in loaded_by(script)


def plain(bench: Bench, text: str) -> str:
    """What line mode prints for the lines typed."""
    writer = io.StringIO()
    code = study_plain(bench.desk(), bench.lab, Request(), io.StringIO(text), writer)  # type: ignore[arg-type]
    assert code == 0
    return writer.getvalue()


def test_line_mode_reads_to_a_full_stop(code_bench: Bench) -> None:
    printed = plain(code_bench, f"h\n{RIGHT}\n\n.\n4\n")
    assert "then a line with a single '.'" in printed
    assert "Root of the mean of the squares" in printed
    assert "✓ Right: equal to the reference in all 4 cases." in printed
    assert "Your function" in printed
    (review,) = code_bench.store().reviews()
    assert review.answer == RIGHT + "\n\n"
    assert review.grade is Grade.EASY


def test_line_mode_ends_within_a_function(code_bench: Bench) -> None:
    printed = plain(code_bench, "def rms(x):\n    return 1\n")
    assert "Every graded answer is saved" in printed
    assert list(code_bench.store().reviews()) == []
