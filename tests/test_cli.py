"""The command line as a person or a script meets it."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from quizapp.core.schedule import Scheduler
from quizapp.store.weights import weights_of
from tests.core.learner import FORGETFUL, studied
from tests.store.examples import opened

ROOT = Path(__file__).parent.parent
DECK = ROOT / "tests" / "ui" / "deck.md"


class Shell:
    """Runs quizapp in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.content = folder / "content"
        self.content.mkdir()
        shutil.copy(DECK, self.content / "deck.md")
        self.database = folder / "progress.db"

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command on the folder's content and database."""
        environment = {
            **os.environ,
            "QUIZAPP_CONTENT": str(self.content),
            "QUIZAPP_DB": str(self.database),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "COLUMNS": "80",
        }
        return subprocess.run(
            [sys.executable, "-m", "quizapp", *words],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=environment,
            timeout=60,
        )


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def one_line(text: str) -> str:
    """The single line that a message must be."""
    lines = text.strip().splitlines()
    assert len(lines) == 1, text
    return lines[0]


def test_version(shell: Shell) -> None:
    assert shell.run("--version").stdout.startswith("quizapp ")


def test_list(shell: Shell) -> None:
    done = shell.run("list")
    assert done.returncode == 0
    assert "slope-number" in done.stdout
    assert "3 cards" in done.stdout
    cards = json.loads(shell.run("list", "--json").stdout)["cards"]
    assert [card["kind"] for card in cards] == ["choice", "number", "recall"]


def test_check_verifies_every_card(shell: Shell) -> None:
    done = shell.run("check", "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 0, done.stdout
    assert set(document) == {"cards", "problems", "notes", "summary", "evidence", "recorded"}
    assert document["notes"] == []
    assert {card["status"] for card in document["cards"]} == {"verified"}
    card = document["cards"][0]
    assert set(card) == {
        *("id", "deck", "kind", "file", "line", "status"),
        *("device", "seconds", "measured", "quantities", "problems"),
    }
    assert (card["file"], card["line"], card["measured"]) == ("content/deck.md", 5, 0.25)
    assert document["summary"]["verified"] == 3


def test_check_finds_a_flipped_mark(shell: Shell) -> None:
    deck = shell.content / "deck.md"
    text = deck.read_text()
    deck.write_text(text.replace("- [x] 1/4", "- [ ] 1/4").replace("- [ ] 1\n", "- [x] 1\n"))
    done = shell.run("check")
    assert done.returncode == 1
    assert "content/deck.md:7:1: slope: option a (1) is marked, but does not hold" in done.stdout
    assert "content/deck.md:8:1: slope: option b (1/4) is not marked, but holds" in done.stdout


def test_check_finds_a_shifted_number(shell: Shell) -> None:
    deck = shell.content / "deck.md"
    deck.write_text(deck.read_text().replace("\n0.25\n", "\n0.275\n"))
    done = shell.run("check", "content/deck.md", "--json")
    assert done.returncode == 1
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["code"] == "answer-disagrees"
    assert (problem["file"], problem["column"]) == ("content/deck.md", 1)


def test_check_without_running(shell: Shell) -> None:
    done = shell.run("check", "--no-run", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["summary"]["unverified"] == 3


def test_check_makes_every_card_wrong(shell: Shell) -> None:
    done = shell.run("check", "--mutate", "--seeds", "2", "--json")
    assert done.returncode == 0, done.stdout
    document = json.loads(done.stdout)
    assert document["summary"]["mutants"]["survived"] == 0
    assert all(card["mutants"]["killed"] >= 2 for card in document["cards"])
    assert {card["runs"] for card in document["cards"]} <= {1, 2}


def test_nothing_is_made_wrong_without_a_run(shell: Shell) -> None:
    done = shell.run("check", "--mutate", "--no-run")
    assert done.returncode == 2
    assert "leave out --no-run" in done.stderr


def test_check_names_every_problem_at_once(shell: Shell) -> None:
    (shell.content / "bad.md").write_text(
        "## One? {#slope}\n\n- [ ] a\n- [ ] b\n\n### Wy\ntext\n\n## Two?\n\nno answer\n"
    )
    (shell.content / "broken.md").write_bytes(b"## A\xff\n")
    (shell.content / "empty.md").write_text("")
    (shell.content / "front.md").write_text("---\njust words\n---\n## A? {#a-card}\n")
    done = shell.run("check", "--no-run")
    assert done.returncode == 1
    for words in ("'Why'", "bad.md:9:1", "broken.md:1:5", "empty.md:1:1", "front.md:", "deck.md:5"):
        assert words in done.stdout, (words, done.stdout)


def test_a_folder_that_does_not_exist(shell: Shell) -> None:
    done = shell.run("check", "nowhere", "--no-run")
    assert done.returncode == 1
    assert "nowhere" in done.stdout
    assert "Traceback" not in done.stderr


def test_demo(shell: Shell) -> None:
    done = shell.run("demo", "slope")
    assert done.returncode == 0
    assert "measured 0.250000" in done.stdout
    done = shell.run("demo", "slop")
    assert done.returncode == 2
    assert "did you mean 'slope'?" in one_line(done.stderr)
    (found, *_) = json.loads(shell.run("demo", "slope", "--json").stdout)["findings"]
    assert (found["kind"], found["measured"]) == ("answered", 0.25)


def test_a_demo_is_a_program_of_its_own(shell: Shell) -> None:
    script = shell.folder / "demo.py"
    script.write_text(shell.run("demo", "slope", "--script").stdout)
    done = subprocess.run(
        [sys.executable, "-I", str(script)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "0.25" in done.stdout


def test_study_plain_and_stats(shell: Shell) -> None:
    done = shell.run("study", "--plain", stdin="\n3\n")
    assert done.returncode == 0
    assert "Every graded answer is saved" in done.stdout
    stats = json.loads(shell.run("stats", "--json").stdout)
    assert stats["reviews"] == 1
    assert stats["decks"][0]["new"] == 2
    assert "1 on 1 day" in shell.run("stats").stdout


def test_an_unknown_deck(shell: Shell) -> None:
    for words in (("study", "dek", "--plain"), ("study", "dek"), ("list", "dek")):
        done = shell.run(*words)
        assert done.returncode == 2
        assert "did you mean 'deck'?" in one_line(done.stderr)


def test_a_screen_needs_a_terminal(shell: Shell) -> None:
    done = shell.run()
    assert done.returncode == 2
    assert "--plain" in one_line(done.stderr)


def test_no_such_device(shell: Shell) -> None:
    done = shell.run("check", "--device", "tpu")
    assert done.returncode == 2
    assert "write auto, cpu, cuda, cuda:1 or mps" in one_line(done.stderr)
    denied = shell.run("check", "--device", "cuda:99")
    assert denied.returncode == 1
    assert "there is no cuda" in denied.stdout


def test_doctor(shell: Shell) -> None:
    done = shell.run("doctor", "--json")
    assert done.returncode == 0, done.stdout
    names = {finding["name"] for finding in json.loads(done.stdout)["findings"]}
    assert {"device", "integrity", "cache", "library"} <= names


def test_recorded_evidence_is_listed_and_examined(shell: Shell) -> None:
    done = shell.run("check", "--device", "cpu", "--record")
    assert done.returncode == 0, done.stdout
    assert "Recorded 3 cards on CPU in content/evidence/cpu.json." in done.stdout
    deck = shell.content / "deck.md"
    deck.write_text(deck.read_text().replace("0.25\n", "1/4\n", 1))
    cards = json.loads(shell.run("list", "--json").stdout)["cards"]
    evidence = {card["id"]: card["evidence"] for card in cards}
    assert [row["outdated"] for row in evidence["slope"]] == [False]
    assert [row["outdated"] for row in evidence["slope-number"]] == [True]
    assert {*evidence["slope"][0]} == {"device", "date", "torch", "outdated"}
    done = shell.run("doctor")
    assert done.returncode == 0
    line = next(line for line in done.stdout.splitlines() if " evidence " in line)
    assert line.split(maxsplit=2)[2] == (
        "2 cards on CPU (content/evidence/cpu.json); 1 outdated (quizapp check names them)"
    )
    (shell.content / "evidence" / "cpu.json").write_text("[]")
    done = shell.run("doctor")
    assert done.returncode == 1
    assert "content/evidence/cpu.json:1:1: is no file of evidence" in done.stdout


def test_recording_needs_a_run(shell: Shell) -> None:
    done = shell.run("check", "--record", "--no-run")
    assert done.returncode == 2
    assert "leave out --no-run" in done.stderr


def test_doctor_finds_and_mends_a_wrong_cache(shell: Shell) -> None:
    shell.run("study", "--plain", stdin="\n3\n")
    with sqlite3.connect(shell.database) as connection:
        connection.execute("UPDATE card_memory SET stability = 99")
    done = shell.run("doctor")
    assert done.returncode == 1
    assert "1 difference" in done.stdout
    assert shell.run("doctor", "--rebuild").returncode == 0
    assert shell.run("doctor").returncode == 0


def test_plan(shell: Shell) -> None:
    without = shell.run("plan")
    assert without.returncode == 2
    assert "give --date" in one_line(without.stderr)
    day = (datetime.now().astimezone() + timedelta(days=9)).date().isoformat()
    document = json.loads(shell.run("plan", "--date", day, "--json").stdout)
    assert document["date"] == day
    assert document["chosen"]["readiness"] > document["idle"]["readiness"] == 0


@pytest.mark.parametrize("words", [("stats",), ("study", "--plain"), ("study",), ()])
def test_a_database_that_is_none_is_one_line(shell: Shell, words: tuple[str, ...]) -> None:
    shell.database.write_text("this is no database at all, but text\n" * 40)
    done = shell.run(*words)
    assert done.returncode == 1
    assert "progress.db" in one_line(done.stderr)


def test_a_locked_database_is_one_line(shell: Shell) -> None:
    shell.run("stats")
    lock = sqlite3.connect(shell.database, isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    try:
        done = shell.run("study")
    finally:
        lock.close()
    assert done.returncode == 1
    assert "progress.db" in one_line(done.stderr)


def test_other_databases_are_not_supported_yet(shell: Shell) -> None:
    done = shell.run("--db", "postgresql://host/name", "stats")
    assert done.returncode == 2
    assert "postgresql" in one_line(done.stderr)


def test_the_wheel_carries_decks_and_migrations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        check=True,
        cwd=ROOT,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "quizapp/_content/activations.md" in names
    assert "quizapp/_db/env.py" in names
    assert any(name.startswith("quizapp/_db/versions/0001") for name in names)
    assert "quizapp/ui/quizapp.tcss" in names
    assert "quizapp/ui/interview_page.html" in names
    assert not any(name.startswith(("content/", "db/", "tests/")) for name in names)


def test_fit_takes_what_is_better_and_goes_back(shell: Shell) -> None:
    short = shell.run("fit")
    assert "a fit needs 400 reviews" in short.stdout
    store = opened(shell.database)
    for review in studied(FORGETFUL, 120, 8, seed=1):
        store.append(review)
    store.close()
    assert "Not taken, as asked" in shell.run("fit", "--dry-run").stdout
    assert weights_of(shell.database) is None
    document = json.loads(shell.run("fit", "--json").stdout)
    assert document["taken"]
    assert document["after"] < document["before"]
    fitted = tuple(document["weights"])
    assert weights_of(shell.database) == fitted
    store = opened(shell.database, Scheduler(fitted))
    assert store.prove() == []
    store.close()
    assert "log was replayed" in shell.run("fit", "--undo").stdout
    assert weights_of(shell.database) is None
    nothing = shell.run("fit", "--undo")
    assert nothing.returncode == 1
    assert "no fitted weights" in one_line(nothing.stderr)


def test_a_search_narrows_a_list(shell: Shell) -> None:
    done = shell.run("list", "--find", "kind:number", "--json")
    assert done.returncode == 0, done.stderr
    assert [card["kind"] for card in json.loads(done.stdout)["cards"]] == ["number"]
    done = shell.run("list", "--find", "knid:number")
    assert done.returncode == 2
    assert "did you mean kind:?" in one_line(done.stderr)
    done = shell.run("study", "--plain", "--find", "is:nwe")
    assert done.returncode == 2
    assert "did you mean is:new?" in one_line(done.stderr)
