"""What is appended stays, whatever happens to the process; several writers at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from threading import Thread

from quizapp.core.card import CardId
from quizapp.store.log import Store
from tests.store.examples import opened, review

# Appends and says so, until it is killed or done.
WRITER = """
import sys
from pathlib import Path
from quizapp.core.review import Grade, Review
from quizapp.store.ids import new_id
from tests.store.examples import at, opened

path, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = opened(path, busy_seconds=30.0)
sys.stdin.readline()
for number in range(count):
    review = Review(new_id(), f"{name}-{number % 3}", at(ms=number), Grade.GOOD)
    store.append(review)
    print(review.id, flush=True)
"""


def writer(path: Path, name: str, count: int) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(count)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdin is not None
    child.stdin.write("go\n")
    child.stdin.flush()
    return child


def test_a_kill_right_after_append_returned_loses_nothing(path: Path) -> None:
    acknowledged: list[str] = []
    for attempt in range(5):
        child = writer(path, f"run{attempt}", 1_000_000)
        assert child.stdout is not None
        acknowledged += [child.stdout.readline().strip() for _ in range(1 + 7 * attempt)]
        os.kill(child.pid, signal.SIGKILL)
        # It may have gone on until the signal came; the last line may be cut.
        rest = child.communicate()[0].split("\n")
        acknowledged += rest[:-1]
        store = opened(path)
        kept = [event.id for event in store.reviews()]
        assert set(acknowledged) <= set(kept)
        # At most one was committed and not yet announced in each run.
        assert len(kept) <= len(acknowledged) + attempt + 1
        assert store.prove() == []
        assert store.integrity() == []
        store.close()


def test_two_processes_write_at_once(path: Path) -> None:
    children = [writer(path, "shared", 200) for _ in range(2)]
    ids = [line for child in children for line in child.communicate()[0].split()]
    assert [child.returncode for child in children] == [0, 0]
    store = opened(path)
    assert {event.id for event in store.reviews()} == set(ids)
    assert len(ids) == 400
    assert sum(memory.reps for memory in store.memories().values()) == 400
    assert store.prove() == []
    store.close()


def test_threads_share_a_store(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(50):
            store.append(review(CardId(f"{name}-{number % 5}"), ms=number))
            assert store.memories()

    threads = [Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.counts().reviews == 200
    assert store.prove() == []


def test_the_log_can_be_read_while_it_grows(store: Store) -> None:
    for ms in range(5):
        store.append(review(ms=ms))
    seen = 0
    for event in store.events():
        store.append(review(CardId("other"), ms=100 + seen))
        assert event.at.ms < 100 + event.at.ms
        seen += 1
    assert seen == 5
    assert store.counts().reviews == 10
