"""A session being sat: its queue and the desk joined, for the screen and for line mode alike.

Knows no Textual. What cannot be saved raises the desk's `errors`, and the queue stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quizapp.core.card import Card, CardId
from quizapp.core.grading import Assessment
from quizapp.core.problem import Problem
from quizapp.core.question import Question
from quizapp.core.review import Grade
from quizapp.core.session import Done, Extended, Graded, Removed, Session, Undone, coming, step
from quizapp.ui.request import Request

if TYPE_CHECKING:  # the first question is painted before the log is opened
    from quizapp.ui.desk import Desk

MORE = 10
"""New cards that a learner who wants more is given."""
AHEAD = 2
"""Cards after the one on the screen that are read and measured while the learner thinks."""


class Sitting:
    """The session of one request, from its first question to its summary."""

    def __init__(self, desk: Desk, request: Request, first: CardId | None = None) -> None:
        self._desk = desk
        self._request = request
        self.session: Session = desk.session(request, first)
        self._suspended: list[tuple[int, CardId]] = []
        """Cards suspended here, each with the number of answers given before."""

    def question(self) -> Question | tuple[Problem, ...] | None:
        """The session's current card, asked now; None where the session is over."""
        current = self.session.current
        return None if current is None else self._desk.question(current)

    def coming(self) -> list[Card]:
        """The cards that will probably come next, as they will be asked."""
        ids = coming(self.session, self._desk.moment().ms, AHEAD)
        known = [card for card in ids if card in self._desk.library.cards]
        drawn = [self._desk.drawn(card) for card in known]
        return [card for card in drawn if not isinstance(card, tuple)]

    def grade(self, question: Question, grade: Grade, assessment: Assessment | None) -> None:
        """Commit the review and go on."""
        review, after = self._desk.grade(question, grade, assessment, self._request.kind)
        verdict = assessment.verdict if assessment else None
        done = Done(review.id, review.card, review.grade, verdict, self.session.origin)
        self.session = step(self.session, Graded(done, after, review.at.ms))

    def undo(self) -> str:
        """Take back the last thing done: a suspension of this session, or a review of any.

        Returns what happened, as a sentence.
        """
        if self._suspended and self._suspended[-1][0] == len(self.session.done):
            card = self._suspended[-1][1]
            self._desk.suspend(card, on=False)
            self._suspended.pop()
            self.session = step(self.session, Undone("", card))
            return f"Undone: {card} is back in study."
        review = self._desk.undo()
        if review is None:
            return "Nothing to undo."
        self.session = step(self.session, Undone(review.id, review.card))
        if review.card not in self._desk.library.cards:
            self.leave_out(review.card)
            return f"Undone: {review.card}, which is in no deck any more."
        return f"Undone: the grade of {review.card} is taken back."

    def suspend(self, card: CardId) -> None:
        """Take a card out of study."""
        self._desk.suspend(card)
        self._suspended.append((len(self.session.done), card))
        self.leave_out(card)

    def leave_out(self, card: CardId) -> None:
        """Go on without a card."""
        self.session = step(self.session, Removed(card, self._desk.moment().ms))

    def more(self) -> bool:
        """Ask more new cards than today's limit; False where none are left."""
        cards = tuple(self._desk.new_cards(self._request, MORE))
        if cards:
            self.session = step(self.session, Extended(cards, self._desk.moment().ms))
        return bool(cards)
