"""What proves a card: one run of its demo, on which device, with which versions, and when.

A proof is of this machine (the log's runs) or recorded (a file beside the decks, made elsewhere). A
recorded one is never shown as if it had been run now.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from quizapp.core.card import Card, CardId, FormulaCard
from quizapp.core.evidence import Answered, Claimed, Decided, Run, Shown
from quizapp.core.parameters import as_json
from quizapp.core.verification import Status, Verification

MAX_NAME = 200
"""Characters of a claim's text that name its number in the log."""


class ReadingKind(StrEnum):
    """Which call of the demo reported a value."""

    ANSWER = "answer"
    OPTION = "option"
    CLAIM = "claim"
    SHOWN = "show"


@dataclass(frozen=True, slots=True)
class Reading:
    """One value that a run reported."""

    kind: ReadingKind
    subject: str = ""
    """Letter of an option, text of a claim, label of a row; empty for the answer."""
    value: float | None = None
    """The measured number, where it is one."""
    holds: bool | None = None
    """Of an option or a claim; None for the others."""
    text: str = ""
    """The evidence in words; the unit of an answer; the text of a row."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One run, as evidence for a card."""

    card: CardId
    card_hash: str
    """Of the text that was proved."""
    status: Status
    device: str
    torch: str
    driver: str
    """Version of the GPU's driver; empty without one."""
    seconds: float
    date: str
    """YYYY-MM-DD."""
    parameters: str = "{}"
    """The combination as JSON."""
    readings: tuple[Reading, ...] = ()
    recorded: bool = False
    """It was made elsewhere and came with the decks."""

    def is_outdated(self, card: Card) -> bool:
        """Whether the card's text has changed since."""
        return self.card_hash != card.hash


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a card beside the run on the screen, on a day."""

    proofs: tuple[Proof, ...]
    today: date


def readings_of(card: Card, run: Run, verification: Verification) -> tuple[Reading, ...]:
    """The values of a run that are worth keeping: what was measured, decided, claimed and shown."""
    readings = []
    for finding in run.findings:
        match finding:
            case Answered():
                reading = Reading(ReadingKind.ANSWER, value=finding.measured, text=finding.unit)
            case Decided():
                reading = Reading(
                    ReadingKind.OPTION, finding.key, None, finding.holds, finding.evidence
                )
            case Claimed():
                reading = Reading(
                    *(ReadingKind.CLAIM, finding.text, finding.measured),
                    *(finding.holds, finding.evidence),
                )
            case Shown():
                reading = Reading(ReadingKind.SHOWN, finding.label, text=finding.value)
            case _:
                continue
        readings.append(reading)
    if isinstance(card, FormulaCard) and verification.answer is not None:
        # Its measured values are a table of points; what was found with them is one sentence.
        judged = verification.answer
        holds = verification.status is Status.VERIFIED
        readings.append(
            Reading(ReadingKind.CLAIM, card.answer_text, None, holds, f"it {judged.evidence}")
        )
    return tuple(readings)


def proof_of(card: Card, run: Run, verification: Verification, on: date, driver: str) -> Proof:
    """The proof that a run of this day gives, to be recorded."""
    return Proof(
        card=card.id,
        card_hash=card.hash,
        status=verification.status,
        device=run.device,
        torch=run.torch,
        driver=driver,
        seconds=float(f"{run.seconds:.3g}"),
        date=on.isoformat(),
        parameters=as_json(card.values),
        readings=readings_of(card, run, verification),
        recorded=True,
    )


def numbers_of(readings: Iterable[Reading]) -> tuple[tuple[str, float], ...]:
    """Every measured number with its name, as the log keeps them."""
    return tuple(
        (reading.subject[:MAX_NAME] or reading.kind.value, reading.value)
        for reading in readings
        if reading.value is not None
    )


def number_text(value: float) -> float | str:
    """A number as JSON can hold it: NaN and the infinities as text."""
    return value if math.isfinite(value) else str(value)


def number(value: object) -> float | None:
    """The number that `number_text` wrote; None for anything else."""
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def proofs_of(card: Card, own: Sequence[Proof], recorded: Sequence[Proof]) -> tuple[Proof, ...]:
    """What can be said of a card, one proof a device, those of this machine first.

    Recorded ones count for the combination of parameters that is asked; one of another text is
    kept, to be shown as outdated, where its device has no other.
    """
    asked = as_json(card.values)
    fitting = [each for each in recorded if not each.is_outdated(card)]
    outdated = [each for each in recorded if each.is_outdated(card)]
    exact = [each for each in fitting if each.parameters == asked]
    kept: dict[str, Proof] = {}
    for proof in (*own, *exact):
        kept.setdefault(proof.device, proof)
    # A device whose proof is of this text, though of another combination, is not outdated.
    present = {each.device for each in fitting}
    for proof in outdated:
        if proof.device not in present:
            kept.setdefault(proof.device, replace(proof, readings=()))
    return tuple(kept.values())


_WORDS = {
    Status.VERIFIED: "✓ verified",
    Status.FAILED: "✗ not verified",
    Status.ERROR: "! failed",
    Status.TIMEOUT: "! timed out",
}


def badge(
    card: Card, proofs: Iterable[Proof], today: date, *, device: str = "", verified: bool = False
) -> str:
    """Where and when else the card was proved: "on NVIDIA H200 2026-11-21"; empty where nowhere.

    `device` is that of the run on the screen, which speaks for itself; `verified` says that the
    words "✓ verified" stand right before.
    """
    said = []
    for proof in proofs:
        if proof.device == device or proof.status not in _WORDS:
            continue
        words = f"on {proof.device} {when(proof.date, today)}"
        if proof.is_outdated(card):
            words += " (outdated)"
        is_verified = proof.status is Status.VERIFIED
        said.append(words if is_verified and verified else f"{_WORDS[proof.status]} {words}")
        verified = is_verified
    return " · ".join(said)


def when(iso: str, today: date) -> str:
    """A day in words: "today", "yesterday", else as it is written."""
    try:
        days = (today - date.fromisoformat(iso)).days
    except ValueError:
        return iso
    return {0: "today", 1: "yesterday"}.get(days, iso)


def origin(proof: Proof) -> str:
    """Where a recorded proof comes from, with versions and date."""
    versions = f"torch {proof.torch}" + (f", driver {proof.driver}" if proof.driver else "")
    return f"Recorded on {proof.device}, {proof.date} ({versions})"
