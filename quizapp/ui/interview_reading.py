"""What was typed or picked in an interview, read as an answer to the question on the table."""

from __future__ import annotations

from dataclasses import replace

from quizapp.core.card import ChoiceCard, CodeCard
from quizapp.core.evidence import Run
from quizapp.core.interview import Answered
from quizapp.core.question import Question, hear, pick_line, reveal, type_answer
from quizapp.core.verdict import Verdict
from quizapp.ui.interview_record import weigh

Read = tuple[Answered, Question]


def read(asked: Question, text: str, tried: Run | None, run: Run | None, now_ms: int) -> Read | str:
    """An answer as the interview takes it, and the question answered; or why it cannot be read.

    `run` is that of the card's demo, `tried` that of a typed function.
    """
    answered: Question | str
    match asked.card:
        case ChoiceCard():
            answered = pick_line(asked, text, now_ms)
            if isinstance(answered, str):
                return f"{answered[:1].upper()}{answered[1:]}."
        case CodeCard():
            answered = replace(reveal(asked, now_ms), typed=text, tried=tried)
        case _:
            answered = type_answer(asked, text, now_ms)
            if isinstance(answered, str):
                return answered
    answered = hear(answered, run)
    weighed = weigh(answered, run)
    said = answered.typed or " ".join(sorted(answered.picked))
    return Answered(now_ms, said, weighed.verdict, weighed.share), answered


def read_late(asked: Question, draft: str, run: Run | None, now_ms: int) -> Read | None:
    """What stood in the field when the interviewer moved on; None for nothing, and for code.

    What cannot be read is no answer: it is wrong.
    """
    if not draft.strip() or isinstance(asked.card, CodeCard):
        return None
    found = read(asked, draft, None, run, now_ms)
    if isinstance(found, str):
        said = left_standing(asked, draft)
        wrong = Answered(now_ms, said, Verdict.REFUTED)
        return wrong, replace(reveal(asked, now_ms), typed=said)
    return found


def left_standing(asked: Question | None, draft: str) -> str:
    """A draft as answers have it: letters of options are those of the file, not as shown.

    A function of which the signature alone stands there is nothing.
    """
    if asked is None:
        return draft
    if isinstance(asked.card, CodeCard):
        return "" if draft.strip() == asked.card.signature.strip() else draft
    shown = dict(asked.options)
    picked = [shown[letter].key for letter in draft.casefold() if letter in shown]
    return " ".join(sorted(picked)) if shown else draft


def clean(text: str) -> str:
    """Without the halves of surrogate pairs that a broken paste may hold: no file takes them."""
    return text.encode(errors="replace").decode()
