"""Study: one question at a time, its answer proved, graded by the learner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
)
from quizapp.core.days import moment
from quizapp.core.evidence import Run
from quizapp.core.grading import Assessment
from quizapp.core.problem import Problem
from quizapp.core.question import (
    Question,
    Stage,
    again,
    answer_code,
    ask,
    assess,
    can_say_sure,
    hear,
    more_sure,
    pick,
    reveal,
    suggested_grade,
    tick,
    type_answer,
)
from quizapp.core.review import CardMemory, Grade
from quizapp.core.verification import Verification
from quizapp.ui.code_entry import CodeEntry, Tried
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.request import Request
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.sitting import Sitting
from quizapp.ui.study_text import (
    placeholder,
    reading,
)
from quizapp.ui.study_view import Shown, StudyView
from quizapp.ui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from quizapp.ui.app import QuizApp
    from quizapp.ui.desk import Desk

READ_AHEAD_SECONDS = 0.05
FIELD_KEYS = ("run_code", "open_editor", "leave")
"""Commands whose keys work while a function is written."""
STARTS_TYPING = frozenset("0123456789.-+−~≈√π$(")
"""Keys that begin a typed answer without a key to enter the field."""


class StudyScreen(PlaceScreen):
    """Draws the question, hands answers to the desk, shows what was measured."""

    PLACE = "study"
    BINDINGS: ClassVar = [
        *bindings("study"),
        ("down,j", "scroll(3)", "down"),
        ("up,k", "scroll(-3)", "up"),
        ("pagedown", "scroll(15)", "page down"),
        ("pageup", "scroll(-15)", "page up"),
    ]
    AUTO_FOCUS = ""

    def __init__(
        self,
        request: Request,
        first: tuple[Card, CardMemory] | None = None,
        *,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.request = request
        self.sitting: Sitting | None = None
        self.question: Question | None = None
        self.broken: tuple[Problem, ...] = ()
        self._first = first
        self._grade_when_open: Grade | None = None
        self.view = StudyView(self)
        self.code = CodeEntry(self)

    def compose(self) -> ComposeResult:
        """All is drawn by the view."""
        yield from self.view.compose()

    @property
    def desk(self) -> Desk | None:
        """Library and log, once they are open."""
        return self.quizapp.desk

    def _now_ms(self) -> int:
        return moment(self.quizapp.parts.now()).ms

    # What is on the screen

    def on_mount(self) -> None:
        """The first question, if it was read ahead; the rest when log and library are open."""
        if self._first is not None:
            card, memory = self._first
            self._ask(ask(card, memory, self._now_ms()))
        elif self.desk is not None:
            self.begin(self.request)
        else:
            self._draw()

    def on_quiz_app_opened(self) -> None:
        """The day's queue is known now; a question read ahead stays where it is."""
        desk = self.desk
        if desk is None or self.sitting is not None:
            return
        first = self.question.card.id if self.question else None
        self.sitting = Sitting(desk, self.request, first)
        if first is not None and self.sitting.session.current == first:
            self._refresh_card(desk)
            self._draw()
            if self._grade_when_open is not None:
                self.action_grade(self._grade_when_open)
        else:
            self._next()

    def _refresh_card(self, desk: Desk) -> None:
        """A question read ahead knows its own text alone: take file and line from the library."""
        card = desk.as_asked(self.question) if self.question is not None else ()
        if self.question is not None and not isinstance(card, tuple):
            self.question = again(self.question, card)

    def begin(self, request: Request) -> None:
        """Start a session over what the request asks for."""
        if self.desk is None:
            return
        self.request = request
        self.sitting = Sitting(self.desk, request)
        self._next()

    def _next(self) -> None:
        """Ask the session's current card, or show that it is over."""
        assert self.sitting is not None
        asked = self.sitting.question()
        if isinstance(asked, Question):
            self.broken = ()
            self._ask(asked)
        else:
            self.question, self.broken = None, asked or ()
            self._draw()

    def _ask(self, question: Question) -> None:
        self.question = question
        field = self.view.field
        field.value = ""
        if field.has_focus or self.code.has_focus:
            self.set_focus(None)
        self.view.body.scroll_home(animate=False, force=True)
        self._draw()
        if isinstance(question.card, FormulaCard | ClozeCard):
            field.focus()  # the answer may begin with any letter, so that keys go there first
        self.call_after_refresh(self.quizapp.demos.start, question.card)
        self.set_timer(READ_AHEAD_SECONDS, self._read_ahead)

    def _read_ahead(self) -> None:
        """Parse and measure the cards that will probably come next, while the learner thinks."""
        if self.sitting is not None:
            self.quizapp.demos.ahead(self.sitting.coming())

    def _evidence(self) -> tuple[Run | None, Verification | None]:
        result = self.quizapp.demos.result(self.question.card) if self.question else None
        return result or (None, None)

    def _assessment(self) -> Assessment | None:
        return assess(self.question, self._evidence()[0]) if self.question else None

    def _draw(self) -> None:
        """Show the present state, in one frame."""
        run, verification = self._evidence()
        if self.question is not None:
            self.question = hear(self.question, run)
        question, desk = self.question, self.desk
        shown = Shown(
            request=self.request,
            at=moment(self.quizapp.parts.now()),
            session=self.sitting.session if self.sitting is not None else None,
            question=question,
            broken=self.broken,
            run=run,
            verification=verification,
            assessment=self._assessment(),
            what_next=self._what_next() if question is None else (),
        )
        if shown.answered and question is not None and desk is not None:
            known = desk.known(question.card)
            shown = replace(shown, outcomes=desk.outcomes(question), known=known)
        with self.app.batch_update():
            self.view.draw(shown)
            self.code.show(question)
            self._draw_keys()

    def _what_next(self) -> list[str]:
        more = self.desk is not None and self.desk.new_cards(self.request, 1)
        said = ["`m` studies more new cards today."] if more else []
        return [*said, "`Enter` goes home, `u` takes back the last answer."]

    def _draw_keys(self) -> None:
        commands = [
            command
            for command in commands_of("study")
            if command.in_bar
            and (command.id in FIELD_KEYS or not self.code.has_focus)
            and self.check_action(command.action.partition("(")[0], ())
        ]
        self.query_one(KeyBar).show(commands, self.size.width)

    def on_descendant_focus(self) -> None:
        """Within the editor, letters are text: the bar shows the keys that still act."""
        self._draw_keys()

    def on_descendant_blur(self) -> None:
        """All keys act again."""
        self._draw_keys()

    def action_leave(self) -> None:
        """Leave the editor."""
        self.set_focus(None)

    def on_resize(self) -> None:
        """Status and keys follow the width."""
        self._draw()

    def on_quiz_app_demo_finished(self, message: QuizApp.DemoFinished) -> None:
        """Show evidence that came after the answer."""
        question = self.question
        if question is None or question.card.hash != message.card.hash:
            return
        if question.card.values != message.card.values:
            return
        if question.stage is Stage.ANSWERED:
            self._draw()

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Which commands make sense now."""
        question = self.question
        asked = question is not None and question.stage is Stage.ASKED
        match action:
            case "reveal":
                return asked or bool(self.broken)
            case "page":
                return question is not None and not asked
            case "write":
                return asked and question is not None and _is_written(question.card)
            case "run_code" | "open_editor":
                return asked and self.code.usable
            case "leave":
                return self.code.has_focus
            case "confidence":
                return question is not None and can_say_sure(question)
            case "hint":
                return (
                    asked
                    and question is not None
                    and bool(question.card.hint)
                    and not question.hinted
                )
            case "grade":
                return question is not None and not asked
            case "demo":
                return question is not None and not asked and question.card.demo is not None
            case "edit":
                return question is not None or bool(self.broken)
            case "suspend":
                return question is not None and self.desk is not None
            case "undo":
                return self.desk is not None
            case "more":
                return question is None and self.sitting is not None and not self.broken
            case _:
                return True

    def on_key(self, event: events.Key) -> None:
        """Letters pick options; a digit begins a typed answer."""
        question, character = self.question, event.character
        if question is None or character is None:
            return
        letters = [letter for letter, _ in question.points]
        if character in letters:
            event.stop()
            self._answered(tick(question, letters.index(character)))
        if question.stage is not Stage.ASKED:
            return
        if character in question.letters:
            event.stop()
            self._answered(pick(question, character, self._now_ms()))
        elif isinstance(question.card, NumberCard | FormulaCard) and character in STARTS_TYPING:
            event.stop()
            field = self.view.field
            field.focus()
            field.insert_text_at_cursor(character)

    def _answered(self, question: Question) -> None:
        self.question = question
        self._draw()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Say how a formula is read while it is typed."""
        message.stop()
        card = self.question.card if self.question is not None else None
        message.input.border_subtitle = reading(card, message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """A typed answer; one that cannot be read costs nothing."""
        message.stop()
        question = self.question
        if question is None or question.stage is not Stage.ASKED:
            return
        if not message.value.strip():
            if not isinstance(question.card, NumberCard):
                self.set_focus(None)
                self.action_reveal()
            return
        answered = type_answer(question, message.value, self._now_ms())
        if isinstance(answered, str):
            first, *place = answered.split("\n")
            stop = "" if first.endswith("?") else "."
            said = "\n".join([f"{first}{stop} Mend it, or clear it and press Esc.", *place])
            self.notify(said, markup=False)
            return
        self.set_focus(None)
        self._answered(answered)

    def action_write(self) -> None:
        """Enter the field."""
        if self.question is not None and isinstance(self.question.card, CodeCard):
            self.code.focus()
        else:
            self.view.field.focus()

    def action_run_code(self) -> None:
        """Run the function on the card's cases; its verdict comes as a message."""
        self.code.run(self.question, self._now_ms())
        self._draw()

    def action_open_editor(self) -> None:
        """Write the function in the learner's own editor."""
        self.code.open_editor()

    def on_tried(self, message: Tried) -> None:
        """The function ran: show what was found."""
        question = self.question
        asked = message.question
        if (
            question is None
            or question.card.hash != asked.card.hash
            or question.asked_ms != asked.asked_ms
        ):
            self._draw()  # the card was edited or left meanwhile: what was written stays
            return
        self.set_focus(None)
        self.view.body.scroll_home(animate=False, force=True)
        self._answered(answer_code(question, message.code, message.run, message.at_ms))

    def action_reveal(self) -> None:
        """Show the answer; or skip a card that cannot be read."""
        if self.broken and self.sitting is not None:
            if self.sitting.session.current is not None:
                self.sitting.leave_out(self.sitting.session.current)
            self._next()
        elif self.question is not None:
            self._answered(reveal(self.question, self._now_ms()))

    def action_accept(self) -> None:
        """Submit several picks; reveal; give the suggested grade; leave the summary."""
        question = self.question
        if question is None:
            if self.broken:
                self.action_reveal()
            elif self.sitting is not None:
                self.action_home()
        elif question.stage is Stage.ANSWERED:
            self.action_grade(suggested_grade(question, self._assessment()))
        elif _is_written(question.card):
            self.action_write()
        elif not isinstance(question.card, ChoiceCard) or question.picked:
            self.action_reveal()

    def action_confidence(self) -> None:
        """Say the next step of how sure the learner is."""
        if self.question is not None:
            self._answered(more_sure(self.question))

    def action_hint(self) -> None:
        """Show the hint."""
        if self.question is not None:
            self._answered(replace(self.question, hinted=True))

    def action_grade(self, grade: int) -> None:
        """Commit the review, then ask the next card."""
        question = self.question
        if question is None or question.stage is not Stage.ANSWERED:
            return
        if self.desk is None or self.sitting is None:
            self._grade_when_open = Grade(grade)
            return
        self._grade_when_open = None
        try:
            self.sitting.grade(question, Grade(grade), self._assessment())
        except self.desk.errors as error:
            self._not_saved(str(error))
        else:
            self._next()

    def _not_saved(self, why: str) -> None:
        self.notify(f"Not saved: {why}. Do it again to retry.", severity="error", markup=False)

    def action_undo(self) -> None:
        """Take back the last thing done."""
        if self.desk is None or self.sitting is None:
            return
        before = self.sitting.session
        try:
            self.notify(self.sitting.undo(), timeout=3, markup=False)
        except self.desk.errors as error:
            self._not_saved(str(error))
        if self.sitting.session is not before:
            self._next()

    def action_suspend(self) -> None:
        """Take the card out of study."""
        if self.desk is None or self.sitting is None or self.question is None:
            return
        try:
            self.sitting.suspend(self.question.card.id)
        except self.desk.errors as error:
            self._not_saved(str(error))
            return
        self.notify("Suspended. u brings it back.", timeout=3)
        self._next()

    def action_more(self) -> None:
        """Ask for more new cards than today's limit."""
        if self.sitting is None:
            return
        if self.sitting.more():
            self._next()
        else:
            self.notify("Every card here was studied already.", timeout=3)

    def action_home(self) -> None:
        """Leave a field, or go home."""
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.app.switch_mode("home")

    def action_demo(self) -> None:
        """Show the demo in full."""
        from quizapp.ui.screens.demo import DemoScreen

        if self.question is not None and self.question.card.demo is not None:
            card = self.question.card
            known = self.desk.known(card) if self.desk is not None else None
            self.app.push_screen(DemoScreen(card, *self._evidence(), known))

    def action_edit(self) -> None:
        """Open the card in the editor and show the edit on return."""
        if self.desk is None:
            return
        card = self.question.card if self.question is not None else None
        place = (card.file, card.line) if card else (self.broken[0].file, self.broken[0].line)
        trouble = self.quizapp.parts.edit(self.quizapp, *place)
        self.app.refresh(layout=True)
        if trouble:
            self.notify(trouble, severity="error", markup=False)
        else:
            self._edited()

    def _edited(self) -> None:
        desk, question = self.desk, self.question
        if desk is None:
            return
        if question is None:
            desk.library.reload()
            if self.sitting is not None:
                self._next()
            return
        card = desk.edited(question)
        if isinstance(card, tuple):
            self.question, self.broken = None, card
            self._draw()
        elif card is None:
            self.notify(
                f"{question.card.id} is no longer in the file; its history is kept.", markup=False
            )
            if self.sitting is not None:
                self.sitting.leave_out(question.card.id)
                self._next()
        else:
            self.question = again(question, card)
            self._draw()
            self.quizapp.demos.start(card)


def _is_written(card: Card) -> bool:
    """Whether the answer is written, in the field or in the editor."""
    return isinstance(card, CodeCard) or bool(placeholder(card))
