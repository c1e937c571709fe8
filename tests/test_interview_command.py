"""`quizapp interview` as a person or a script meets it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import ROOT, Shell, one_line

CONTENT = ROOT / "tests" / "ui" / "interviews"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell whose content holds two topics and a role."""
    shell = Shell(tmp_path)
    (shell.content / "deck.md").unlink()
    shutil.copytree(CONTENT, shell.content, dirs_exist_ok=True)
    return shell


def test_an_interview_its_list_and_its_report(shell: Shell) -> None:
    words = ("interview", "--plain", "--role", "tester", "--seed", "3", "--minutes", "15")
    held = shell.run(*words, stdin="Curiosity.\n" + "?\n" * 8 + "Nothing.\n\n")
    assert (held.returncode, held.stderr) == (0, "")
    assert "Overall: 0.0 of 4, nothing." in held.stdout
    listed = shell.run("interview", "--list")
    assert "Tester, 0:0" in one_line(listed.stdout)
    (row,) = json.loads(shell.run("interview", "--list", "--json").stdout)
    assert (row["number"], row["minutes"], row["overall"]) == (1, 15, 0.0)
    report = json.loads(shell.run("interview", "--report", "1", "--json").stdout)
    assert report["seed"] == 3
    assert len(report["study"]) == 3
    page = shell.folder / "page.html"
    assert shell.run("interview", "--report", "1", "--html", str(page)).returncode == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_kill_in_the_middle_costs_nothing_that_was_answered(shell: Shell) -> None:
    environment = {
        **os.environ,
        "QUIZAPP_CONTENT": str(shell.content),
        "QUIZAPP_DB": str(shell.database),
        "XDG_CONFIG_HOME": str(shell.folder / "config"),
    }
    command = [sys.executable, "-m", "quizapp", "interview", "--plain", "--role", "tester"]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=shell.folder,
        env=environment,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write("I measure first.\n?\n")
    child.stdin.flush()
    for line in child.stdout:
        if "[3]" in line:
            break
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    again = shell.run("interview", "--plain", stdin="e\n\n")
    assert again.returncode == 0
    assert "Tester, was interrupted after 2 answers: 19:5" in again.stdout
    assert "I measure first." in again.stdout
    assert "the program had been interrupted" in again.stdout


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--minutes", "0"), "quizapp: an interview takes 1 to 1000 minutes, not 0"),
        (("--minutes", "1001"), "quizapp: an interview takes 1 to 1000 minutes, not 1001"),
        (("--role", "testr"), "quizapp: no role 'testr'; did you mean 'tester'?"),
        (("--topics", "alpha,gamma"), "quizapp: no deck 'gamma'; there are alpha, beta"),
    ],
)
def test_what_cannot_be_held_is_one_line(shell: Shell, words: tuple[str, ...], line: str) -> None:
    found = shell.run("interview", "--plain", *words)
    assert found.returncode == 2
    assert found.stdout == ""
    assert one_line(found.stderr) == line


@pytest.mark.parametrize(
    ("words", "say"),
    [
        (("--level", "4"), "--level is 1, 2, 3 or mixed, not '4'"),
        (("--json",), "--html and --json go with --report N"),
        (("--html", "x.html"), "--html and --json go with --report N"),
        (("--minutes", "soon"), "a valid integer"),
    ],
)
def test_misuse(shell: Shell, words: tuple[str, ...], say: str) -> None:
    found = shell.run("interview", "--plain", *words)
    assert found.returncode == 2
    assert say in " ".join(found.stderr.split())


def test_a_report_that_is_not_there(shell: Shell) -> None:
    found = shell.run("interview", "--report", "7")
    assert found.returncode == 2
    assert "no interview 7; there are none yet" in one_line(found.stderr)
    assert "No interviews yet" in shell.run("interview", "--list").stdout


def test_a_screen_needs_a_terminal(shell: Shell) -> None:
    found = shell.run("interview")
    assert found.returncode == 2
    assert "quizapp interview --plain works without one" in one_line(found.stderr)
