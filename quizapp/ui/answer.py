"""`quizapp answer`: one answer from the shell, graded against what the card's demo measures."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from quizapp.core.card import Card, ChoiceCard, CodeCard, RecallCard, kind_of
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import inputs_of
from quizapp.core.grading import Assessment
from quizapp.core.question import Question, ask, assess, pick_line, type_answer
from quizapp.core.review import CardMemory
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Verification, verify
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.ui.card_text import SIGNS, seconds
from quizapp.ui.document import print_json
from quizapp.ui.variants import asked_card

if TYPE_CHECKING:
    from quizapp.decks.library import Library


def run_answer(
    library: Library, name: str, text: str, device: str, sets: Sequence[str], *, json: bool
) -> int:
    """Grade a text; 0 where it is confirmed, 1 for any other verdict, 2 where it cannot be read."""
    card = asked_card(library, name, sets)
    if isinstance(card, int):
        return card
    answered = read_answer(card, text)
    if isinstance(answered, str):
        sys.stderr.write(f"quizapp: {card.id}: {answered}\n")
        return 2
    run, tried = asyncio.run(_measure(card, text, device))
    answered = replace(answered, tried=tried)
    assessment = assess(answered, run)
    if assessment is None:
        sys.stderr.write(f"quizapp: {card.id}: {text!r} cannot be graded\n")
        return 2
    row = _row(card, assessment, run, verify(card, run))
    if json:
        print_json(row)
    else:
        _print(assessment, row)
    return 0 if assessment.verdict is Verdict.CONFIRMED else 1


def read_answer(card: Card, text: str) -> Question | str:
    """The card answered with a text, options by their letters in the file; or why it is not."""
    question = ask(card, CardMemory(card.id), 0)
    match card:
        case ChoiceCard():
            in_file = replace(question, order=tuple(range(len(card.options))))
            picked = pick_line(in_file, text, 0)
            if isinstance(picked, str):
                return f"cannot read {text!r}: {picked}, in the order of the file"
            return picked
        case RecallCard():
            return "a recall card cannot be graded: its answer is in words, which you judge"
        case _:
            if not text.strip():
                return "the answer is empty"
            return type_answer(question, text, 0)


async def _measure(card: Card, text: str, device: str) -> tuple[Run | None, Run | None]:
    """The run of the card's demo, and for a function that of the learner's code on its cases."""
    if card.demo is None:
        return None, None
    lab = Lab(device=device)
    try:
        run = await lab.result(demo_job(card))
        if isinstance(card, CodeCard) and inputs_of(run):
            return run, await lab.result(answer_job(card, text, run))
        return run, None
    finally:
        await lab.close()


def _row(
    card: Card, assessment: Assessment, run: Run | None, verification: Verification
) -> dict[str, object]:
    picked = assessment.claimed.split() if isinstance(card, ChoiceCard) else []
    evidence = [
        f"{judged.subject} {judged.verdict}: {judged.evidence}"
        for judged in verification.options
        if judged.subject in picked and judged.verdict is not Verdict.NOT_RUN
    ]
    measured = assessment.truth if assessment.measured else "; ".join(evidence)
    message = assessment.message
    if run is not None and run.outcome is not Outcome.FINISHED:
        message += f" The demo did not finish ({run.outcome}: {run.message})."
    return {
        "card": card.id,
        "kind": kind_of(card),
        "verdict": assessment.verdict,
        "message": message,
        "claimed": assessment.claimed,
        "measured": measured or None,
        "tolerance": assessment.tolerance or None,
        "device": (run.device if run else "") or None,
        "seconds": round(run.seconds, 6) if run else None,
        "parameters": card.values,
    }


def _print(assessment: Assessment, row: dict[str, object]) -> None:
    sign, _ = SIGNS[assessment.verdict]
    said = [f"{sign} {assessment.verdict}: {row['message']}", f"claimed    {row['claimed']}"]
    if row["measured"] is not None:
        took = row["seconds"]
        assert isinstance(took, float)
        said.append(f"measured   {row['measured']}  (on {row['device']} in {seconds(took)})")
    else:
        said.append(f"the card says {assessment.truth}; nothing was measured")
    if row["tolerance"] is not None:
        said.append(f"tolerance  {row['tolerance']}")
    sys.stdout.write("\n".join(said) + "\n")
