"""Fitting weights to simulated learners, and refusing where that would do harm."""

from math import log

import pytest

from quizapp.core.fit import ENOUGH, fit, memory_tests
from quizapp.core.foresight import predictions
from quizapp.core.review import Grade, Review
from quizapp.core.schedule import DEFAULT_WEIGHTS, Scheduler
from tests.core.learner import FORGETFUL, histories, studied

USUAL = Scheduler()


def loss(log_: list[Review], weights: tuple[float, ...], since: int) -> float:
    """Mean log loss of the tests from a day on, from all that came before each."""
    seen = [
        one for one in predictions(histories(log_).items(), Scheduler(weights)) if one.day >= since
    ]
    return -sum(log(one.recall if one.kept else 1 - one.recall) for one in seen) / len(seen)


def test_a_learner_unlike_others_is_foreseen_better_afterwards() -> None:
    whole = studied(FORGETFUL, 120, 8, seed=1)
    split = whole[0].at.day + 80
    past = [review for review in whole if review.at.day < split]
    found = fit(histories(past), USUAL)
    assert found is not None
    assert found.is_better
    assert loss(whole, found.weights, split) < loss(whole, DEFAULT_WEIGHTS, split) - 0.002


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_usual_learner_keeps_what_foresees_her_well(seed: int) -> None:
    whole = studied(DEFAULT_WEIGHTS, 110, 5, seed)
    split = whole[0].at.day + 70
    found = fit(histories([review for review in whole if review.at.day < split]), USUAL)
    assert found is not None
    taken = found.weights if found.is_better else DEFAULT_WEIGHTS
    assert loss(whole, taken, split) <= loss(whole, DEFAULT_WEIGHTS, split) + 1e-3


def test_the_judges_are_the_later_reviews_and_are_not_learned_from() -> None:
    past = studied(FORGETFUL, 60, 8, seed=4)
    found = fit(histories(past), USUAL)
    assert found is not None
    assert found.reviews == memory_tests(histories(past))
    assert 0.15 < found.judged / found.reviews < 0.3
    days = sorted(one.day for one in predictions(histories(past).items(), USUAL))
    split = days[round(len(days) * 0.8)]
    assert found.before == pytest.approx(loss(past, DEFAULT_WEIGHTS, split))
    assert found.after == pytest.approx(loss(past, found.weights, split))
    # Whatever the judges answered, the weights stay.
    turned = [
        Review(one.id, one.card, one.at, Grade.AGAIN if one.at.day >= split else one.grade)
        for one in past
    ]
    other = fit(histories(turned), USUAL)
    assert other is not None
    assert other.weights == found.weights
    assert other.before != found.before


def test_it_waits_for_enough() -> None:
    short = histories(studied(DEFAULT_WEIGHTS, 12, 5, seed=1))
    assert memory_tests(short) < ENOUGH
    assert fit(short, USUAL) is None
    assert fit({}, USUAL) is None


def test_a_single_day_cannot_be_split() -> None:
    flat = {
        review.card: [0, 739_000, 3, 1, 739_005, 3]
        for review in studied(DEFAULT_WEIGHTS, 60, 10, seed=1)
    }
    assert memory_tests(flat) >= ENOUGH
    assert fit(flat, USUAL) is None
