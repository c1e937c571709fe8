"""The terminal tells when something was painted, in how many frames, and ends what it started."""

import re
from pathlib import Path

import pytest

from tests.benchmarks.terminal import COLUMNS, ROWS, Terminal, TerminalError, environment, program

ECHO = """
import os, sys, tty
tty.setraw(0)
os.write(1, b"\\x1b[?2026$p")
assert os.read(0, 64) == b"\\x1b[?2026;2$y"
os.write(1, b"size %d %d ready" % os.get_terminal_size())
while key := os.read(0, 1):
    os.write(1, b"\\x1b[?2026hpressed " + key + b"\\x1b[?2026l" + b"\\x1b[?2026h.\\x1b[?2026l")
    if key == b"q":
        break
"""

PARENT = """
import subprocess
child = subprocess.Popen(["sleep", "60"])
print(f"<{child.pid}>", flush=True)
child.wait()
"""


def echo(folder: Path) -> Terminal:
    return Terminal([program("python"), "-c", ECHO], environment(folder))


def test_it_sees_what_is_painted_and_counts_frames(tmp_path: Path) -> None:
    with echo(tmp_path) as terminal:
        started = terminal.painted(re.compile(rb"size \d+ \d+ ready"))
        assert started.text == b"size %d %d ready" % (COLUMNS, ROWS)
        terminal.press(b"x")
        quiet = terminal.quiet(re.compile(rb"pressed x"))
        assert quiet.frames == 2
        assert 0 < quiet.seconds < 5
        assert terminal.memory() > 1
        terminal.press(b"q")
        terminal.ended()


def test_it_says_what_was_painted_instead(tmp_path: Path) -> None:
    with echo(tmp_path) as terminal:
        terminal.painted(re.compile(rb"ready"))
        terminal.press(b"y")
        with pytest.raises(TerminalError, match=r"not painted: b'never'; last .*pressed y"):
            terminal.painted(re.compile(rb"never"), patience=0.2)


def test_it_says_that_the_program_ended(tmp_path: Path) -> None:
    with (
        Terminal([program("python"), "-c", "print('bye')"], environment(tmp_path)) as terminal,
        pytest.raises(TerminalError, match=r"the program ended; last .*bye"),
    ):
        terminal.painted(re.compile(rb"never"))


def test_it_ends_children_too(tmp_path: Path) -> None:
    with Terminal([program("python"), "-c", PARENT], environment(tmp_path)) as terminal:
        pid = int(terminal.painted(re.compile(rb"(?<=<)\d+(?=>)")).text)
        assert Path(f"/proc/{pid}").exists()
    stat = Path(f"/proc/{pid}/stat")
    assert (
        not stat.exists() or stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z"
    )


def test_variables_are_its_own(tmp_path: Path) -> None:
    variables = environment(tmp_path)
    assert not [name for name in variables if name.startswith(("PYTHON", "QUIZAPP"))]
    assert variables["XDG_CONFIG_HOME"].startswith(str(tmp_path))
