"""Study: one question at a time, its answer proved, graded by the learner."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Input, Static

from quizapp.core.card import (
    Card,
    CardId,
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
    more_sure,
    pick,
    reveal,
    suggested_grade,
    tick,
    type_answer,
)
from quizapp.core.review import CardMemory, Grade
from quizapp.core.session import Done, Extended, Graded, Removed, Session, Undone, peek, step
from quizapp.core.verification import Verification
from quizapp.ui.card_text import answer_blocks, evidence_blocks, question_blocks
from quizapp.ui.code_entry import CodeEntry, Tried
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.request import Request
from quizapp.ui.study_text import (
    broken_blocks,
    grade_bar,
    opening_blocks,
    placeholder,
    reading,
    status_line,
    summary_blocks,
)
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.plot_view import PlotView
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from quizapp.ui.app import QuizApp
    from quizapp.ui.desk import Desk

MORE = 10
"""New cards that `m` adds."""
READ_AHEAD_SECONDS = 0.05
FIELD_KEYS = ("run_code", "open_editor", "leave")
"""Commands whose keys work while a function is written."""
STARTS_TYPING = frozenset("0123456789.-+−~≈√π$(")
"""Keys that begin a typed answer without a key to enter the field."""


class StudyScreen(Screen[None]):
    """Draws the question, hands answers to the desk, shows what was measured."""

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
        self.session: Session | None = None
        self.question: Question | None = None
        self.broken: tuple[Problem, ...] = ()
        self._first = first
        self._suspended: list[tuple[int, CardId]] = []
        self._grade_when_open: Grade | None = None
        self.code = CodeEntry(self)

    def compose(self) -> ComposeResult:
        """Status, the card with its evidence, the field, the grades, the keys."""
        yield Static(id="status", markup=False)
        with Body(id="body"):
            yield ProseView(id="card")
            with Vertical(id="evidence"):
                yield ProseView(id="measured")
                yield PlotView(id="plot")
            yield ProseView(id="answer")
        # The character that opened the field stands in it when the focus comes.
        yield Input(select_on_focus=False, id="typed")
        yield Static(id="grades", markup=False)
        yield KeyBar(markup=False)
        yield TooSmall()

    @property
    def quizapp(self) -> QuizApp:
        """The app, by its own type."""
        app: QuizApp = self.app  # type: ignore[assignment]
        return app

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
        if desk is None or self.session is not None:
            return
        first = self.question.card.id if self.question else None
        self.session = desk.session(self.request, first)
        if first is not None and self.session.current == first:
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
        self._suspended.clear()
        self.session = self.desk.session(request)
        self._next()

    def _next(self) -> None:
        """Ask the session's current card, or show that it is over."""
        assert self.session is not None
        assert self.desk is not None
        current = self.session.current
        self.broken = ()
        if current is None:
            self.question = None
            self._draw()
            return
        asked = self.desk.question(current)
        if isinstance(asked, tuple):
            self.question, self.broken = None, asked
            self._draw()
        else:
            self._ask(asked)

    def _ask(self, question: Question) -> None:
        self.question = question
        field = self.query_one("#typed", Input)
        field.value = ""
        if field.has_focus or self.code.has_focus:
            self.set_focus(None)
        self.query_one(Body).scroll_home(animate=False, force=True)
        self._draw()
        if isinstance(question.card, FormulaCard | ClozeCard):
            field.focus()  # the answer may begin with any letter, so that keys go there first
        self.call_after_refresh(self.quizapp.demos.start, question.card)
        self.set_timer(READ_AHEAD_SECONDS, self._read_ahead)

    def _read_ahead(self) -> None:
        """Parse the card that will probably come next, while the learner thinks."""
        if self.session is None or self.desk is None:
            return
        coming = peek(self.session, self._now_ms())
        if coming is not None and coming in self.desk.library.cards:
            self.desk.read_ahead(coming)

    def _evidence(self) -> tuple[Run | None, Verification | None]:
        result = self.quizapp.demos.result(self.question.card) if self.question else None
        return result or (None, None)

    def _assessment(self) -> Assessment | None:
        return assess(self.question, self._evidence()[0]) if self.question else None

    def _draw(self) -> None:
        """Show the present state, in one frame."""
        question, session = self.question, self.session
        answered = question is not None and question.stage is Stage.ANSWERED
        run, verification = self._evidence()
        with self.app.batch_update():
            self.query_one("#status", Static).update(
                status_line(question, session, self.request, self.size.width - 2)
            )
            card = self.query_one("#card", ProseView)
            if question is not None:
                card.show(question_blocks(question, self._assessment(), verification, run=run))
            elif self.broken:
                card.show(broken_blocks(self.broken))
            elif session is None:
                card.show(opening_blocks())
            else:
                card.show(summary_blocks(session, self._now_ms(), self._what_next()))
            self.query_one("#evidence").display = answered
            if question is not None and answered:
                self.query_one("#measured", ProseView).show(
                    evidence_blocks(question.card, run, verification)
                )
                self.query_one("#answer", ProseView).show(answer_blocks(question.card))
                self.query_one(PlotView).show_run(run)
            else:
                self.query_one("#answer", ProseView).show([])
            field = self.query_one("#typed", Input)
            field.placeholder = placeholder(question.card) if question is not None else ""
            field.display = bool(field.placeholder) and not answered
            self.code.show(question)
            self._draw_grades()
            self._draw_keys()

    def _what_next(self) -> list[str]:
        more = self.desk is not None and self.desk.new_cards(self.request.decks, 1)
        said = ["`m` studies more new cards today."] if more else []
        return [*said, "`Enter` goes home, `u` takes back the last answer."]

    def _draw_grades(self) -> None:
        question = self.question
        grades = self.query_one("#grades", Static)
        grades.display = question is not None and question.stage is Stage.ANSWERED
        if question is None or not grades.display:
            return
        at = moment(self.quizapp.parts.now())
        outcomes = self.desk.outcomes(question) if self.desk else None
        suggested = suggested_grade(question, self._assessment())
        grades.update(grade_bar(outcomes, at, suggested, self.request.kind))

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
                return question is None and self.session is not None and not self.broken
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
            field = self.query_one("#typed", Input)
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
            self.query_one("#typed", Input).focus()

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
        self.query_one(Body).scroll_home(animate=False, force=True)
        self._answered(answer_code(question, message.code, message.run, message.at_ms))

    def action_reveal(self) -> None:
        """Show the answer; or skip a card that cannot be read."""
        if self.broken and self.session is not None and self.session.current is not None:
            self.session = step(self.session, Removed(self.session.current, self._now_ms()))
            self._next()
        elif self.question is not None:
            self._answered(reveal(self.question, self._now_ms()))

    def action_accept(self) -> None:
        """Submit several picks; reveal; give the suggested grade; leave the summary."""
        question = self.question
        if question is None:
            if self.broken:
                self.action_reveal()
            elif self.session is not None:
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
        question, session, desk = self.question, self.session, self.desk
        if question is None or question.stage is not Stage.ANSWERED:
            return
        if desk is None or session is None:
            self._grade_when_open = Grade(grade)
            return
        self._grade_when_open = None
        assessment = self._assessment()
        try:
            review, after = desk.grade(question, Grade(grade), assessment, self.request.kind)
        except desk.errors as error:
            self._not_saved(str(error))
            return
        verdict = assessment.verdict if assessment else None
        done = Done(review.id, review.card, review.grade, verdict, session.origin)
        self.session = step(session, Graded(done, after, review.at.ms))
        self._next()

    def _not_saved(self, why: str) -> None:
        self.notify(f"Not saved: {why}. Grade again to retry.", severity="error", markup=False)

    def action_undo(self) -> None:
        """Take back the last thing done: a suspension of this session, or a review of any."""
        desk, session = self.desk, self.session
        if desk is None or session is None:
            return
        try:
            if self._suspended and self._suspended[-1][0] == len(session.done):
                card = self._suspended.pop()[1]
                desk.suspend(card, on=False)
                self.session = step(session, Undone("", card))
                self.notify("Back in study.", timeout=3)
            else:
                review = desk.undo()
                if review is None:
                    self.notify("Nothing to undo.", timeout=3)
                    return
                self.session = step(session, Undone(review.id, review.card))
                self.notify("Undone: the grade is taken back.", timeout=3)
                if review.card not in desk.library.cards:
                    self.notify(f"{review.card} is in no deck any more.", markup=False)
                    self.session = step(self.session, Removed(review.card, self._now_ms()))
        except desk.errors as error:
            self._not_saved(str(error))
            return
        self._next()

    def action_suspend(self) -> None:
        """Take the card out of study."""
        desk, session, question = self.desk, self.session, self.question
        if desk is None or session is None or question is None:
            return
        try:
            desk.suspend(question.card.id)
        except desk.errors as error:
            self._not_saved(str(error))
            return
        self._suspended.append((len(session.done), question.card.id))
        self.session = step(session, Removed(question.card.id, self._now_ms()))
        self.notify("Suspended. u brings it back.", timeout=3)
        self._next()

    def action_more(self) -> None:
        """Ask for more new cards than today's limit."""
        if self.desk is None or self.session is None:
            return
        cards = tuple(self.desk.new_cards(self.request.decks, MORE))
        if not cards:
            self.notify("Every card here was studied already.", timeout=3)
            return
        self.session = step(self.session, Extended(cards, self._now_ms()))
        self._next()

    def action_scroll(self, rows: int) -> None:
        """Scroll the card."""
        self.query_one(Body).scroll_rows(rows)

    def action_page(self) -> None:
        """Scroll on by most of a page."""
        body = self.query_one(Body)
        body.scroll_rows(max(body.size.height - 3, 3))

    def action_home(self) -> None:
        """Leave a field, or go home."""
        if self.focused is not None:
            self.set_focus(None)
        else:
            self.app.switch_mode("home")

    def action_help(self) -> None:
        """Show all keys."""
        from quizapp.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("study"))

    def action_demo(self) -> None:
        """Show the demo in full."""
        from quizapp.ui.screens.demo import DemoScreen

        if self.question is not None and self.question.card.demo is not None:
            self.app.push_screen(DemoScreen(self.question.card, *self._evidence()))

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
            if self.session is not None:
                self.session = step(self.session, Removed(question.card.id, self._now_ms()))
            self._next()
        else:
            self.question = again(question, card)
            self._draw()
            self.quizapp.demos.start(card)


def _is_written(card: Card) -> bool:
    """Whether the answer is written, in the field or in the editor."""
    return isinstance(card, CodeCard) or bool(placeholder(card))
