"""Counts and summaries from literal logs."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from quizapp.core.card import CardId
from quizapp.core.days import moment
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.stats import deck_counts, streak_of, summarize
from quizapp.core.strength import is_due
from quizapp.core.tally import Answer, tally

TODAY = 1_000


def memory(name: str, due_day: int, **changes: object) -> CardMemory:
    return CardMemory(CardId(name), Phase.REVIEW, due_day=due_day, **changes)  # type: ignore[arg-type]


def review(card: str, day: int, grade: Grade, kind: SessionKind = SessionKind.STUDY) -> Answer:
    return Answer(CardId(card), day, grade, kind, 30_000, None, None)


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
    summary = summarize(tally(reviews), memories, TODAY)
    assert (summary.reviews, summary.reviews_today, summary.minutes_today) == (6, 3, 1.5)
    assert summary.grades == {"again": 2, "hard": 0, "good": 2, "easy": 1}
    assert (summary.retention, summary.retention_reviews) == (0.5, 2)
    assert summary.forecast == (1, 0, 2, 0, 0, 0, 0)
    assert (summary.days_studied, summary.streak) == (3, 2)


def test_an_empty_log() -> None:
    summary = summarize(tally([]), [], TODAY)
    assert (summary.reviews, summary.retention, summary.streak) == (0, None, 0)


SEOUL, SAN_FRANCISCO = "Asia/Seoul", "America/Los_Angeles"


@pytest.mark.parametrize(
    ("reviews", "now", "streak"),
    [
        # Seoul to San Francisco: the evening before and the morning after are one calendar day.
        (
            [(SEOUL, "2026-11-20 22:00"), (SEOUL, "2026-11-21 20:00")],
            (SAN_FRANCISCO, "2026-11-21 16:00"),
            2,
        ),
        ([(SEOUL, "2026-11-21 20:00")], (SAN_FRANCISCO, "2026-11-22 09:00"), 1),
        # The turn of the day, one second before and at it.
        ([("UTC", "2026-11-21 03:59:59")], ("UTC", "2026-11-21 12:00"), 1),
        (
            [("UTC", "2026-11-20 12:00"), ("UTC", "2026-11-21 03:59:59")],
            ("UTC", "2026-11-21 04:00:00"),
            1,
        ),
        (
            [("UTC", "2026-11-20 12:00"), ("UTC", "2026-11-21 04:00:00")],
            ("UTC", "2026-11-21 12:00"),
            2,
        ),
        # A night with daylight saving's missing hour, and one with its double hour.
        (
            [("Europe/Berlin", "2026-03-28 12:00"), ("Europe/Berlin", "2026-03-29 04:30")],
            ("Europe/Berlin", "2026-03-29 23:00"),
            2,
        ),
        (
            [("Europe/Berlin", "2026-10-24 12:00"), ("Europe/Berlin", "2026-10-25 03:30")],
            ("Europe/Berlin", "2026-10-25 23:00"),
            1,
        ),
        # A leap day.
        (
            [("UTC", "2028-02-28 12:00"), ("UTC", "2028-02-29 12:00")],
            ("UTC", "2028-03-01 12:00"),
            2,
        ),
    ],
)
def test_streaks_over_zones_and_turns_of_the_day(
    reviews: list[tuple[str, str]], now: tuple[str, str], streak: int
) -> None:
    def day(zone: str, text: str) -> int:
        return moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))).day

    assert streak_of({day(*one) for one in reviews}, day(*now)) == streak
