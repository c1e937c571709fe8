"""Proofs that were recorded elsewhere: one file for each device, in `evidence/` beside the decks.

A file is JSON with one reading a line and the proofs in the order of their cards, so that a new
recording is a small diff. Nothing here loads what a bare machine with PyTorch may lack.
"""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from quizapp.core.card import CardId
from quizapp.core.problem import Problem
from quizapp.core.proof import Proof, Reading, ReadingKind, number, number_text
from quizapp.core.verification import Status

FOLDER = "evidence"
VERSION = 1
"""Of the form of these files."""
_MEND = "mend it, or remove it and record again"


@dataclass(frozen=True, slots=True)
class ProofFile:
    """What was recorded on one device."""

    path: str
    """As shown to people."""
    device: str
    proofs: tuple[Proof, ...]


class Broken(Exception):
    """A file that holds no proofs this program can read; says what is wrong, without its name."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line, self.column = line, column


class Proofs:
    """The recorded proofs of some folders; read when first asked for.

    `shown` turns the name of a file into that shown to people.
    """

    def __init__(self, folders: Iterable[Path], shown: Callable[[str], str] = str) -> None:
        self._folders = tuple(dict.fromkeys(folders))
        self._shown = shown

    @property
    def files(self) -> Sequence[ProofFile]:
        """Every file that could be read, in the order of its path."""
        return self._read[0]

    @property
    def problems(self) -> Sequence[Problem]:
        """The files that could not."""
        return self._read[1]

    def of(self, card: CardId) -> Sequence[Proof]:
        """The proofs of a card, of whatever text and combination."""
        return self._by_card.get(card, ())

    @cached_property
    def _read(self) -> tuple[tuple[ProofFile, ...], tuple[Problem, ...]]:
        files, problems = [], []
        for folder in self._folders:
            for path in sorted(folder.glob("*.json")):
                shown = self._shown(str(path))
                try:
                    files.append(ProofFile(shown, *read_proofs(path)))
                except Broken as error:
                    at = error.line, error.column
                    problems.append(Problem(shown, *at, "evidence-unreadable", str(error)))
        return tuple(files), tuple(problems)

    @cached_property
    def _by_card(self) -> dict[CardId, list[Proof]]:
        found: dict[CardId, list[Proof]] = {}
        for file in self.files:
            for proof in file.proofs:
                found.setdefault(proof.card, []).append(proof)
        return found


def folder_for(path: Path, roots: Iterable[Path]) -> Path:
    """Where the proofs of a deck's file belong: in the folder of decks it is under, else its own."""
    path = path.absolute()
    for root in roots:
        if root.is_dir() and path.is_relative_to(root.absolute()):
            return root / FOLDER
    return path.parent / FOLDER


def folders_of(roots: Iterable[Path]) -> list[Path]:
    """The folders of proofs of some folders and files of decks."""
    return [(root.parent if root.is_file() else root) / FOLDER for root in roots]


def file_name(device: str) -> str:
    """The name of a device's file: "nvidia-h200.json"."""
    return f"{re.sub(r'[^a-z0-9]+', '-', device.lower()).strip('-') or 'device'}.json"


def read_proofs(path: Path) -> tuple[str, tuple[Proof, ...]]:
    """Device and proofs of a file. Raises Broken."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Broken(f"cannot be read: {error.strerror or error}") from error
    except json.JSONDecodeError as error:
        raise Broken(f"is no JSON ({error.msg}); {_MEND}", error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Broken(f"is no JSON ({error}); {_MEND}") from error
    match document:
        case {"version": int(version)} if version > VERSION:
            say = f"was written by a newer quizapp (form {version}, this one knows {VERSION})"
            raise Broken(f"{say}: update quizapp")
        case {"version": int(), "device": str(device), "proofs": list(rows)}:
            return device, tuple(_proof(row, device, place) for place, row in enumerate(rows, 1))
    raise Broken("is no file of evidence: it needs version, device and proofs; record it again")


def write_proofs(path: Path, device: str, proofs: Iterable[Proof]) -> None:
    """Write a file whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(document_of(device, proofs))
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, 0o644)  # mkstemp's files are for their owner alone
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


def document_of(device: str, proofs: Iterable[Proof]) -> str:
    """The text of a file: a proof's head on one line, then a line for each reading."""
    ordered = sorted(proofs, key=lambda proof: (proof.card, proof.parameters))
    heads = ",".join(f"\n  {_head(proof)}" for proof in ordered)
    end = "\n " if ordered else ""
    return (
        f'{{\n "version": {VERSION},\n "device": {_json(device)},\n "proofs": [{heads}{end}]\n}}\n'
    )


def _head(proof: Proof) -> str:
    fields: dict[str, object] = {
        "card": proof.card,
        "hash": proof.card_hash,
        "parameters": json.loads(proof.parameters),
        "date": proof.date,
        "torch": proof.torch,
        "driver": proof.driver,
        "seconds": proof.seconds,
    }
    readings = ",".join(f"\n   {_json(_reading_row(each))}" for each in proof.readings)
    end = "\n  " if proof.readings else ""
    return f'{_json(fields)[:-1]}, "readings": [{readings}{end}]}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _reading_row(reading: Reading) -> dict[str, object]:
    row: dict[str, object] = {reading.kind.value: reading.subject}
    if reading.value is not None:
        row["value"] = number_text(reading.value)
    if reading.holds is not None:
        row["holds"] = reading.holds
    if reading.text:
        row["text"] = reading.text
    return row


def _proof(row: object, device: str, place: int) -> Proof:
    match row:
        case {
            "card": str(card),
            "hash": str(card_hash),
            "parameters": dict(parameters),
            "date": str(date),
            "torch": str(torch),
            "driver": str(driver),
            "seconds": int() | float() as seconds,
            "readings": list(readings),
        }:
            return Proof(
                *(CardId(card), card_hash, Status.VERIFIED, device, torch, driver),
                *(float(seconds), date),
                json.dumps(parameters, ensure_ascii=False, sort_keys=True),
                tuple(_reading(each, card) for each in readings),
                recorded=True,
            )
    raise Broken(f"its proof number {place} lacks a field, or has one of another sort")


def _reading(row: object, card: str) -> Reading:
    if isinstance(row, dict):
        for kind in ReadingKind:
            subject, text, holds = row.get(kind.value), row.get("text", ""), row.get("holds")
            fits = isinstance(subject, str) and isinstance(text, str)
            if fits and (holds is None or isinstance(holds, bool)):
                return Reading(kind, str(subject), number(row.get("value")), holds, str(text))
    raise Broken(f"a reading of its card {card} is of another form")
