"""The mock interview, from lists of events."""

from dataclasses import replace

import pytest

from quizapp.core.card import CardId, Kind
from quizapp.core.interview import (
    Answered,
    Assessed,
    DontKnow,
    Ended,
    Hinted,
    Paused,
    Resumed,
    Skipped,
    Tick,
    begin,
    must_move_on,
    step,
)
from quizapp.core.interview_items import Answer, Lead, Stage, Timing
from quizapp.core.interview_role import Role
from quizapp.core.interview_state import Ending, Interview, Pause
from quizapp.core.verdict import Verdict
from tests.core.interviews import QUIET, ROLE, answered, begun, card, library


def last(interview: Interview) -> Answer:
    return interview.answers[-1]


def on_the_table(interview: Interview) -> str:
    return str(interview.current.card) if interview.current else ""


# Beginning


@pytest.mark.parametrize(
    ("minutes", "why"),
    [
        (0, "an interview takes 1 to 1000 minutes, not 0"),
        (1001, "an interview takes 1 to 1000 minutes, not 1001"),
    ],
)
def test_a_length_that_cannot_be(minutes: int, why: str) -> None:
    assert begin(ROLE, library(), 0, seed=1, minutes=minutes) == why


def test_no_cards() -> None:
    assert begin(ROLE, library(3, "xy"), 0, seed=1) == "there are no cards on a, b"
    due = [CardId("a1"), CardId("a2")]
    assert begin(ROLE, [card("a1"), card("a2")], 0, seed=1, due=due) == (
        "all 2 cards on a, b are due today; study them, or allow due cards"
    )
    assert begin(ROLE, library(), 0, seed=1, level=4) == "the level is 1, 2, 3 or mixed, not 4"


def test_a_topic_without_cards_leaves_its_share_to_the_others() -> None:
    role = Role("r", "R", (("a", 20), ("b", 30), ("z", 50)))
    setup = begun(role, library()).setup
    assert setup.role.shares == (("a", 40), ("b", 60))
    assert setup.missing == ("z",)


def test_due_cards_are_left_out_unless_allowed() -> None:
    due = [CardId("a0"), CardId("b5")]
    kept = begin(ROLE, library(), 0, seed=1, due=due)
    assert isinstance(kept, Interview)
    assert kept.setup.withheld == 2
    assert not set(due) & kept.setup.pool.by_id.keys()
    spoiled = begin(ROLE, library(), 0, seed=1, due=due, allow_due=True)
    assert isinstance(spoiled, Interview)
    assert set(due) <= spoiled.setup.pool.by_id.keys()


def test_it_opens_warms_up_and_closes_in_the_role_s_words() -> None:
    interview = begun(ROLE, library())
    assert interview.current is not None
    assert interview.current.stage is Stage.OPENING
    assert interview.current.prompt == "Who are you?"
    interview = answered(interview, right=True)
    assert interview.current is not None
    assert (interview.current.stage, interview.current.level) == (Stage.WARM_UP, 1)
    while interview.current is not None:
        interview = answered(interview, right=True)
    assert (last(interview).asked.stage, last(interview).said) == (Stage.CLOSING, "hello")
    assert last(interview).asked.prompt == "What do you ask us?"


def test_one_minute_is_one_question() -> None:
    interview = begun(ROLE, [card("a1", 2), card("b1", 3)], minutes=1)
    assert interview.current is not None
    assert (on_the_table(interview), interview.current.budget_ms) == ("a1", 60_000)
    interview = answered(interview, right=True, after_ms=50_000)
    assert (interview.ended, len(interview.answers)) == (Ending.TIME, 1)


def test_a_small_library_ends_when_it_was_all_asked() -> None:
    interview = begun(QUIET, [card("a1"), card("b1")], minutes=1000)
    interview = answered(answered(interview, right=True), right=True)
    assert interview.ended is Ending.QUESTIONS


# What comes next


CHAIN = [
    card("a1", 1, Kind.RECALL, "a2"),
    card("a2", 2, Kind.RECALL, "a3"),
    card("a3", 3, Kind.NUMBER, "a4"),
    card("a4", 3, Kind.RECALL),
]
ALONE = replace(QUIET, shares=(("a", 100),))


def test_strong_answers_are_dug_into_three_follow_ups_deep() -> None:
    interview = begun(ALONE, CHAIN, minutes=10)
    interview = answered(interview, right=True, after_ms=80_000)  # a dig is due after 12 %
    path = []
    while interview.current is not None:
        asked = interview.current
        path.append((asked.card, asked.stage, asked.lead, asked.depth, asked.root))
        interview = answered(interview, right=True)
    assert path == [
        ("a2", Stage.DIG, Lead.DEEPER, 1, 0),
        ("a3", Stage.DIG, Lead.DEEPER, 2, 0),
        ("a4", Stage.DIG, Lead.DEEPER, 3, 0),
    ]


def test_before_a_dig_is_due_a_strong_answer_leads_to_a_harder_question() -> None:
    cards = [card("a1"), card("a2", 2), card("a3", 3), card("b1"), card("b2", 2), card("b3", 3)]
    interview = begun(ALONE, cards, minutes=30)
    levels = []
    while interview.current is not None:
        levels.append(interview.current.level)
        interview = answered(interview, right=True)
    assert levels == [1, 3, 2]


def test_a_weak_answer_leads_to_what_comes_before_it_once_then_on() -> None:
    cards = [
        card("a0", 1),
        card("a1", 1, Kind.RECALL, "a2"),
        card("a2", 2),
        card("a3", 3),
    ]
    brief = [replace(each, seconds=20) for each in cards]
    interview = begin(ALONE, brief, 0, seed=1, minutes=2, level=2)
    assert isinstance(interview, Interview)
    path = []
    while interview.current is not None:
        path.append((interview.current.card, interview.current.lead, interview.current.root))
        interview = answered(interview, right=False, after_ms=9_000)
    assert path[:2] == [("a2", Lead.PLAN, 0), ("a1", Lead.SIMPLER, 0)]
    assert path[2][1:] == (Lead.PLAN, 2)


def test_where_nothing_leads_to_it_a_simpler_one_of_its_topic_comes() -> None:
    cards = [card("a1", 1), card("a2", 2, Kind.RECALL, "a3"), card("a3", 3), card("b1", 1)]
    brief = [replace(each, seconds=20) for each in cards]
    interview = begin(ALONE, brief, 0, seed=1, minutes=2, level=2)
    assert isinstance(interview, Interview)
    assert on_the_table(interview) == "a2"
    interview = answered(interview, right=False, after_ms=9_000)
    assert interview.current is not None
    assert (on_the_table(interview), interview.current.lead) == ("a1", Lead.SIMPLER)


def test_the_parts_of_the_arc_come_in_half_an_hour() -> None:
    interview = begun(ROLE, library(30))
    while interview.current is not None:
        interview = answered(interview, right=True, after_ms=90_000)
    stages = [answer.asked.stage for answer in interview.answers]
    assert stages.count(Stage.ESTIMATE) == stages.count(Stage.CODE) == 1
    assert stages.count(Stage.DISCUSSION) == stages.count(Stage.WARM_UP) == 1
    assert stages.count(Stage.DIG) >= 2
    assert stages.index(Stage.ESTIMATE) < stages.index(Stage.CODE) < stages.index(Stage.DISCUSSION)


def test_a_fixed_level_is_kept_while_there_is_time_for_it() -> None:
    interview = begin(QUIET, library(120), 0, seed=1, level=3)
    assert isinstance(interview, Interview)
    levels = []
    while interview.current is not None and interview.left_ms >= 210_000:
        levels.append(interview.current.level)
        interview = answered(interview, right=True)
    assert levels[0] == 1  # the warm-up
    assert set(levels[1:]) == {3}


def test_questions_of_late_come_only_where_a_topic_has_no_other() -> None:
    cards = [card(f"a{i}") for i in range(4)]
    interview = begin(ALONE, cards, 0, seed=1, recent=[CardId("a0"), CardId("a1")])
    assert isinstance(interview, Interview)
    while interview.current is not None:
        interview = answered(interview, right=True)
    assert set(interview.asked[:2]) == {"a2", "a3"}
    assert set(interview.asked[2:]) == {"a0", "a1"}


def test_the_same_seed_asks_the_same_and_another_does_not() -> None:
    def cards(seed: int) -> tuple[CardId, ...]:
        interview = begun(ROLE, library(30), seed=seed)
        while interview.current is not None:
            interview = answered(interview, right=True)
        return interview.asked

    assert cards(1) == cards(1)
    assert len({cards(seed) for seed in range(5)}) == 5


# The clock


def test_time_within_and_beyond_the_budget() -> None:
    begins = begun(QUIET, [card("a1"), card("b1"), card("b2")])  # 90 s and a grace of 18
    for after, timing, spent, late in (
        (90_000, Timing.IN_TIME, 90_000, 0),
        (90_001, Timing.OVER, 90_001, 0),
        (108_000, Timing.OVER, 108_000, 0),
        (110_000, Timing.MOVED_ON, 108_000, 2_000),
    ):
        found = last(answered(begins, right=True, after_ms=after))
        assert (found.timing, found.spent_ms, found.late_ms) == (timing, spent, late)


def test_it_moves_on_with_what_stands_in_the_field() -> None:
    interview = begun(QUIET, [card("a1"), card("b1")])
    first = on_the_table(interview)
    interview = step(interview, Tick(50_000, "half an"))
    assert (interview.current_left_ms, interview.left_ms) == (40_000, 1_750_000)
    assert interview.current is not None
    assert interview.current.draft == "half an"
    assert not must_move_on(interview, 108_000)
    assert must_move_on(interview, 108_001)
    interview = step(interview, Tick(108_001, "half an answer"))
    assert on_the_table(interview) not in ("", first)
    assert (last(interview).said, last(interview).timing) == ("half an answer", Timing.MOVED_ON)
    assert not last(interview).settled  # her ticks are missing
    assert interview.clock.used_ms == 108_000


def test_a_pause_stops_the_clock_and_is_recorded() -> None:
    interview = begun(QUIET, [card("a1"), card("b1")])
    interview = step(interview, Paused(20_000))
    assert step(interview, Tick(500_000, "x")) == interview
    assert step(interview, Answered(500_000, "x")) == interview
    interview = step(interview, Resumed(620_000))
    assert interview.clock.pauses == (Pause(20_000, 600_000),)
    interview = step(interview, Answered(650_000, "words", share=1.0))
    assert last(interview).spent_ms == 50_000


def test_the_time_of_a_measurement_is_not_on_the_clock() -> None:
    interview = begun(QUIET, [card("a1"), card("b1"), card("b2")])
    answer = Answered(40_000, "def f(): ...", Verdict.CONFIRMED, measured_ms=8_000)
    interview = step(interview, answer)
    assert last(interview).spent_ms == 32_000
    assert answered(interview, right=True, after_ms=10_000).clock.used_ms == 42_000


def test_a_clock_set_back_does_not_give_time() -> None:
    interview = step(begun(QUIET, library()), Tick(30_000))
    interview = step(interview, Tick(10_000))
    interview = step(interview, Tick(12_000))
    assert interview.clock.used_ms == 30_000


def test_dont_know_hint_and_skip() -> None:
    interview = begun(QUIET, [card("a1"), card("b1"), card("a2")])
    interview = step(step(interview, Hinted(5_000)), Hinted(6_000))
    interview = step(interview, DontKnow(7_000))
    assert (last(interview).asked.hints, last(interview).unknown) == (2, True)
    gone = on_the_table(interview)
    interview = step(interview, Skipped(9_000))
    assert interview.skipped == (gone,)
    assert len(interview.answers) == 1
    assert on_the_table(interview) not in ("", gone)


def test_an_opening_that_is_skipped_does_not_come_again() -> None:
    interview = step(begun(ROLE, library()), Skipped(1_000))
    assert interview.current is not None
    assert interview.current.card is not None


def test_she_can_end_it_and_keeps_what_she_typed() -> None:
    interview = step(begun(QUIET, library()), Tick(5_000, "half a"))
    for ended in (
        step(interview, Ended(6_000)),
        step(step(interview, Paused(5_500)), Ended(9_000)),
    ):
        assert (ended.ended, ended.current) == (Ending.CANDIDATE, None)
        assert (last(ended).said, last(ended).timing) == ("half a", Timing.CUT)
        assert step(ended, Tick(10_000)) == ended
    assert ended.clock.pauses == (Pause(5_500, 3_500),)


def test_an_answer_is_assessed_afterwards() -> None:
    interview = begun(QUIET, library())
    interview = step(interview, Answered(9_000, "words", share=0.5))
    assert not last(interview).settled
    after = step(step(interview, Ended(10_000)), Assessed(0, share=0.75))
    assert (after.answers[0].share, after.answers[0].settled) == (0.75, True)
    assert step(interview, Assessed(7, share=1.0)) == interview
