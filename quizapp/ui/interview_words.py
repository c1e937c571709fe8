"""What the interviewer says between questions, and how a report names things."""

from quizapp.core.interview_answer import ANCHORS
from quizapp.core.interview_items import Asked, Lead, Stage, Timing
from quizapp.core.interview_state import Ending

MOVE_ON = "Let us move on."
ENDINGS = {
    Ending.TIME: "The time is up.",
    Ending.QUESTIONS: "There is no further question for this interview in the library.",
    Ending.CANDIDATE: "You ended the interview.",
}
TIMINGS = {
    Timing.IN_TIME: "in time",
    Timing.OVER: "over its time",
    Timing.MOVED_ON: "over its time, the interviewer moved on",
    Timing.CUT: "cut short by the end, not graded",
}
_STAGES = {
    Stage.OPENING: "Welcome. Take your time with this one; it is not graded.",
    Stage.WARM_UP: "Something to warm up.",
    Stage.DIG: "Let me follow up on that.",
    Stage.ESTIMATE: "An estimate, with numbers on the whiteboard.",
    Stage.CODE: "A piece of code now.",
    Stage.DISCUSSION: "A more open question, to discuss.",
    Stage.CLOSING: "To close; this one is not graded.",
}


def lead_in(asked: Asked) -> str:
    """A sentence before the question, or nothing. It says nothing of the answer before."""
    if asked.lead is Lead.SIMPLER:
        return "Let us stay with that idea for a moment."
    return _STAGES.get(asked.stage, "")


def clock(ms: int) -> str:
    """A span on a clock: "4:05"; below zero "-0:12"."""
    minutes, seconds = divmod(abs(ms) // 1000, 60)
    return f"{'-' if ms <= -1000 else ''}{minutes}:{seconds:02d}"


def level_name(level: int) -> str:
    """1, 2, 3 or "mixed"."""
    return str(level) if level else "mixed"


def anchor(score: float | None) -> str:
    """What a score means: the anchor that is nearest."""
    return "not graded" if score is None else ANCHORS[min(int(score + 0.5), 4)]


def scale() -> str:
    """All anchors in a line."""
    return ", ".join(f"{number} {meaning}" for number, meaning in ANCHORS.items())
