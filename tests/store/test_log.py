"""The store's methods, one by one."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.card import CardId
from quizapp.core.review import (
    CardMemory,
    Grade,
    MarkKind,
    Phase,
    Retraction,
    SessionKind,
    replay,
)
from quizapp.core.schedule import Scheduler
from quizapp.core.verdict import Verdict
from quizapp.store.log import Counts, Store
from quizapp.store.problem import StoreError
from quizapp.store.runs import RunRecord
from tests.store.examples import DAY, SCHEDULER, A, B, C, at, event_id, mark, opened, review


def test_append_gives_and_caches_the_memory_after(store: Store) -> None:
    event = review()
    memory = store.append(event)
    assert memory == SCHEDULER.after(CardMemory(A), event)
    assert store.memory(A) == memory
    assert store.memories() == {A: memory}


def test_memory_of_an_unknown_card_is_new(store: Store) -> None:
    assert store.memory(A) == CardMemory(A)


def test_events_come_back_as_they_were(store: Store, path: Path) -> None:
    first, flag = review(ms=1), mark(MarkKind.FLAG, ms=2)
    second = replace(review(B, ms=3), verdict=Verdict.CLOSE)
    for event in (first, flag, second):
        store.append(event)
    store.close()
    again = opened(path)
    assert list(again.events()) == [first, flag, second]
    assert list(again.events(A)) == [first, flag]
    again.close()


def test_an_answer_with_half_a_surrogate_pair_is_kept_as_far_as_it_goes(store: Store) -> None:
    store.append(replace(review(), answer="0.25\ud800"))
    (event,) = store.reviews()
    assert event.answer == "0.25?"


def test_cram_leaves_the_schedule_alone(store: Store) -> None:
    before = store.append(review())
    assert store.append(review(day=DAY + 1, kind=SessionKind.CRAM)) == before
    assert store.prove() == []


def test_marks_change_the_memory(store: Store) -> None:
    store.append(review())
    assert store.append(mark(MarkKind.SUSPEND, ms=1)).suspended
    assert store.append(mark(MarkKind.FLAG, ms=2)).flagged
    assert store.append(mark(MarkKind.BURY, ms=3)).buried_day == DAY
    reset = store.append(mark(MarkKind.RESET, ms=4))
    assert reset.phase is Phase.NEW
    assert store.memory(A) == reset
    assert reset.suspended


def test_an_event_counts_at_its_instant_not_when_it_came(store: Store) -> None:
    late, early = review(day=DAY + 3), review(day=DAY, grade=Grade.AGAIN)
    store.append(late)
    memory = store.append(early)
    assert memory == replay([early, late], SCHEDULER)[A]
    assert memory != replay([replace(early, at=late.at), late], SCHEDULER)[A]
    assert store.prove() == []


def test_the_same_event_twice_is_refused_and_leaves_nothing(store: Store) -> None:
    event = review()
    memory = store.append(event)
    with pytest.raises(StoreError, match=r"progress\.db: refused a row \(UNIQUE"):
        store.append(replace(event, grade=Grade.AGAIN))
    assert store.memories() == {A: memory}
    assert list(store.events()) == [event]


def test_retract_folds_the_card_again(store: Store) -> None:
    first, second = review(), review(day=DAY + 1, grade=Grade.AGAIN)
    before = store.append(first)
    store.append(second)
    assert store.retract(second.id, at(DAY + 1, 9), event_id()) == before
    assert store.memory(A) == before
    assert store.last_review() == first
    assert [type(event) for event in store.events(A)][-1] is Retraction
    assert store.prove() == []


def test_retracting_a_cards_only_review_makes_it_new(store: Store) -> None:
    event = review()
    store.append(event)
    assert store.retract(event.id, at(ms=1), event_id()) == CardMemory(A)
    assert store.memories() == {}
    assert store.last_review() is None
    assert list(store.reviews()) == []
    assert store.prove() == []


def test_retracting_twice_writes_once(store: Store) -> None:
    event = review()
    store.append(event)
    store.retract(event.id, at(ms=1), event_id())
    assert store.retract(event.id, at(ms=2), event_id()) == CardMemory(A)
    assert store.counts().retractions == 1


def test_retracting_an_unknown_review_is_an_error(store: Store) -> None:
    with pytest.raises(StoreError, match="holds no review nothing-like-it"):
        store.retract("nothing-like-it", at(), event_id())


def test_last_review_is_the_latest_by_its_instant_of_any_kind(store: Store) -> None:
    cram = review(B, ms=9, kind=SessionKind.CRAM)
    store.append(cram)
    store.append(review(A, ms=5))
    store.append(mark(MarkKind.FLAG, C, ms=20))
    assert store.last_review() == cram


def test_reviews_by_day_leave_out_undone_ones(store: Store) -> None:
    kept, undone, other = review(A), review(B, ms=1), review(C, day=DAY + 1)
    alone = review(B, day=DAY + 2)
    for event in (other, kept, undone, alone):
        store.append(event)
    for event in (undone, alone):
        store.retract(event.id, at(day=DAY + 2, ms=2), event_id())
    assert list(store.reviews()) == [kept, other]
    assert store.days() == {DAY, DAY + 1}


def test_the_queue_is_what_waits(store: Store) -> None:
    due, later, step = CardId("due"), CardId("later"), CardId("step")
    suspended, buried, new = CardId("suspended"), CardId("buried"), CardId("new")
    for card in (due, suspended, buried):
        store.append(review(card, grade=Grade.EASY))
    day = max(memory.due_day for memory in store.memories().values())
    store.append(review(later, day=day, grade=Grade.EASY))
    store.append(review(step, day=day))
    store.append(mark(MarkKind.SUSPEND, suspended, day))
    store.append(mark(MarkKind.BURY, buried, day))
    store.append(mark(MarkKind.FLAG, new, day))

    waiting = store.due(day)
    assert [memory.card for memory in waiting] == [due, step]
    assert [(memory.card, memory.due_ms) for memory in waiting] == store.queue(day)
    assert waiting[1].due_ms == at(day).ms + 600_000
    assert buried in {memory.card for memory in store.due(day + 1)}
    assert store.due(DAY - 1) == []
    assert store.seen(day) == {due, later, step, suspended, buried}


def test_the_queue_is_ordered_by_day_then_card(store: Store) -> None:
    for number, card in enumerate((C, A, B)):
        store.append(review(card, day=DAY + (number == 0), grade=Grade.EASY))
    memories = store.memories()
    order = sorted(memories, key=lambda card: (memories[card].due_day, card))
    assert [memory.card for memory in store.due(DAY + 100)] == order


def test_introduced_counts_first_reviews_of_a_day(store: Store) -> None:
    store.append(review(A))
    store.append(review(B))
    store.append(review(A, ms=5))
    store.append(review(C, day=DAY + 1))
    assert store.introduced(DAY) == 2
    assert store.introduced(DAY + 1) == 1
    assert store.introduced(0) == 0


RUN = RunRecord(A, "h", "{}", "verified", "CPU", "2.13", "", 0.5, (("answer", 0.25),), 2)


def test_runs_are_kept_and_the_latest_counts(store: Store) -> None:
    other = replace(RUN, card=B, measured=(), ms=1)
    for run in (RUN, replace(RUN, ms=1, measured=(("answer", 9.0),)), other):
        store.record_run(run)
    assert store.latest_runs() == {A: RUN, B: other}
    assert store.ended("verified") == [(A, "h"), (B, "h")]
    assert store.ended("failed") == []
    assert store.counts() == Counts(reviews=0, retractions=0, marks=0, memories=0, runs=3)


def test_measured_numbers_come_back_as_they_were(store: Store) -> None:
    values = (0.1, 3, -0.0, math.inf, -math.inf, 2**70, 5e-324)
    measured = tuple((f"value ‹{value}›", value) for value in values)
    store.record_run(replace(RUN, measured=measured))
    assert store.latest_runs()[A].measured == measured
    store.record_run(replace(RUN, ms=3, measured=(("nothing", math.nan),)))
    ((name, value),) = store.latest_runs()[A].measured
    assert name == "nothing"
    assert math.isnan(value)


def test_runs_of_one_text_and_combination_are_found_by_device(store: Store) -> None:
    gpu = replace(RUN, device="NVIDIA H200", torch="2.13+cu130", driver="580.95.05", ms=5)
    batch = replace(RUN, parameters='{"batch": 8}', ms=9)
    for run in (RUN, replace(RUN, ms=1, status="failed"), gpu, batch, replace(gpu, card_hash="i")):
        store.record_run(run)
    assert store.runs(A, "h", "{}") == [gpu, RUN]
    assert store.runs(A, "h", batch.parameters) == [batch]
    assert store.runs(B, "h", "{}") == []


def test_a_wrong_cache_is_reported_and_mended(store: Store) -> None:
    store.append(review(A))
    store.append(review(B))
    right = store.memories()
    with store.writing() as connection:
        connection.execute("UPDATE card_memory SET due_day = due_day + 5 WHERE card = 'a'")
        connection.execute("DELETE FROM card_memory WHERE card = 'b'")
        connection.execute(
            "INSERT INTO card_memory SELECT 'ghost', phase, step, stability, difficulty, due_day, "
            "due_ms, first_day, last_day, last_ms, reps, lapses, suspended, buried_day, flagged "
            "FROM card_memory WHERE card = 'a'"
        )
    due = right[A].due_day
    assert store.prove() == [
        f"a: due_day is {due + 5} in the cache, {due} by the log",
        "b: is missing in the cache",
        "ghost: is missing in the log",
    ]
    assert store.rebuild() == 2
    assert store.prove() == []
    assert store.memories() == right


def test_another_scheduler_folds_the_cache_anew_once(store: Store, path: Path) -> None:
    event = review(grade=Grade.EASY)
    store.append(event)
    store.close()
    other = Scheduler(retention=0.8, fuzz=False)
    again = opened(path, other)
    assert again.memory(A) == other.after(CardMemory(A), event)
    assert again.memory(A) != SCHEDULER.after(CardMemory(A), event)
    assert not again.is_stale()
    assert again.prove() == []
    again.close()


def test_integrity_of_a_sound_file(store: Store) -> None:
    store.append(review())
    assert store.integrity() == []


def test_integrity_reports_a_row_without_its_parent(store: Store) -> None:
    with store.writing() as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
    store.rows("PRAGMA foreign_keys = OFF")
    with store.writing() as connection:
        connection.execute("INSERT INTO retraction VALUES ('r', 'gone', 1, 0, 1)")
    assert store.integrity() == [f"{store.path}: a row of retraction names a missing row of review"]


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.append(review())
