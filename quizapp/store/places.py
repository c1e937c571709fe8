"""Where the cards of a folder stand, so that the first question needs no scan of it."""

from collections.abc import Iterable

from quizapp.core.card import CardId
from quizapp.store.log import Store
from quizapp.store.quick import PLACE_FIELDS, Place
from quizapp.store.statements import UPSERT_PLACE

_SELECT = f"SELECT {', '.join(PLACE_FIELDS)} FROM card_place WHERE root = ?"


def read_places(store: Store, root_key: str) -> dict[CardId, Place]:
    """The places known of a folder."""
    return {row[0]: Place._make(row) for row in store.rows(_SELECT, (root_key,))}


def sync_places(store: Store, root_key: str, cards: Iterable[Place]) -> int:
    """Make the places of a folder those of `cards`; of two with one id the first counts.

    Writes what differs and gives the number of rows written; nothing is written where nothing is.
    """
    known = {row[0]: row for row in store.rows(_SELECT, (root_key,))}
    found: dict[CardId, Place] = {}
    for place in cards:
        found.setdefault(place.card, place)
    changed = [place for card, place in found.items() if known.get(card) != place]
    gone = [card for card in known if card not in found]
    if changed or gone:
        with store.writing() as connection:
            delete = "DELETE FROM card_place WHERE root = ? AND card = ?"
            connection.executemany(delete, ((root_key, card) for card in gone))
            connection.executemany(UPSERT_PLACE, ((root_key, *place) for place in changed))
    return len(changed) + len(gone)
