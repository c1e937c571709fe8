"""Which screen of an interview follows which: set-up, questions, ticks, report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from quizapp.core.card import Card
from quizapp.core.evidence import Run

if TYPE_CHECKING:
    from quizapp.ui.app import QuizApp
    from quizapp.ui.interviewing import Interviewing

MODE = "interview"


class InterviewFlow:
    """The screens of one app's interviews. They stand on the set-up, in a mode of their own."""

    def __init__(self, app: QuizApp) -> None:
        self._app = app
        self._going: Interviewing | None = None
        self.setup: Screen[None] | None = None

    def make_setup(self) -> Screen[None]:
        """Made when it is first shown: study starts without it."""
        from quizapp.ui.request import InterviewRequest
        from quizapp.ui.screens.interview_setup import SetupScreen

        request = self._app.parts.interview or InterviewRequest()
        self.setup = SetupScreen(request, id="interview")
        return self.setup

    def measured(self, card: Card, run: Run) -> None:
        """A demo ended: the interview takes what it waited for, and its screen shows it."""
        if self._going is not None:
            self._going.measured(card, run)

    def begun(self, interviewing: Interviewing) -> None:
        """From the set-up: to the questions, or to what an interview that is over still needs."""
        from quizapp.ui.screens.interview_question import QuestionScreen

        self._going = interviewing
        self._app.push_screen(QuestionScreen(interviewing, id="question"))

    def over(self, interviewing: Interviewing) -> None:
        """The last question is answered."""
        self._app.run_worker(self._finish_measuring(interviewing))

    async def _finish_measuring(self, interviewing: Interviewing) -> None:
        demos = self._app.demos
        for item in interviewing.reviews:
            demos.start(item.question.card)
        for place, card, code in interviewing.unmeasured:
            interviewing.late(place, await demos.answer(card, code))
        await demos.wait()
        if interviewing.reviews:
            from quizapp.ui.screens.interview_ticks import TicksScreen

            await self._show(TicksScreen(interviewing, id="ticks"))
        else:
            await self._show_report(interviewing)

    def report(self, interviewing: Interviewing) -> None:
        """All ticks are confirmed."""
        self._app.run_worker(self._show_report(interviewing))

    async def _show_report(self, interviewing: Interviewing) -> None:
        from quizapp.ui.screens.interview_report import ReportScreen

        await self._show(ReportScreen(interviewing, id="report"))

    async def _show(self, screen: Screen[None]) -> None:
        """In place of the screen before, and of what covers it: help, the palette."""
        await self._uncover()
        await self._app.switch_screen(screen)

    async def _uncover(self) -> None:
        while self._app.screen.is_modal:
            await self._app.pop_screen()

    def leave(self) -> None:
        """Home; what was begun waits."""
        self._going = None
        self._app.run_worker(self._leave())

    async def _leave(self) -> None:
        await self._uncover()
        await self._app.pop_screen()
        await self._app.switch_mode("home")
