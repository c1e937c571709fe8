"""`quizapp check --record`: proofs written beside the decks, and which of them are outdated.

Nothing here, nor in what it imports, needs more than a bare machine with PyTorch and the parser.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from quizapp.core.card import Card, CardId
from quizapp.core.evidence import Run
from quizapp.core.problem import Problem
from quizapp.core.proof import Proof, proof_of
from quizapp.core.verification import Status, Verification
from quizapp.core.words import counted
from quizapp.decks.proofs import (
    Broken,
    ProofFile,
    Proofs,
    file_name,
    folder_for,
    read_proofs,
    write_proofs,
)
from quizapp.lab.driver import driver_of

if TYPE_CHECKING:
    from quizapp.decks.library import Library

_NAMED = 10
"""Outdated cards that a report names."""
_DEVICES = {"CPU": "cpu", "Apple GPU (MPS)": "mps"}


class Ran(Protocol):
    """One card of a check, and its runs."""

    card: Card
    status: Status
    problems: list[Problem]
    runs: list[tuple[Card, Run, Verification]]


@dataclass
class Recording:
    """What `--record` wrote."""

    files: list[tuple[str, str, int]] = field(default_factory=list)
    """Name of the file, device, and cards recorded now."""
    problems: list[Problem] = field(default_factory=list)

    def text(self) -> str:
        """A line for each file."""
        return "".join(
            f"Recorded {counted(count, 'card')} on {device} in {name}.\n"
            for name, device, count in self.files
        )

    def row(self) -> list[dict[str, object]]:
        """The same for a document."""
        return [
            {"file": name, "device": device, "cards": count} for name, device, count in self.files
        ]


def record(
    library: Library, checked: Sequence[Ran], roots: Sequence[Path], today: date
) -> Recording:
    """Write the proofs of the cards that were verified, one file for each device.

    A card that failed loses what was recorded of it there; cards that did not run keep theirs,
    unless the whole folder was checked and they are gone.
    """
    made: dict[tuple[Path, str], dict[CardId, list[Proof]]] = {}
    for item in checked:
        holds = item.status is Status.VERIFIED and not item.problems
        folder = folder_for(library.path(item.card.id), roots)
        for card, run, verification in item.runs:
            if not run.device or verification.status is Status.UNVERIFIED:
                continue
            proofs = made.setdefault((folder, run.device), {}).setdefault(card.id, [])
            if holds:
                proofs.append(proof_of(card, run, verification, today, driver_of(run.device)))
    recording = Recording()
    for (folder, device), cards in made.items():
        whole = folder.parent in library.roots
        _merge(folder / file_name(device), device, cards, library if whole else None, recording)
    return recording


def _merge(
    path: Path,
    device: str,
    made: Mapping[CardId, Sequence[Proof]],
    library: Library | None,
    recording: Recording,
) -> None:
    before: tuple[Proof, ...] = ()
    try:
        if path.exists():
            _, before = read_proofs(path)
        kept = [
            proof
            for proof in before
            if proof.card not in made and (library is None or proof.card in library.cards)
        ]
        proofs = [*kept, *(proof for each in made.values() for proof in each)]
        write_proofs(path, device, proofs)
    except Broken as error:
        at = error.line, error.column
        recording.problems.append(Problem(_shown(path), *at, "evidence-unreadable", str(error)))
    except OSError as error:
        say = f"cannot be written: {error.strerror or error}; nothing was recorded"
        recording.problems.append(Problem(_shown(path), 1, 1, "evidence-unwritable", say))
    else:
        count = sum(bool(each) for each in made.values())
        recording.files.append((_shown(path), device, count))


def _shown(path: Path | str) -> str:
    """Relative to where the command runs, where it is below that."""
    here = Path.cwd()
    return str(Path(path).relative_to(here) if Path(path).is_relative_to(here) else path)


@dataclass(frozen=True, slots=True)
class State:
    """What one file says of the cards that were checked."""

    file: ProofFile
    recorded: int
    """Cards whose present text is proved there."""
    outdated: tuple[Card, ...]
    missing: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class States:
    """The files beside the cards that were checked."""

    states: tuple[State, ...]
    problems: tuple[Problem, ...]


def states(library: Library, checked: Sequence[Ran], roots: Sequence[Path]) -> States:
    """Which recorded proofs still are of the text that was checked."""
    folders = {item.card.id: folder_for(library.path(item.card.id), roots) for item in checked}
    found: list[State] = []
    problems: list[Problem] = []
    for folder in dict.fromkeys(folders.values()):
        proofs = Proofs([folder], _shown)
        problems.extend(proofs.problems)
        cards = [
            item.card
            for item in checked
            if item.card.demo is not None and folders[item.card.id] == folder
        ]
        found.extend(state_of(file, cards) for file in proofs.files)
    return States(tuple(found), tuple(problems))


def state_of(file: ProofFile, cards: Sequence[Card]) -> State:
    """What a file says of some cards with demos."""
    standing = file.standing({card.id: card.hash for card in cards})
    outdated = tuple(card for card in cards if standing.get(card.id) is False)
    missing = tuple(card for card in cards if card.id not in standing)
    return State(file, len(standing) - len(outdated), outdated, missing)


def report(found: States, *, verbose: bool = False) -> str:
    """A line for each file, and what to do about what is outdated."""
    lines = []
    for state in found.states:
        line = f"Evidence of {state.file.device} in {state.file.path}: "
        line += counted(state.recorded, "card")
        if state.outdated:
            names = [card.id for card in state.outdated]
            shown = names if verbose else names[:_NAMED]
            more = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
            line += f"; {len(names)} outdated: {', '.join(shown)}{more}"
        if state.missing:
            line += f"; {len(state.missing)} not recorded"
        lines.append(f"{line}.")
        if state.outdated:
            lines.append(f"To record again, on that device: {again(state)}")
    return "".join(f"{line}\n" for line in lines)


def again(state: State) -> str:
    """The command that records the outdated cards' decks again."""
    device = _DEVICES.get(state.file.device, "cuda")
    files = " ".join(dict.fromkeys(card.file for card in state.outdated))
    return f"quizapp check --device {device} --record {files}"


def rows(found: States) -> list[dict[str, object]]:
    """The files for a document."""
    return [
        {
            "file": state.file.path,
            "device": state.file.device,
            "recorded": state.recorded,
            "outdated": [card.id for card in state.outdated],
            "missing": [card.id for card in state.missing],
        }
        for state in found.states
    ]
