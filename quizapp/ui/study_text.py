"""The lines round a question: status, grades, summary."""

from collections import Counter
from collections.abc import Mapping, Sequence

from textual.content import Content
from textual.style import Style

from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    Kind,
    NumberCard,
    RecallCard,
    kind_of,
)
from quizapp.core.days import days_span, span
from quizapp.core.problem import Problem
from quizapp.core.question import Question
from quizapp.core.review import CardMemory, Grade, Moment, Phase, SessionKind
from quizapp.core.session import Session, waiting_ms
from quizapp.core.verdict import Verdict
from quizapp.ui.prose import QUIET, Block, blocks, wrapped
from quizapp.ui.request import Request

LEVELS = {1: "screening", 2: "working engineer", 3: "senior"}
KINDS = {
    Kind.CHOICE: "choice",
    Kind.NUMBER: "number",
    Kind.FORMULA: "formula",
    Kind.CODE: "code",
    Kind.RECALL: "recall",
    Kind.CLOZE: "cloze",
}


def status_line(
    question: Question | None, session: Session | None, request: Request, width: int
) -> Content:
    """Deck, kind and level on the left; what is done and left on the right."""
    left = Content("quizapp")
    if question is not None:
        card = question.card
        parts = [card.deck, KINDS[kind_of(card)], f"level {card.level} {LEVELS[card.level]}"]
        if question.memory.phase is not Phase.REVIEW:
            parts.append(question.memory.phase.value)
        if question.confidence is not None:
            parts.append(f"{question.confidence} % sure")
        left = Content(" · ".join(parts))
    right = Content("")
    if session is not None:
        counts = f"{len(session.done)} done · {session.left} left"
        right = Content(counts if request.kind is SessionKind.STUDY else f"cram · {counts}")
    if left.cell_length + right.cell_length + 2 > width:
        left = left.truncate(max(width - right.cell_length - 2, 0), ellipsis=True)
    gap = max(width - left.cell_length - right.cell_length, 1)
    return left + Content(" " * gap) + right


def placeholder(card: Card) -> str:
    """What the empty field of a typed answer says; empty for a card without that field."""
    match card:
        case FormulaCard():
            from quizapp.core.formula_names import drawn

            names = " and ".join(drawn(each.name) for each in card.domains)
            return f"type the formula in {names}, Enter submits, Esc leaves the field"
        case NumberCard():
            return "type the number with its unit, Enter submits"
        case ClozeCard():
            return "the hidden words, ; between gaps; Enter submits, Esc for other keys"
        case RecallCard():
            return "i types what you would say, space reveals without"
        case ChoiceCard() | CodeCard():
            return ""


def reading(card: Card | None, text: str) -> Content:
    """How a formula is read so far; nothing where it cannot be read yet."""
    if isinstance(card, FormulaCard) and text.strip():
        from quizapp.core import grading_formula

        if read := grading_formula.reading(card, text):
            return Content(f"read as {read}")
    return Content("")


def grade_bar(
    outcomes: Mapping[Grade, CardMemory] | None,
    at: Moment,
    suggested: Grade,
    kind: SessionKind,
    width: int,
) -> Content:
    """The four grades with the time until the card comes back; Enter gives the marked one.

    Intervals of months leave no room to say so in 80 columns.
    """
    parts = []
    for grade in Grade:
        wait = ""
        if outcomes is not None and kind is not SessionKind.CRAM:
            wait = f" {wait_of(outcomes[grade], at)}"
        text = Content.assemble((f" {grade.value} ", "bold"), grade.name.capitalize(), wait, " ")
        style = "$text bold on $primary-muted" if grade is suggested else ""
        part = text.stylize(style) if style else text
        parts.append(part.stylize(Style.from_meta({"@click": f"screen.grade({grade.value})"})))
    bar, enter = Content("  ").join(parts), Content.styled("  Enter: marked", QUIET)
    return bar + enter if bar.cell_length + enter.cell_length <= width else bar


def wait_of(memory: CardMemory, at: Moment) -> str:
    """How long until the card comes back, in the words of a button."""
    if memory.due_ms:
        return span(memory.due_ms - at.ms)
    return days_span(memory.due_day - at.day)


def broken_blocks(problems: Sequence[Problem]) -> list[Block]:
    """A card that cannot be read: where and why."""
    lines = ["**This card cannot be read.** `space` skips it, `e` opens it in your editor."]
    parts = blocks("\n".join(lines))
    for problem in problems:
        content = Content.styled(str(problem), "$text-error")
        parts.append(lambda width, content=content: wrapped(content, width))  # type: ignore[misc]
    return parts


def opening_blocks() -> list[Block]:
    """What stands on the screen until log and library are open."""
    return [lambda width: [Content.styled("Opening your progress…", QUIET)]]


def summary_blocks(session: Session, now_ms: int, what_next: Sequence[str]) -> list[Block]:
    """What was done in a session that is over, and what can be done next."""
    done = session.done
    lines = []
    if not done:
        lines.append("**Nothing waits here today.**")
    else:
        cards = len({item.card for item in done})
        said = f"{counted(len(done), 'answer')} on {counted(cards, 'card')}"
        lines.append(f"**Done: {said}.**")
        judged = Counter(item.verdict for item in done if item.verdict is not None)
        if judged:
            right = judged[Verdict.CONFIRMED]
            lines.append(f"{right} of {sum(judged.values())} answers confirmed by measurement.")
        grades = Counter(item.grade for item in done)
        lines.append(
            " · ".join(
                f"{grade.name.capitalize()} {grades[grade]}" for grade in Grade if grades[grade]
            )
        )
        missed = list(dict.fromkeys(item.card for item in done if item.grade is Grade.AGAIN))
        if missed:
            lines.append("Missed: " + ", ".join(f"`{card}`" for card in missed))
    waiting = waiting_ms(session, now_ms)
    if waiting is not None:
        count = len(session.learning)
        lines.append(f"{counted(count, 'card')} {'comes' if count == 1 else 'come'} back in")
        lines[-1] += f" {span(waiting)}."
    return blocks("\n\n".join([*lines, *what_next]))


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 card", "2 cards"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
