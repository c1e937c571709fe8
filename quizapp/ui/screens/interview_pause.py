"""The pause: the clock stands, and the question is covered, as in a room one has left."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from quizapp.ui.interview_clock import clocks, span

if TYPE_CHECKING:
    from quizapp.ui.interviewing import Interviewing


class PauseScreen(ModalScreen[str]):
    """Returns "resume", "end" or "leave"."""

    BINDINGS: ClassVar = [
        ("enter,escape,space", "choose('resume')", "go on"),
        ("e", "choose('end')", "end now"),
        ("l", "choose('leave')", "leave for now"),
    ]

    def __init__(self, interviewing: Interviewing) -> None:
        super().__init__()
        self._interviewing = interviewing

    def compose(self) -> ComposeResult:
        """What can be done, one a line."""
        yield Static(self._text(), id="pause")

    def _text(self) -> Content:
        interview = self._interviewing.interview
        assert interview is not None
        left = span(clocks(interview).whole_ms)
        rows = (
            ("Enter", "goes on where you stopped; Esc does so too"),
            ("e", "ends the interview now and shows its report"),
            ("l", "leaves it for later: the next start offers to resume it"),
        )
        lines = [
            Content.styled("Paused", "bold $text-primary"),
            Content(f"{left} left on the clock, which stands. What you wrote is kept."),
            Content(""),
        ]
        for key, said in rows:
            lines.append(Content.styled(key.ljust(7), "bold $text-accent") + Content(said))
        return Content("\n").join(lines)

    def action_choose(self, what: str) -> None:
        """Close, and say what was chosen."""
        self.dismiss(what)
