"""`quizapp plan`: what will be known on the day, and what it takes until then."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from textual.content import Content

from quizapp.core.days import date_of
from quizapp.core.foresight import ENOUGH, Foresight
from quizapp.core.plan import Effort, Load, Outlook, Plan
from quizapp.core.words import counted
from quizapp.ui.document import print_json
from quizapp.ui.study_text import wide

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk

FURTHEST = 366
"""Days ahead that a plan may reach."""
_DAYS_SHOWN = 14


def day_of(text: str, setting: date | None) -> int | str:
    """The study day that was named, or else set; or what to do, in one line."""
    if text:
        try:
            return date.fromisoformat(text).toordinal()
        except ValueError:
            return f"--date {text}: no date; write it as 2026-12-05"
    if setting is not None:
        return setting.toordinal()
    return "no date: give --date 2026-12-05, or set interview = 2026-12-05 in the settings"


def print_plan(desk: Desk, day: int, minutes_a_day: float | None, *, json: bool) -> int:
    """Print the plan up to a study day; 2 where none can be made for it."""
    try:
        today = desk.moment().day
        if not today <= day <= today + FURTHEST:
            when = date_of(day).isoformat()
            what = "is over: the schedule goes on as always" if day < today else "is too far ahead"
            limit = f"name a day from {date_of(today)} to {date_of(today + FURTHEST)}"
            sys.stderr.write(f"plan: {when} {what}; {limit}\n")
            return 2
        made, seen = desk.plan(day, minutes_a_day)
    finally:
        desk.close()
    if json:
        print_json({**asdict(made), "foresight": asdict(seen) if seen else None})
    else:
        retention = desk.scheduler.retention
        lines = [*_lines(made, retention, minutes_a_day), *_limit(made, desk.new_per_day), ""]
        lines += _foresight(seen)
        sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _lines(plan: Plan, retention: float, minutes_a_day: float | None) -> Iterator[str]:
    ready = plan.chosen.readiness
    if not plan.days:
        yield f"{plan.date}: today. Of all cards, about {plan.idle.readiness:.0%} will be recalled."
        yield ""
        yield from _topics(plan.then)
        return
    yield f"{plan.date}: {counted(plan.days, 'day')} left, today included"
    yield ""
    pace = "all that waits" if minutes_a_day is None else f"{minutes_a_day:.0f} minutes a day"
    yield f"With {pace}, about {ready:.0%} of all cards will be recalled on that day;"
    yield f"with no study, {plan.idle.readiness:.0%}."
    yield from _efforts(plan, minutes_a_day)
    yield ""
    yield from _topics(plan.then)
    yield ""
    yield from _short(plan, retention)
    yield from _loads(plan.loads, plan.last_pass)


def _efforts(plan: Plan, minutes_a_day: float | None) -> Iterator[str]:
    efforts: list[Effort] = sorted(plan.efforts, key=lambda effort: effort.minutes_a_day)
    parts = [f"{effort.minutes_a_day:.0f} min → {effort.readiness:.0%}" for effort in efforts]
    if parts:
        yield "Minutes a day: " + " · ".join(parts)
    if minutes_a_day is not None:
        most = plan.whole.minutes_a_day
        yield f"All that waits: {plan.whole.readiness:.0%}, up to {most:.0f} min on one day"


def _topics(outlooks: Sequence[Outlook]) -> Iterator[str]:
    width = min(max([Content(topic.title).cell_length for topic in outlooks] + [5]) + 2, 40)
    yield f"{'topic':<{width}}{'cards':>7}{'recalled of those seen':>25}{'unseen':>8}"
    for topic in outlooks:
        recall = "-" if topic.recall is None else f"{topic.recall:.0%}"
        yield f"{wide(topic.title, width)}{topic.cards:>7}{recall:>25}{topic.unseen:>8.0%}"


def _short(plan: Plan, retention: float) -> Iterator[str]:
    """What falls short of the desired retention on the date."""
    weak = [
        topic.title
        for topic in plan.then
        if topic.cards and (topic.recall or 0.0) * (1 - topic.unseen) < retention
    ]
    if plan.chosen.unseen:
        yield f"{counted(plan.chosen.unseen, 'card')} will not have been seen"
    if weak:
        shown = ", ".join(weak[:4]) + (f" and {len(weak) - 4} more" if len(weak) > 4 else "")
        yield from (f"Below {retention:.0%}: {shown}", "")
    elif plan.chosen.unseen:
        yield ""


def _loads(loads: Sequence[Load], last_pass: int) -> Iterator[str]:
    yield "day             reviews     new  minutes"
    first_of_pass = len(loads) - last_pass
    shown = [*range(min(len(loads), _DAYS_SHOWN))]
    for place in shown:
        load = loads[place]
        note = "  last pass: every card once more" if place == first_of_pass else ""
        yield f"{load.date:<16}{load.reviews:>7.0f}{load.new:>8.0f}{load.minutes:>9.0f}{note}"
    rest = loads[len(shown) :]
    if rest:
        mean = sum(load.minutes for load in rest) / len(rest)
        most = max(load.minutes for load in rest)
        yield f"then {counted(len(rest), 'day')} of {mean:.0f} min on average, at most {most:.0f}"
        if first_of_pass >= len(shown):
            last = counted(last_pass, "day")
            yield f"the last {last} from {loads[first_of_pass].date}: every card once more"


def _limit(plan: Plan, new_per_day: int) -> Iterator[str]:
    """Where the plan asks for more new cards than a session offers by itself."""
    most = max((round(load.new) for load in plan.loads), default=0)
    if most > new_per_day:
        yield f"It takes up to {most} new cards a day; the setting new_per_day is {new_per_day}."


def _foresight(seen: Foresight | None) -> Iterator[str]:
    if seen is None:
        yield f"How far such predictions can be trusted is said after {ENOUGH} repetitions."
        return
    yield (
        f"Past predictions: {seen.predicted:.0%} recall foreseen, {seen.rate.share:.0%} came true "
        f"({seen.predictions} reviews,"
    )
    yield f"off by {seen.error:.1%} on average)"
