"""Interviews in the log: what is added, what is replaced, what comes back."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from quizapp.core.card import CardId
from quizapp.core.review import SessionKind
from quizapp.store.interviews import (
    Begun,
    Given,
    Over,
    add_interview,
    end_interview,
    finished,
    keep_progress,
    read_interview,
    recent_cards,
    unfinished,
)
from quizapp.store.log import Store
from quizapp.store.problem import StoreError
from tests.store.examples import A, B, C, at, event_id, opened, review

SETUP = {"format": 1, "setup": {"role": "σ"}}


def begun(store: Store, ms: int = 0) -> Begun:
    """An interview that was begun."""
    made = Begun(event_id(), at(ms=ms), "ml-engineer", SETUP)
    add_interview(store, made, {"clock": 0})
    return made


def given(interview: Begun, place: int, card: CardId | None = A, ms: int = 1) -> Given:
    """An answer."""
    said = {"said": f"answer {place} 기울기"}
    return Given(event_id(), interview.id, place, at(ms=ms), card, said, {"question": "?"})


def over(interview: Begun, ms: int = 9, *, left_out: bool = False) -> Over:
    """An end."""
    readiness = [{"topic": "optimizers", "recall": 0.5}]
    return Over(event_id(), interview.id, at(ms=ms), {"clock": 9}, readiness, left_out)


def test_an_interview_comes_back_as_it_was_kept(store: Store) -> None:
    made = begun(store)
    answers = (given(made, 0, None), given(made, 1))
    keep_progress(store, made.id, 5, {"clock": 5}, answers)
    kept = read_interview(store, made.id)
    assert kept is not None
    assert kept.begun == made
    assert kept.answers == answers
    assert kept.progress == {"clock": 5}
    assert kept.over is None
    assert unfinished(store) == made.id
    assert finished(store) == []


def test_a_later_row_corrects_an_answer_and_both_stay(store: Store) -> None:
    made = begun(store)
    first = given(made, 0)
    keep_progress(store, made.id, 5, {}, [first])
    second = replace(first, id=event_id(), answer={"said": "corrected"})
    keep_progress(store, made.id, 6, {}, [second])
    kept = read_interview(store, made.id)
    assert kept is not None
    assert kept.answers == (second,)
    assert store.rows("SELECT count(*) FROM interview_answer") == [(2,)]


def test_the_end_brings_the_reviews_with_it_and_drops_the_cache(store: Store) -> None:
    made = begun(store)
    missed = review(B, kind=SessionKind.INTERVIEW)
    end, answers = over(made), [given(made, 0)]
    end_interview(store, end, answers, [missed])
    kept = read_interview(store, made.id)
    assert kept is not None
    assert kept.over == end
    assert kept.progress == {"clock": 9}
    assert len(kept.answers) == 1
    assert list(store.reviews()) == [missed]
    assert store.memory(B).reps == 1
    assert store.prove() == []
    assert unfinished(store) is None
    assert finished(store) == [made.id]
    assert store.rows("SELECT * FROM interview_progress") == []


def test_an_interview_ends_once(store: Store) -> None:
    made = begun(store)
    end = over(made)
    end_interview(store, end, [], [review(A)])
    end_interview(store, over(made, 10, left_out=True), [given(made, 0)], [review(A, ms=11)])
    kept = read_interview(store, made.id)
    assert kept is not None
    assert kept.over == end
    assert kept.answers == ()
    assert len(list(store.reviews())) == 1


def test_an_end_that_fails_leaves_nothing_behind(store: Store) -> None:
    made = begun(store)
    with pytest.raises(StoreError, match="duration"):
        end_interview(store, over(made), [given(made, 0)], [replace(review(A), duration_ms=-1)])
    assert unfinished(store) == made.id
    kept = read_interview(store, made.id)
    assert kept is not None
    assert (kept.answers, kept.progress) == ((), {"clock": 0})


def test_the_latest_unfinished_one_waits(store: Store) -> None:
    first, second = begun(store, 1), begun(store, 2)
    assert unfinished(store) == second.id
    end_interview(store, over(second), [], [])
    assert unfinished(store) == first.id
    end_interview(store, over(first), [], [])
    assert finished(store) == [first.id, second.id]


def test_what_is_not_there(store: Store) -> None:
    assert unfinished(store) is None
    assert read_interview(store, "x") is None
    assert recent_cards(store, 3) == set()


def test_the_cards_of_the_last_interviews(store: Store) -> None:
    for ms, card in enumerate((A, B, None, C)):
        made = begun(store, ms)
        keep_progress(store, made.id, ms, {}, [given(made, 0, card)])
    assert recent_cards(store, 2) == {C}
    assert recent_cards(store, 3) == {B, C}
    assert recent_cards(store, 4) == {A, B, C}


def test_what_was_kept_outlives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    code = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from tests.store.examples import opened\n"
        "from tests.store.test_interviews import begun, given, keep_progress\n"
        "store = opened(Path(sys.argv[1])); made = begun(store)\n"
        "keep_progress(store, made.id, 1, {'draft': 'half a sen'}, [given(made, 0)])\n"
        "print('kept', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "kept\n"
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    store = opened(path)
    name = unfinished(store)
    assert name is not None
    kept = read_interview(store, name)
    assert kept is not None
    assert kept.progress == {"draft": "half a sen"}
    assert [each.answer["said"] for each in kept.answers] == ["answer 0 기울기"]
    store.close()
