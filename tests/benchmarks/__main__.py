"""`python -m tests.benchmarks [NAME…]`: measure, and print a table. It asserts no time."""

import platform
import sys
import time
from importlib import import_module
from os import cpu_count
from statistics import median

from tests.benchmarks.progress import WorldError
from tests.benchmarks.row import Row, number, spread
from tests.benchmarks.terminal import TerminalError

ROWS = (
    "start",
    "start_size",
    "memory",
    "answer",
    "commit",
    "day_queue",
    "load",
    "reload",
    "demo",
    "cold_demo",
    "first_demo",
    "code_answer",
    "number_answer",
    "formula_answer",
    "cloze_answer",
)
"""One module each, in the order of the table."""


def main(names: list[str]) -> int:
    """Measure the named rows, or all; 1 where one could not be measured, 2 where a name is none."""
    if unknown := [name for name in names if name not in ROWS]:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(ROWS)}", file=sys.stderr)
        return 2
    began = time.perf_counter()
    print(f"Python {platform.python_version()}, {platform.system()}, {cpu_count()} cores\n")
    print("| what | ours | floor | ratio (quartiles) | goal | | note |")
    print("| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    failed = False
    for name in names or ROWS:
        try:
            print(line(import_module(f"tests.benchmarks.{name}").measure()), flush=True)
        except (TerminalError, WorldError) as error:
            print(f"tests/benchmarks/{name}.py: {error}", file=sys.stderr)
            failed = True
    print(f"\nmedians; the ratio is that of pairs; {time.perf_counter() - began:.0f} s")
    return int(failed)


def line(row: Row) -> str:
    """A row of the printed table."""
    ours, floor = (
        f"{number(median(side))} {row.unit} ({number(spread(side)[0])}–{number(spread(side)[1])})"
        for side in (row.ours, row.floor)
    )
    low, high = spread(row.ratios)
    ratio = f"{number(row.ratio)} ({number(low)}–{number(high)})"
    goal = f"≤ {number(row.goal)}"
    return f"| {row.name} | {ours} | {floor} | {ratio} | {goal} | {row.verdict} | {row.note} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
