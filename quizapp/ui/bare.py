"""`quizapp check --record` on a bare machine: PyTorch, the parser and this folder, no more.

Where the app is installed, `quizapp.cli` reads the same options.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

_CONTENT = Path(__file__).parents[2] / "content"


def record(words: Sequence[str]) -> int:
    """Check and record as the words of the command line say; the exit status.

    Raises ModuleNotFoundError for a package of the parser that is missing.
    """
    from quizapp.decks.library import Library
    from quizapp.ui.check import Check, run_check

    options = _parser().parse_args(words)
    given = os.environ.get("QUIZAPP_CONTENT", "")
    named = [Path(name).expanduser() for name in given.split(os.pathsep) if name]
    content = tuple(options.content or named or [_CONTENT])
    library = Library(options.paths or content, base=Path.cwd())
    library.load()
    check = Check(
        json=options.json,
        device=options.device,
        seeds=options.seeds,
        workers=options.workers,
        record=True,
        content=content,
    )
    return run_check(library, check, verbose=options.verbose)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="quizapp", description="Without the app's packages, only check --record works."
    )
    parser.add_argument("--content", type=Path, action="append")
    check = parser.add_subparsers(required=True).add_parser("check")
    check.add_argument("paths", type=Path, nargs="*")
    check.add_argument("--record", action="store_true", required=True)
    check.add_argument("--device", default="auto")
    check.add_argument("--seeds", type=int, default=1)
    check.add_argument("--workers", type=int, default=0)
    check.add_argument("--json", action="store_true")
    check.add_argument("-v", "--verbose", action="store_true")
    return parser
