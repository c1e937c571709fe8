"""Which command opens which editor at a line."""

import sys
from pathlib import Path

import pytest

from quizapp.ui.editor import command, run


def executable(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_text("#!/bin/sh\nexit 3\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("editor", "words"),
    [
        ("vim", ["vim", "+7", "d.md"]),
        ("emacs -nw", ["emacs", "-nw", "+7", "d.md"]),
        ("hx", ["hx", "d.md:7"]),
        ("code", ["code", "--wait", "--goto", "d.md:7"]),
    ],
)
def test_editors_open_at_the_line(tmp_path: Path, editor: str, words: list[str]) -> None:
    executable(tmp_path, editor.split()[0])
    assert command("d.md", 7, {"EDITOR": editor, "PATH": str(tmp_path)}) == words


def test_visual_goes_before_editor(tmp_path: Path) -> None:
    executable(tmp_path, "one")
    executable(tmp_path, "two")
    environment = {"VISUAL": "one", "EDITOR": "two", "PATH": str(tmp_path)}
    assert command("d.md", 1, environment) == ["one", "+1", "d.md"]


def test_no_editor(tmp_path: Path) -> None:
    said = command("d.md", 1, {"PATH": str(tmp_path)})
    assert isinstance(said, str)
    assert "EDITOR" in said
    said = command("d.md", 1, {"EDITOR": "nosuch", "PATH": str(tmp_path)})
    assert isinstance(said, str)
    assert "'nosuch' is not installed" in said


def test_an_editor_that_fails_is_said_to(tmp_path: Path) -> None:
    assert "status 3" in run([str(executable(tmp_path, "ed"))])
    assert run([sys.executable, "-c", ""]) == ""
    assert "could not be started" in run([str(tmp_path / "missing")])
