"""`quizapp plan` over a small library."""

import json
from datetime import date, timedelta

import pytest

from quizapp.ui.plan import day_of, print_plan
from tests.ui.conftest import Bench
from tests.ui.test_stats import studied


def today(bench: Bench) -> date:
    return bench.clock().date()


@pytest.mark.parametrize("minutes", [None, 1.0, 25.0])
@pytest.mark.parametrize("days", [0, 1, 12, 40])
def test_it_is_readable_at_80_columns(
    bench: Bench, capsys: pytest.CaptureFixture[str], days: int, minutes: float | None
) -> None:
    day = today(bench) + timedelta(days=days)
    assert print_plan(studied(bench), day.toordinal(), minutes, json=False) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert day.isoformat() in out
    assert "Test deck" in out


def test_past_predictions_are_judged_once_there_are_enough(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    day = today(bench) + timedelta(days=9)
    assert print_plan(studied(bench), day.toordinal(), None, json=False) == 0
    assert "is said after 100 repetitions" in capsys.readouterr().out  # there are 60


def test_json(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    day = today(bench) + timedelta(days=14)
    assert print_plan(studied(bench), day.toordinal(), 25, json=True) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["date"] == day.isoformat()
    assert document["chosen"]["minutes_a_day"] == 25
    assert document["chosen"]["readiness"] > document["idle"]["readiness"]
    assert len(document["loads"]) == document["days"] == 14
    assert document["foresight"] is None


@pytest.mark.parametrize(("days", "said"), [(-1, "is over"), (900, "too far ahead")])
def test_days_that_cannot_be_planned_for(
    bench: Bench, capsys: pytest.CaptureFixture[str], days: int, said: str
) -> None:
    day = today(bench) + timedelta(days=days)
    assert print_plan(bench.desk(), day.toordinal(), None, json=False) == 2
    assert said in capsys.readouterr().err


def test_the_date_comes_from_the_option_or_the_settings() -> None:
    setting = date(2026, 12, 5)
    assert day_of("2026-12-24", setting) == date(2026, 12, 24).toordinal()
    assert day_of("", setting) == setting.toordinal()
    assert day_of("tomorrow", setting) == "--date tomorrow: no date; write it as 2026-12-05"
    assert "interview = 2026-12-05" in str(day_of("", None))
