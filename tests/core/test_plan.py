"""Plans for a date: what must hold whatever the memories are, and a few by hand."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.habits import NEW_SECONDS, REVIEW_SECONDS, habits
from quizapp.core.plan import Plan, Subject, last_pass_days, plan, subject
from quizapp.core.review import CardMemory, Grade, Phase, SessionKind
from quizapp.core.schedule import DEFAULT_WEIGHTS, Scheduler, retrievability
from quizapp.core.simulate import Course, known, simulate
from quizapp.core.tally import Answer, tally

TODAY = date(2026, 11, 21).toordinal()
SCHEDULER = Scheduler()
USUAL = habits(tally([]))


def seen(name: str, stability: float, ago: int, **changes: object) -> CardMemory:
    memory = CardMemory(
        CardId(name),
        Phase.REVIEW,
        stability=stability,
        difficulty=5.0,
        due_day=TODAY - ago + max(round(stability), 1),
        first_day=TODAY - 100,
        last_day=TODAY - ago,
        reps=4,
    )
    return replace(memory, **changes)  # type: ignore[arg-type]


def library(cards: int, seed: int = 1) -> list[Subject]:
    """Two topics of which a third was never seen."""
    random = Random(seed)
    memories = [
        CardMemory(CardId(f"c{number}"))
        if number % 3 == 0
        else seen(f"c{number}", random.uniform(1, 60), random.randrange(1, 50))
        for number in range(cards)
    ]
    return [subject("one", memories[::2]), subject("two", memories[1::2])]


def made(subjects: list[Subject], days: int, minutes: float | None = None) -> Plan:
    return plan(subjects, TODAY, TODAY + days, USUAL, SCHEDULER, minutes_a_day=minutes)


def test_without_study_it_is_fsrs_alone() -> None:
    one, two = seen("a", 10, 5), seen("b", 3, 9)
    outlook = made([Subject("t", (one, two, CardMemory(CardId("c"))))], 20, 30)
    recalls = [retrievability(memory, TODAY + 20, DEFAULT_WEIGHTS) for memory in (one, two)]
    assert outlook.now[0].recall == pytest.approx(sum(recalls) / 2, rel=1e-6)
    assert outlook.now[0].unseen == pytest.approx(1 / 3)
    assert outlook.idle.readiness == pytest.approx(sum(recalls) / 3, rel=1e-6)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert made(library(60), 20, 10) == made(library(60), 20, 10)


def test_more_time_leads_further() -> None:
    ready = [made(library(300), 21, minutes).chosen.readiness for minutes in (2, 5, 10, 20, 40)]
    assert ready == sorted(ready)
    assert ready[0] > made(library(300), 21, 2).idle.readiness


def test_every_card_is_seen_once_more_in_the_last_pass() -> None:
    cards = [known(0, memory) for one in library(200) for memory in one.memories]
    course = Course(TODAY, TODAY + 20, last_pass_days(20), None)
    simulate(cards, course, USUAL, SCHEDULER, Random(0))
    assert all(card.state is not None for card in cards)
    assert min(card.last for card in cards) >= TODAY + 20 - last_pass_days(20)
    assert max(card.last for card in cards) < TODAY + 20


def test_a_missed_day_makes_the_next_ones_longer() -> None:
    subjects = library(200)
    kept = made(subjects, 20)
    late = plan(subjects, TODAY + 5, TODAY + 20, USUAL, SCHEDULER)
    new = [load.new for load in kept.loads[:10]], [load.new for load in late.loads[:10]]
    assert max(new[1]) > max(new[0])
    assert late.loads[0].reviews > kept.loads[0].reviews
    assert late.then[0].unseen == 0


def test_suspended_cards_are_left_out() -> None:
    one = subject("t", [seen("a", 9, 3), seen("b", 9, 3, suspended=True)])
    assert made([one], 5).then[0].cards == 1


def test_today_and_the_past() -> None:
    outlook = made(library(10), 0)
    assert outlook.loads == ()
    assert outlook.chosen.readiness == outlook.idle.readiness
    with pytest.raises(ValueError, match="past"):
        made(library(10), -1)


def test_no_cards_at_all() -> None:
    assert made([], 10).chosen.readiness == 0
    assert made([Subject("empty", ())], 10, 15).then[0].recall is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 40), st.one_of(st.none(), st.floats(1, 120)))
def test_limits_hold(cards: int, days: int, minutes: float | None) -> None:
    outlook = made(library(cards), days, minutes)
    assert len(outlook.loads) == days
    for load in outlook.loads:
        assert load.minutes <= (minutes if minutes is not None else 1e9) + 1e-9
        spent = load.reviews * USUAL.review_seconds + load.new * USUAL.new_seconds
        assert load.minutes == pytest.approx(spent / 60)
    unseen = sum(memory.phase is Phase.NEW for one in library(cards) for memory in one.memories)
    assert sum(load.new for load in outlook.loads) <= unseen + 1e-9
    for effort in (outlook.chosen, outlook.idle, outlook.whole, *outlook.efforts):
        assert 0 <= effort.readiness <= 1
    if minutes is None and days > 1:
        assert outlook.whole.unseen == 0


def test_a_simulated_learner_remembers_as_fsrs_says() -> None:
    """Of many cards of one recall, that share gains by its review; the rest lapses."""
    memory = seen("a", 10, 10)  # recall 0.9
    cards = [known(0, memory) for _ in range(4_000)]
    simulate(cards, Course(TODAY, TODAY + 1, 0, None), USUAL, SCHEDULER, Random(3))
    share = sum(card.stability > memory.stability for card in cards) / len(cards)
    assert share == pytest.approx(0.9, abs=0.015)  # three standard errors


def test_her_own_habits_take_over() -> None:
    def answer(card: int, day: int, grade: Grade, ms: int) -> Answer:
        return Answer(CardId(f"c{card}"), day, grade, SessionKind.STUDY, ms, None, None)

    assert (USUAL.new_seconds, USUAL.review_seconds) == (NEW_SECONDS, REVIEW_SECONDS)
    log = [answer(card, 1, Grade.AGAIN, 100_000) for card in range(2_000)]
    log += [answer(card, 9, Grade.EASY, 5_000) for card in range(2_000)]
    own = habits(tally(log))
    assert own.new_seconds == pytest.approx(100, abs=1)
    assert own.review_seconds == pytest.approx(5, abs=0.3)
    assert own.first[0] > 0.98
    assert own.passed[2] > 0.98
    assert sum(own.first) == pytest.approx(1)
    assert sum(own.passed) == pytest.approx(1)
