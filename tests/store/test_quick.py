"""The first card of the queue, before anything heavy is loaded."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade, MarkKind
from quizapp.store.log import Store
from quizapp.store.places import sync_places
from quizapp.store.quick import Place, head
from tests.store.examples import DAY, A, B, C, at, mark, opened, review

ROOT = "content"


def place(card: CardId, ordinal: int, deck: str = "deck") -> Place:
    return Place(card, f"{deck}.md", 100 * ordinal, 80, f"hash of {card}", deck, ordinal)


PLACES = [place(A, 0), place(B, 1, "other"), place(C, 2)]


def first(
    store: Store, *decks: str, day: int = DAY, ms: int = 0, new_per_day: int = 10
) -> CardId | None:
    """The card that `head` puts first."""
    found = head(store.path, ROOT, decks, day, at(day, ms).ms, new_per_day)
    return found.place.card if found else None


def test_the_first_new_card_of_an_untouched_folder(store: Store) -> None:
    sync_places(store, ROOT, PLACES)
    found = head(store.path, ROOT, (), DAY, at().ms, 10)
    assert found is not None
    assert found.place == PLACES[0]
    assert found.memory == CardMemory(A)


def test_decks_choose_among_the_cards(store: Store) -> None:
    sync_places(store, ROOT, PLACES)
    assert first(store, "other") == B
    assert first(store, "other", "deck") == A
    assert first(store, "none such") is None


def test_new_cards_stop_at_the_daily_limit(store: Store) -> None:
    sync_places(store, ROOT, PLACES)
    store.append(review(A, grade=Grade.EASY))
    assert first(store, new_per_day=2) == B
    assert first(store, new_per_day=1) is None
    assert first(store, day=DAY + 1, new_per_day=1) == B
    assert first(store, new_per_day=0) is None


def test_new_cards_leave_out_suspended_and_buried_ones(store: Store) -> None:
    sync_places(store, ROOT, PLACES)
    store.append(mark(MarkKind.SUSPEND, A))
    store.append(mark(MarkKind.BURY, B))
    store.append(mark(MarkKind.FLAG, C))
    assert first(store) == C
    assert first(store, day=DAY + 1) == B


def test_learning_steps_due_now_come_first_then_reviews_then_new(store: Store) -> None:
    sync_places(store, ROOT, [*PLACES, place(CardId("new"), 3)])
    store.append(review(B, grade=Grade.EASY))
    store.append(review(A, ms=1, grade=Grade.EASY))
    due = store.due(DAY + 300)
    day = due[-1].due_day
    assert first(store, day=day) == due[0].card
    store.append(review(C, day=day))
    assert first(store, day=day, ms=599_999) == due[0].card
    assert first(store, day=day, ms=600_000) == C
    found = head(store.path, ROOT, (), day, at(day, 600_000).ms, 10)
    assert found is not None
    assert found.memory == store.memory(C)


def test_reviews_leave_out_suspended_buried_and_placeless_cards(store: Store) -> None:
    sync_places(store, ROOT, [place(A, 0), place(B, 1)])
    for card in (A, B, C):
        store.append(review(card, grade=Grade.EASY))
    day = max(memory.due_day for memory in store.memories().values())
    assert first(store, day=day, new_per_day=0) in (A, B)
    store.append(mark(MarkKind.SUSPEND, A))
    assert first(store, day=day, new_per_day=0) == B
    store.append(mark(MarkKind.BURY, B, day))
    assert first(store, day=day, new_per_day=0) is None
    assert first(store, day=day + 1, new_per_day=0) == B


def test_it_agrees_with_the_queue(store: Store) -> None:
    cards = [CardId(f"card-{number}") for number in range(30)]
    sync_places(store, ROOT, [place(card, number) for number, card in enumerate(cards)])
    for number, card in enumerate(cards[:20]):
        store.append(review(card, day=DAY + number % 7, grade=Grade(1 + number % 4)))
    for day in range(DAY, DAY + 60):
        queue = store.queue(day)
        now = at(day).ms
        steps = sorted((due_ms, card) for card, due_ms in queue if 0 < due_ms <= now)
        reviews = [card for card, due_ms in queue if not due_ms]
        expected = steps[0][1] if steps else reviews[0] if reviews else cards[20]
        assert first(store, day=day) == expected


def test_other_folders_are_not_mixed_in(store: Store) -> None:
    sync_places(store, "elsewhere", PLACES)
    assert first(store) is None


def test_any_trouble_is_none(store: Store, tmp_path: Path) -> None:
    sync_places(store, ROOT, PLACES)
    assert first(store) == A
    absent = tmp_path / "absent.db"
    assert head(absent, ROOT, (), DAY, 0, 10) is None
    assert not absent.exists()
    text = tmp_path / "text.db"
    text.write_text("not a database, but longer than its header would have to be" * 9)
    assert head(text, ROOT, (), DAY, 0, 10) is None
    assert head(tmp_path, ROOT, (), DAY, 0, 10) is None
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0007'")
        connection.commit()
    assert first(store) is None


def test_a_name_with_special_characters_opens(tmp_path: Path, path: Path) -> None:
    odd = tmp_path / "100% #1? ü.db"
    path.rename(odd)
    store = opened(odd)
    sync_places(store, ROOT, PLACES)
    assert first(store) == A
    store.close()


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys, quizapp.store.quick, quizapp.store.location\n"
        "heavy = {'sqlmodel', 'sqlalchemy', 'pydantic', 'alembic', 'torch', 'textual'}\n"
        "sys.exit(', '.join(heavy & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def test_alembic_is_not_imported_to_open_a_present_file(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from tests.store.examples import opened\n"
        "opened(Path(sys.argv[1])).close()\n"
        "sys.exit('alembic' if 'alembic' in sys.modules else None)"
    )
    command = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
