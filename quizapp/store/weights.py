"""FSRS's weights fitted to this file's learner: a list whose last entry is in force."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from math import isfinite
from pathlib import Path
from typing import Final

from quizapp.store.log import Store
from quizapp.store.statements import UPSERT_META

COUNT: Final = 21
"""Of FSRS-6."""
_KEY: Final = "weights"
_SELECT: Final = "SELECT value FROM meta WHERE key = ?"


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights, and when and from what they were fitted."""

    weights: tuple[float, ...]
    ms: int
    """Instant, in ms since 1970 UTC."""
    reviews: int


def weights_of(path: Path) -> tuple[float, ...] | None:
    """The weights in force of a progress file; None where it has none of its own.

    Read before the store is opened, which needs them. A file that cannot be read has none here: the
    store says what is wrong with it.
    """
    if not path.is_file():
        return None
    try:
        with closing(
            sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)
        ) as connection:
            fitted = _fitted(connection.execute(_SELECT, (_KEY,)).fetchall())
    except sqlite3.Error:
        return None
    return fitted[-1].weights if fitted else None


def keep_weights(store: Store, fitted: Fitted) -> None:
    """Put weights in force from the next opening on; those before are kept."""
    _write(store, [*_fitted(store.rows(_SELECT, (_KEY,))), fitted])


def drop_weights(store: Store) -> Fitted | None:
    """Go back to the weights before; gives those dropped, None where there are none."""
    known = _fitted(store.rows(_SELECT, (_KEY,)))
    if not known:
        return None
    _write(store, known[:-1])
    return known[-1]


def _write(store: Store, fitted: list[Fitted]) -> None:
    text = json.dumps([asdict(one) for one in fitted])
    with store.writing() as connection:
        connection.execute(UPSERT_META, (_KEY, text))


def _fitted(rows: Sequence[object]) -> list[Fitted]:
    """What a row of `meta` holds; what no program of ours wrote counts as nothing."""
    match rows:
        case [(str(text),)]:
            pass
        case _:
            return []
    try:
        entries = json.loads(text)
        known = [
            Fitted(tuple(map(float, entry["weights"])), int(entry["ms"]), int(entry["reviews"]))
            for entry in entries
        ]
    except (ValueError, TypeError, KeyError):
        return []
    return known if all(map(_usable, known)) else []


def _usable(fitted: Fitted) -> bool:
    return len(fitted.weights) == COUNT and all(map(isfinite, fitted.weights))
