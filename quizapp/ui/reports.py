"""`quizapp list`: the library in numbers."""

from __future__ import annotations

import sys
from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.core.card import Card, CardId, kind_of
from quizapp.core.gaps import masked
from quizapp.core.words import counted
from quizapp.ui.document import print_json
from quizapp.ui.prose import inline

if TYPE_CHECKING:
    from quizapp.decks.library import Library


def print_list(
    library: Library,
    decks: Sequence[str],
    among: Container[CardId] | None = None,
    *,
    json: bool,
) -> int:
    """Print the cards of some decks, those `among` some cards; 1 where some cannot be read."""
    cards, problems = [], list(library.problems)
    for deck in library.decks:
        if decks and deck.name not in decks:
            continue
        for name in deck.card_ids:
            card = library.card(name)
            if among is not None and name not in among:
                continue
            if isinstance(card, tuple):
                problems.extend(card)
            else:
                cards.append(card)
    if json:
        rows = [
            {
                "id": card.id,
                "deck": card.deck,
                "kind": kind_of(card),
                "level": card.level,
                "tags": card.tags,
                "file": card.file,
                "line": card.line,
                "question": masked(card.question).partition("\n")[0],
                "evidence": _recorded(library, card),
            }
            for card in cards
        ]
        print_json({"cards": rows, "problems": [str(problem) for problem in sorted(problems)]})
        return 1 if problems else 0
    width = max([Content(card.id).cell_length for card in cards] + [2]) + 2
    deck_name = ""
    for card in cards:
        if card.deck != deck_name:
            deck_name = card.deck
            sys.stdout.write(f"{deck_name}\n")
        question = inline(masked(card.question).partition("\n")[0])
        text = question.truncate(max(96 - width, 30), ellipsis=True).plain
        gap = " " * (width - Content(card.id).cell_length)
        sys.stdout.write(f"  {card.id}{gap}{kind_of(card):<7} {card.level}  {text}\n")
    sys.stdout.write(f"{counted(len(cards), 'card')}\n")
    for problem in sorted(problems):
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _recorded(library: Library, card: Card) -> list[dict[str, object]]:
    """Where and when a card was recorded; one row a device."""
    rows: dict[str, dict[str, object]] = {}
    for proof in library.proofs.of(card.id):
        outdated = proof.is_outdated(card)
        if proof.device not in rows or not outdated:
            rows[proof.device] = {
                "device": proof.device,
                "date": proof.date,
                "torch": proof.torch,
                "outdated": outdated,
            }
    return list(rows.values())
