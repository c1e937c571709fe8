"""An interview on the screen: one question, one field, two clocks. No verdict is shown here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from quizapp.core.card import ChoiceCard, CodeCard
from quizapp.core.days import moment
from quizapp.core.function import syntax_error
from quizapp.ui.card_text import question_blocks
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.interview_clock import clocks, question_line
from quizapp.ui.interview_entry import Entry
from quizapp.ui.interview_lines import head_line, options_hint
from quizapp.ui.prose import QUIET, Block, blocks, wrapped
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.study_text import reading
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from quizapp.ui.interviewing import Interviewing

SECOND = 1.0
SETTLE_MS = 1_500
"""After the interviewer moved on, keys meant for the last question send nothing for so long."""


class QuestionScreen(PlaceScreen):
    """Draws what is asked, hands over what is answered, and lets the time pass."""

    PLACE = "question"
    BINDINGS: ClassVar = bindings("question")
    AUTO_FOCUS = ""

    def __init__(self, interviewing: Interviewing, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.interviewing = interviewing
        self.entry = Entry(self)
        self._measuring = False
        self._passing = False
        self._over = False
        self._moved_on_ms = -SETTLE_MS
        self._said: tuple[str, ...] = ()
        """What the interviewer says before the question."""
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """The clocks, the question, the field, the keys."""
        yield Static(id="status", markup=False)
        yield Static(id="clock", markup=False)
        with Body(id="body"):
            yield ProseView(id="said")
            yield ProseView(id="card")
        yield from self.entry.compose()
        yield KeyBar(markup=False)
        yield TooSmall()

    def on_mount(self) -> None:
        """The question on the table, and a clock that goes on each second."""
        self._next()
        self.set_interval(SECOND, self.every_second)

    def on_resize(self) -> None:
        """Clocks and keys follow the width."""
        self._draw()

    # What is on the screen

    def _next(self) -> None:
        """The question on the table now, with the field that it needs."""
        interviewing = self.interviewing
        self._passing = False
        self._said = (*interviewing.take_notices(), interviewing.lead_in)
        if interviewing.over:
            self.entry.close()
            self._draw()
            self._end()
            return
        question = interviewing.question
        self.entry.open(question.card if question else None, interviewing.draft)
        self.query_one(Body).scroll_home(animate=False, force=True)
        self._draw()
        if question is not None:
            self.quizapp.demos.start(question.card)

    def _end(self) -> None:
        """It is over: what was written and not measured yet is measured, then the rest comes."""
        if not self._over:
            self._over = True
            self.quizapp.interviews.over(self.interviewing)

    def _draw(self) -> None:
        """Show the present state, in one frame."""
        with self.app.batch_update():
            self._draw_clocks()
            said = Content(" ".join(filter(None, self._said)))
            spoken: list[Block] = [lambda width: wrapped(said.stylize("italic"), width)]
            self.query_one("#said", ProseView).show(spoken if said else [])
            self.query_one("#card", ProseView).show(self._card())
            self._draw_keys()

    def _card(self) -> list[Block]:
        interviewing = self.interviewing
        interview, question = interviewing.interview, interviewing.question
        if interviewing.over:
            return blocks(f"# {interviewing.ending}\n\nMeasuring what is left to measure…")
        if question is None:
            return blocks(f"# {interviewing.prompt}")
        hinted = bool(interview and interview.current and interview.current.hints)
        shown = replace(question, picked=self.entry.keys_of(question), hinted=hinted)
        parts = question_blocks(shown, None, None)
        if isinstance(question.card, ChoiceCard):
            how = Content.styled(options_hint(question.card), QUIET)
            parts.append(lambda width: wrapped(how, width))
        return parts

    def _draw_clocks(self) -> None:
        interview = self.interviewing.interview
        if interview is None:
            return
        width = self.size.width - 2
        status, clock = self.query_one("#status", Static), self.query_one("#clock", Static)
        clock.display = interview.current is not None
        if interview.current is None:
            status.update(Content(interview.setup.role.title))
            return
        status.update(head_line(interview, interview.current, width))
        clock.update(question_line(clocks(interview), width))

    def _draw_keys(self) -> None:
        commands = [
            command
            for command in commands_of("question")
            if command.in_bar and self.check_action(command.action.partition("(")[0], ())
        ]
        self.query_one(KeyBar).show(commands, self.size.width)

    # Time

    def every_second(self) -> None:
        """The time passes; beyond the grace of a question the interviewer moves on."""
        if self._measuring or self._over:
            return
        changed = self.interviewing.tick(self.entry.text)
        self._say_trouble()
        if changed:
            self._moved_on()
        else:
            self._draw_clocks()

    def _moved_on(self) -> None:
        self._moved_on_ms = self._now_ms()
        self._next()

    def _say_trouble(self) -> None:
        trouble = self.interviewing.trouble
        if trouble != self._trouble:
            self._trouble = trouble
            if trouble:
                said = f"{trouble} (tried again each second; go on)"
                self.notify(said, severity="error", markup=False)

    def _now_ms(self) -> int:
        return moment(self.quizapp.parts.now()).ms

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which commands make sense now."""
        interviewing = self.interviewing
        if action in ("help", "scroll"):
            return True
        if interviewing.over or self._measuring:
            return False
        match action:
            case "send_line":
                return self.entry.way == "letters"
            case "hint":
                interview, question = interviewing.interview, interviewing.question
                asked = interview is not None and interview.current is not None
                hints = interview.current.hints if interview and interview.current else 0
                return asked and question is not None and bool(question.card.hint) and not hints
            case _:
                return True

    def on_key(self, event: events.Key) -> None:
        """Letters pick options."""
        question = self.interviewing.question
        if question is None or self.entry.way != "letters" or self._measuring:
            return
        if event.character and event.character in question.letters:
            event.stop()
            self.entry.pick(event.character)
            self._draw()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say how a formula is read while it is typed; whether it is right is not said."""
        message.stop()
        question = self.interviewing.question
        card = question.card if question else None
        message.input.border_subtitle = reading(card, message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter sends an answer of one line."""
        message.stop()
        self.action_send()

    def action_send_line(self) -> None:
        """Send the options picked."""
        self.action_send()

    def action_send(self) -> None:
        """Send what stands there; what cannot be read costs nothing but time."""
        if self.interviewing.over or self._measuring or self._settling():
            return
        text = self.entry.text
        if not text.strip():
            nothing = "No option is picked" if self.entry.way == "letters" else "Nothing is written"
            self.notify(f"{nothing} yet; F3 says that you do not know.", timeout=4)
            return
        question = self.interviewing.question
        if question is not None and isinstance(question.card, CodeCard):
            self._send_code(question.card, text)
        elif trouble := self.interviewing.answer(text):
            self.notify(trouble, severity="warning", markup=False)
        else:
            self._say_trouble()
            self._next()

    def _settling(self) -> bool:
        """Whether the question changed by itself a moment ago, under her hands."""
        return self._now_ms() - self._moved_on_ms < SETTLE_MS

    def _send_code(self, card: CodeCard, code: str) -> None:
        if wrong := syntax_error(code):
            line, column, message = wrong
            said = f"Line {line}: {message}. Nothing was sent: mend it, then send again."
            self.notify(said, severity="warning", markup=False)
            self.entry.code.move_cursor((line - 1, column - 1))
            return
        if self.interviewing.tick(code):
            self._moved_on()
            return
        self._measuring = True
        self.entry.measuring(True)
        self._draw_keys()
        self.run_worker(self._measure(card, code), group="code", exclusive=True)

    async def _measure(self, card: CodeCard, code: str) -> None:
        began = self._now_ms()
        try:
            tried = await self.quizapp.demos.answer(card, code)
        finally:
            self._measuring = False
            self.entry.measuring(False)
        took = self._now_ms() - began
        if trouble := self.interviewing.answer(code, tried=tried, measured_ms=took):
            self.notify(trouble, severity="warning", markup=False)
            self._draw()
        else:
            self._next()

    def action_hint(self) -> None:
        """Show the hint."""
        self.interviewing.hint()
        self._draw()

    def action_dont_know(self) -> None:
        """Pass; what is written is given up only when it is said twice."""
        if self._settling():
            return
        if self.entry.text.strip() and not self._passing:
            self._passing = True
            self.notify("What you wrote would not count. F3 again passes, F5 sends it.", timeout=5)
            return
        self.interviewing.dont_know()
        self._next()

    def action_pause(self) -> None:
        """Stop the clock and cover the question."""
        from quizapp.ui.screens.interview_pause import PauseScreen

        if self.interviewing.tick(self.entry.text):
            self._moved_on()
            return
        self.interviewing.pause(self.entry.text)
        self.app.push_screen(PauseScreen(self.interviewing), self._go_on)

    def _go_on(self, chosen: str | None) -> None:
        if chosen == "end":
            self.interviewing.end(self.entry.text)
            self._next()
        elif chosen == "leave":
            self.quizapp.interviews.leave()
        else:
            self.interviewing.resume()
            self._draw()
