"""Study days: which day an instant belongs to for this learner, here and now.

A study day turns at the rollover hour, local time. The offset is stored with each event, so that a
past review keeps its day whatever daylight saving or travel do later.
"""

from datetime import UTC, date, datetime, timedelta

from quizapp.core.review import Moment

MINUTE_MS = 60_000
DAY_MS = 86_400_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(instant: datetime, rollover_hour: int = 4) -> Moment:
    """The moment of an aware local time.

    Raises ValueError for a naive time, which belongs to no instant.
    """
    offset = instant.utcoffset()
    if offset is None:
        raise ValueError("an instant needs a time zone")
    ms = (instant - _EPOCH) // timedelta(milliseconds=1)
    day = (instant - timedelta(hours=rollover_hour)).date().toordinal()
    return Moment(ms, int(offset.total_seconds() // 60), day)


def date_of(day: int) -> date:
    """The calendar date of a study day."""
    return date.fromordinal(day)


def span(ms: int) -> str:
    """A waiting time in the words of a grade button: "1 min", "3 h", "5 d", "2.1 mo", "1.5 y"."""
    minutes = ms / MINUTE_MS
    if minutes < 60:
        return f"{max(round(minutes), 1)} min"
    if minutes < 24 * 60:
        return f"{round(minutes / 60)} h"
    return days_span(round(ms / DAY_MS))


def days_span(days: int) -> str:
    """A number of days in the words of a grade button."""
    if days < 31:
        return f"{days} d"
    if days < 365:
        return f"{days / 30.44:.2g} mo"
    return f"{days / 365.25:.1f} y"
