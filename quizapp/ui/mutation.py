"""`quizapp check --mutate`: each card made wrong in many ways, and what its check lets pass."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace

from quizapp.core.card import Card, CodeCard
from quizapp.core.evidence import Outcome, Run
from quizapp.core.mutation import mutants, survives
from quizapp.core.mutation_code import (
    WrongFunction,
    fate,
    survivor,
    with_reference,
    wrong_functions,
)
from quizapp.core.problem import Problem
from quizapp.lab.jobs import demo_job
from quizapp.lab.protocol import Job
from quizapp.ui.study_text import counted
from quizapp.ui.variants import FailingVariants

Runs = Callable[[Job], Awaitable[Run]]
_LEAST_SECONDS = 2.0
_TIMES_AS_LONG = 20
"""Limit of a changed function's run, in times of the right one's."""


@dataclass
class Mutations:
    """What became of the wrong versions of one card."""

    killed: int = 0
    survived: int = 0
    same: list[Problem] = field(default_factory=list)
    """Changes that make no difference: the card is right with them too, so they are not counted."""
    survivors: list[Problem] = field(default_factory=list)
    _failing: FailingVariants = field(default_factory=FailingVariants)

    def survive(self, problem: Problem, card: Card, name: str) -> None:
        """Take in a wrong version that the check lets pass."""
        self.survived += 1
        if card.values:
            self._failing.add(problem, card, name)
        else:
            self.survivors.append(problem)

    def finish(self, variants: int) -> list[Problem]:
        """All survivors, each once; call it when every combination was tried."""
        self.survivors.extend(self._failing.named(variants))
        return self.survivors

    def counts(self) -> dict[str, int]:
        """The figures for a document."""
        return {"killed": self.killed, "survived": self.survived, "same": len(self.same)}


async def mutate(found: Mutations, card: Card, run: Run, runs: Runs | None) -> None:
    """Make a card wrong that its run verified, in every way there is, and judge it again.

    Functions of a code card are changed only where there is something that runs its demo again.
    """
    for mutant in mutants(card, run):
        if mutant.same:
            message = f"{card.id}: {mutant.what}: no value tells it from the card's own"
            _note(
                found.same, Problem(card.file, mutant.line, mutant.column, "mutant-same", message)
            )
        elif survives(mutant):
            hint = f"; {mutant.hint}" if mutant.hint else ""
            message = f"{card.id}: {mutant.what}: still verified{hint}"
            problem = Problem(card.file, mutant.line, mutant.column, "mutant-survives", message)
            found.survive(problem, card, mutant.name)
        else:
            found.killed += 1
        await asyncio.sleep(0)  # the lab's replies wait for nobody
    if isinstance(card, CodeCard) and runs is not None:
        await _mutate_function(found, card, run, runs)


def _note(problems: list[Problem], problem: Problem) -> None:
    if problem not in problems:
        problems.append(problem)


async def _mutate_function(found: Mutations, card: CodeCard, run: Run, runs: Runs) -> None:
    # A changed loop may not end.
    seconds = min(max(_LEAST_SECONDS, _TIMES_AS_LONG * run.seconds), Job("").seconds)

    async def one(wrong: WrongFunction) -> Run:
        return await runs(replace(demo_job(with_reference(card, wrong)), seconds=seconds))

    made = wrong_functions(card)
    for wrong, wrong_run in zip(made, await asyncio.gather(*map(one, made)), strict=True):
        if wrong_run.outcome is Outcome.DENIED:
            continue
        judged = fate(card, run, wrong, wrong_run)
        if judged.same:
            message = f"{card.id}: {wrong}: neither a claim nor a case tells it from the answer"
            _note(found.same, Problem(card.file, wrong.line, wrong.column, "mutant-same", message))
        elif judged.killed:
            found.killed += 1
        else:
            message = f"{card.id}: {survivor(wrong, judged)}"
            problem = Problem(card.file, wrong.line, wrong.column, "mutant-survives", message)
            found.survive(problem, card, f"{wrong.line}:{wrong.column} {wrong.what}")


def summary(cards: Sequence[Mutations]) -> str:
    """The share that was refused, in a line for people; it is rounded down."""
    killed = sum(card.killed for card in cards)
    total = killed + sum(card.survived for card in cards)
    same = sum(len(card.same) for card in cards)
    if not total:
        return "No wrong versions: no card is verified.\n"
    none = sum(not card.killed and not card.survived for card in cards)
    share = 1000 * killed // total / 10
    said = f"{killed:,} of {total:,} wrong versions refused ({share:g} %)"
    makes = "makes no difference is" if same == 1 else "make no difference are"
    said += f"; {same} that {makes} not counted" if same else ""
    said += f"; {counted(none, 'card')} without any, as nothing verifies them" if none else ""
    return f"{said}.\n"
