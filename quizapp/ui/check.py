"""`quizapp check`: every card read, every demo run, every problem reported."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.core.card import Card, kind_of
from quizapp.core.demo_code import problems_of
from quizapp.core.evidence import Measured, Outcome, Run
from quizapp.core.margin import Spread
from quizapp.core.problem import Problem
from quizapp.core.verification import Status, Verification, verify
from quizapp.core.words import seconds
from quizapp.lab.client import Lab
from quizapp.lab.jobs import demo_job
from quizapp.lab.protocol import Job
from quizapp.ui import margins
from quizapp.ui.code_check import reference_problems
from quizapp.ui.document import print_json
from quizapp.ui.mutation import Mutations, mutate, summary
from quizapp.ui.recording import Recording, record, report, rows, states
from quizapp.ui.variants import FailingVariants

if TYPE_CHECKING:
    from quizapp.decks.library import Library


@dataclass(frozen=True, slots=True)
class Check:
    """What to check, and how to say it."""

    run: bool = True
    json: bool = False
    device: str = "auto"
    seeds: int = 1
    """Runs of each demo that draws random numbers."""
    mutate: bool = False
    """Also make each card wrong in many ways, all of which its demo must refuse."""
    workers: int = 0
    """Demos at a time; 0 is one for each core, and one where what they measure is recorded."""
    record: bool = False
    """Also write what was measured to a file for each device, beside the decks."""
    content: tuple[Path, ...] = ()
    """Folders of decks in which such files are kept; of decks elsewhere they lie beside these."""

    @property
    def at_once(self) -> int:
        """Demos at a time. A time that is recorded is the demo's own, so that one runs alone."""
        return self.workers or (1 if self.record else os.cpu_count() or 1)


@dataclass
class Checked:
    """One card and what came of it."""

    card: Card
    status: Status = Status.UNVERIFIED
    device: str = ""
    seconds: float = 0.0
    measured: float | None = None
    unit: str = ""
    quantities: dict[str, dict[str, object]] = field(default_factory=dict)
    """What `measure` reported, by name."""
    ran: bool = False
    note: str = ""
    """What the lab said of the device."""
    problems: list[Problem] = field(default_factory=list)
    variants: tuple[Card, ...] = ()
    """The card with each combination of its parameters; the card alone where it has none."""
    failing: FailingVariants = field(default_factory=FailingVariants)
    mutations: Mutations = field(default_factory=Mutations)
    spread: Spread = field(default_factory=Spread)
    runs: list[tuple[Card, Run, Verification]] = field(default_factory=list)
    """Each variant's first run, where it is to be recorded."""

    def add(self, card: Card, run: Run, verification: Verification) -> None:
        """Take in one run of a variant. The worst status of several seeds and variants counts."""
        self.device = run.device or self.device
        self.seconds += run.seconds
        self.note = run.note or self.note
        if self.measured is None:
            self.measured, self.unit = verification.measured, verification.unit
        for each in run.findings:
            if isinstance(each, Measured):
                self.quantities.setdefault(each.name, {"value": each.value, "unit": each.unit})
        if not self.ran or _WORST.index(verification.status) > _WORST.index(self.status):
            self.status = verification.status
        self.ran = True
        for problem in verification.problems:
            if problem in self.problems:
                continue
            if card.values:
                self.failing.add(problem, card)
            else:
                self.problems.append(problem)

    def finish(self) -> None:
        """Name the combinations of parameters in the problems that were found with them."""
        self.problems.extend(self.failing.named(len(self.variants)))
        self.problems.extend(self.mutations.finish(len(self.variants)))


_WORST = (Status.VERIFIED, Status.UNVERIFIED, Status.FAILED, Status.ERROR, Status.TIMEOUT)


def run_check(library: Library, options: Check, *, verbose: bool = False) -> int:
    """Check a library; prints the report and returns the exit status."""
    problems = library.check()
    checked = _read(library, problems)
    denied = ""
    if options.run and checked:
        denied = asyncio.run(_run_all(checked, options))
    roots = (*options.content, *library.roots)
    recording = Recording()
    if options.record:
        recording = record(library, checked, roots, datetime.now().astimezone().date())
    recorded = states(library, checked, roots)
    problems = [*problems, *recording.problems, *recorded.problems]
    problems = sorted({*problems, *(item for card in checked for item in card.problems)})
    if denied:
        problems.append(Problem("", 0, 0, "lab-denied", denied))
    roles = len(library.roles().roles)
    if options.json:
        evidence = {"evidence": rows(recorded), "recorded": recording.row()}
        print_json(document(checked, problems, options) | evidence)
    else:
        broken = len(library.cards) - len(checked)
        _print_report(checked, problems, options, verbose, broken=broken, roles=roles)
        sys.stdout.write(recording.text() + report(recorded, verbose=verbose))
    return 1 if problems or not (library.cards or roles) else 0


def _read(library: Library, problems: Sequence[Problem]) -> list[Checked]:
    checked = []
    for name in library.cards:
        card = library.card(name)
        if isinstance(card, tuple):
            continue
        variants = library.variants(name)
        item = Checked(
            card, variants=tuple(each for each in variants if not isinstance(each, tuple))
        )
        if card.demo is not None:
            item.problems.extend(problems_of(card.demo.code, card.file, card.demo.line))
        checked.append(item)
    return checked


async def _run_all(checked: Sequence[Checked], options: Check) -> str:
    """Run every demo, under every seed if it draws; says why nothing could be run, if so."""
    demos = [
        (item, card) for item in checked if item.card.demo is not None for card in item.variants
    ]
    lab = Lab(device=options.device)
    limit = asyncio.Semaphore(options.at_once)
    probe = options.mutate or options.seeds > 1
    denied = ""
    with _Progress(len(demos), quiet=options.json) as progress:

        async def limited(job: Job) -> Run:
            async with limit:
                return await lab.result(job)

        async def one(item: Checked, card: Card, seed: int) -> Run:
            async with limit:
                run = await lab.result(demo_job(card, seed=seed, probe=probe))
                more = await reference_problems(lab, card, run)
            verification = verify(card, run).with_problems(more)
            item.add(card, run, verification)
            item.spread.add(card, seed, run)
            if options.record and not seed:
                item.runs.append((card, run, verification))
            if options.mutate and not seed and verification.status is Status.VERIFIED:
                again = limited if card is item.variants[0] else None
                await mutate(item.mutations, card, run, again)
            return run

        async def all_of(item: Checked, card: Card) -> None:
            nonlocal denied
            for seed in range(options.seeds):
                run = await one(item, card, seed)
                if run.outcome is Outcome.DENIED:
                    denied = run.message
                if not run.varies:  # another seed would give the same numbers
                    break
            progress.advance()

        tasks = [asyncio.create_task(all_of(*demo)) for demo in demos]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await lab.close()
    for item in checked:
        item.finish()
    return denied


class _Progress:
    """A progress bar on a terminal; nothing in a pipe, or on a bare machine."""

    def __init__(self, total: int, *, quiet: bool) -> None:
        self._bar = None
        if quiet or not sys.stderr.isatty():
            return
        with suppress(ModuleNotFoundError):
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("Running demos", total=total)

    def __enter__(self) -> _Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self) -> None:
        if self._bar is not None:
            self._bar.advance(self._task)


def document(
    checked: Sequence[Checked], problems: Sequence[Problem], options: Check
) -> dict[str, object]:
    """What `--json` prints."""
    counts = Counter(item.status for item in checked)
    totals: Counter[str] = Counter()
    for item in checked:
        totals.update(item.mutations.counts())
    return {
        "cards": [
            {
                "id": item.card.id,
                "deck": item.card.deck,
                "kind": kind_of(item.card),
                "file": item.card.file,
                "line": item.card.line,
                "status": item.status,
                "device": item.device,
                "seconds": round(item.seconds, 6),
                "measured": item.measured,
                "quantities": item.quantities,
                "problems": [_row(problem) for problem in item.problems],
            }
            | ({"mutants": item.mutations.counts()} if options.mutate else {})
            | (margins.row(item.spread) if options.seeds > 1 else {})
            for item in checked
        ],
        "problems": [_row(problem) for problem in problems],
        "notes": [item.note for item in checked if item.note],
        "summary": {"cards": len(checked)}
        | {status.value: counts[status] for status in Status}
        | {
            "without_demo": sum(item.card.demo is None for item in checked),
            "problems": len(problems),
        }
        | ({"mutants": dict(totals)} if options.mutate else {}),
    }


def _row(problem: Problem) -> dict[str, object]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "code": problem.code,
        "message": problem.message,
    }


def _print_report(
    checked: Sequence[Checked],
    problems: Sequence[Problem],
    options: Check,
    verbose: bool,
    broken: int,
    roles: int,
) -> None:
    write = sys.stdout.write
    if verbose:
        for item in checked:
            measured = (
                "" if item.measured is None else f"  measured {item.measured:.7g} {item.unit}"
            )
            took = f"  {seconds(item.seconds)}" if item.device else ""
            said = f"{item.card.id}{took}{measured.rstrip()}"
            write(f"{item.status:<10} {kind_of(item.card):<7} {said}\n")
        for problem in (each for item in checked for each in item.mutations.same):
            write(f"not counted: {problem}\n")
    for problem in problems:
        write(f"{problem if problem.file else problem.message}\n")
    if problems or verbose:
        write("\n")
    decks: dict[str, list[Checked]] = {}
    for item in checked:
        decks.setdefault(item.card.deck, []).append(item)
    width = max([len(name) for name in decks] + [5]) + 2
    heads = f"{'cards':>6}{'verified':>10}{'failed':>8}{'not run':>9}{'no demo':>9}{'time':>9}"
    write(f"{'deck':<{width}}{heads}\n")
    for name, items in [*decks.items(), ("total", list(checked))]:
        write(f"{name:<{width}}{_counts(items)}\n")
    if broken:
        write(f"{broken} {'card' if broken == 1 else 'cards'} could not be read.\n")
    if roles:
        write(f"{roles} {'role' if roles == 1 else 'roles'} of interviews.\n")
    if not options.run:
        write("Nothing was run (--no-run).\n")
    elif device := next((item.device for item in checked if item.device), ""):
        write(f"Measured on {device}.\n")
    for item in checked:
        write(f"{item.note}.\n" if item.note else "")
    if options.mutate:
        write(summary([item.mutations for item in checked]))
    if options.seeds > 1 and options.run:
        spreads = [(item.card, item.spread) for item in checked]
        write(margins.report(spreads, options.seeds, verbose=verbose))


def _counts(items: Sequence[Checked]) -> str:
    verified = sum(item.status is Status.VERIFIED for item in items)
    without = sum(item.card.demo is None for item in items)
    unverified = sum(item.status is Status.UNVERIFIED for item in items)
    failed = len(items) - verified - unverified
    took = sum(item.seconds for item in items)
    return (
        f"{len(items):>6}{verified:>10}{failed:>8}{unverified - without:>9}{without:>9}"
        f"{seconds(took) if took else '':>9}"
    )
