"""Runs of demos on this machine, as they cross the edge of the store."""

import json
from dataclasses import dataclass
from typing import Final

from quizapp.core.card import CardId
from quizapp.core.proof import number, number_text
from quizapp.store.rows import Row

RUN_COLUMNS: Final = (
    "card, card_hash, parameters, status, device, torch, driver, seconds, measured, ms"
)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What one run of a card's demo gave."""

    card: CardId
    card_hash: str
    """Of the card's text at that time; the result holds for no other."""
    parameters: str
    """The combination that was asked, as JSON."""
    status: str
    """A `quizapp.core.verification.Status`."""
    device: str
    torch: str
    """Version of PyTorch."""
    driver: str
    """Version of the GPU's driver; empty without one."""
    seconds: float
    measured: tuple[tuple[str, float], ...]
    """Every number that the demo measured, with its name."""
    ms: int
    """Instant, in ms since 1970 UTC."""


def run_row(id_: str, run: RunRecord) -> tuple[object, ...]:
    """The row of a run."""
    measured = [[name, number_text(value)] for name, value in run.measured]
    return (
        *(id_, run.card, run.card_hash, run.parameters, run.status, run.device, run.torch),
        *(run.driver, run.seconds, json.dumps(measured, ensure_ascii=False), run.ms),
    )


def run_of(row: Row) -> RunRecord:
    """A run from the columns `RUN_COLUMNS`."""
    card, card_hash, parameters, status, device, torch, driver, seconds, measured, ms = row
    pairs = ((name, number(value)) for name, value in json.loads(measured))
    return RunRecord(
        *(card, card_hash, parameters, status, device, torch, driver, seconds),
        tuple((name, value) for name, value in pairs if value is not None),
        ms,
    )
