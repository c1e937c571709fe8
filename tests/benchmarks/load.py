"""Reading 10,000 cards for the first time."""

import time
from functools import cache
from hashlib import blake2b
from pathlib import Path

from quizapp.decks.library import Library
from tests.benchmarks.decks import write_decks
from tests.benchmarks.row import Row, in_turn
from tests.benchmarks.world import scratch

CARDS = 10_000


@cache
def decks() -> Path:
    """A folder of 10,000 cards."""
    folder = scratch() / "decks"
    write_decks(folder, CARDS)
    return folder


def measure() -> Row:
    """Against reading the files, finding `##` outside fences by lines, and hashing the cards."""
    folder = decks()
    assert len(_scan(folder)) == CARDS == len(_load(folder).cards)

    def ours() -> float:
        start = time.perf_counter()
        _load(folder)
        return (time.perf_counter() - start) * 1e3

    def floor() -> float:
        start = time.perf_counter()
        _scan(folder)
        return (time.perf_counter() - start) * 1e3

    own, low = in_turn(ours, floor)
    return Row(
        "load of 10,000 cards", own, low, "ms", 1.5, "floor: read, blake2b, one look at each line"
    )


def _load(folder: Path) -> Library:
    library = Library([folder])
    library.load()
    return library


def _scan(folder: Path) -> list[tuple[str, bytes]]:
    """Text and hash of each card: what must be done at the least, by lines."""
    cards: list[tuple[str, bytes]] = []
    for path in sorted(folder.glob("*.md")):
        card: list[str] = []
        in_fence = False
        for line in path.read_bytes().decode().splitlines(keepends=True):
            if line.startswith("```"):
                in_fence = not in_fence
            elif line.startswith("## ") and not in_fence:
                _close(card, cards)
                card = []
            card.append(line)
        _close(card, cards)
    return cards


def _close(lines: list[str], cards: list[tuple[str, bytes]]) -> None:
    if lines and lines[0].startswith("## "):
        text = "".join(lines)
        cards.append((text, blake2b(text.encode(), digest_size=16).digest()))
