"""`quizapp demo`: one demo run, with everything that it reports."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from quizapp.core.card import Card
from quizapp.core.evidence import Run
from quizapp.core.gaps import masked
from quizapp.core.verification import Status, Verification, seed_of, verify
from quizapp.lab.client import Lab
from quizapp.lab.jobs import demo_job, program_of
from quizapp.ui.card_text import evidence_blocks, question_blocks
from quizapp.ui.check import Check, Checked, document
from quizapp.ui.document import print_json
from quizapp.ui.variants import asked_card

if TYPE_CHECKING:
    from quizapp.decks.library import Library


def show_demo(
    library: Library,
    name: str,
    device: str,
    sets: Sequence[str] = (),
    *,
    script: bool,
    json: bool,
) -> int:
    """Run one demo and print what it reported; or print it as a program."""
    card = asked_card(library, name, sets)
    if isinstance(card, int):
        return card
    if card.demo is None:
        sys.stderr.write(f"quizapp: {card.file}:{card.line}: the card {name} has no demo\n")
        return 1
    if script:
        from quizapp.lab.script import as_script

        title = masked(card.question).partition("\n")[0]
        script_text = as_script(
            program_of(card), title=title, seed=seed_of(card), parameters=card.values
        )
        sys.stdout.write(script_text)
        return 0
    run = asyncio.run(_run_one(card, device))
    verification = verify(card, run)
    if json:
        item = Checked(card)
        item.add(card, run, verification)
        item.finish()
        print_json(document([item], item.problems, Check()))
    else:
        _print_demo(card, run, verification)
    return 0 if verification.status is Status.VERIFIED else 1


async def _run_one(card: Card, device: str) -> Run:
    assert card.demo is not None
    lab = Lab(device=device)
    try:
        return await lab.result(demo_job(card))
    finally:
        await lab.close()


def _print_demo(card: Card, run: Run, verification: Verification) -> None:
    from quizapp.core.question import ask, reveal
    from quizapp.core.review import CardMemory
    from quizapp.ui.prose import lay_out, plain

    write = sys.stdout.write
    assert card.demo is not None
    question = reveal(ask(card, CardMemory(card.id), 0), 0)
    write(plain(f"```python\n{card.demo.code}\n```") + "\n\n")
    parts = question_blocks(question, None, verification) + evidence_blocks(card, run, verification)
    for line in lay_out(parts, 78):
        write(line.plain.rstrip() + "\n")
    if run.trace:
        write(f"\n{run.trace}\n")
    for problem in verification.problems:
        write(f"{problem}\n")
