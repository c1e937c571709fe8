"""Counts and summaries from literal logs."""

from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade, Moment, Phase, Review, SessionKind
from quizapp.core.stats import deck_counts, is_due, streak_of, summarize

TODAY = 1_000


def memory(name: str, due_day: int, **changes: object) -> CardMemory:
    return CardMemory(CardId(name), Phase.REVIEW, due_day=due_day, **changes)  # type: ignore[arg-type]


def review(card: str, day: int, grade: Grade, kind: SessionKind = SessionKind.STUDY) -> Review:
    return Review(
        f"{card}-{day}", CardId(card), Moment(day, 0, day), grade, kind, duration_ms=30_000
    )


def test_deck_counts() -> None:
    cards = [CardId(name) for name in ("due", "later", "new", "suspended", "reset")]
    old = {CardId(name) for name in ("due", "later", "suspended", "elsewhere")}
    other = CardId("elsewhere")
    counts = deck_counts(
        "d", "Deck", cards, due={cards[0], other}, old=old, verified={cards[0], other}
    )
    assert (counts.cards, counts.due, counts.new, counts.verified) == (5, 1, 2, 1)


def test_a_buried_card_is_due_again_tomorrow() -> None:
    buried = memory("b", TODAY, buried_day=TODAY)
    assert not is_due(buried, TODAY)
    assert is_due(buried, TODAY + 1)


def test_a_streak_survives_a_morning_without_reviews() -> None:
    assert streak_of({TODAY, TODAY - 1, TODAY - 3}, TODAY) == 2
    assert streak_of({TODAY - 1, TODAY - 2}, TODAY) == 2
    assert streak_of({TODAY - 2}, TODAY) == 0
    assert streak_of(set(), TODAY) == 0


def test_summary() -> None:
    reviews = [
        review("a", TODAY - 5, Grade.GOOD),
        review("a", TODAY - 5, Grade.AGAIN),  # the same day: a learning step, no test of memory
        review("a", TODAY - 1, Grade.AGAIN),
        review("a", TODAY, Grade.GOOD),
        review("a", TODAY, Grade.AGAIN, SessionKind.CRAM),
        review("b", TODAY, Grade.EASY),
    ]
    memories = [memory("a", TODAY - 3), memory("b", TODAY + 2), memory("c", TODAY + 2)]
    summary = summarize(reviews, memories, TODAY)
    assert (summary.reviews, summary.reviews_today, summary.minutes_today) == (6, 3, 1.5)
    assert summary.grades == {"again": 2, "hard": 0, "good": 2, "easy": 1}
    assert (summary.retention, summary.retention_reviews) == (0.5, 2)
    assert summary.forecast == (1, 0, 2, 0, 0, 0, 0)
    assert (summary.days_studied, summary.streak) == (3, 2)


def test_an_empty_log() -> None:
    summary = summarize([], [], TODAY)
    assert (summary.reviews, summary.retention, summary.streak) == (0, None, 0)
