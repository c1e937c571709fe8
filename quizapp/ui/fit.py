"""`quizapp fit`: FSRS's weights fitted to the learner's own log."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from quizapp.core.fit import ENOUGH, fit, memory_tests
from quizapp.ui.document import print_json

if TYPE_CHECKING:
    from quizapp.core.fit import Fit
    from quizapp.ui.desk import Desk


def run_fit(desk: Desk, reopen: Callable[[], Desk], *, dry_run: bool, json: bool) -> int:
    """Fit, say what changes, and take what is better; `reopen` replays the log with it."""
    try:
        histories = desk.store.histories()
        present = desk.scheduler.weights
        found = fit(histories, desk.scheduler)
        taken = found is not None and found.is_better and not dry_run
        if found is not None and taken:
            desk.keep_weights(found.weights, found.reviews)
    finally:
        desk.close()
    if taken:
        reopen().close()
    if json:
        reviews = memory_tests(histories) if found is None else found.reviews
        document = asdict(found) if found else {"reviews": reviews}
        print_json({**document, "before_weights": present, "taken": taken})
    elif found is None:
        _wait(memory_tests(histories))
    else:
        _say(found, present, taken=taken, dry_run=dry_run)
    return 0


def undo_fit(desk: Desk, reopen: Callable[[], Desk]) -> int:
    """Go back to the weights before the last fit; 1 where there was none."""
    try:
        dropped = desk.drop_weights()
    finally:
        desk.close()
    if not dropped:
        sys.stderr.write("fit: there are no fitted weights to go back from\n")
        return 1
    reopen().close()
    sys.stdout.write("The weights before the last fit are in force; the log was replayed.\n")
    return 0


def _wait(reviews: int) -> None:
    sys.stdout.write(
        f"Not yet: a fit needs {ENOUGH} reviews that test memory, and the log holds {reviews}.\n"
        "Counted are those on a later day than the card's last one, over two days at the\n"
        "least. From fewer, the fitted weights foresee worse than the usual ones.\n"
    )


def _say(found: Fit, present: tuple[float, ...], *, taken: bool, dry_run: bool) -> None:
    write = sys.stdout.write
    write(
        f"Fitted to {found.reviews - found.judged} reviews, "
        f"judged by the {found.judged} later ones\n"
    )
    write(f"log loss     {found.before:.4f} → {found.after:.4f} (less is better; ")
    write(f"a difference of {found.error:.4f} is chance)\n")
    for number, (old, new) in enumerate(zip(present, found.weights, strict=True)):
        if abs(new - old) > 5e-5:
            write(f"  w{number:<3} {old:>9.4f} → {new:>9.4f}\n")
    if taken:
        write("Taken; the log was replayed with them. quizapp fit --undo goes back.\n")
    elif not found.is_better:
        write("Kept the present weights: the fitted ones are not surely better.\n")
    elif dry_run:
        write("Not taken, as asked (--dry-run).\n")
