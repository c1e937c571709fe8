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
from quizapp.core.question import Question, ask, assess, hear, pick_line, type_answer
from quizapp.core.review import CardMemory
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Verification, verify
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job, demo_job
from quizapp.ui.card_text import seconds
from quizapp.ui.document import print_json
from quizapp.ui.signs import SIGNS
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
    answered = hear(replace(answered, tried=tried), run)
    if answered.heard:
        return _print_heard(answered, run, json=json)
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
            if not any(point.mark for point in card.rubric):
                return "a recall card cannot be graded: its answer is in words, which you judge"
            answered = type_answer(question, text, 0)
            if isinstance(answered, Question) and not answered.heard:
                return f"nothing that this card measures is read in {text[:60]!r}; you judge it"
            return answered
        case _:
            if not text.strip():
                return "the answer is empty"
            return type_answer(question, text, 0)


def _print_heard(question: Question, run: Run | None, *, json: bool) -> int:
    """Every claim of an answer in words with its verdict; 0 where all of them are confirmed."""
    from quizapp.core.claim_grading import overall, said_of

    verdict = overall(question.heard)
    confirmed = sum(each.verdict is Verdict.CONFIRMED for each in question.heard)
    message = f"{confirmed} of {len(question.heard)} claims confirmed." + _unfinished(run)
    rows = []
    for each in question.heard:
        point = question.card.rubric[each.place]
        assert point.mark is not None
        rows.append(
            {
                "point": " ".join(point.text.split()),
                "kind": point.mark.sort,
                "quantity": point.mark.quantity,
                "understood": each.understood,
                "spans": each.spans,
                "measured": each.measured or None,
                "verdict": each.verdict,
            }
        )
    card = question.card
    if json:
        print_json(
            {
                "card": card.id,
                "kind": kind_of(card),
                "verdict": verdict,
                "message": message,
                "claims": rows,
                "device": (run.device if run else "") or None,
                "seconds": round(run.seconds, 6) if run else None,
                "parameters": card.values,
            }
        )
    else:
        said = [f"{SIGNS[verdict][0]} {verdict}: {message}"]
        for each in question.heard:
            said.append(f"read       {said_of(each)} · {SIGNS[each.verdict][0]} {each.verdict}")
        if run is not None and run.device:
            said.append(f"measured   on {run.device} in {seconds(run.seconds)}")
        sys.stdout.write("\n".join(said) + "\n")
    return 0 if verdict is Verdict.CONFIRMED else 1


def _unfinished(run: Run | None) -> str:
    if run is None or run.outcome is Outcome.FINISHED:
        return ""
    return f" The demo did not finish ({run.outcome}: {run.message})."


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
    return {
        "card": card.id,
        "kind": kind_of(card),
        "verdict": assessment.verdict,
        "message": assessment.message + _unfinished(run),
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
