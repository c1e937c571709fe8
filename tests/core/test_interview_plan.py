"""The arc of interviews of all lengths, and the time that a question has."""

import pytest

from quizapp.core.card import CardId, Kind
from quizapp.core.interview_items import Candidate, Stage
from quizapp.core.interview_plan import Due, Plan, budget_ms, grace_ms, largest_ms, plan


def test_half_an_hour() -> None:
    assert plan(30) == Plan(
        total_ms=1_800_000,
        opening_ms=90_000,
        closing_ms=120_000,
        parts=(
            Due(Stage.DIG, 280_800),
            Due(Stage.ESTIMATE, 530_000),  # early enough for all that follows
            Due(Stage.CODE, 710_000),
            Due(Stage.DISCUSSION, 1_203_000),
        ),
    )


@pytest.mark.parametrize(
    ("minutes", "stages"),
    [
        (1, []),
        (5, []),
        (6, [Stage.DIG]),
        (8, [Stage.DIG, Stage.ESTIMATE]),
        (12, [Stage.DIG, Stage.ESTIMATE, Stage.DISCUSSION]),
        (15, [Stage.DIG, Stage.ESTIMATE, Stage.CODE, Stage.DISCUSSION]),
        (60, [Stage.DIG, Stage.ESTIMATE, Stage.CODE, Stage.DISCUSSION] * 2),
    ],
)
def test_a_short_interview_has_fewer_parts_and_a_long_one_the_arc_again(
    minutes: int, stages: list[Stage]
) -> None:
    assert [part.stage for part in plan(minutes).parts] == stages


@pytest.mark.parametrize("minutes", [1, 4, 5, 7, 12, 15, 29, 45, 46, 1000])
def test_the_parts_come_in_order_within_the_time(minutes: int) -> None:
    found = plan(minutes)
    due = [part.at_ms for part in found.parts]
    assert due == sorted(due)
    assert all(found.opening_ms <= at < found.questions_ms for at in due)


def test_a_very_short_interview_neither_opens_nor_closes() -> None:
    assert (plan(4).opening_ms, plan(4).closing_ms) == (0, 0)
    assert (plan(5).opening_ms, plan(5).closing_ms) == (24_000, 30_000)
    assert plan(30, opening=False, closing=False).questions_ms == 1_800_000


def test_budgets_follow_kind_level_and_part() -> None:
    recall = Candidate(CardId("a"), "a", 2, Kind.RECALL)
    code = Candidate(CardId("b"), "a", 3, Kind.CODE)
    assert budget_ms(recall, Stage.CORE) == 150_000
    assert budget_ms(recall, Stage.DISCUSSION) == 240_000
    assert budget_ms(code, Stage.CODE) == 540_000
    assert budget_ms(Candidate(CardId("c"), "a", 1, Kind.CODE, seconds=40), Stage.CODE) == 40_000


def test_the_grace_is_a_fifth_between_ten_seconds_and_a_minute() -> None:
    assert [grace_ms(1000 * s) for s in (20, 100, 540)] == [10_000, 20_000, 60_000]


def test_no_question_takes_most_of_an_interview() -> None:
    assert largest_ms(1_800_000) == 720_000
    assert largest_ms(60_000) == 90_000
