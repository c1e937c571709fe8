"""What `quizapp check` asks of a code card beyond its demo: its reference passes as an answer."""

from quizapp.core.card import Card, CodeCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.function import grade_code, inputs_of
from quizapp.core.problem import Problem
from quizapp.core.verdict import Verdict
from quizapp.lab.client import Lab
from quizapp.lab.jobs import answer_job


async def reference_problems(lab: Lab, card: Card, run: Run) -> tuple[Problem, ...]:
    """Why the reference, in a process of its own as a learner's, is not called right."""
    if not isinstance(card, CodeCard) or run.outcome is not Outcome.FINISHED or not inputs_of(run):
        return ()
    assessment = grade_code(card, run, await lab.result(answer_job(card, card.reference, run)))
    if assessment.verdict is Verdict.CONFIRMED:
        return ()
    message = f"{card.id}: the reference, run as an answer, is judged: {assessment.message}"
    return (Problem(card.file, card.reference_line, 1, "reference-fails", message),)
