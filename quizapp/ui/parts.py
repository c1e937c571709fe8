"""What the interface is handed by the command line: parts, or fakes of them in tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import App

from quizapp.core.card import Card
from quizapp.core.review import CardMemory
from quizapp.ui.editor import open_editor

if TYPE_CHECKING:
    from datetime import datetime

    from quizapp.lab.client import Lab
    from quizapp.ui.desk import Desk
    from quizapp.ui.request import InterviewRequest, Request


@dataclass(frozen=True)
class Parts:
    """Everything that the app needs from outside."""

    open_desk: Callable[[], Desk | str]
    """Opens log and library; called in a thread after the first paint. A text says why not."""
    lab: Callable[[], Lab]
    """Makes the lab, once the first demo is to run."""
    now: Callable[[], datetime]
    """The clock: an aware local time."""
    painted: Callable[[], object] = lambda: None
    """Called once, after the first paint."""
    after_open: Callable[[Desk], None] = lambda desk: None
    """What is left to do, in the same thread, once the learner can go on."""
    request: Request | None = None
    """What to study at once; None starts at home."""
    interview: InterviewRequest | None = None
    """What interview to set up at once; None starts at home or studying."""
    first: tuple[Card, CardMemory] | None = None
    """The first question, read ahead of the rest so that it can be painted at once."""
    device: str = "auto"
    edit: Callable[[App[None], str, int], str] = open_editor
    """Opens a file at a line in the learner's editor; says what went wrong, or nothing."""
    theme: str = ""
    save_theme: Callable[[str], None] = lambda name: None
