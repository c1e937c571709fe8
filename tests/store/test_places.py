"""Places of cards: only differences are written."""

from quizapp.core.card import CardId
from quizapp.store.log import Store
from quizapp.store.places import read_places, sync_places
from quizapp.store.quick import Place
from tests.store.examples import A, B, C


def place(card: CardId, ordinal: int, hash: str = "hash") -> Place:
    return Place(card, "deck.md", 100 * ordinal, 80, hash, "deck", ordinal)


def changes(store: Store) -> int:
    """Rows written by the store's connection so far."""
    return int(store.rows("SELECT total_changes()")[0][0])


def test_places_come_back(store: Store) -> None:
    places = [place(A, 0), place(B, 1)]
    assert sync_places(store, "root", iter(places)) == 2
    assert read_places(store, "root") == {A: places[0], B: places[1]}
    assert read_places(store, "other") == {}


def test_nothing_is_written_where_nothing_changed(store: Store) -> None:
    places = [place(A, 0), place(B, 1)]
    sync_places(store, "root", places)
    before = changes(store)
    assert sync_places(store, "root", places) == 0
    assert changes(store) == before


def test_only_differences_are_written(store: Store) -> None:
    sync_places(store, "root", [place(A, 0), place(B, 1), place(C, 2)])
    before = changes(store)
    edited = [place(A, 0), place(C, 1, "another hash")]
    assert sync_places(store, "root", edited) == 2
    assert changes(store) - before == 2
    assert read_places(store, "root") == {A: edited[0], C: edited[1]}


def test_folders_are_apart(store: Store) -> None:
    sync_places(store, "one", [place(A, 0)])
    sync_places(store, "two", [place(A, 5)])
    sync_places(store, "one", [])
    assert read_places(store, "one") == {}
    assert read_places(store, "two") == {A: place(A, 5)}


def test_of_two_cards_with_one_id_the_first_counts(store: Store) -> None:
    twice = [place(A, 0), place(A, 1)]
    assert sync_places(store, "root", twice) == 1
    assert read_places(store, "root") == {A: twice[0]}
    assert sync_places(store, "root", twice) == 0
