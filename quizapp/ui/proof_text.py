"""Where else a card was proved: a few words beside the status, and recorded values as blocks."""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.card import Card, ChoiceCard
from quizapp.core.evidence import Run
from quizapp.core.proof import Known, Proof, Reading, ReadingKind, badge, origin
from quizapp.core.verification import Status, Verification
from quizapp.ui.prose import Block, inline, wrapped


def beside(
    card: Card, known: Known | None, run: Run | None, verification: Verification | None
) -> str:
    """What follows the status of the run on the screen: " · on NVIDIA H200 2026-11-21"."""
    if known is None:
        return ""
    verified = verification is not None and verification.status is Status.VERIFIED
    device = run.device if run is not None else ""
    said = badge(card, known.proofs, known.today, device=device, verified=verified)
    return f" · {said}" if said else ""


def recorded_blocks(
    card: Card, known: Known, run: Run, verification: Verification, *, whole: bool
) -> list[Block]:
    """Values recorded on other devices, labelled as such.

    Beside a run that verified the card they stand only where the demo asks what it runs on, or in
    the whole view: elsewhere they say the same again.
    """
    from quizapp.core.demo_device import depends_on_device

    if card.demo is None:
        return []
    says_more = verification.status is not Status.VERIFIED or depends_on_device(card.demo.code)
    if not (whole or says_more):
        return []
    return [
        _block(card, proof)
        for proof in known.proofs
        if proof.recorded and proof.readings and proof.device != run.device
    ]


def _block(card: Card, proof: Proof) -> Block:
    def lay(width: int) -> list[Content]:
        laid = wrapped(Content.styled(origin(proof), "bold $text-primary"), width)
        for row in _rows(card, proof.readings):
            first, *rest = wrapped(row, width - 4)
            laid.append(Content("  ") + first)
            laid.extend(Content("    ") + line for line in rest)
        return laid

    return lay


def _rows(card: Card, readings: Sequence[Reading]) -> Iterator[Content]:
    options = card.options if isinstance(card, ChoiceCard) else ()
    texts = {option.key: option.text for option in options}
    for reading in readings:
        match reading.kind:
            case ReadingKind.ANSWER:
                yield Content(f"measured {_number(reading.value)} {reading.text}".rstrip())
            case ReadingKind.MEASURED:
                truth = "true" if reading.holds else "false"
                said = truth if reading.value is None else _number(reading.value)
                yield Content(f"{reading.subject}: {said} {reading.text}".rstrip())
            case ReadingKind.SHOWN:
                yield Content(f"{reading.subject}: {reading.text}")
            case ReadingKind.OPTION:
                yield _judged(texts.get(reading.subject, reading.subject), reading)
            case ReadingKind.CLAIM:
                yield _judged(reading.subject, reading)


def _judged(subject: str, reading: Reading) -> Content:
    mark = "✓ confirmed" if reading.holds else "✗ refuted"
    evidence = Content(f": {reading.text}" if reading.text else "")
    return Content(f"{mark}: ") + inline(subject) + evidence


def _number(value: float | None) -> str:
    return str(value) if isinstance(value, int) or value is None else f"{value:.7g}"
