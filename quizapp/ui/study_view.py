"""What the study screen shows: its widgets, and how a state of the question is drawn in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from quizapp.core.evidence import Run
from quizapp.core.grading import Assessment
from quizapp.core.problem import Problem
from quizapp.core.question import Question, Stage, suggested_grade, suggestion_reason
from quizapp.core.review import CardMemory, Grade, Moment
from quizapp.core.session import Session
from quizapp.core.verification import Verification
from quizapp.ui.card_text import answer_blocks, evidence_blocks, question_blocks
from quizapp.ui.prose import QUIET, Block
from quizapp.ui.request import Request
from quizapp.ui.study_text import (
    broken_blocks,
    grade_bar,
    opening_blocks,
    placeholder,
    status_line,
    summary_blocks,
)
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.plot_view import PlotView
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One state of the study screen."""

    request: Request
    at: Moment
    session: Session | None = None
    """None until log and library are open."""
    question: Question | None = None
    broken: tuple[Problem, ...] = ()
    """Why the session's current card cannot be read."""
    run: Run | None = None
    verification: Verification | None = None
    assessment: Assessment | None = None
    outcomes: Mapping[Grade, CardMemory] | None = None
    """What each grade would make of the card; None until that can be known."""
    what_next: Sequence[str] = ()
    """Under the summary: what can be done then."""

    @property
    def answered(self) -> bool:
        """Whether the answer is on the screen."""
        return self.question is not None and self.question.stage is Stage.ANSWERED


class StudyView:
    """The widgets of one study screen."""

    def __init__(self, screen: Screen[None]) -> None:
        self._screen = screen

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
    def field(self) -> Input:
        """Where answers of one line are typed."""
        return self._screen.query_one("#typed", Input)

    @property
    def body(self) -> Body:
        """The card with its evidence, which scrolls."""
        return self._screen.query_one(Body)

    def draw(self, shown: Shown) -> None:
        """Show a state; the caller batches what belongs to one frame."""
        screen, question = self._screen, shown.question
        screen.query_one("#status", Static).update(
            status_line(question, shown.session, shown.request, screen.size.width - 2)
        )
        screen.query_one("#card", ProseView).show(_card(shown))
        screen.query_one("#evidence").display = shown.answered
        answer = screen.query_one("#answer", ProseView)
        if question is not None and shown.answered:
            measured = evidence_blocks(question.card, shown.run, shown.verification)
            screen.query_one("#measured", ProseView).show(measured)
            answer.show(answer_blocks(question.card))
            screen.query_one(PlotView).show_run(shown.run)
        else:
            answer.show([])
        field = self.field
        field.placeholder = placeholder(question.card) if question is not None else ""
        field.display = bool(field.placeholder) and not shown.answered
        grades = screen.query_one("#grades", Static)
        grades.display = shown.answered
        if question is not None and shown.answered:
            suggested = suggested_grade(question, shown.assessment)
            width = screen.size.width - 2
            bar = grade_bar(shown.outcomes, shown.at, suggested, shown.request.kind, width)
            why = suggestion_reason(question, shown.assessment)
            grades.update(bar + Content.styled(f"\n {why}", QUIET) if why else bar)


def _card(shown: Shown) -> list[Block]:
    if shown.question is not None:
        return question_blocks(shown.question, shown.assessment, shown.verification, run=shown.run)
    if shown.broken:
        return broken_blocks(shown.broken)
    if shown.session is None:
        return opening_blocks()
    return summary_blocks(shown.session, shown.at.ms, shown.what_next)
