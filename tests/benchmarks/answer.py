"""From the key that grades an answer to the next question, painted and quiet."""

import re
import shutil
from statistics import median

from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.terminal import Painted, Terminal
from tests.benchmarks.world import LARGE, MARKER, floor_app, scratch, world

PAIRS = 21
_REVEALED = re.compile(rb"Good")


class Learner:
    """Answers one question after another."""

    def __init__(self, terminal: Terminal, reveals: bool) -> None:
        self.terminal = terminal
        self.reveals = reveals
        self.question = terminal.quiet(MARKER).text
        self.answers: list[Painted] = []

    def answer(self) -> float:
        """Reveal, grade Good, wait for the next question; ms of the grade."""
        if self.reveals:
            self.terminal.press(b" ")
            self.terminal.quiet(_REVEALED)
        self.terminal.idle(0.1)
        self.terminal.press(b"3")
        other = re.compile(rb"(?!%s)%s" % (self.question, MARKER.pattern))
        painted = self.terminal.quiet(other)
        self.question = painted.text
        self.answers.append(painted)
        return painted.seconds * 1e3


def measure() -> Row:
    """Against one Static, whose app writes with bare sqlite3."""
    its = world(LARGE)
    its.settle()
    copy = shutil.copyfile(its.database, scratch() / "floor-answer.db")
    with (
        Terminal(its.study, its.environment) as app,
        Terminal(floor_app(copy), its.environment) as floor,
    ):
        learner, other = Learner(app, reveals=True), Learner(floor, reveals=False)
        app.idle()
        for _ in range(3):  # the lab imports PyTorch, late modules are loaded
            learner.answer()
            other.answer()
            app.idle()
        learner.answers.clear()
        ours, low = in_turn(learner.answer, other.answer, PAIRS)
    its.settle()
    frames = [painted.frames for painted in learner.answers]
    return Row(
        "answer → next question, quiet",
        ours,
        low,
        "ms",
        2.0,
        f"frames {median(frames):g}, at most {max(frames)} (goal 1); floor: sqlite3 and one Static",
    )
