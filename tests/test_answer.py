"""`quizapp answer` and `--set` as a script meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.test_cli import Shell, one_line
from tests.ui.test_parameters import DECK


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    (shell.content / "bytes.md").write_text(DECK)
    return shell


def test_a_number_is_graded_against_the_measurement(shell: Shell) -> None:
    done = shell.run("answer", "bytes", "20 B", "--set", "rows=5", "--json", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert set(row) == {
        *("card", "kind", "verdict", "message", "claimed", "measured"),
        *("tolerance", "device", "seconds", "parameters"),
    }
    assert (row["card"], row["kind"], row["verdict"]) == ("bytes", "number", "confirmed")
    assert (row["claimed"], row["measured"]) == ("20 B", "20 B")
    assert (row["tolerance"], row["device"], row["parameters"]) == ("exact", "CPU", {"rows": 5})
    assert row["seconds"] > 0


def test_a_wrong_number_says_what_is_wrong(shell: Shell) -> None:
    done = shell.run("answer", "bytes", "5 B", "--set", "rows=5")
    assert done.returncode == 1
    assert "refuted: Not quite: that counts the elements." in done.stdout
    assert "measured   20 B  (on CPU in" in done.stdout
    done = shell.run("answer", "slope-number", "-0.25")
    assert done.returncode == 1
    assert "the sign is wrong" in done.stdout


def test_a_choice_takes_letters_in_the_order_of_the_file(shell: Shell) -> None:
    done = shell.run("answer", "slope", "b", "--json")
    assert done.returncode == 0
    row = json.loads(done.stdout)
    assert row["measured"] == "b confirmed: measured 0.250000"
    done = shell.run("answer", "slope", "a")
    assert done.returncode == 1
    assert "a refuted: measured 0.250000" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("bites", "1"), "did you mean 'bytes'?"),
        (("bytes", "lots"), "cannot read 'lots' as a number"),
        (("bytes", " "), "the answer is empty"),
        (("bytes", "1", "--set", "row=2"), "no parameter 'row'; did you mean 'rows'?"),
        (("bytes", "1", "--set", "rows=4"), "rows is never '4'; its values are 2, 3, 5, 7"),
        (("slope", "z"), "the options are a b c, in the order of the file"),
        (("slope", "a b"), "one option is right, so give one letter"),
        (("slope", "b", "--set", "n=1"), "no parameter 'n'; the card has none"),
        (("vanishing", "words"), "a recall card cannot be graded"),
    ],
)
def test_misuse_is_one_line(shell: Shell, words: tuple[str, ...], said: str) -> None:
    done = shell.run("answer", *words)
    assert done.returncode == 2
    assert said in one_line(done.stderr)


def test_a_demo_that_does_not_finish_is_said_to(shell: Shell) -> None:
    deck = shell.content / "bytes.md"
    deck.write_text(DECK.replace("x = torch", "params.columns\nx = torch"))
    done = shell.run("answer", "bytes", "8 B")
    assert done.returncode == 0
    assert "The demo did not finish (failed: AttributeError: params has no 'columns'" in done.stdout
    assert "the card says 8 B; nothing was measured" in done.stdout


def test_a_demo_runs_with_the_parameters_that_are_set(shell: Shell) -> None:
    done = shell.run("demo", "bytes", "--set", "rows=7")
    assert done.returncode == 0
    assert "How many bytes do 7 float32 numbers take?" in done.stdout
    assert "measured 28 B" in done.stdout
    done = shell.run("demo", "bytes", "--set", "rows=7", "--script")
    assert "params = SimpleNamespace(rows=7)" in done.stdout
    done = shell.run("demo", "bytes", "--set", "rows=1")
    assert done.returncode == 2
    assert "rows is never '1'" in one_line(done.stderr)


CLAIMS = """
## How does the memory of attention's scores grow? {#scores}

### Answer
With the square of the context.

### Rubric
- [ ] Memory is quadratic in the context: quadruples when it doubles {order=order about=memory}
- [ ] 512 tokens take 1 MiB: about a million bytes {number=size about="tokens|MiB"}
- [ ] Tiles avoid it

### Why
n by n.

### Demo
```python
keys = torch.rand(512, 8, device=device)
sizes = [(keys[:n] @ keys[:n].T).nbytes for n in (256, 512)]
measure("order", math.log2(sizes[1] / sizes[0]))
measure("size", sizes[1], "B")
```

### Source
Dao et al.
"""


def test_claims_in_words_are_graded_one_by_one(shell: Shell) -> None:
    (shell.content / "claims.md").write_text(CLAIMS)
    done = shell.run("check", "--json")
    assert done.returncode == 0, done.stdout
    (card,) = (each for each in json.loads(done.stdout)["cards"] if each["id"] == "scores")
    assert card["quantities"] == {
        "order": {"value": 2.0, "unit": ""},
        "size": {"value": 1_048_576, "unit": "B"},
    }
    words = "it quadruples when the context doubles; 512 tokens take 1 MB"
    done = shell.run("answer", "scores", words, "--json", "--device", "cpu")
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert (row["kind"], row["verdict"]) == ("recall", "confirmed")
    assert row["message"] == "2 of 2 claims confirmed."
    first, second = row["claims"]
    assert first == {
        "point": "Memory is quadratic in the context",
        "kind": "order",
        "quantity": "order",
        "understood": ["memory: order 2 (×4 when doubled)"],
        "spans": [[3, 38]],
        "measured": "2.00",
        "verdict": "confirmed",
    }
    assert (second["understood"], second["measured"]) == (["tokens: 1 MB"], "1,048,576 B")
    done = shell.run("answer", "scores", "the memory is linear")
    assert done.returncode == 1
    assert "✗ refuted: 0 of 1 claims confirmed." in done.stdout
    assert "read       memory: order 1 (×2 when doubled) · measured 2.00 · ✗ refuted" in done.stdout
    done = shell.run("answer", "scores", "tiles")
    assert done.returncode == 2
    assert "nothing that this card measures is read in 'tiles'" in one_line(done.stderr)
