"""`quizapp check --record`: real runs on the CPU, written beside the decks and read back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.core.card import CardId
from quizapp.decks.library import Library
from quizapp.decks.proofs import read_proofs
from quizapp.settings import own_folder
from quizapp.ui.check import Check, run_check

SLOPE = """\
## What is the largest slope of the sigmoid? {#slope}

- [ ] 1
- [x] 1/4

### Demo
```python
x = torch.linspace(-10, 10, 10_001, device=device, dtype=torch.float64, requires_grad=True)
(slope,) = torch.autograd.grad(torch.sigmoid(x).sum(), x)
answer(slope.max())
show("points", x.numel())
```

"""
BYTES = """\
## How many bytes does a float32 tensor of {{ n }} numbers take? {#bytes}

### Parameters
```yaml
n: [1024, 4096]
```

### Answer {exact}
{{ n // 256 }} KiB

### Demo
```python
answer(torch.zeros(params.n, device=device).nbytes, "B")
```

"""
WORDS = """\
## Why does a sum of squares never fall below zero? {#squares}

### Answer
No square does.

### Demo
```python
x = torch.linspace(-1, 1, 11)
claim("the sum is positive", (x * x).sum() > 0, f"{(x * x).sum():.2f}")
```
"""
FAST = Check(workers=2, record=True, device="cpu")
ABSENT = """\
import sys

ABSENT = {"textual", "rich", "typer", "click", "sqlmodel", "sqlalchemy", "alembic", "pint",
          "fsrs_rs_python", "platformdirs", "rapidfuzz", "uuid_utils", "pygments", "texicode",
          "textual_plot"}


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Absent())
"""


class Folder:
    """A folder of two decks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.first, self.second = path / "first.md", path / "second.md"
        self.first.write_text(SLOPE + BYTES)
        self.second.write_text(WORDS)

    @property
    def file(self) -> Path:
        """What is recorded on this machine."""
        return self.path / "evidence" / "cpu.json"

    def check(self, *paths: Path, options: Check = FAST) -> int:
        """Check the folder, or some files of it as a part of it."""
        library = Library(paths or [self.path], base=self.path)
        library.load()
        return run_check(
            library,
            Check(**{**_fields(options), "content": (self.path,)}),  # type: ignore[arg-type]
        )

    def cards(self) -> list[tuple[str, str]]:
        """Cards and parameters that are recorded."""
        _, proofs = read_proofs(self.file)
        return [(proof.card, proof.parameters) for proof in proofs]


def _fields(options: Check) -> dict[str, object]:
    return {name: getattr(options, name) for name in options.__dataclass_fields__}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


ALL = [("bytes", '{"n": 1024}'), ("bytes", '{"n": 4096}'), ("slope", "{}"), ("squares", "{}")]


def test_what_runs_measured_is_written_and_merged(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.check() == 0
    printed = capsys.readouterr().out
    assert f"Recorded 3 cards on CPU in {folder.file}.\n" in printed
    assert f"Evidence of CPU in {folder.file}: 3 cards.\n" in printed
    assert folder.cards() == ALL
    _, proofs = read_proofs(folder.file)
    answers = [proof.readings[0].value for proof in proofs]
    assert answers == [4096, 16384, 0.25, None]
    assert proofs[3].readings[0].text == "4.40"
    assert all(proof.torch.startswith("2.") and proof.driver == "" for proof in proofs)
    old = folder.file.read_text()

    # A reworded card is outdated, and is recorded again alone; the other deck's lines stay.
    folder.second.write_text(WORDS.replace("never fall", "not fall"))
    assert folder.check(options=Check(run=False)) == 0
    printed = capsys.readouterr().out
    assert "2 cards; 1 outdated: squares.\n" in printed
    assert (
        "To record again, on that device: quizapp check --device cpu --record second.md" in printed
    )
    assert folder.check(folder.second) == 0
    assert "Recorded 1 card on CPU" in capsys.readouterr().out
    new = folder.file.read_text()
    assert folder.cards() == ALL
    differing = set(old.splitlines()) ^ set(new.splitlines())
    assert all('"card": "squares"' in line for line in differing)
    assert len(differing) == 2


def test_a_card_that_fails_or_is_gone_is_no_longer_evidence(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert folder.check() == 0
    folder.first.write_text(SLOPE.replace("[x] 1/4", "[x] 1/8"))
    # A part of the folder says nothing of the cards that are in no other part.
    assert folder.check(folder.first) == 1
    assert folder.cards() == [each for each in ALL if each[0] != "slope"]
    assert folder.check() == 1
    assert folder.cards() == [("squares", "{}")]
    assert "1 not recorded" in capsys.readouterr().out


def test_the_document_names_files_and_what_is_outdated(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.check()
    capsys.readouterr()
    folder.second.write_text(
        WORDS.replace("never fall", "not fall") + SLOPE.replace("#slope", "#s")
    )
    folder.check(options=Check(run=False, json=True))
    document = json.loads(capsys.readouterr().out)
    file = str(folder.file)
    assert document["recorded"] == []
    assert document["evidence"] == [
        {"file": file, "device": "CPU", "recorded": 2, "outdated": ["squares"], "missing": ["s"]}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", ":1:2: is no JSON"), ('{"version": 9}', ":1:1: was written by a newer quizapp")],
)
def test_a_file_that_cannot_be_read_is_left_alone(
    folder: Folder, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    folder.file.parent.mkdir()
    folder.file.write_text(text)
    assert folder.check(folder.second) == 1
    printed = capsys.readouterr().out
    assert printed.count(f"{folder.file}{said}") == 1
    assert "Recorded" not in printed
    assert folder.file.read_text() == text


def test_a_place_that_cannot_be_written_is_one_line(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.file.parent.write_text("in the way")
    assert folder.check(folder.second) == 1
    assert f"{folder.file}:1:1: cannot be written: File exists" in capsys.readouterr().out


def test_a_device_that_is_not_there_records_nothing(
    folder: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Check(record=True, device="cuda:99")
    assert folder.check(folder.second, options=options) == 1
    assert "Recorded" not in capsys.readouterr().out
    assert not folder.file.parent.exists()


def bare(folder: Folder, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command, where nothing of the app is installed but torch, numpy and the parser."""
    absent = folder.path / "absent"
    absent.mkdir(exist_ok=True)
    (absent / "sitecustomize.py").write_text(ABSENT)
    path = os.pathsep.join([str(absent), str(own_folder("content").parent)])
    return subprocess.run(
        [sys.executable, "-m", "quizapp", "--content", folder.path, *words],
        env={**os.environ, "PYTHONPATH": path},
        cwd=folder.path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_bare_machine_records_the_same(folder: Folder) -> None:
    assert folder.check() == 0
    here = folder.file.read_text()
    folder.file.unlink()
    done = bare(folder, "check", "--device", "cpu", "--record", "--workers", "2")
    assert done.stderr == ""
    assert done.returncode == 0
    assert "Recorded 3 cards on CPU in evidence/cpu.json.\n" in done.stdout
    assert _without_seconds(folder.file.read_text()) == _without_seconds(here)


def _without_seconds(text: str) -> list[dict[str, object]]:
    return [{**proof, "seconds": 0} for proof in json.loads(text)["proofs"]]


def test_a_bare_machine_says_what_it_lacks(folder: Folder) -> None:
    folder.first.write_text(
        "## How fast? {#fast}\n\n### Answer\n8 FLOP/s\n\n### Demo\n```python\n"
        'answer(torch.ones(8, device=device).sum(), "FLOPS")\n```\n'
    )
    done = bare(folder, "check", "--record", "first.md")
    assert done.returncode == 1
    assert done.stderr.startswith("quizapp: pint is not installed: pip install quizapp; check")
    assert done.stderr.count("\n") == 1
    for words in (["check"], ["stats"]):
        done = bare(folder, *words)
        assert done.stderr.startswith("quizapp: typer is not installed")
    done = bare(folder, "check", "--record", "--mutate")
    assert done.returncode == 2
    assert "unrecognized arguments: --mutate" in done.stderr


def test_a_card_is_asked_from_the_folder_that_was_recorded(folder: Folder) -> None:
    folder.check()
    library = Library([folder.path], base=folder.path)
    library.load()
    assert [file.path for file in library.proofs.files] == ["evidence/cpu.json"]
    assert len(library.proofs.of(CardId("bytes"))) == 2
