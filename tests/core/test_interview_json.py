"""Damaged and foreign data are refused in a line."""

import json
from typing import Any

import pytest

from quizapp.core.interview import Tick, step
from quizapp.core.interview_json import progress_data, restored, setup_data
from tests.core.interviews import ROLE, answered, begun, library

INTERVIEW = step(answered(begun(ROLE, library()), right=True), Tick(40_000, "half"))


def data() -> tuple[dict[str, Any], dict[str, Any]]:
    written = json.dumps([setup_data(INTERVIEW), progress_data(INTERVIEW)])
    setup, progress = json.loads(written)
    return setup, progress


def test_what_changes_is_small() -> None:
    assert len(json.dumps(progress_data(INTERVIEW))) < 1_500


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        (0, "format", 99),
        (0, "setup", None),
        (0, "setup", {}),
        (1, "clock", {"used_ms": "soon", "at_ms": 0}),
        (1, "current", {"stage": "lunch"}),
        (1, "current", None),
        (1, "answers", [{}]),
        (1, "answers", [3]),
        (1, "ended", "never"),
        (1, "ended", "time"),
    ],
)
def test_damaged_data(part: int, key: str, value: object) -> None:
    both = data()
    both[part][key] = value
    with pytest.raises(ValueError, match=r"."):
        restored(*both)


def test_a_missing_part() -> None:
    setup, progress = data()
    del progress["clock"]
    with pytest.raises(ValueError, match="no interview can be read from this"):
        restored(setup, progress)
