"""Whatever is appended and undone, in whatever order: the cache is the replay of the log."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from quizapp.core.card import CardId
from quizapp.core.review import Event, Grade, MarkKind, Retraction, Review, SessionKind, replay
from quizapp.core.schedule import Scheduler
from tests.store.examples import DAY, SCHEDULER, at, event_id, mark, opened, review

MOMENTS = st.tuples(st.integers(DAY, DAY + 40), st.integers(0, 3))
CARDS = st.sampled_from([CardId("a"), CardId("b"), CardId("c")])
STEPS = st.one_of(
    st.tuples(CARDS, MOMENTS, st.sampled_from(Grade), st.sampled_from(SessionKind)),
    st.tuples(CARDS, MOMENTS, st.sampled_from(MarkKind)),
    st.integers(0, 20),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=25))
def test_the_cache_equals_the_replay(template: Path, steps: list[object]) -> None:
    """A whole number undoes the review of that position, again perhaps."""
    log: list[Event] = []
    with tempfile.TemporaryDirectory() as folder:
        store = opened(Path(shutil.copy(template, Path(folder) / "progress.db")))
        for step in steps:
            match step:
                case (str(card), (int(day), int(ms)), Grade() as grade, SessionKind() as kind):
                    event = review(CardId(card), day, ms, grade, kind)
                    memory = store.append(event)
                    log.append(event)
                    assert memory == replay(log, SCHEDULER)[event.card]
                case (str(card), (int(day), int(ms)), MarkKind() as kind):
                    marked = mark(kind, CardId(card), day, ms)
                    store.append(marked)
                    log.append(marked)
                case int(position):
                    reviews = [event for event in log if isinstance(event, Review)]
                    undone = {event.review for event in log if isinstance(event, Retraction)}
                    if position < len(reviews):
                        id_ = reviews[position].id
                        retraction = Retraction(event_id(), id_, at(DAY + 50))
                        store.retract(id_, retraction.at, retraction.id)
                        log += [retraction] if id_ not in undone else []
        assert store.memories() == replay(log, SCHEDULER)
        assert list(store.events()) == sorted(log, key=lambda event: (event.at.ms, event.id))
        assert store.prove() == []
        store.rebuild()
        assert store.memories() == replay(log, SCHEDULER)
        store.close()
        other = Scheduler(retention=0.8, learning_steps=(), relearning_steps=(5.0, 30.0))
        store = opened(store.path, other)
        assert store.memories() == replay(log, other)
        assert store.prove() == []
        store.close()


def test_ids_decide_between_events_of_one_instant(template: Path, tmp_path: Path) -> None:
    store = opened(Path(shutil.copy(template, tmp_path / "progress.db")))
    again, good = review(grade=Grade.AGAIN), review(grade=Grade.GOOD)
    swapped = [replace(again, id=good.id), replace(good, id=again.id)]
    for event in swapped:
        store.append(event)
    assert store.memories() == replay(swapped, SCHEDULER)
    assert [event.id for event in store.events()] == [again.id, good.id]
    store.close()
