"""A card whose numbers change from one review to the next: on the screen, in lines, in a check."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from quizapp.core.card import CardId
from quizapp.core.evidence import Answered, Outcome, Run
from quizapp.core.parameters import as_json
from quizapp.decks.library import Library
from quizapp.lab.protocol import Job
from quizapp.ui.app import QuizApp
from quizapp.ui.check import Check, run_check
from quizapp.ui.plain import study_plain
from quizapp.ui.request import Request
from tests.ui.conftest import Bench
from tests.ui.test_study import asked, settle, shown

DECK = """\
## How many bytes do {{ rows }} float32 numbers take? {#bytes}

### Parameters
```yaml
rows: [2, 3, 5, 7]
```

### Answer {exact}
{{ rows * 4 }} B

### Mistakes
- {{ rows }} B: that counts the elements.

### Why
{{ rows }} times four.

### Demo
```python
x = torch.zeros(params.rows, device=device)
answer(x.numel() * x.element_size(), "B")
```
"""


def measured_bytes(job: Job) -> Run:
    """What the demo would measure."""
    rows = job.parameters["rows"]
    assert isinstance(rows, int)
    return Run(Outcome.FINISHED, (Answered(rows * 4, "B", 2),), device="CPU", seconds=0.01)


@pytest.fixture
def one_card(bench: Bench) -> Bench:
    """A bench with the one card."""
    bench.deck.write_text(DECK)
    bench.lab._answer = measured_bytes
    return bench


async def measured(app: QuizApp, pilot: Pilot[None]) -> int:
    """The number asked, once its demo was run, however long the machine takes."""
    for _ in range(500):
        await settle(pilot)
        question = app.study.question
        if question is not None and app.demos.result(question.card) is not None:
            break
    rows = asked(app).card.values["rows"]
    assert isinstance(rows, int)
    return rows


async def test_each_repetition_asks_another_number(one_card: Bench) -> None:
    bench = one_card
    app = bench.study()
    async with app.run_test() as pilot:
        first = await measured(app, pilot)
        assert f"How many bytes do {first} float32 numbers take?" in shown(app)
        await pilot.press(*str(first * 4), "space", "B", "enter")
        await settle(pilot)
        assert "✓ Right." in shown(app)
        await pilot.press("1")
        second = await measured(app, pilot)
        assert second != first
        await pilot.press(*str(first * 4), "enter")
        await settle(pilot)
        assert "✓ Right." not in shown(app)
        assert f"measured {second * 4} B" in shown(app)
        (review,) = bench.store().reviews()
    assert json.loads(review.parameters) == {"rows": first}
    assert [job.parameters["rows"] for job in bench.lab.jobs] == [first, second]
    assert len({job.seed for job in bench.lab.jobs}) == 2


async def test_undo_edit_and_restart_keep_the_numbers(one_card: Bench) -> None:
    bench = one_card

    def edit(*_: object) -> str:
        text = bench.deck.read_text().replace("[2, 3, 5, 7]", "[11, 7, 5, 3, 2]")
        bench.deck.write_text(text.replace("numbers take", "values take"))
        return ""

    app = bench.app(Request(), edit=edit)
    async with app.run_test() as pilot:
        first = await measured(app, pilot)
        await pilot.press("space", "1")
        assert await measured(app, pilot) != first
        await pilot.press("u")
        assert await measured(app, pilot) == first
        await pilot.press("e")
        await settle(pilot)
        assert f"How many bytes do {first} float32 values take?" in shown(app)
    app = bench.study()
    async with app.run_test() as pilot:
        again = await measured(app, pilot)
    app = bench.study()
    async with app.run_test() as pilot:
        assert await measured(app, pilot) == again


async def test_a_number_that_was_edited_away_is_drawn_again(one_card: Bench) -> None:
    bench = one_card
    app = bench.study()
    async with app.run_test() as pilot:
        await measured(app, pilot)
        bench.deck.write_text(bench.deck.read_text().replace("[2, 3, 5, 7]", "[100, 200]"))
        app.study._edited()
        assert await measured(app, pilot) in (100, 200)


async def test_a_question_read_ahead_keeps_its_numbers(one_card: Bench) -> None:
    bench = one_card
    desk = bench.desk()
    question = desk.question(CardId("bytes"))
    assert not isinstance(question, tuple)
    desk.close()
    app = bench.app(Request(), first=(question.card, question.memory))
    async with app.run_test() as pilot:
        await measured(app, pilot)
        assert asked(app).card.values == question.card.values
        assert len(bench.lab.jobs) == 1


def test_line_by_line(one_card: Bench) -> None:
    desk = one_card.desk()
    writer = io.StringIO()
    lab = one_card.lab
    study_plain(desk, lab, Request(), io.StringIO("\n1\n\n3\n"), writer)  # type: ignore[arg-type]
    asked_for = [job.parameters["rows"] for job in lab.jobs]
    assert len(set(asked_for)) == 3
    for rows in asked_for:
        assert f"How many bytes do {rows} float32 numbers take?" in writer.getvalue()
    kept = [review.parameters for review in one_card.store().reviews()]
    assert kept == [as_json({"rows": rows}) for rows in asked_for[:2]]


Checked = tuple[int, dict[str, list[dict[str, object]]], str]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Checked]:
    """Checks one deck with the real lab: exit status, JSON document, and the text report."""

    def run(text: str) -> Checked:
        (tmp_path / "deck.md").write_text(text)
        library = Library([tmp_path], base=tmp_path)
        library.load()
        status = run_check(library, Check(json=True, workers=2))
        document = json.loads(capsys.readouterr().out)
        assert run_check(library, Check(workers=2)) == status
        return status, document, capsys.readouterr().out

    return run


def test_check_runs_every_combination_and_counts_the_card_once(
    check: Callable[[str], Checked],
) -> None:
    status, document, report = check(DECK)
    assert status == 0, report
    assert [card["status"] for card in document["cards"]] == ["verified"]
    assert "total       1         1" in report


def test_check_names_the_combination_that_fails(check: Callable[[str], Checked]) -> None:
    wrong = DECK.replace("{{ rows * 4 }} B", "{{ rows * 4 if rows != 5 else 21 }} B")
    status, document, _ = check(wrong)
    assert status == 1
    (problem,) = document["problems"]
    assert problem["code"] == "answer-disagrees"
    assert str(problem["message"]).endswith("(with rows=5)")
    assert "the answer 21 B is not confirmed: measured 20 B" in str(problem["message"])


def test_check_counts_the_combinations_that_fail(check: Callable[[str], Checked]) -> None:
    status, document, _ = check(DECK.replace("{{ rows * 4 }} B", "8 B"))
    assert status == 1
    messages = [str(problem["message"]) for problem in document["problems"]]
    assert len(messages) == 1
    assert messages[0].endswith("in 3 of 4 combinations)")


def test_check_refutes_mistakes_in_every_combination(check: Callable[[str], Checked]) -> None:
    status, document, _ = check(DECK.replace("- {{ rows }} B", "- 28 B"))
    assert status == 1
    (problem,) = document["problems"]
    assert (problem["code"], problem["line"]) == ("mistake-not-refuted", 12)
    assert str(problem["message"]).endswith("(with rows=7)")


def test_check_reads_every_combination(check: Callable[[str], Checked]) -> None:
    status, document, _ = check(DECK.replace("{{ rows * 4 }} B", "{{ rows * 4 // (rows - 7) }} B"))
    assert status == 1
    assert "expression-value" in {problem["code"] for problem in document["problems"]}
    divided = [p for p in document["problems"] if p["code"] == "expression-value"]
    assert divided[0]["message"] == "it divides by zero (with rows=7)"
