"""What an interview keeps of a question beside its score, so that the report needs no library.

All values are plain: they are kept as JSON, and read by `interview_sheet`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from quizapp.core.card import (
    Card,
    ChoiceCard,
    ClozeCard,
    CodeCard,
    FormulaCard,
    NumberCard,
    RecallCard,
)
from quizapp.core.cloze import fill
from quizapp.core.evidence import Run
from quizapp.core.grading import Assessment
from quizapp.core.question import Question, Stage, assess
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Judged, verify
from quizapp.ui.cloze_text import asked_text

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What an answered question is worth, in the terms of the interview."""

    assessment: Assessment | None
    verdict: Verdict | None
    share: float | None
    """Of the rubric's points or the gaps, 0 to 1."""


def weigh(question: Question, run: Run | None) -> Weighed:
    """Weigh an answer against what its demo measured, where that is known."""
    assessment = assess(question, run)
    verdict = assessment.verdict if assessment else None
    share = None
    if question.points:
        share = len(question.ticked) / len(question.points)
    elif isinstance(question.card, ClozeCard) and question.typed:
        filled = fill(question.card, question.typed, run)
        right = sum(each.verdict is Verdict.CONFIRMED for each in filled)
        share = right / len(filled) if filled else 0.0
    return Weighed(assessment, verdict, share)


def record(question: Question, run: Run | None) -> Record:
    """The question with its model answer, its points, and what was measured."""
    card = question.card
    weighed = weigh(question, run)
    heard = {}
    if question.heard:
        from quizapp.core.claim_grading import line_of

        heard = {each.place: line_of(each) for each in question.heard}
    points = [
        {
            "text": " ".join(point.text.split()),
            "named": place in question.ticked,
            "heard": heard.get(place, ""),
        }
        for place, (_, point) in enumerate(question.points)
    ]
    found = weighed.assessment
    known = found if found and found.measured else None
    return {
        "question": asked_text(question),
        "options": _options(card),
        "answer": model_answer(card),
        "why": card.why,
        "source": card.source,
        "hint": card.hint if question.hinted else "",
        "points": points,
        "message": found.message if found else "",
        "claimed": found.claimed if found else "",
        "truth": found.truth if found else "",
        "tolerance": found.tolerance if found else "",
        "measured": known is not None,
        "evidence": evidence(card, run),
        "device": run.device if run else "",
        "card_hash": card.hash,
        "parameters": question.parameters,
        "kept": question.answer if question.stage is Stage.ANSWERED else "",
    }


def of_prompt(prompt: str) -> Record:
    """The same of an opening or a closing question."""
    return {"question": prompt}


def model_answer(card: Card) -> str:
    """The answer that the author gives, as Markdown."""
    match card:
        case ChoiceCard():
            return "\n".join(f"- {each.key}) {each.text}" for each in card.options if each.correct)
        case NumberCard() | FormulaCard():
            return card.answer_text
        case CodeCard():
            return f"```python\n{card.reference.rstrip()}\n```"
        case RecallCard():
            return card.answer
        case ClozeCard():
            return "; ".join(gap.wordings[0] for gap in card.gaps)


def evidence(card: Card, run: Run | None) -> list[str]:
    """What the card's demo measured, a line each: "confirmed: … : …"."""
    if card.demo is None or run is None:
        return []
    found = verify(card, run)
    judged = [found.answer] if found.answer else []
    every = (*judged, *found.options, *found.points, *found.claims)
    return [_line(each) for each in every if each.verdict is not Verdict.NOT_RUN]


def _line(judged: Judged) -> str:
    parts = (judged.verdict, " ".join(judged.subject.split()), judged.evidence)
    return ": ".join(part for part in parts if part)


def _options(card: Card) -> list[dict[str, object]]:
    if not isinstance(card, ChoiceCard):
        return []
    return [{"key": each.key, "text": each.text, "right": each.correct} for each in card.options]
