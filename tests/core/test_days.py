"""Study days at their edges."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from quizapp.core.days import DAY_MS, date_of, days_span, moment, span

SEOUL = ZoneInfo("Asia/Seoul")
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("local", "day"),
    [
        (datetime(2026, 11, 21, 3, 59, 59, tzinfo=SEOUL), "2026-11-20"),
        (datetime(2026, 11, 21, 4, 0, 0, tzinfo=SEOUL), "2026-11-21"),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "2028-02-29"),
        (datetime(2028, 3, 1, 3, 59, tzinfo=UTC), "2028-02-29"),
        # The hour from 02:00 to 03:00 happens twice on this night; both belong to the day before.
        (datetime(2026, 10, 25, 2, 30, tzinfo=PARIS, fold=1), "2026-10-24"),
        (datetime(2026, 3, 29, 4, 0, tzinfo=PARIS), "2026-03-29"),
    ],
)
def test_a_study_day_turns_at_four(local: datetime, day: str) -> None:
    assert date_of(moment(local).day).isoformat() == day


def test_the_rollover_hour_is_a_setting() -> None:
    midnight = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
    assert date_of(moment(midnight, 0).day).isoformat() == "2026-11-21"
    assert date_of(moment(midnight, 1).day).isoformat() == "2026-11-20"


def test_the_instant_is_utc_and_the_offset_is_kept() -> None:
    at = moment(datetime(2026, 11, 21, 9, 0, tzinfo=SEOUL))
    assert at.ms == moment(datetime(2026, 11, 21, 0, 0, tzinfo=UTC)).ms
    assert at.offset == 540


def test_travel_west_repeats_a_day_and_travel_east_may_skip_none() -> None:
    seoul = datetime(2026, 11, 21, 20, 0, tzinfo=SEOUL)
    landed = (seoul + timedelta(hours=10)).astimezone(ZoneInfo("America/Los_Angeles"))
    assert moment(landed).ms > moment(seoul).ms
    assert moment(landed).day == moment(seoul).day


def test_milliseconds_are_kept() -> None:
    at = datetime(2026, 1, 1, 0, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=-3)))
    assert moment(at).ms % 1000 == 123


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (0, "1 min"),
        (60_000, "1 min"),
        (600_000, "10 min"),
        (3_600_000, "1 h"),
        (86_400_000, "1 d"),
    ],
)
def test_waiting_times(ms: int, text: str) -> None:
    assert span(ms) == text


@pytest.mark.parametrize(
    ("days", "text"), [(1, "1 d"), (30, "30 d"), (64, "2.1 mo"), (300, "9.9 mo"), (548, "1.5 y")]
)
def test_intervals_in_days(days: int, text: str) -> None:
    assert days_span(days) == text
    assert span(days * DAY_MS) == text
