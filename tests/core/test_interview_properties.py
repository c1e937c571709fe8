"""What holds of every interview, whatever library, role, candidate and events."""

import json
from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId, Kind
from quizapp.core.interview import (
    Answered,
    DontKnow,
    Ended,
    Event,
    Hinted,
    Paused,
    Resumed,
    Skipped,
    Tick,
    begin,
    step,
)
from quizapp.core.interview_items import Candidate, Timing
from quizapp.core.interview_json import progress_data, restored, setup_data
from quizapp.core.interview_plan import largest_ms
from quizapp.core.interview_role import Role, of_hundred
from quizapp.core.interview_shares import within_one
from quizapp.core.interview_state import Ending, Interview
from quizapp.core.verdict import Verdict


@st.composite
def interviews(draw: st.DrawFn, *, recent: bool = True) -> Interview:
    """An interview over a random library, just begun at instant 1,000."""
    topics = "abcd"[: draw(st.integers(1, 4))]
    names = [f"{topic}{i}" for topic in topics for i in range(draw(st.integers(1, 25)))]
    some = st.lists(st.sampled_from(names).map(CardId), max_size=3)
    candidates = [
        Candidate(
            CardId(name),
            name[0],
            draw(st.integers(1, 3)),
            draw(st.sampled_from(Kind)),
            tuple(draw(some)),
            estimate=draw(st.booleans()),
        )
        for name in names
    ]
    shares = of_hundred([(topic, draw(st.integers(1, 9))) for topic in topics])
    spoken = ("Tell me.", "Why?") if draw(st.booleans()) else ()
    interview = begin(
        Role("r", "R", shares, opening=spoken, closing=spoken),
        candidates,
        1_000,
        seed=draw(st.integers(0, 99)),
        minutes=draw(st.sampled_from([1, 2, 5, 10, 20, 30, 45, 90])),
        level=draw(st.integers(0, 3)),
        recent=draw(some) if recent else (),
    )
    assert isinstance(interview, Interview)
    return interview


def event(kind: str, now_ms: int, interview: Interview) -> Event:
    """An event of some kind, as a screen would send it."""
    asked = interview.current
    match kind:
        case "right" | "wrong":
            right = kind == "right"
            if asked is not None and asked.kind is Kind.RECALL:
                return Answered(now_ms, "words", share=float(right))
            return Answered(now_ms, "x", Verdict.CONFIRMED if right else Verdict.REFUTED)
        case "close":
            return Answered(now_ms, "x", Verdict.CLOSE, share=0.5, measured_ms=3_000)
        case "unknown":
            return DontKnow(now_ms)
        case "hint":
            return Hinted(now_ms)
        case "pause":
            return Paused(now_ms)
        case "resume":
            return Resumed(now_ms)
        case "skip":
            return Skipped(now_ms)
        case "end":
            return Ended(now_ms, "so far")
        case _:
            return Tick(now_ms, "draft")


KINDS = ("right", "wrong", "close", "unknown", "hint", "pause", "resume", "skip", "tick")
moves = st.tuples(st.sampled_from(KINDS), st.integers(-2_000, 400_000))


@settings(max_examples=150, deadline=None)
@given(interviews(), st.lists(moves, max_size=40), st.booleans())
def test_any_events(interview: Interview, done: list[tuple[str, int]], ends_it: bool) -> None:
    now = 1_000
    for kind, later in [*done, *([("end", 0)] if ends_it else [])]:
        now += later
        interview = step(interview, event(kind, now, interview))
    interview = step(interview, Resumed(now))
    for _ in range(len(interview.setup.pool.candidates) + 3):  # and then she falls silent
        now += 800_000
        interview = step(interview, Tick(now))
    assert interview.ended is not None
    assert interview.current is None
    assert (interview.ended is Ending.CANDIDATE) <= ends_it
    # A question is asked once, and never beyond the time but for the grace of the last one.
    assert len(set(interview.asked)) == len(interview.asked)
    assert not set(interview.asked) & set(interview.skipped)
    # One that is gone and was skipped keeps no answer: then the longest grace there is.
    graces = [answer.asked.grace_ms for answer in interview.answers]
    grace = 60_000 if interview.skipped else max(graces, default=0)
    assert interview.clock.used_ms <= interview.setup.plan.total_ms + grace
    for answer in interview.answers:
        most = answer.asked.budget_ms + answer.asked.grace_ms
        assert 0 <= answer.spent_ms <= most
        assert (answer.spent_ms > answer.asked.budget_ms) <= (answer.timing is not Timing.IN_TIME)


@settings(max_examples=150, deadline=None)
@given(interviews(), st.lists(moves, max_size=30))
def test_json_gives_the_interview_back(interview: Interview, done: list[tuple[str, int]]) -> None:
    now = 1_000
    setup = json.loads(json.dumps(setup_data(interview)))
    for kind, later in done:
        now += later
        interview = step(interview, event(kind, now, interview))
    again = restored(setup, json.loads(json.dumps(progress_data(interview))))
    if interview.ended or interview.clock.paused:
        assert again == interview
    else:
        assert again == replace(interview, clock=interview.clock.stopped(broken=True))
        assert again.clock.used_ms == interview.clock.used_ms
        on = step(again, Resumed(now + 9_000))
        assert replace(on, clock=interview.clock) == interview
        assert on.clock.pauses[-1].broken


@settings(max_examples=300, deadline=None)
@given(
    interviews(recent=False), st.lists(st.tuples(st.booleans(), st.floats(0.05, 1.3)), min_size=1)
)
def test_the_shares_of_topics_are_kept_within_one_question(
    interview: Interview, answers: list[tuple[bool, float]]
) -> None:
    """Of every topic that still had a question to ask, whatever she knows and how fast she is."""
    now, turn = 1_000, 0
    while interview.current is not None:
        right, pace = answers[turn % len(answers)]
        now += round(pace * interview.current.budget_ms)
        interview = step(interview, event("right" if right else "wrong", now, interview))
        turn += 1
    largest = largest_ms(interview.setup.plan.total_ms)
    left = {
        each.topic
        for each in interview.setup.pool.candidates
        if each.card not in interview.asked
        and each.kind is not Kind.CODE
        and 1000 * each.budget_s <= largest
    }
    if left == set(interview.setup.topics):
        counts = Counter(answer.asked.topic for answer in interview.answers)
        shares = [share for _, share in interview.setup.role.shares]
        assert within_one([counts[topic] for topic in interview.setup.topics], shares)


@settings(max_examples=150, deadline=None)
@given(interviews(), st.lists(moves, max_size=40))
def test_no_question_of_late_while_its_topic_has_another(
    interview: Interview, done: list[tuple[str, int]]
) -> None:
    now = 1_000
    for kind, later in done:
        now += later
        interview = step(interview, event(kind, now, interview))
    used: set[CardId] = set(interview.skipped)
    pool = interview.setup.pool
    for card in interview.asked:
        if card in interview.setup.recent:
            others = {each.card for each in pool.by_topic[pool.by_id[card].topic]}
            assert others - interview.setup.recent <= used
        used.add(card)
