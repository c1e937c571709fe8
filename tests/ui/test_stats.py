"""`quizapp stats` after some weeks of study."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from quizapp.core.card import CardId
from quizapp.core.review import Grade, Review, SessionKind
from quizapp.core.verdict import Verdict
from quizapp.ui.desk import Desk
from quizapp.ui.stats import print_stats
from tests.ui.conftest import Bench

WEEKS = 9


def studied(bench: Bench) -> Desk:
    """A desk after every card of the deck was answered on Mondays and Thursdays."""
    desk = bench.desk()
    start = bench.clock() - timedelta(weeks=WEEKS)
    number = 0
    for day in range(0, WEEKS * 7, 3):
        for card in desk.library.cards:
            number += 1
            at = replace(desk.moment(), ms=int((start + timedelta(days=day)).timestamp() * 1000))
            at = replace(at, day=desk.moment().day - WEEKS * 7 + day)
            grade = Grade.AGAIN if number % 7 == 0 else Grade.GOOD
            desk.store.append(
                Review(
                    f"r{number:05}",
                    CardId(card),
                    at,
                    grade,
                    SessionKind.STUDY,
                    verdict=Verdict.REFUTED if grade is Grade.AGAIN else Verdict.CONFIRMED,
                    duration_ms=1_000 * (number % 90),
                    confidence=(50, 70, 80, 90, 100)[number % 5],
                )
            )
    return desk


def test_it_is_readable_at_80_columns(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert print_stats(studied(bench), json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    text = "\n".join(lines)
    for part in ("week of", "mature", "Brier", "half within", "Stability", "Last 30 days"):
        assert part in text


def test_json_agrees_with_the_log(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    desk = studied(bench)
    reviews = list(desk.store.reviews())
    assert print_stats(desk, json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert (
        document["reviews"] == len(reviews) == sum(day["reviews"] for day in document["calendar"])
    )
    again = sum(review.grade is Grade.AGAIN for review in reviews)
    assert document["grades"]["again"] == again
    assert len(document["forecast"]) == 30
    assert sum(week["rate"]["of"] for week in document["weeks"]) == document["retention_reviews"]
    (topic,) = document["topics"]
    assert topic["seen"] == topic["cards"] == 3
    assert topic["retention"]["of"] == document["retention_reviews"]
    assert 0 < topic["recall"] < 1
    assert sum(interval["count"] for interval in document["answer_times"]) == len(reviews)
    scores = document["calibration"]
    wrong = {review.id for review in reviews if review.verdict is Verdict.REFUTED}
    brier = sum(
        ((review.confidence or 0) / 100 - (review.id not in wrong)) ** 2 for review in reviews
    )
    assert scores["brier"] == pytest.approx(brier / len(reviews))
