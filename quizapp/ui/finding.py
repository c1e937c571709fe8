"""The cards that a search finds, for `study --find` and `list --find`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quizapp.core.card import Card, CardId, kind_of
from quizapp.core.gaps import masked
from quizapp.core.review import CardMemory, Phase
from quizapp.core.schedule import retrievability
from quizapp.core.search import Entry, Known, Query, read_query

if TYPE_CHECKING:
    from quizapp.decks.library import Library
    from quizapp.ui.desk import Desk


def query_of(text: str, library: Library, day: int) -> Query | str:
    """A search read against a library's decks and tags; or what cannot be understood."""
    tags = {tag for deck in library.decks for tag in deck.tags}
    if "tag:" in text:  # cards may have tags of their own
        read = (library.card(card) for card in library.cards)
        tags |= {tag for card in read if not isinstance(card, tuple) for tag in card.tags}
    return read_query(text, Known(day, [deck.name for deck in library.decks], tags))


def found(desk: Desk, text: str) -> list[CardId] | str:
    """The cards that a search finds, in the order of their files; one unread is never found."""
    day = desk.moment().day
    query = query_of(text, desk.library, day)
    if isinstance(query, str):
        return query
    return [entry.card for entry in _entries(desk, day) if query.finds(entry)]


def _entries(desk: Desk, day: int) -> Iterator[Entry]:
    memories, verified = desk.store.memories(), desk.verified()
    for card_id in desk.library.cards:
        card = desk.library.card(card_id)
        if not isinstance(card, tuple):
            memory = memories.get(card_id) or CardMemory(card_id)
            yield _entry(card, memory, day, desk.scheduler.weights, card_id in verified)


def _entry(
    card: Card, memory: CardMemory, day: int, weights: tuple[float, ...], verified: bool
) -> Entry:
    new = memory.phase is Phase.NEW
    return Entry(
        card.id,
        card.deck,
        card.tags,
        kind_of(card),
        card.level,
        masked(card.question).casefold(),
        memory,
        None if new else retrievability(memory, day, weights),
        verified,
    )
