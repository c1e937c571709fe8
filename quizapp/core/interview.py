"""The mock interview as a value: `step(interview, event)` gives the next one.

A screen drives it so. `begin(...)` gives an Interview, or the sentence that says why there is none.
`interview.current` is on the table: a card by its id, or the words of an opening or a closing
question. Every second it sends `Tick` with what stands in the field, and shows `left_ms` and
`current_left_ms`; `must_move_on` says beforehand that this tick ends the question, so that a screen
can grade what stands there and send `Answered` instead. Numbers, formulas, code, choices and clozes
come with the verdict of `question.assess`; words come with the share of the rubric's points that
they touch, and she confirms it after the end (`Assessed`). `Hinted`, `DontKnow`, `Paused`,
`Resumed`, `Skipped` (a card that is gone) and `Ended` are the other events. It is over where
`interview.ended` is set; `interview_report.report` then says how it went. After a crash,
`interview_json.restored` gives the interview as it stood, paused: `Resumed` or `Ended` goes on.

Nothing here reads a clock or draws at random: instants come with events, and the seed with `begin`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import assert_never

from quizapp.core.card import CardId
from quizapp.core.interview_choice import next_question
from quizapp.core.interview_items import Answer, Asked, Candidate, Pool, Timing
from quizapp.core.interview_role import MINUTES, Role, of_hundred
from quizapp.core.interview_state import Clock, Ending, Interview, Setup
from quizapp.core.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Answered:
    """She answered what is on the table."""

    now_ms: int
    said: str
    verdict: Verdict | None = None
    share: float | None = None
    """Of the rubric's points touched, of the gaps or cases right, 0 to 1."""
    measured_ms: int = 0
    """The end of the time up to now, in which her answer was measured: it is not on the clock."""


@dataclass(frozen=True, slots=True)
class DontKnow:
    """She said that she does not know."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Hinted:
    """She asked for the hint."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passed. It ends a question whose grace is over, with what stands in the field."""

    now_ms: int
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Paused:
    """The clock is to stand still."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Resumed:
    """The clock goes on."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The card on the table cannot be asked after all; it counts for nothing."""

    now_ms: int


@dataclass(frozen=True, slots=True)
class Ended:
    """She ends the interview here."""

    now_ms: int
    draft: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """An answer was judged after it was given: her ticks, or a measurement that came late."""

    place: int
    """Among the answers."""
    verdict: Verdict | None = None
    share: float | None = None


Event = Answered | DontKnow | Hinted | Tick | Paused | Resumed | Skipped | Ended | Assessed


def begin(
    role: Role,
    candidates: Iterable[Candidate],
    now_ms: int,
    *,
    seed: int,
    minutes: int | None = None,
    level: int | None = None,
    recent: Collection[CardId] = (),
    due: Collection[CardId] = (),
    allow_due: bool = False,
) -> Interview | str:
    """An interview with its first question on the table; or why there can be none, in a line.

    `recent` are the questions of the last three interviews, `due` the cards that wait today.
    """
    minutes = role.minutes if minutes is None else minutes
    if minutes not in MINUTES:
        return f"an interview takes {MINUTES[0]} to {MINUTES[-1]} minutes, not {minutes}"
    level = role.level if level is None else level
    if level not in (0, 1, 2, 3):
        return f"the level is 1, 2, 3 or mixed, not {level}"
    topics = frozenset(role.topics)
    wanted = [each for each in candidates if each.topic in topics]
    waiting = frozenset(() if allow_due else due)
    pool = Pool(tuple(each for each in wanted if each.card not in waiting))
    there = tuple((topic, share) for topic, share in role.shares if topic in pool.by_topic)
    if not there:
        return _nothing(role, wanted)
    setup = Setup(
        role=replace(role, shares=of_hundred(there)),
        minutes=minutes,
        level=level,
        seed=seed,
        pool=pool,
        recent=frozenset(card for card in recent if card in pool.by_id),
        missing=tuple(topic for topic in role.topics if topic not in pool.by_topic),
        withheld=len(wanted) - len(pool.candidates),
        began_ms=now_ms,
    )
    return _next(Interview(setup, Clock(at_ms=now_ms)))


def _nothing(role: Role, wanted: list[Candidate]) -> str:
    topics = ", ".join(role.topics)
    if wanted:
        return f"all {len(wanted)} cards on {topics} are due today; study them, or allow due cards"
    return f"there are no cards on {topics}"


def step(interview: Interview, event: Event) -> Interview:
    """The interview after an event. An event that does not fit its state changes nothing."""
    if isinstance(event, Assessed):
        return _assessed(interview, event)
    if interview.ended:
        return interview
    if interview.clock.paused and not isinstance(event, Resumed | Ended):
        return interview
    measured = event.measured_ms if isinstance(event, Answered) else 0
    interview, late_ms = _advanced(interview, event.now_ms, measured)
    match event:
        case Answered(said=said, verdict=verdict, share=share):
            answer = Answer(_current(interview), said, verdict, share)
            return _closed(interview, answer, late_ms)
        case DontKnow():
            return _closed(interview, Answer(_current(interview), unknown=True), late_ms)
        case Hinted():
            hinted = replace(_current(interview), hints=_current(interview).hints + 1)
            return replace(interview, current=hinted)
        case Tick(draft=draft):
            current = replace(_current(interview), draft=draft)
            if late_ms:
                return _closed(interview, Answer(current, draft), late_ms)
            return replace(interview, current=current)
        case Paused():
            return replace(interview, clock=interview.clock.stopped())
        case Resumed(now_ms=now_ms):
            return replace(interview, clock=interview.clock.going(now_ms))
        case Skipped():
            current = _current(interview)
            if current.card is None:
                return _closed(interview, Answer(current), late_ms)
            skipped = (*interview.skipped, current.card)
            return _next(replace(interview, current=None, skipped=skipped))
        case Ended(now_ms=now_ms, draft=draft):
            current = _current(interview)
            answer = Answer(current, draft or current.draft, timing=Timing.CUT)
            interview = _kept(interview, answer)
            interview = replace(interview, clock=interview.clock.going(now_ms))
            return replace(interview, ended=Ending.CANDIDATE)
        case _:
            assert_never(event)


def must_move_on(interview: Interview, now_ms: int) -> bool:
    """Whether the grace of the question on the table is over at an instant."""
    if interview.current is None or interview.clock.paused:
        return False
    clock = interview.clock
    return clock.used_ms + max(now_ms - clock.at_ms, 0) > interview.current.ends_ms


def _current(interview: Interview) -> Asked:
    assert interview.current is not None
    return interview.current


def _advanced(interview: Interview, now_ms: int, measured_ms: int) -> tuple[Interview, int]:
    """The interview at an instant, and how long its question's grace was over by then, in ms."""
    clock, ends = interview.clock, _current(interview).ends_ms
    if clock.paused:
        return interview, 0
    passed = max(now_ms - max(measured_ms, 0) - clock.at_ms, 0)
    late = max(clock.used_ms + passed - ends, 0)
    clock = clock.at(clock.at_ms + passed, ends)
    return replace(interview, clock=replace(clock, at_ms=max(now_ms, clock.at_ms))), late


def _closed(interview: Interview, answer: Answer, late_ms: int) -> Interview:
    """The answer is kept, and the next question comes."""
    asked = answer.asked
    over = interview.clock.used_ms - asked.begun_ms > asked.budget_ms
    timing = Timing.MOVED_ON if late_ms else Timing.OVER if over else Timing.IN_TIME
    return _next(_kept(interview, replace(answer, late_ms=late_ms, timing=timing)))


def _kept(interview: Interview, answer: Answer) -> Interview:
    spent = interview.clock.used_ms - answer.asked.begun_ms
    waits = answer.graded and answer.verdict is None and bool(answer.said.strip())
    answer = replace(answer, spent_ms=spent, settled=not waits)
    return replace(interview, current=None, answers=(*interview.answers, answer))


def _next(interview: Interview) -> Interview:
    asked = next_question(interview)
    if asked is not None:
        return replace(interview, current=asked)
    used = {*interview.asked, *interview.skipped}
    left = any(card not in used for card in interview.setup.pool.by_id)
    return replace(interview, current=None, ended=Ending.TIME if left else Ending.QUESTIONS)


def _assessed(interview: Interview, event: Assessed) -> Interview:
    """The answer with what was found later; a place that no answer has changes nothing."""
    if not 0 <= event.place < len(interview.answers):
        return interview
    answers = [*interview.answers]
    answer = answers[event.place]
    verdict = event.verdict or answer.verdict
    share = answer.share if event.share is None else event.share
    answers[event.place] = replace(answer, verdict=verdict, share=share, settled=True)
    return replace(interview, answers=tuple(answers))
