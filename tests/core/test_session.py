"""The study session, from lists of events."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.days import MINUTE_MS
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.session import (
    Done,
    Extended,
    Graded,
    Removed,
    Session,
    Undone,
    begin,
    coming,
    shown_order,
    step,
    waiting_ms,
)

NOW = 1_000_000_000


def due(name: str) -> CardMemory:
    return CardMemory(CardId(name), Phase.REVIEW)


def learning(name: str, due_ms: int) -> CardMemory:
    return CardMemory(CardId(name), Phase.LEARNING, due_ms=due_ms)


def ids(*names: str) -> list[CardId]:
    return [CardId(name) for name in names]


def graded(session: Session, after: CardMemory | None = None, grade: Grade = Grade.GOOD) -> Graded:
    assert session.current is not None
    after = after or CardMemory(session.current, Phase.REVIEW)
    done = Done(f"r-{len(session.done)}-{session.current}", session.current, grade, None, "")
    return Graded(done, after, NOW)


def asked(session: Session) -> list[str]:
    """The cards in the order in which they are asked, each graded Good and done."""
    order = []
    while session.current is not None:
        order.append(str(session.current))
        session = step(session, graded(session))
    return order


def test_new_cards_are_spread_among_reviews() -> None:
    session = begin([due(f"r{i}") for i in range(6)], ids("n0", "n1", "n2"), NOW)
    assert asked(session) == ["r0", "n0", "r1", "r2", "n1", "r3", "r4", "n2", "r5"]


def test_what_is_coming_is_what_will_be_asked() -> None:
    session = begin([due(f"r{i}") for i in range(3)], ids("n0", "n1"), NOW)
    first, *rest = asked(session)
    assert first == session.current
    assert [str(card) for card in coming(session, NOW, 9)] == rest
    assert [str(card) for card in coming(session, NOW, 2)] == rest[:2]


def test_a_due_learning_card_goes_first() -> None:
    session = begin([due("r"), learning("l", NOW - 1)], ids("n"), NOW)
    assert asked(session) == ["l", "r", "n"]


def test_a_learning_card_is_asked_early_when_nothing_else_is_left() -> None:
    session = begin([learning("l", NOW + 10 * MINUTE_MS), due("r")], (), NOW)
    assert asked(session) == ["r", "l"]


def test_a_learning_card_far_off_waits() -> None:
    session = begin([learning("l", NOW + 60 * MINUTE_MS)], (), NOW)
    assert session.current is None
    assert waiting_ms(session, NOW) == 60 * MINUTE_MS


def test_a_failed_card_comes_back_in_the_same_session() -> None:
    session = begin([due("a"), due("b")], (), NOW)
    relearning = CardMemory(CardId("a"), Phase.RELEARNING, due_ms=NOW + MINUTE_MS)
    session = step(session, graded(session, relearning, Grade.AGAIN))
    assert session.current == "b"
    session = step(session, graded(session))
    assert session.current == "a"
    assert session.origin == "learning"


def test_cram_repeats_what_failed_and_waits_for_nothing() -> None:
    session = begin([due("a"), due("b")], (), NOW, kind=SessionKind.CRAM)
    relearning = CardMemory(CardId("a"), Phase.RELEARNING, due_ms=NOW + MINUTE_MS)
    session = step(session, graded(session, relearning, Grade.AGAIN))
    assert asked(session) == ["b", "a"]


def test_undo_asks_the_card_again_and_keeps_the_interrupted_one() -> None:
    session = begin([due("a"), due("b")], ids("n"), NOW)
    first = graded(session)
    before = step(session, first)
    undone = step(before, Undone(first.done.review, CardId("a")))
    assert undone.current == "a"
    assert undone.done == ()
    assert sorted(asked(undone)) == ["a", "b", "n"]


def test_undo_takes_a_card_out_of_the_learning_queue() -> None:
    session = begin([due("a")], (), NOW)
    relearning = CardMemory(CardId("a"), Phase.RELEARNING, due_ms=NOW + 60 * MINUTE_MS)
    first = graded(session, relearning, Grade.AGAIN)
    session = step(step(session, first), Undone(first.done.review, CardId("a")))
    assert (session.current, session.learning) == ("a", ())


def test_undo_of_an_earlier_session_brings_its_card() -> None:
    session = step(begin([due("a")], (), NOW), Undone("older", CardId("z")))
    assert asked(session) == ["z", "a"]


def test_a_removed_card_is_not_asked() -> None:
    session = begin([due("a"), due("b"), due("c")], (), NOW)
    session = step(session, Removed(CardId("b"), NOW))
    session = step(session, Removed(CardId("a"), NOW))
    assert asked(session) == ["c"]


def test_more_new_cards_start_at_once_when_the_session_was_over() -> None:
    session = begin([], (), NOW)
    assert session.current is None
    assert asked(step(session, Extended(tuple(ids("n1", "n2")), NOW))) == ["n1", "n2"]


def test_the_first_question_stays_on_the_screen() -> None:
    session = begin([due("a"), due("b")], ids("n"), NOW, first=CardId("b"))
    assert session.current == "b"
    assert asked(session)[0] == "b"
    assert sorted(asked(session)) == ["a", "b", "n"]


def test_a_first_question_that_is_not_due_gives_way() -> None:
    assert begin([due("a")], (), NOW, first=CardId("gone")).current == "a"


@given(st.sets(st.integers(0, 40)), st.sets(st.integers(100, 140)), st.sets(st.integers(200, 220)))
def test_every_card_is_asked_exactly_once(
    reviews: set[int], new: set[int], steps: set[int]
) -> None:
    cards = [due(f"c{i}") for i in reviews] + [learning(f"c{i}", NOW - i) for i in steps]
    session = begin(cards, ids(*(f"c{i}" for i in new)), NOW)
    order = asked(session)
    assert sorted(order) == sorted(f"c{i}" for i in reviews | new | steps)
    assert session.left == len(order)


def test_the_shuffle_is_fixed_by_its_seed() -> None:
    orders = {shown_order(4, f"card:{reps}") for reps in range(40)}
    assert len(orders) > 10
    assert shown_order(4, "card:0") == shown_order(4, "card:0")
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders)


def test_a_session_is_a_value() -> None:
    session = begin([due("a")], (), NOW)
    assert replace(session) == session
