"""The app: modes home, study and interview, over parts that it is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.content import Content
from textual.message import Message
from textual.screen import Screen

from quizapp.core.card import Card
from quizapp.core.evidence import Run
from quizapp.core.verification import Verification
from quizapp.ui.commands import Commands
from quizapp.ui.demos import Demos
from quizapp.ui.interview_flow import MODE, InterviewFlow
from quizapp.ui.parts import Parts
from quizapp.ui.request import Request
from quizapp.ui.screens.study import StudyScreen
from quizapp.ui.widgets.too_small import COLUMNS, ROWS

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk


class QuizApp(App[None]):
    """quizapp in the terminal."""

    TITLE = "quizapp"
    CSS_PATH = "quizapp.tcss"
    COMMANDS: ClassVar = App.COMMANDS | {Commands}
    DEFAULT_MODE = "home"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (COLUMNS, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's own type
    VERTICAL_BREAKPOINTS = [(0, "-low"), (ROWS, "-high")]  # noqa: RUF012

    class Opened(Message):
        """Log and library are open."""

        def __init__(self, desk: Desk) -> None:
            super().__init__()
            self.desk = desk

    class DemoFinished(Message):
        """A demo ended."""

        def __init__(self, card: Card, run: Run, verification: Verification) -> None:
            super().__init__()
            self.card = card
            self.run = run
            self.verification = verification

    def __init__(self, parts: Parts) -> None:
        if parts.request is not None:
            # The first screen painted is the one asked for; an instance may differ from its class.
            self.DEFAULT_MODE = "study"  # type: ignore[misc]
        elif parts.interview is not None:
            self.DEFAULT_MODE = MODE  # type: ignore[misc]
        super().__init__()
        self.parts = parts
        self.desk: Desk | None = None
        self.demos = Demos(parts.lab, parts.device, self._demo_finished)
        self._home: Screen[None] | None = None
        self.study = StudyScreen(parts.request or Request(), parts.first, id="study")
        self.interviews = InterviewFlow(self)
        self.add_mode("home", self._make_home)
        self.add_mode(MODE, self.interviews.make_setup)
        self.add_mode("study", lambda: self.study)
        if parts.theme in self.available_themes:
            self.theme = parts.theme

    def _make_home(self) -> Screen[None]:
        """Made when it is first shown: `quizapp study` starts without it."""
        from quizapp.ui.screens.home import HomeScreen

        self._home = HomeScreen(id="home")
        return self._home

    def on_mount(self) -> None:
        """Open log and library once the first screen is painted."""
        self.watch(self, "theme", self._theme_chosen, init=False)
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.parts.painted()
        self.run_worker(self._open_desk, thread=True, exit_on_error=True)

    def _open_desk(self) -> None:
        desk = self.parts.open_desk()
        if isinstance(desk, str):
            self.call_from_thread(self._leave, desk)
        else:
            self.call_from_thread(self._opened, desk)
            self.parts.after_open(desk)

    def _leave(self, why: str) -> None:
        self.exit(return_code=1, message=Content(why))

    def _opened(self, desk: Desk) -> None:
        self.desk = desk
        for screen in (self._home, self.study, self.interviews.setup):
            if screen is not None and screen.is_attached:
                screen.post_message(self.Opened(desk))

    def _theme_chosen(self, theme: str) -> None:
        self.parts.save_theme(theme)

    def _demo_finished(self, card: Card, run: Run, verification: Verification) -> None:
        if self.desk is not None:
            self.desk.record(card, run, verification)
        self.interviews.measured(card, run)
        screen = self.screen if self.screen.id == "ticks" else self.study
        screen.post_message(self.DemoFinished(card, run, verification))

    async def begin(self, request: Request) -> None:
        """Start a session."""
        await self.switch_mode("study")
        self.study.begin(request)

    async def on_unmount(self) -> None:
        """Leave no demo behind."""
        await self.demos.close()
        if self.desk is not None:
            self.desk.close()
