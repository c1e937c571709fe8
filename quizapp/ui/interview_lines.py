"""The lines round a question of an interview: its head, and how it is answered."""

from __future__ import annotations

from textual.content import Content

from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    RecallCard,
)
from quizapp.core.interview_items import Asked
from quizapp.core.interview_state import Interview
from quizapp.ui.interview_clock import clocks, whole_text


def head_line(interview: Interview, asked: Asked, width: int) -> Content:
    """Role, number and topic of the question on the left, the clock of the whole on the right.

    The level is left out: it would tell how the last answers were.
    """
    right = whole_text(clocks(interview))
    number = f"question {len(interview.answers) + 1}"
    topic = [asked.topic] if asked.topic else []
    left = Content(" · ".join([interview.setup.role.title, number, *topic]))
    room = width - right.cell_length - 2
    if left.cell_length > room:
        left = Content(" · ".join([number, *topic]))
    if left.cell_length > room:
        left = Content(number if len(number) <= room else "")
    return left + Content(" " * max(width - left.cell_length - right.cell_length, 0)) + right


def how_to_answer(card: Card | None) -> str:
    """What the empty field says."""
    match card:
        case None | RecallCard():
            return "Answer as you would speak. F5 or Ctrl+Enter sends."
        case NumberCard():
            return "the number with its unit; Enter sends"
        case FormulaCard():
            from quizapp.core.formula_names import drawn

            names = " and ".join(drawn(each.name) for each in card.domains)
            return f"the formula in {names}; Enter sends"
        case ClozeCard():
            return "the hidden words, ; between gaps; Enter sends"
        case CodeCard() | ChoiceCard():
            return ""


def options_hint(card: ChoiceCard) -> str:
    """How options are picked."""
    if card.multiple:
        return "Letters pick, as many as are right; Enter sends."
    return "A letter picks; Enter sends."
