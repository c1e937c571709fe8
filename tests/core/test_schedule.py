"""The scheduler against published lists, Anki's rules, and a second engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate

import pytest
from fsrs import Card as PyCard
from fsrs import Rating
from fsrs import Scheduler as PyScheduler
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.days import DAY_MS
from quizapp.core.review import CardMemory, Grade, Moment, Phase, Review
from quizapp.core.schedule import DEFAULT_WEIGHTS, Scheduler, fuzz_bounds, retrievability

CARD = CardId("card")
PLAIN = Scheduler(fuzz=False)
A, H, G, E = Grade


def at_day(day: int) -> Moment:
    return Moment(day * DAY_MS, 0, day)


def test_intervals_of_the_reference_history() -> None:
    memory = CardMemory(CARD)
    now = at_day(100)
    intervals = []
    for grade in [G, G, G, G, G, G, A, A, G, G, G, G, G]:
        memory = PLAIN.preview(memory, now)[grade]
        intervals.append(memory.due_day - now.day)
        now = (
            Moment(memory.due_ms, 0, now.day)
            if memory.due_ms
            else Moment(now.ms + intervals[-1] * DAY_MS, 0, memory.due_day)
        )
    assert intervals == [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]


def test_memory_of_the_reference_history() -> None:
    memory = CardMemory(CARD)
    gaps = accumulate([0, 0, 1, 3, 8, 21])
    for grade, day in zip([A, G, G, G, G, G], gaps, strict=True):
        memory = PLAIN.preview(memory, at_day(100 + day))[grade]
    assert memory.stability == pytest.approx(53.62691, abs=1e-4)
    assert memory.difficulty == pytest.approx(6.3574867, abs=1e-4)


@given(st.lists(st.tuples(st.sampled_from(Grade), st.integers(1, 400)), max_size=12))
def test_memory_agrees_with_the_pure_python_engine(history: list[tuple[Grade, int]]) -> None:
    """Reviews a day or more apart, where both engines mean the same by a day."""
    start = datetime(2026, 1, 1, 12, tzinfo=UTC)
    other = PyScheduler(enable_fuzzing=False)
    card = PyCard(card_id=1)
    memory = CardMemory(CARD)
    day = 0
    for grade, gap in history:
        day += gap
        card, _ = other.review_card(card, Rating(int(grade)), start + timedelta(days=day))
        memory = PLAIN.preview(memory, at_day(1000 + day))[grade]
        assert memory.stability == pytest.approx(card.stability, rel=1e-3)
        assert memory.difficulty == pytest.approx(card.difficulty, rel=1e-3)


MEMORIES = st.builds(
    CardMemory,
    card=st.text(max_size=8).map(CardId),
    phase=st.sampled_from([Phase.NEW, Phase.LEARNING, Phase.REVIEW, Phase.RELEARNING]),
    step=st.integers(0, 1),
    stability=st.floats(0.01, 5_000),
    difficulty=st.floats(1, 10),
    last_day=st.integers(0, 900),
    reps=st.integers(0, 50),
)


@given(MEMORIES, st.booleans())
def test_grades_keep_their_order(memory: CardMemory, fuzz: bool) -> None:
    outcomes = Scheduler(fuzz=fuzz).preview(memory, at_day(1_000))
    waits = [outcomes[grade].due_ms or outcomes[grade].due_day * DAY_MS + DAY_MS for grade in Grade]
    assert waits[0] <= waits[1] <= waits[2] < waits[3]
    if memory.phase is Phase.REVIEW:
        assert waits[1] < waits[2]


@given(MEMORIES, st.sampled_from(Grade))
def test_the_preview_is_what_gets_written(memory: CardMemory, grade: Grade) -> None:
    now = at_day(1_000)
    review = Review("id", memory.card, now, grade)
    assert Scheduler().after(memory, review) == Scheduler().preview(memory, now)[grade]


@pytest.mark.parametrize(
    ("interval", "bounds"),
    [
        (1.0, (1, 1)),
        (2.49, (2, 2)),
        (2.5, (2, 4)),
        (7.0, (5, 9)),
        (20.0, (17, 23)),
        (100, (93, 107)),
    ],
)
def test_fuzz_bounds(interval: float, bounds: tuple[int, int]) -> None:
    assert fuzz_bounds(interval) == bounds


@given(st.integers(0, 10_000))
def test_fuzz_stays_within_its_bounds(seed: int) -> None:
    memory = CardMemory(CardId(f"c{seed}"), Phase.REVIEW, 0, 40.0, 5.0, last_day=960, reps=7)
    exact = PLAIN.preview(memory, at_day(1_000))[G].due_day - 1_000
    fuzzed = Scheduler().preview(memory, at_day(1_000))[G].due_day - 1_000
    low, high = fuzz_bounds(exact)
    assert low - 1 <= fuzzed <= high + 1


def test_fuzz_spreads_cards() -> None:
    days = {
        Scheduler()
        .preview(
            CardMemory(CardId(f"c{i}"), Phase.REVIEW, 0, 40.0, 5.0, last_day=960), at_day(1_000)
        )[G]
        .due_day
        for i in range(50)
    }
    assert len(days) > 5


@pytest.mark.parametrize(
    ("phase", "step", "grade", "minutes"),
    [
        (Phase.NEW, 0, A, 1),
        (Phase.NEW, 0, H, 5.5),
        (Phase.NEW, 0, G, 10),
        (Phase.LEARNING, 1, H, 10),
        (Phase.LEARNING, 1, A, 1),
        (Phase.REVIEW, 0, A, 10),
        (Phase.RELEARNING, 0, A, 10),
        (Phase.RELEARNING, 0, H, 15),
    ],
)
def test_learning_steps(phase: Phase, step: int, grade: Grade, minutes: float) -> None:
    memory = CardMemory(CARD, phase, step, 10.0, 5.0, last_day=990)
    after = PLAIN.preview(memory, at_day(1_000))[grade]
    assert after.due_ms - at_day(1_000).ms == minutes * 60_000
    assert after.due_day == 1_000


def test_easy_leaves_the_learning_steps_at_once() -> None:
    after = PLAIN.preview(CardMemory(CARD), at_day(1_000))[E]
    assert (after.phase, after.due_day) == (Phase.REVIEW, 1_008)


def test_a_lapse_is_counted_once() -> None:
    memory = CardMemory(CARD, Phase.REVIEW, 0, 10.0, 5.0, last_day=990)
    lapsed = PLAIN.preview(memory, at_day(1_000))[A]
    assert (lapsed.phase, lapsed.lapses) == (Phase.RELEARNING, 1)
    assert PLAIN.preview(lapsed, at_day(1_000))[A].lapses == 1


def test_maximum_interval_holds() -> None:
    memory = CardMemory(CARD, Phase.REVIEW, 0, 30_000.0, 1.0, last_day=0)
    capped = Scheduler(maximum_interval=365, fuzz=False)
    days = [outcome.due_day - 30_000 for outcome in capped.preview(memory, at_day(30_000)).values()]
    assert max(days) == 365


def test_a_clock_set_back_counts_as_the_same_day() -> None:
    memory = CardMemory(CARD, Phase.REVIEW, 0, 10.0, 5.0, last_day=1_010)
    assert PLAIN.preview(memory, at_day(1_000))[G].stability > 0


def test_without_steps_a_new_card_goes_straight_to_days() -> None:
    scheduler = Scheduler(learning_steps=(), fuzz=False)
    assert scheduler.preview(CardMemory(CARD), at_day(1_000))[A].due_day == 1_001


def test_retrievability_is_ninety_percent_after_one_stability() -> None:
    memory = CardMemory(CARD, Phase.REVIEW, 0, 10.0, 5.0, last_day=100)
    assert retrievability(memory, 110, DEFAULT_WEIGHTS) == pytest.approx(0.9)
    assert retrievability(memory, 100, DEFAULT_WEIGHTS) == 1.0


def test_the_fingerprint_follows_every_setting() -> None:
    variants = [
        Scheduler(),
        Scheduler(retention=0.85),
        Scheduler(learning_steps=(5,)),
        Scheduler(relearning_steps=()),
        Scheduler(maximum_interval=100),
        Scheduler(fuzz=False),
        Scheduler(weights=(*DEFAULT_WEIGHTS[:20], 0.2)),
    ]
    assert len({variant.fingerprint for variant in variants}) == len(variants)
    assert replace(Scheduler()).fingerprint == Scheduler().fingerprint
