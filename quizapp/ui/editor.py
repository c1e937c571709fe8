"""The learner's editor, at a line of a file."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

_LINE_AFTER_COLON = {"hx", "helix", "subl", "zed"}
_GOTO = {"code", "codium", "cursor"}


def command(file: str, line: int) -> list[str] | str:
    """The command that opens the file at the line, from VISUAL or EDITOR; or why there is none."""
    words = shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")
    if not words:
        words = [name for name in ("nano", "vim", "vi") if shutil.which(name)][:1]
    if not words:
        return "no editor found: set EDITOR, for example EDITOR=nano"
    if not shutil.which(words[0]):
        return f"the editor {words[0]!r} is not installed: set EDITOR to one that is"
    name = Path(words[0]).name
    if name in _GOTO:
        return [*words, "--wait", "--goto", f"{file}:{line}"]
    if name in _LINE_AFTER_COLON:
        return [*words, f"{file}:{line}"]
    return [*words, f"+{line}", file]


def open_editor(file: str, line: int) -> str:
    """Open the file and wait until the editor closes; says what went wrong, or nothing."""
    words = command(file, line)
    if isinstance(words, str):
        return words
    try:
        code = subprocess.run(words, check=False).returncode
    except OSError as error:
        return f"the editor {words[0]!r} could not be started: {error.strerror}"
    return f"the editor {words[0]!r} ended with status {code}" if code else ""
