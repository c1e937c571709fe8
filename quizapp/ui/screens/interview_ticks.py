"""After the interview: her words beside the model answer, and the points that she named."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from quizapp.core.card import RecallCard
from quizapp.core.interview_answer import ANCHORS, score
from quizapp.core.question import Question, hear, tick
from quizapp.core.rubric import LETTERS
from quizapp.ui.card_text import labelled, listed
from quizapp.ui.cloze_text import point_rows
from quizapp.ui.commands import bindings, commands_of
from quizapp.ui.prose import QUIET, Block, blocks, wrapped
from quizapp.ui.screens.base import PlaceScreen
from quizapp.ui.widgets.body import Body
from quizapp.ui.widgets.key_bar import KeyBar
from quizapp.ui.widgets.prose_view import ProseView
from quizapp.ui.widgets.too_small import TooSmall

if TYPE_CHECKING:
    from quizapp.ui.interviewing import Interviewing, ReviewItem


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer with what she says of it so far."""

    item: ReviewItem
    question: Question
    score: int | None = None
    """Of an answer without a rubric."""


class TicksScreen(PlaceScreen):
    """One answer at a time; letters tick, Enter goes on."""

    PLACE = "ticks"
    BINDINGS: ClassVar = bindings("ticks")
    AUTO_FOCUS = ""

    def __init__(self, interviewing: Interviewing, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.interviewing = interviewing
        self.answers = [Judged(item, item.question) for item in interviewing.reviews]
        self.place = 0

    def compose(self) -> ComposeResult:
        """The question, both answers, the points, the keys."""
        yield Static(id="status", markup=False)
        with Body(id="body"):
            yield ProseView(id="card")
            with Horizontal(id="beside"):
                yield ProseView(id="hers")
                yield ProseView(id="model")
            yield ProseView(id="points")
        yield KeyBar(markup=False)
        yield TooSmall()

    @property
    def present(self) -> Judged:
        """The answer on the screen."""
        return self.answers[self.place]

    def on_mount(self) -> None:
        """The first answer."""
        self._draw()

    def on_resize(self) -> None:
        """All follows the width."""
        self._draw()

    def on_quiz_app_demo_finished(self) -> None:
        """A measurement says more of what was claimed; ticks that she set stay."""
        runs = {item.place: item.run for item in self.interviewing.reviews}
        self.answers = [
            replace(
                each,
                item=replace(each.item, run=runs.get(each.item.place, each.item.run)),
                question=hear(each.question, runs.get(each.item.place, each.item.run)),
            )
            for each in self.answers
        ]
        self._draw()

    # What is on the screen

    def _draw(self) -> None:
        present = self.present
        card = present.question.card
        width = self.size.width - 2
        left = f"answer {self.place + 1} of {len(self.answers)} · {card.deck}"
        right = "What did you name? The interview is over."
        if len(left) + len(right) + 2 > width:
            right = ""
        line = Content(left) + Content(right.rjust(width - Content(left).cell_length))
        with self.app.batch_update():
            self.query_one("#status", Static).update(line)
            self.query_one("#card", ProseView).show(blocks(f"# {_one_line(card.question)}"))
            said = Content(present.question.typed.strip() or "Nothing.")
            hers: Block = lambda width: wrapped(said, width)  # noqa: E731 - a block is a function
            self.query_one("#hers", ProseView).show([labelled("You said", [hers])])
            model = blocks(card.answer) if isinstance(card, RecallCard) else []
            self.query_one("#model", ProseView).show([labelled("Model answer", model)])
            self.query_one("#points", ProseView).show([self._points(present)])
            commands = [
                command
                for command in commands_of("ticks")
                if command.in_bar and (command.id != "back" or self.place)
            ]
            self.query_one(KeyBar).show(commands, self.size.width)

    def _points(self, present: Judged) -> Block:
        question = present.question
        if not question.points:
            return labelled("How good was it? 0 to 4 says so.", [listed(_anchors(present), "   ")])
        ticked, count = len(question.ticked), len(question.points)
        label = f"Key points: {ticked} of {count} named{self._worth(present, ticked / count)}"
        rows = listed(point_rows(question, LETTERS, present.item.run), "     ")
        how = Content.styled("Letters tick and untick what you named.", QUIET)
        return labelled(label, [rows, lambda width: wrapped(how, width)])

    def _worth(self, present: Judged, share: float) -> str:
        """The score that the ticks make, hints and time counted in."""
        interview = self.interviewing.interview
        assert interview is not None
        answer = interview.answers[present.item.place]
        worth = score(replace(answer, share=share, verdict=None))
        return "" if worth is None else f", worth {worth}: {ANCHORS[worth]}"

    # What can be done

    def on_key(self, event: events.Key) -> None:
        """Letters tick points; digits judge an answer without a rubric."""
        present, character = self.present, event.character
        if character is None:
            return
        letters = [letter for letter, _ in present.question.points]
        if character in letters:
            event.stop()
            question = tick(present.question, letters.index(character))
            self._say(replace(present, question=question))
        elif not letters and character in "01234":
            event.stop()
            self._say(replace(present, score=int(character)))

    def _say(self, judged: Judged) -> None:
        self.answers[self.place] = judged
        self._draw()

    def action_confirm(self) -> None:
        """Keep what is said of this answer, and show the next; then the report."""
        present = self.present
        if present.question.points:
            self.interviewing.assess(present.item.place, present.question.ticked)
        elif present.score is not None:
            self.interviewing.judge(present.item.place, present.score)
        else:
            self.notify("Say first how good it was, 0 to 4.", timeout=4)
            return
        if trouble := self.interviewing.trouble:
            said = f"{trouble} (Enter tries again)"
            self.notify(said, severity="error", markup=False)
        elif self.place + 1 < len(self.answers):
            self._show(self.place + 1)
        else:
            self.quizapp.interviews.report(self.interviewing)

    def action_back(self) -> None:
        """Back to the answer before."""
        self._show(max(self.place - 1, 0))

    def _show(self, place: int) -> None:
        self.place = place
        self.query_one(Body).scroll_home(animate=False, force=True)
        self._draw()


def _one_line(markdown: str) -> str:
    """The heading of a question; its body would push the answers off the screen."""
    return markdown.partition("\n")[0]


def _anchors(present: Judged) -> list[Content]:
    return [
        Content(f"{'☑' if present.score == worth else '☐'} {worth}  {anchor}")
        for worth, anchor in ANCHORS.items()
    ]
