"""`quizapp stats`: the learner in numbers, at 80 columns."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.core.calibration import Calibration
from quizapp.core.stats import Statistics, Summary
from quizapp.core.topics import Topic
from quizapp.core.trends import Bin, DayWork, WeekRate
from quizapp.core.words import counted
from quizapp.ui.document import print_json
from quizapp.ui.study_text import wide

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk, Today

_WEEKS = 6


def print_stats(desk: Desk, *, json: bool) -> int:
    """Print how the study goes."""
    try:
        today, statistics = desk.today(), desk.statistics()
    finally:
        desk.close()
    if json:
        document = asdict(statistics)
        # What is asked most stands at the top; the month's forecast holds the week's.
        top = {**document.pop("summary"), **document}
        print_json({"date": today.iso, "decks": [asdict(deck) for deck in today.decks], **top})
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(today, statistics))
    return 0


def _lines(today: Today, statistics: Statistics) -> Iterator[str]:
    yield from (today.date, "")
    yield from _decks(today)
    yield ""
    yield from _summary(statistics.summary)
    yield f"Coming due   {_joined(statistics.forecast[:7])}  (today, then the next six days)"
    yield f"This month   {_month(statistics.forecast)}"
    yield from _work(statistics.calendar)
    if statistics.summary.retention_reviews:
        yield from ("", *_weeks(statistics.weeks))
    if any(topic.seen for topic in statistics.topics):
        yield from ("", *_topics(statistics.topics))
        yield from _filled("Stability", _bins(statistics.stabilities, "d"))
    if statistics.median_seconds is not None:
        times = f"half within {statistics.median_seconds:.0f} s ({{}})"
        yield from _filled("Answers", times.format(_bins(statistics.answer_times, "s")))
    if statistics.calibration is not None:
        yield from _calibration(statistics.calibration)


def _decks(today: Today) -> Iterator[str]:
    width = max([Content(deck.title).cell_length for deck in today.decks] + [4]) + 2
    yield f"{'deck':<{width}}{'due':>6}{'new':>6}{'cards':>7}{'verified':>10}"
    for deck in today.decks:
        yield (
            f"{wide(deck.title, width)}{deck.due:>6}{deck.new:>6}{deck.cards:>7}{deck.verified:>10}"
        )


def _summary(summary: Summary) -> Iterator[str]:
    yield (
        f"Reviews      {summary.reviews} on {counted(summary.days_studied, 'day')}, "
        f"{summary.reviews_today} today in {summary.minutes_today:.1f} min"
    )
    yield f"In a row     {counted(summary.streak, 'day')}"
    grades = ", ".join(f"{name} {count}" for name, count in summary.grades.items())
    yield f"Grades       {grades}"
    if summary.retention is None:
        yield "Retention    not known yet: no card was reviewed again on a later day"
    else:
        reviews = counted(summary.retention_reviews, "review")
        yield f"Retention    {summary.retention:.1%} remembered of {reviews}"


def _month(forecast: tuple[int, ...]) -> str:
    if not any(forecast):
        return f"nothing due in {len(forecast)} days"
    busiest = max(range(len(forecast)), key=forecast.__getitem__)
    when = "today" if busiest == 0 else f"in {counted(busiest, 'day')}"
    return f"{sum(forecast)} due in {len(forecast)} days, most of them {when} ({forecast[busiest]})"


def _work(calendar: tuple[DayWork, ...]) -> Iterator[str]:
    month = calendar[-30:]
    reviews, minutes = sum(day.reviews for day in month), sum(day.minutes for day in month)
    studied = sum(day.reviews > 0 for day in month)
    yield (
        f"Last 30 days {counted(reviews, 'review')} on {counted(studied, 'day')}, "
        f"{minutes:.0f} min, {minutes / max(studied, 1):.0f} min a day studied"
    )


def _weeks(weeks: tuple[WeekRate, ...]) -> Iterator[str]:
    yield "week of       remembered  95 % between   reviews"
    for week in weeks[-_WEEKS:]:
        rate = week.rate
        between = f"{rate.low:.0%} and {rate.high:.0%}"
        yield f"{week.monday:<14}{rate.share:>10.1%}  {between:<13}{rate.of:>9}"


def _topics(topics: tuple[Topic, ...]) -> Iterator[str]:
    width = min(max([Content(topic.title).cell_length for topic in topics] + [5]) + 2, 34)
    columns = (("cards", 6), ("seen", 6), ("mature", 8), ("recall", 8), ("weak", 6), ("kept", 8))
    yield f"{'topic':<{width}}" + "".join(f"{name:>{room}}" for name, room in columns)
    for topic in topics:
        recall = "-" if topic.recall is None else f"{topic.recall:.0%}"
        kept = f"{topic.retention.share:.0%}" if topic.retention.of else "-"
        yield (
            f"{wide(topic.title, width)}{topic.cards:>6}{topic.seen:>6}{topic.mature:>8}"
            f"{recall:>8}{topic.weak:>6}{kept:>8}"
        )
    yield "recall: predicted today for the cards seen; kept: remembered when asked again"


def _bins(bins: tuple[Bin, ...], unit: str) -> str:
    """Intervals by where they end, and what is in them: "<3 d: 10, <7 d: 4, longer: 2"."""
    return ", ".join(
        f"<{interval.high} {unit}: {interval.count}" if interval.high else f"more: {interval.count}"
        for interval in bins
        if interval.count
    )


def _calibration(scores: Calibration) -> Iterator[str]:
    if abs(scores.bias) < 0.005:
        leaning = "on the whole as sure as right"
    else:
        leaning = f"{abs(scores.bias):.0%} too {'sure' if scores.bias > 0 else 'doubtful'}"
    yield f"Confidence   said of {counted(scores.answers, 'answer')}: {leaning}"
    yield f"             Brier {scores.brier:.3f} (0 perfect, 0.25 a coin)"
    curve = " · ".join(f"{said.confidence} % {said.rate.share:.0%}" for said in scores.curve)
    yield from _filled("", f"said and right: {curve}")


def _joined(counts: tuple[int, ...]) -> str:
    return " · ".join(map(str, counts))


def _filled(name: str, text: str) -> list[str]:
    """A line cut between the parts of a list, never within one."""
    whole = "\0".join(text.split(" ")).replace(",\0", ", ").replace("·\0", "· ")
    lines = wrap(f"{name:<12} {whole}", 79, subsequent_indent=" " * 13, break_long_words=False)
    return [line.replace("\0", " ") for line in lines]
