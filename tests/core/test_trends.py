"""Tally, trends, topics and calibration against plain recomputations from random logs."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.calibration import calibration
from quizapp.core.card import CardId
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.schedule import DEFAULT_WEIGHTS, retrievability
from quizapp.core.tally import Answer, monday, tally
from quizapp.core.topics import topic
from quizapp.core.trends import (
    answer_times,
    calendar,
    forecast,
    median_seconds,
    retention_by_week,
    stabilities,
    wilson,
)
from quizapp.core.verdict import Verdict

TODAY = date(2028, 3, 2).toordinal()
CARDS = tuple(CardId(name) for name in "abcd")
ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from(CARDS),
        st.integers(TODAY - 400, TODAY),
        st.sampled_from([int(grade) for grade in Grade]),
        st.sampled_from(SessionKind),
        st.integers(0, 400_000),
        st.sampled_from([None, 50, 70, 90, 100]),
        st.sampled_from([None, *Verdict]),
    ),
    max_size=40,
).map(lambda answers: sorted(answers, key=lambda answer: answer.day))
MEMORIES = st.lists(
    st.builds(
        CardMemory,
        card=st.sampled_from(CARDS),
        phase=st.sampled_from(Phase),
        stability=st.floats(0.01, 900),
        due_day=st.integers(TODAY - 40, TODAY + 60),
        last_day=st.integers(TODAY - 90, TODAY),
        lapses=st.integers(0, 10),
        suspended=st.booleans(),
        buried_day=st.sampled_from([0, TODAY - 1, TODAY]),
    ),
    max_size=12,
)


def is_right(answer: Answer) -> bool:
    if answer.verdict in (Verdict.CONFIRMED, Verdict.REFUTED, Verdict.CLOSE):
        return answer.verdict == Verdict.CONFIRMED
    return answer.grade != Grade.AGAIN


def asked_again(answers: list[Answer]) -> list[Answer]:
    """By the definition: some earlier review that was no cramming, all of them on earlier days."""
    counted = [answer for answer in answers if answer.kind != SessionKind.CRAM]
    return [
        answer
        for place, answer in enumerate(counted)
        if (before := [other.day for other in counted[:place] if other.card == answer.card])
        and max(before) < answer.day
    ]


@given(ANSWERS)
def test_days_and_weeks(answers: list[Answer]) -> None:
    sums = tally(answers)
    days = calendar(sums, TODAY)
    assert len(days) == 365
    assert [day.date for day in days[-3:]] == ["2028-02-29", "2028-03-01", "2028-03-02"]
    for day in days:
        done = [
            answer for answer in answers if date.fromordinal(answer.day).isoformat() == day.date
        ]
        assert day.reviews == len(done)
        assert day.minutes == pytest.approx(sum(one.duration_ms for one in done) / 60_000)
    weeks = retention_by_week(sums, TODAY, 100)
    tested = asked_again(answers)
    assert sum(week.rate.of for week in weeks) == len(tested)
    for week in weeks:
        start = date.fromisoformat(week.monday)
        assert start.weekday() == 0
        within = [one for one in tested if 0 <= one.day - start.toordinal() < 7]
        assert (week.rate.of, week.rate.passed) == (
            len(within),
            sum(one.grade != Grade.AGAIN for one in within),
        )


@given(ANSWERS)
def test_grades_and_times(answers: list[Answer]) -> None:
    sums = tally(answers)
    counted = [answer for answer in answers if answer.kind != SessionKind.CRAM]
    tested = asked_again(answers)
    assert sums.grades == Counter(answer.grade for answer in counted)
    assert sums.test_grades == Counter(answer.grade for answer in tested)
    days = {(answer.card, answer.day) for answer in counted}
    firsts = {card: min(day for other, day in days if other == card) for card, _ in days}
    first_ms = sum(one.duration_ms for one in counted if one.day == firsts[one.card])
    assert (sums.first.count, sums.first.total) == (len(firsts), first_ms)
    assert sums.later.count == len(days) - len(firsts)
    assert sums.later.total == sum(one.duration_ms for one in counted) - first_ms
    seconds = sorted(answer.duration_ms // 1000 for answer in counted)
    for interval in answer_times(sums):
        high = float("inf") if interval.high is None else interval.high
        assert interval.count == sum(interval.low <= second < high for second in seconds)
    assert median_seconds(sums) == (seconds[(len(seconds) - 1) // 2] if seconds else None)


@given(ANSWERS)
def test_confidence(answers: list[Answer]) -> None:
    said = [(one.confidence / 100, is_right(one)) for one in answers if one.confidence is not None]
    scores = calibration(tally(answers))
    if not said:
        assert scores is None
        return
    assert scores is not None
    assert scores.answers == len(said)
    assert scores.brier == pytest.approx(sum((p - right) ** 2 for p, right in said) / len(said))
    assert scores.bias == pytest.approx(sum(p - right for p, right in said) / len(said))
    for group in scores.curve:
        outcomes = [right for p, right in said if round(p * 100) == group.confidence]
        assert (group.rate.of, group.rate.passed) == (len(outcomes), sum(outcomes))


@given(MEMORIES)
def test_forecast_and_stability(memories: list[CardMemory]) -> None:
    ahead = forecast(memories, TODAY, 30)
    waiting = [one for one in memories if one.phase is not Phase.NEW and not one.suspended]
    for days, count in enumerate(ahead):
        due_then = []
        for one in waiting:
            due = max(one.due_day, TODAY + (one.buried_day == TODAY))
            due_then.append(due == TODAY + days)
        assert count == sum(due_then)
    seen = [one.stability for one in memories if one.phase is not Phase.NEW]
    for interval in stabilities(memories):
        high = float("inf") if interval.high is None else interval.high
        assert interval.count == sum(interval.low <= value < high for value in seen)


@given(ANSWERS, MEMORIES)
def test_topics(answers: list[Answer], memories: list[CardMemory]) -> None:
    known = {memory.card: memory for memory in memories}
    cards = CARDS[:3]
    found = topic("t", "T", cards, known, tally(answers), TODAY, DEFAULT_WEIGHTS)
    seen = [known[card] for card in cards if card in known and known[card].phase is not Phase.NEW]
    recalls = [retrievability(memory, TODAY, DEFAULT_WEIGHTS) for memory in seen]
    assert (found.cards, found.seen) == (3, len(seen))
    assert found.recall == (pytest.approx(sum(recalls) / len(recalls)) if seen else None)
    assert found.leeches == sum(memory.lapses >= 8 for memory in seen)
    assert found.mature == sum(one.stability >= 21 and one.phase is Phase.REVIEW for one in seen)
    assert found.weak == sum(
        recall < 0.8 or one.phase is Phase.RELEARNING
        for one, recall in zip(seen, recalls, strict=True)
    )
    tested = [one for one in asked_again(answers) if one.card in cards]
    passed = sum(one.grade != Grade.AGAIN for one in tested)
    assert (found.retention.of, found.retention.passed) == (len(tested), passed)


@pytest.mark.parametrize(
    ("passed", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (90, 100, 0.8256, 0.9448),  # Newcombe's and R's prop.test without correction
    ],
)
def test_wilson_against_tables(passed: int, of: int, low: float, high: float) -> None:
    rate = wilson(passed, of)
    assert [rate.low, rate.high] == pytest.approx([low, high], abs=5e-5)


@given(st.integers(0, 500), st.integers(0, 500))
def test_wilson_solves_its_equation(passed: int, others: int) -> None:
    """At a bound the share lies 1.96 standard errors of that bound away."""
    rate = wilson(passed, passed + others)
    assert 0 <= rate.low <= rate.share <= rate.high <= 1 or not rate.of
    for bound in (rate.low, rate.high) if rate.of else ():
        error = (bound * (1 - bound) / rate.of) ** 0.5
        assert abs(rate.share - bound) == pytest.approx(1.959964 * error, abs=1e-6)


def test_weeks_begin_on_monday() -> None:
    for day in range(TODAY, TODAY + 14):
        start = date.fromordinal(monday(day))
        assert start.weekday() == 0
        assert 0 <= day - start.toordinal() < 7
