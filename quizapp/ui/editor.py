"""The learner's editor, at a line of a file."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

_LINE_AFTER_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "codium", "cursor"}


def command(file: str, line: int, environment: Mapping[str, str]) -> list[str] | str:
    """The command that opens the file at the line, from VISUAL or EDITOR; or why there is none."""
    path = environment.get("PATH")
    words = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    if not words:
        words = [name for name in ("nano", "vim", "vi") if shutil.which(name, path=path)][:1]
    if not words:
        return "no editor found: set EDITOR, for example EDITOR=nano"
    if not shutil.which(words[0], path=path):
        return f"the editor {words[0]!r} is not installed: set EDITOR to one that is"
    name = Path(words[0]).name
    if name in _GOTO:
        return [*words, "--wait", "--goto", f"{file}:{line}"]
    if name in _LINE_AFTER_COLON:
        return [*words, f"{file}:{line}"]
    return [*words, f"+{line}", file]


def run(words: list[str]) -> str:
    """Run an editor until it closes; says what went wrong, or nothing."""
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        return f"the editor {words[0]!r} could not be started: {error.strerror}"
    return f"the editor {words[0]!r} ended with status {code}" if code else ""


def open_editor(app: App[None], file: str, line: int) -> str:
    """Give the terminal to the editor until it closes; says what went wrong, or nothing."""
    words = command(file, line, os.environ)
    if isinstance(words, str):
        return words
    try:
        with app.suspend():
            return run(words)
    except SuspendNotSupported:
        return f"no editor can be opened from here; the card stands at {file}:{line}"
