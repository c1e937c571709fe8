"""`quizapp check --mutate` and `--seeds`: what is printed of checks that cannot fail."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quizapp.decks.library import Library
from quizapp.ui.check import Check, run_check
from tests.ui.test_code import DECK as CODE

GOOD = """\
## How large is the largest of three ones, times {{ n }}? {#times}

### Parameters
```yaml
n: [2, 3]
```

### Answer {exact}
{{ n }}

### Mistakes
- 7: no.

### Why
So.

### Demo
```python
answer(params.n * torch.ones(3).max())
```

## What is the square of x? {#square}

### Answer
$(-x)^2$

### Why
So.

### Demo
```python
x = torch.linspace(-3, 3, 41, dtype=torch.float64)
answer(x.square(), at=x)
```
"""
VACUOUS = """\
## Why? {#why}

### Answer
Because.

### Why
So.

### Demo
```python
x = torch.rand(9)
claim("never seen", all(each > 2 for each in x if each > 2), "σ")
```

## Which? {#which}

- [x] 1/4
- [ ] It rises

### Why
So.

### Demo
```python
x = torch.zeros(9).sigmoid().max()
option("a", x < 0.6, f"{x}")
option("b", x > 0.6, f"{x}")
```
"""
PARAMETERS = """
### Parameters
```yaml
n: [2, 3]
```

## Which?"""
SAMPLED = """\
## How large is a mean? {#mean}

### Answer {atol=0.1}
0.5

### Why
So.

### Demo
```python
answer(torch.rand(9_000).mean())
claim("some are small", torch.rand(9_000).min() < 0.1, "")
```

## How many? {#count}

### Answer
9

### Why
So.

### Demo
```python
answer(torch.ones(9).sum())
```
"""


def library(folder: Path, text: str) -> Library:
    """A library of one deck."""
    (folder / "deck.md").write_text(text, encoding="utf-8")
    made = Library([folder], base=folder)
    made.load()
    return made


def test_every_wrong_version_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(library(tmp_path, GOOD), Check(mutate=True), verbose=True) == 0
    printed = capsys.readouterr().out
    assert "not counted: deck.md:" in printed
    assert "with −x without its minus: no value tells it from the card's own" in printed
    assert "wrong versions refused (100 %); 1 that makes no difference is not counted" in printed


def test_a_demo_that_proves_nothing_is_printed_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_check(library(tmp_path, VACUOUS), Check()) == 0
    capsys.readouterr()
    assert run_check(library(tmp_path, VACUOUS), Check(mutate=True)) == 1
    printed = capsys.readouterr().out.splitlines()
    assert printed[:3] == [
        'deck.md:12:21: why: claim "never seen" turned round to '
        "all((each <= 2 for each in x if each > 2)): still verified; "
        "it holds over nothing, or because of NaN",
        "deck.md:17:1: which: option a (1/4) as 0.225: still verified; "
        "let answer(measured) decide the number",
        "deck.md:17:1: which: option a (1/4) as 0.275: still verified; "
        "let answer(measured) decide the number",
    ]
    assert printed[-1] == "4 of 7 wrong versions refused (57.1 %)."


def test_survivors_of_several_combinations_are_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = VACUOUS.replace("all(each > 2", "all(each > params.n").replace("\n## Which?", PARAMETERS)
    assert run_check(library(tmp_path, deck), Check(mutate=True, json=True, workers=1)) == 1
    document = json.loads(capsys.readouterr().out)
    found = [problem["message"] for problem in document["problems"] if problem["line"] == 12]
    assert found == [
        'why: claim "never seen" turned round to '
        "all((each <= params.n for each in x if each > 2)): still verified; "
        "it holds over nothing, or because of NaN "
        "(with n=2; in 2 of 2 combinations)"
    ]
    assert {problem["code"] for problem in document["problems"]} == {"mutant-survives"}
    cards = {card["id"]: card["mutants"] for card in document["cards"]}
    assert cards["why"] == {"killed": 0, "survived": 2, "same": 0}
    assert cards["which"]["survived"] == 2
    assert document["summary"]["mutants"]["survived"] == 4


def test_functions_are_changed_and_run_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_check(library(tmp_path, CODE), Check(mutate=True)) == 0, capsys.readouterr().out
    capsys.readouterr()
    start = CODE.index("claim(")
    end = CODE.index("\n", start)
    weak = CODE[:start] + 'claim("it is finite", rms(x).isfinite().all(), "")' + CODE[end:]
    assert run_check(library(tmp_path, weak), Check(mutate=True)) == 1
    printed = capsys.readouterr().out
    assert "x.square().mean as x.square().sum: every claim holds with it" in printed
    assert "this mistake in place of the reference: every claim holds with it" in printed


def test_a_card_that_is_not_verified_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deck = SAMPLED.replace("\n0.5\n", "\n0.9\n")
    assert run_check(library(tmp_path, deck), Check(mutate=True, json=True)) == 1
    document = json.loads(capsys.readouterr().out)
    assert [problem["code"] for problem in document["problems"]] == ["answer-disagrees"]
    assert [card["mutants"]["killed"] for card in document["cards"]] == [0, 2]


def test_only_demos_that_vary_run_under_several_seeds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_check(library(tmp_path, SAMPLED), Check(seeds=4, json=True)) == 0
    mean, count = json.loads(capsys.readouterr().out)["cards"]
    assert (mean["runs"], count["runs"]) == (4, 1)
    assert mean["margin"]["of"] == "answer"
    assert 0.8 < mean["margin"]["value"] < 1
    assert mean["margin"]["seed"] in range(4)
    assert count["margin"] is None


def test_worst_margins_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_check(library(tmp_path, SAMPLED), Check(seeds=3)) == 0
    *_, heading, row = capsys.readouterr().out.splitlines()
    assert heading.startswith("1 card whose values differ between 3 seeds, with the worst margin")
    assert row.split()[1:3] == ["mean", "answer"]
    deck = SAMPLED[SAMPLED.index("## How many") :]
    assert run_check(library(tmp_path, deck), Check(seeds=3)) == 0
    assert capsys.readouterr().out.endswith("No card's values differ between 3 seeds.\n")
