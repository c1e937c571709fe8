"""The generated world is one that the app itself would read and have written."""

from pathlib import Path

from quizapp.core.card import Kind, kind_of
from quizapp.core.schedule import Scheduler
from quizapp.decks.library import Library
from tests.benchmarks.decks import CARDS_PER_FILE, card_id, card_text, write_decks
from tests.benchmarks.progress import REVIEWS, opened, write_progress

TODAY = 739_941


def test_every_generated_card_can_be_read(tmp_path: Path) -> None:
    write_decks(tmp_path / "decks", CARDS_PER_FILE + 3)
    library = Library([tmp_path / "decks"])
    library.load()
    assert library.check() == []
    assert [len(deck.card_ids) for deck in library.decks] == [CARDS_PER_FILE, 3]
    kinds = []
    for index in range(3):
        card = library.card(card_id(index))
        assert not isinstance(card, tuple)
        assert card.demo is not None
        assert card.question.startswith(f"{card.id}: ")
        kinds.append(kind_of(card))
    assert kinds == [Kind.CHOICE, Kind.NUMBER, Kind.RECALL]


def test_cards_have_about_700_characters() -> None:
    sizes = [len(card_text(index)) for index in range(300)]
    assert 600 < sum(sizes) / len(sizes) < 800


def test_progress_is_what_the_log_gives(tmp_path: Path) -> None:
    scheduler = Scheduler()
    write_progress(tmp_path / "progress.db", 400, scheduler, TODAY)
    store = opened(tmp_path / "progress.db", scheduler)
    try:
        assert store.prove() == []
        assert store.integrity() == []
        assert store.counts().reviews == 400 * REVIEWS
        due = store.queue(TODAY)
        assert 10 < len(due) < 60
        assert len(store.queue(TODAY - 3)) == 0
        assert max(review.at.day for review in store.reviews()) < TODAY
    finally:
        store.close()
