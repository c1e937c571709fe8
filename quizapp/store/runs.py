"""Runs of demos on this machine, as they cross the edge of the store."""

import json
from dataclasses import dataclass
from math import isfinite
from typing import Final

from quizapp.core.card import CardId
from quizapp.store.rows import Row

RUN_COLUMNS: Final = "card, card_hash, status, device, torch, seconds, measured, ms"


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What one run of a card's demo gave."""

    card: CardId
    card_hash: str
    """Of the card's text at that time; the result holds for no other."""
    status: str
    """A `quizapp.core.verification.Status`."""
    device: str
    torch: str
    """Version of PyTorch."""
    seconds: float
    measured: float | None
    """What the demo gave to `answer`; None where nothing, or no finite number."""
    ms: int
    """Instant, in ms since 1970 UTC."""


def run_row(id_: str, run: RunRecord) -> tuple[object, ...]:
    """The row of a run."""
    # JSON knows neither NaN nor infinity.
    finite = run.measured is not None and isfinite(run.measured)
    measured = json.dumps(run.measured if finite else None)
    return (
        *(id_, run.card, run.card_hash, run.status, run.device, run.torch),
        *(run.seconds, measured, run.ms),
    )


def run_of(row: Row) -> RunRecord:
    """A run from the columns `RUN_COLUMNS`."""
    card, card_hash, status, device, torch, seconds, measured, ms = row
    return RunRecord(card, card_hash, status, device, torch, seconds, json.loads(measured), ms)
