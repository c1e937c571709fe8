"""The two clocks of an interview as text: they change words and sign, not colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from textual.content import Content

from quizapp.core.interview_state import Interview
from quizapp.ui.signs import BAD, GOOD, UNSURE

LITTLE_PART = 0.2
"""Of its time, below which a clock says that little is left."""
LITTLE_MS = 180_000
"""But of the whole time, never more than this."""
_BAR = 24
"""Cells of the bar in a wide terminal."""


class Urgency(StrEnum):
    """How a clock stands."""

    CALM = "left"
    LITTLE = "little left"
    OVER = "over"


_STYLES = {Urgency.CALM: "", Urgency.LITTLE: UNSURE, Urgency.OVER: BAD}
_SIGNS = {Urgency.CALM: "", Urgency.LITTLE: "! ", Urgency.OVER: "!! "}
_BARS = {Urgency.CALM: GOOD, Urgency.LITTLE: UNSURE, Urgency.OVER: BAD}


@dataclass(frozen=True, slots=True)
class Clocks:
    """What is left of the question and of the whole, in ms, and what each began with."""

    question_ms: int
    """Negative beyond the budget."""
    budget_ms: int
    grace_ms: int
    whole_ms: int
    total_ms: int

    @property
    def question(self) -> Urgency:
        """How the question's clock stands."""
        if self.question_ms <= 0:
            return Urgency.OVER
        little = self.question_ms <= LITTLE_PART * self.budget_ms
        return Urgency.LITTLE if little else Urgency.CALM

    @property
    def whole(self) -> Urgency:
        """How the clock of the whole stands."""
        if self.whole_ms <= 0:
            return Urgency.OVER
        little = self.whole_ms <= min(LITTLE_PART * self.total_ms, LITTLE_MS)
        return Urgency.LITTLE if little else Urgency.CALM


def clocks(interview: Interview) -> Clocks:
    """The clocks as of the interview's last event."""
    current = interview.current
    return Clocks(
        interview.current_left_ms,
        current.budget_ms if current else 0,
        current.grace_ms if current else 0,
        interview.left_ms,
        interview.setup.plan.total_ms,
    )


def span(ms: int) -> str:
    """A time as "0:07", "12:30" or "1:02:30"; a begun second counts, so that 0:00 is the end."""
    seconds = -(-max(ms, 0) // 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def question_line(clock: Clocks, width: int) -> Content:
    """The question's clock: a bar that runs out, then words."""
    state = clock.question
    if state is Urgency.OVER:
        left = clock.grace_ms + clock.question_ms
        words = f"time is over: please come to an end, {span(left)}"
        part = 0.0
    else:
        little = "little time: " if state is Urgency.LITTLE else ""
        words = f"{little}{span(clock.question_ms)} for this question"
        part = clock.question_ms / max(clock.budget_ms, 1)
    text = Content.styled(f"{_SIGNS[state]}{words}", _STYLES[state])
    cells = min(_BAR, width - text.cell_length - 1)
    if cells < 4:
        return text
    full = -(-int(part * cells * 1000) // 1000)
    bar = Content.styled("━" * full, _BARS[state]) + Content("┈" * (cells - full))
    return bar + Content(" ") + text


def whole_text(clock: Clocks) -> Content:
    """The clock of the whole: "24:10 of 30:00 left"."""
    state = clock.whole
    if state is Urgency.OVER:
        words = "the time is over"
    elif state is Urgency.LITTLE:
        words = f"little left: {span(clock.whole_ms)} of {span(clock.total_ms)}"
    else:
        words = f"{span(clock.whole_ms)} of {span(clock.total_ms)} left"
    return Content.styled(f"{_SIGNS[state]}{words}", _STYLES[state])
