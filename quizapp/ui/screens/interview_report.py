"""The report of an interview, and whether what was missed goes into the schedule."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from quizapp.core.words import counted
from quizapp.ui import interview_report
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.prose import QUIET, blocks
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.signs import BAD
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from quizapp.ui.interview_sheet import Sheet
    from quizapp.ui.interviewing import Interviewing


class ReportScreen(PlaceScreen):
    """Shows the report and where it was written; Enter keeps it."""

    PLACE = "report"
    BINDINGS: ClassVar = bindings("report")
    AUTO_FOCUS = ""

    def __init__(self, interviewing: Interviewing, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.interviewing = interviewing
        self.into_schedule = True
        self.files: tuple[Path, Path] | str = ""
        """The report as Markdown and as HTML; or why it could not be written."""

    def compose(self) -> ComposeResult:
        """The report, what is decided of it, the keys."""
        yield Static(id="status", markup=False)
        with Body(id="body"):
            yield ProseView(id="report-text")
        yield Static(id="keeping", markup=False)
        yield KeyBar(markup=False)
        yield TooSmall()

    def on_mount(self) -> None:
        """Write it at once: what is on the screen is on the disk."""
        if (sheet := self._write()) is not None:
            parts = blocks(interview_report.markdown(sheet, links=False))
            self.query_one("#report-text", ProseView).show(parts)
        self._draw()

    def on_resize(self) -> None:
        """The lines below follow the width."""
        self._draw()

    def _write(self) -> Sheet | None:
        """Write what the log says of it now; None where the log cannot be read."""
        desk = self.interviewing.desk
        try:
            sheet = self.interviewing.sheet()
        except desk.errors as error:
            self.files = f"the report cannot be made: {error}"
            return None
        folder = interview_report.folder_of(desk.store.path)
        self.files = interview_report.save(sheet, folder)
        return sheet

    def _draw(self) -> None:
        interview = self.interviewing.interview
        assert interview is not None
        with self.app.batch_update():
            title = f"report · {interview.setup.role.title}"
            self.query_one("#status", Static).update(Content(title))
            self.query_one("#keeping", Static).update(self._keeping())
            commands = [
                command
                for command in commands_of("report")
                if command.in_bar and self.check_action(command.action.partition("(")[0], ())
            ]
            self.query_one(KeyBar).show(commands, self.size.width)

    def _keeping(self) -> Content:
        lines = []
        if missed := self.interviewing.missed:
            box = "☑" if self.into_schedule else "☐"
            said = "into the schedule as reviews" if self.into_schedule else "not into the schedule"
            line = f"{box} What was missed ({counted(missed, 'card')}) goes {said}: y or n"
            lines.append(Content(line))
        if isinstance(self.files, str):
            lines.append(Content.styled(f"! {self.files}", BAD))
        else:
            lines.append(Content.styled(f"Written to {_short(self.files[0])} and .html", QUIET))
        return Content("\n").join(lines)

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing was missed there is nothing to choose."""
        match action:
            case "schedule":
                return self.interviewing.missed > 0
            case "open_report":
                return not isinstance(self.files, str)
            case _:
                return True

    def action_schedule(self, into: bool) -> None:
        """Choose what becomes of what was missed."""
        self.into_schedule = into
        self._draw()

    def action_done(self) -> None:
        """Keep the interview in the log, and go home."""
        if trouble := self.interviewing.finish(leave_out=not self.into_schedule):
            said = f"Not saved: {trouble}. Enter tries again."
            self.notify(said, severity="error", markup=False)
            return
        self._write()
        if isinstance(self.files, str):
            self.app.notify(self.files, severity="warning", markup=False)
        self.quizapp.interviews.leave()

    def action_later(self) -> None:
        """Home; the report waits."""
        self.quizapp.interviews.leave()

    def action_open_report(self) -> None:
        """Open the page in the browser."""
        if not isinstance(self.files, str):
            self.app.open_url(self.files[1].absolute().as_uri())


def _short(path: Path) -> str:
    """A path as one reads it aloud: what is at home begins with ~."""
    with suppress(ValueError, RuntimeError):
        return str(Path("~") / path.relative_to(Path.home()))
    return str(path)
