"""The report of one interview as a value: all that the screen, Markdown, HTML and JSON show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from quizapp.core.days import date_of
from quizapp.core.interview_answer import ANCHORS, score
from quizapp.core.interview_items import Answer
from quizapp.core.interview_report import Readiness, Report, Study, Trend, report, trends
from quizapp.ui.interview_log import InterviewLog, Past, local_time, outlook, to_schedule
from quizapp.ui.interview_words import ENDINGS, TIMINGS, clock, level_name

if TYPE_CHECKING:
    from quizapp.ui.desk import Desk

EARLIER = 10
"""A trend is drawn over so many interviews before this one."""


@dataclass(frozen=True, slots=True)
class Point:
    """One key point of a rubric."""

    text: str
    named: bool
    heard: str
    """What was claimed of it, measured, and the verdict; empty where nothing was."""


@dataclass(frozen=True, slots=True)
class Line:
    """One question with what came of it."""

    number: int
    stage: str
    topic: str
    level: int
    kind: str
    card: str
    """Id; empty for an opening or a closing question."""
    question: str
    """Markdown."""
    options: tuple[tuple[str, str, bool], ...]
    """Letter in the file, text, whether it is right."""
    said: str
    unknown: bool
    answer: str
    """The model answer, Markdown."""
    why: str
    source: str
    points: tuple[Point, ...]
    message: str
    """What was said of an answer that the app graded."""
    claimed: str
    truth: str
    tolerance: str
    measured: bool
    """The truth is a measurement, not the card's word."""
    evidence: tuple[str, ...]
    device: str
    score: int | None
    graded: bool
    waiting: bool
    """Neither confirmed nor measured yet."""
    verdict: str
    timing: str
    spent_ms: int
    budget_ms: int
    hints: int


@dataclass(frozen=True, slots=True)
class First:
    """One thing to study first."""

    card: str
    title: str
    topic: str
    score: int
    places: tuple[int, ...]
    """Numbers of the questions that missed it."""
    before: tuple[str, ...]
    """Ids of simpler cards that lead to it."""
    file: str
    """Where the card stands, as a URI; empty where it is gone."""
    where: str
    """The same for a person: "content/optimizers.md:88"."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One interview, reported."""

    id: str
    number: int
    """From 1, the oldest first."""
    began: str
    """Local time."""
    role: str
    title: str
    minutes: int
    level: str
    seed: int
    ending: str
    report: Report
    study: tuple[First, ...]
    trends: tuple[Trend, ...]
    earlier: tuple[str, ...]
    """When the earlier interviews of the trends began."""
    readiness: tuple[Readiness, ...]
    readiness_day: str
    """As of which day memory was asked: YYYY-MM-DD."""
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    """What else is to be known: pauses, topics without cards, cards left out."""
    over: bool
    """It was looked through and closed."""
    left_out: bool
    scheduled: int
    """Answers that went into the schedule, or would go."""
    score_means: Mapping[int, str]


def sheet_of(log: InterviewLog, past: Past) -> Sheet:
    """The report of an interview, as it stands. Raises the desk's `errors`."""
    from quizapp.store.interviews import finished

    done = finished(log.desk.store)
    number = done.index(past.id) + 1 if past.id in done else len(done) + 1
    loaded = [log.load(each) for each in done[max(number - 1 - EARLIER, 0) : number - 1]]
    before = [each for each in loaded if each is not None]
    interview, now = past.interview, report(past.interview)
    setup = interview.setup
    desk = log.desk
    day = past.ended_day if past.over else desk.moment().day
    return Sheet(
        id=past.id,
        number=number,
        began=local_time(past.began),
        role=setup.role.name,
        title=setup.role.title,
        minutes=setup.minutes,
        level=level_name(setup.level),
        seed=setup.seed,
        ending=ENDINGS[interview.ended] if interview.ended else "It is not over.",
        report=now,
        study=tuple(_first(desk, past, each) for each in now.study),
        trends=trends(now, [report(each.interview) for each in before]),
        earlier=tuple(local_time(each.began) for each in before),
        readiness=past.readiness if past.over else outlook(desk, interview),
        readiness_day=date_of(day).isoformat(),
        lines=tuple(_line(past, place) for place in range(len(interview.answers))),
        notes=tuple(_notes(past)),
        over=past.over,
        left_out=past.left_out,
        scheduled=0 if past.left_out else to_schedule(interview),
        score_means=dict(ANCHORS),
    )


def as_data(sheet: Sheet) -> dict[str, Any]:
    """The sheet for `--json`: dicts, lists and plain values; scores 0 to 4, times in ms."""
    from dataclasses import replace

    # asdict copies read-only mappings badly.
    plain = replace(
        sheet,
        report=replace(
            sheet.report, topics=dict(sheet.report.topics), levels=dict(sheet.report.levels)
        ),
    )
    return asdict(plain)


def _line(past: Past, place: int) -> Line:
    answer: Answer = past.interview.answers[place]
    asked, kept = answer.asked, past.entries[place].record
    text = {name: str(kept.get(name) or "") for name in _TEXTS}
    return Line(
        number=place + 1,
        stage=asked.stage,
        topic=asked.topic,
        level=asked.level,
        kind=asked.kind or "",
        card=asked.card or "",
        options=tuple(
            (each["key"], each["text"], each["right"]) for each in _list(kept, "options")
        ),
        said=answer.said,
        unknown=answer.unknown,
        points=tuple(Point(**each) for each in _list(kept, "points")),
        measured=bool(kept.get("measured")),
        evidence=tuple(_list(kept, "evidence")),
        score=score(answer),
        graded=answer.graded,
        waiting=not answer.settled,
        verdict=answer.verdict or "",
        timing=TIMINGS[answer.timing],
        spent_ms=answer.spent_ms,
        budget_ms=asked.budget_ms,
        hints=asked.hints,
        **text,
    )


_TEXTS = (
    *("question", "answer", "why", "source", "message", "claimed", "truth", "tolerance"),
    "device",
)


def _list(kept: Mapping[str, object], name: str) -> Sequence[Any]:
    found = kept.get(name)
    return found if isinstance(found, list) else []


def _first(desk: Desk, past: Past, study: Study) -> First:
    places = study.places
    asked = next(
        (each for each in places if past.interview.answers[each].asked.card == study.card),
        places[0],
    )
    title = str(past.entries[asked].record.get("question", study.card)).partition("\n")[0]
    file = where = ""
    if study.card in desk.library.cards:
        raw = desk.library.cards[study.card]
        file = desk.library.path(study.card).absolute().as_uri()
        where = f"{raw.file}:{raw.line}"
    numbers = tuple(place + 1 for place in places)
    before = tuple(study.before)
    return First(study.card, title, study.topic, study.score, numbers, before, file, where)


def _notes(past: Past) -> list[str]:
    interview = past.interview
    setup, clock_ = interview.setup, interview.clock
    notes = [
        f"Paused at {clock(each.used_ms)}, for {clock(each.ms)}"
        + (": the program had been interrupted." if each.broken else ".")
        for each in clock_.pauses
        if each.ms >= 1_000 or each.broken  # the way to "end it now" leads through a pause
    ]
    if setup.missing:
        notes.append(f"There was no card to ask on {', '.join(setup.missing)}.")
    if setup.withheld:
        are = "card was" if setup.withheld == 1 else "cards were"
        notes.append(f"{setup.withheld} {are} not asked because of being due that day.")
    if interview.skipped:
        notes.append(f"Passed over, gone from the library: {', '.join(interview.skipped)}.")
    return notes
