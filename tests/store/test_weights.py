"""Fitted weights in the progress file."""

from pathlib import Path

import pytest

from quizapp.core.schedule import DEFAULT_WEIGHTS
from quizapp.store.statements import UPSERT_META
from quizapp.store.weights import Fitted, drop_weights, keep_weights, weights_of
from tests.store.examples import opened

OTHER = tuple(weight * 1.25 for weight in DEFAULT_WEIGHTS)


def test_the_last_are_in_force_and_those_before_come_back(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    assert weights_of(path) is None
    assert not path.exists()
    store = opened(path)
    assert weights_of(path) is None
    first, second = Fitted(OTHER, 1, 500), Fitted(DEFAULT_WEIGHTS, 2, 900)
    keep_weights(store, first)
    assert weights_of(path) == OTHER
    keep_weights(store, second)
    assert weights_of(path) == DEFAULT_WEIGHTS
    assert drop_weights(store) == second
    assert weights_of(path) == OTHER
    assert drop_weights(store) == first
    assert weights_of(path) is None
    assert drop_weights(store) is None
    store.close()


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[1]", "null", '[{"weights": [1, 2], "ms": 1, "reviews": 1}]', "[[]]", '"text"'],
)
def test_what_no_fit_wrote_counts_as_nothing(tmp_path: Path, text: str) -> None:
    store = opened(tmp_path / "progress.db")
    with store.writing() as connection:
        connection.execute(UPSERT_META, ("weights", text))
    assert weights_of(store.path) is None
    store.close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    path.write_text("no database at all, but long enough to be read as one" * 20)
    assert weights_of(path) is None
