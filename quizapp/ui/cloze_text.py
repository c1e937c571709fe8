"""What is drawn of a cloze: its sentence with gaps, then whole, and each gap's verdict.

And of a recall answer: the rubric's points, to be ticked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.core.card import ClozeCard
from quizapp.core.cloze import Filled, fill
from quizapp.core.evidence import Run
from quizapp.core.question import Question, Stage
from quizapp.core.verdict import Verdict
from quizapp.ui.prose import QUIET, inline
from quizapp.ui.signs import SIGNS

if TYPE_CHECKING:
    from quizapp.core.claim_grading import Heard


def asked_text(question: Question) -> str:
    """The question as Markdown: a cloze with gaps while it is asked, whole and marked after."""
    card = question.card
    if not isinstance(card, ClozeCard):
        return card.question
    # 2 ms of patterns, which a start without a cloze need not pay.
    from quizapp.core.gaps import filled, masked

    return masked(card.question) if question.stage is Stage.ASKED else filled(card.question)


def gap_rows(question: Question, run: Run | None) -> list[Content]:
    """Each gap's verdict, with what was typed; where nothing was, what is hidden there."""
    card = question.card
    if not isinstance(card, ClozeCard):
        return []
    from quizapp.core.gaps import raised

    hidden = tuple(Filled("", Verdict.NOT_RUN, gap.wordings[0]) for gap in card.gaps)
    rows = []
    for number, item in enumerate(fill(card, question.typed, run) or hidden, start=1):
        row = Content(f"{raised(number)} ") + _said(item)
        others = [wording for wording in card.gaps[number - 1].wordings if wording != item.wording]
        if others:
            also = Content(" or ").join(inline(wording) for wording in others)
            row += (Content("  (also: ") + also + Content(")")).stylize(QUIET)
        rows.append(row)
    return rows


def _said(item: Filled) -> Content:
    wording = inline(item.wording)
    match item.verdict:
        case Verdict.CONFIRMED:
            return Content.styled("✓ right: ", "$text-success") + wording
        case Verdict.NOT_RUN:
            return wording
        case Verdict.CLOSE:
            return Content.styled("≈ close: ", "$text-warning") + wording + _typed(item)
        case _:
            word = "✗ wrong: " if item.typed else "✗ empty: "
            said = Content.styled(word, "$text-error") + Content("it is ") + wording + _typed(item)
            return said + inline(f" — {item.sentence}") if item.sentence else said


def _typed(item: Filled) -> Content:
    return Content(f", you typed {item.typed!r}" if item.typed else "")


def point_rows(question: Question, names: Sequence[str], run: Run | None) -> list[Content]:
    """The rubric's points with their keys and ticks; touched is what her words brought up.

    Below a point stands what was read of it in her words, with what the run made of that.
    """
    rows = []
    heard = {each.place: each for each in question.heard}
    for place, ((_, point), name) in enumerate(zip(question.points, names, strict=False)):
        box = "☑" if place in question.ticked else "☐"
        touched = "  · touched by your words" if place in question.touched else ""
        key = Content.styled(name, "bold $text-accent")
        text = inline(" ".join(point.text.split()))
        rows.append(
            Content(f"{box} ") + key + Content("  ") + text + Content.styled(touched, QUIET)
        )
        if place in heard:
            rows.append(_heard_row(question, heard[place], run))
    return rows


def _heard_row(question: Question, heard: Heard, run: Run | None) -> Content:
    from quizapp.core.claim_grading import said_of

    sign, style = SIGNS[heard.verdict]
    word = heard.verdict.value
    if run is None:
        sign, word = "…", "measuring"
    row = Content(f"     read: {said_of(heard)} · ") + Content.styled(f"{sign} {word}", style)
    if question.stands_against(heard):
        row += Content(" · your own tick stands")
    return row
