"""`quizapp check` of the library that ships, with two workers."""

import io
import json
import time
from contextlib import redirect_stdout

from quizapp.decks.library import Library
from quizapp.settings import own_folder
from quizapp.ui.check import Check, run_check
from tests.benchmarks.row import Row

_WORKERS, _TIMES = 2, 2


def measure() -> Row:
    """Against half the demos' own times, as they took them in that run."""
    pairs = [_once() for _ in range(_TIMES)]
    return Row(
        "check of the whole library, two workers",
        tuple(ours for ours, _ in pairs),
        tuple(floor for _, floor in pairs),
        "s",
        1.3,
        "floor: the sum of the demos' own times, halved; starting Python is not counted",
    )


def _once() -> tuple[float, float]:
    printed = io.StringIO()
    start = time.perf_counter()
    with redirect_stdout(printed):
        library = Library([own_folder("content")])
        library.load()
        run_check(library, Check(workers=_WORKERS, json=True))
    took = time.perf_counter() - start
    own = sum(card["seconds"] for card in json.loads(printed.getvalue())["cards"])
    return took, own / _WORKERS
