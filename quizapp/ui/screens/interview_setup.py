"""Setting an interview up: whom it is for, how long, how hard; Enter begins at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from quizapp.core.nearest import nearest
from quizapp.core.words import counted
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.interview_clock import span
from quizapp.ui.interview_wishes import Wishes, changed, digit, of_role, roles_of, rows
from quizapp.ui.interviewing import Interviewing, Waiting
from quizapp.ui.prose import Block, blocks
from quizapp.ui.request import InterviewRequest
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    pass


class Rows(OptionList, inherit_bindings=False):
    """The rows to choose in; left, right, space and Enter are the screen's."""

    BINDINGS: ClassVar = [
        ("up,k", "cursor_up", "up"),
        ("down,j", "cursor_down", "down"),
        ("home", "first", "first"),
        ("end", "last", "last"),
    ]


class SetupScreen(PlaceScreen):
    """What is asked, and for how long; or what to do with an interview that was interrupted."""

    PLACE = "interview"
    BINDINGS: ClassVar = bindings("interview")

    def __init__(self, request: InterviewRequest, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.request = request
        self.interviewing: Interviewing | None = None
        self.wishes: Wishes | None = None
        self.waiting: Waiting | None = None

    def compose(self) -> ComposeResult:
        """Title, the rows, what the role is about, the keys."""
        yield Static("Mock interview", id="title")
        yield Static(id="notice", markup=False)
        yield Rows(id="wishes", markup=False)
        with Body(id="body"):
            yield ProseView(id="about")
        yield KeyBar(markup=False)
        yield TooSmall()

    def on_mount(self) -> None:
        """What stands in it comes with log and library."""
        self._draw()
        self._read()

    def on_quiz_app_opened(self) -> None:
        """Log and library are there."""
        self._read()

    def on_screen_resume(self) -> None:
        """An interview may have ended, or been left, since."""
        self._read()

    def on_resize(self) -> None:
        """Rows and keys follow the width."""
        self._draw()

    def _read(self) -> None:
        """Roles and topics as they are now, and what waits."""
        if (desk := self.quizapp.desk) is None:
            return
        self.interviewing = Interviewing(desk)
        self.waiting = self.interviewing.waiting()
        titles = {deck.name: deck.title for deck in desk.library.decks}
        topics = tuple((topic, titles.get(topic, topic)) for topic in self.interviewing.topics)
        roles = roles_of(self.interviewing.roles, self.interviewing.topics)
        known = self.wishes
        if not roles:
            self.wishes = None
        elif known is not None and (known.roles, known.titles) == (roles, topics):
            pass  # what she set up stays
        else:
            self.wishes = self._asked(of_role(Wishes(roles, topics), 0))
        self._draw()

    def _asked(self, wishes: Wishes) -> Wishes:
        """As the command line asked for it."""
        request = self.request
        names = [role.name for role in wishes.roles]
        if request.role and request.role not in names:
            near = nearest(request.role, names)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(names)}"
            self.notify(f"No role {request.role!r}; {hint}", severity="warning", markup=False)
        elif request.role or request.topics:
            wishes = of_role(wishes, names.index(request.role or names[-1]))
        if request.topics:
            there = frozenset(topic for topic, _ in wishes.titles)
            wishes = replace(wishes, topics=frozenset(request.topics) & there)
        return replace(
            wishes,
            minutes=wishes.minutes if request.minutes is None else request.minutes,
            level=wishes.level if request.level is None else request.level,
            allow_due=request.allow_due,
        )

    def _draw(self) -> None:
        wishes, waiting = self.wishes, self.waiting
        with self.app.batch_update():
            self.query_one("#notice", Static).update(Content(self._notice()))
            choices = self.query_one(Rows)
            choices.display = waiting is None and wishes is not None
            if wishes is not None and waiting is None:
                chosen = choices.highlighted or 0
                drawn = rows(wishes, max(self.size.width - 6, 30))
                choices.set_options([Option(content, id=name) for name, content in drawn])
                choices.highlighted = min(chosen, len(drawn) - 1)
                choices.focus()
            self.query_one("#about", ProseView).show(self._about())
            commands = [
                command
                for command in commands_of("interview")
                if command.in_bar and self.check_action(command.action.partition("(")[0], ())
            ]
            self.query_one(KeyBar).show(commands, self.size.width)

    def _notice(self) -> str:
        if self.quizapp.desk is None:
            return "Opening your progress…"
        if self.waiting is not None:
            return f"An interview was interrupted: {self.waiting.title}, {self.waiting.began}."
        if self.wishes is None:
            return "There are no cards to ask about: add Markdown files to your content folder."
        if self.wishes.trouble:
            return self.wishes.trouble
        return (
            "Enter begins. ↑ ↓ choose a row, ← → change it."
            " No verdict is shown until the end; the report comes then."
        )

    def _about(self) -> list[Block]:
        if (waiting := self.waiting) is not None:
            said = counted(waiting.answered, "answer")
            if waiting.over:
                return blocks(
                    f"It is over, with {said}; its report is still to come.\n\n"
                    "`r` shows what is left to confirm, then the report."
                )
            return blocks(
                f"{said} given, {span(waiting.left_ms)} left on the clock, which stands still.\n\n"
                "- `r` goes on where it stopped; what you had written is still there.\n"
                "- `x` ends it here and shows the report so far."
            )
        return blocks(self.wishes.role.about) if self.wishes is not None else []

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While an interview waits, there is only that to decide."""
        match action:
            case "resume":
                return self.waiting is not None
            case "end_waiting":
                return self.waiting is not None and not self.waiting.over
            case "begin" | "change":
                return self.waiting is None and self.wishes is not None
            case _:
                return True

    def on_key(self, event: events.Key) -> None:
        """Digits type the minutes."""
        if self.wishes is None or self.waiting is not None:
            return
        if event.character is not None and event.character in "0123456789":
            event.stop()
            self.wishes = digit(self.wishes, event.character)
            self._draw()

    def action_change(self, by: int) -> None:
        """Change the row chosen."""
        choices = self.query_one(Rows)
        if self.wishes is None or choices.highlighted is None:
            return
        name = choices.get_option_at_index(choices.highlighted).id or ""
        self.wishes = changed(self.wishes, name, by)
        self._draw()

    def on_option_list_option_selected(self, message: OptionList.OptionSelected) -> None:
        """A click changes the row."""
        message.stop()
        self.action_change(1)

    def action_begin(self) -> None:
        """Begin as it is set up."""
        wishes, interviewing = self.wishes, self.interviewing
        if wishes is None or interviewing is None:
            return
        request = InterviewRequest(
            role="" if wishes.place == len(wishes.roles) - 1 else wishes.role.name,
            topics=wishes.narrowing,
            minutes=wishes.minutes,
            level=wishes.level,
            seed=self.request.seed,
            allow_due=wishes.allow_due,
        )
        if trouble := wishes.trouble or interviewing.begin(request):
            self.notify(trouble, severity="warning", markup=False)
        else:
            self.quizapp.interviews.begun(interviewing)

    def action_resume(self) -> None:
        """Go on with the interview that was interrupted."""
        interviewing = self.interviewing
        if interviewing is None:
            return
        if trouble := interviewing.take_up():
            self.notify(trouble, severity="error", markup=False)
            return
        if not interviewing.over:
            interviewing.resume()
        self.quizapp.interviews.begun(interviewing)

    def action_end_waiting(self) -> None:
        """End the interview that was interrupted; its report comes."""
        interviewing = self.interviewing
        if interviewing is None:
            return
        if trouble := interviewing.take_up():
            self.notify(trouble, severity="error", markup=False)
            return
        interviewing.end(interviewing.draft)
        self.quizapp.interviews.begun(interviewing)

    def action_home(self) -> None:
        """Back to the decks."""
        self.app.switch_mode("home")
