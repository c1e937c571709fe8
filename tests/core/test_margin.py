"""How near what was measured is to failing its card."""

from dataclasses import replace

import pytest

from quizapp.core.card import EXACT, Card, Mistake, Tolerance
from quizapp.core.evidence import Answered, Claimed, Decided, Finding, Shown, Turned
from quizapp.core.margin import Spread, margins
from tests.core.formula_cards import formula_card, traced_run
from tests.core.test_function import code_card, demo_run, tensor
from tests.core.test_grading import choice_card, number_card, run
from tests.core.test_mutation import cloze, recall

WRONG = Mistake("1", "no.", 7)


def found(card: Card, *findings: Finding) -> dict[str, float]:
    return {each.of: each.value for each in margins(card, run(*findings))}


@pytest.mark.parametrize(
    ("measured", "answer", "mistake"),
    [
        (0.25, 1.0, 1 - 3 / 300),
        (0.2475, -0.0101, 1 - 3 / 304.04),
        (0.24, -3.1667, 1 - 3 / 316.667),
        (0.98, -73.4898, 2.0408 / 3 - 1),
    ],
)
def test_an_answer_and_its_mistakes(measured: float, answer: float, mistake: float) -> None:
    card = number_card("0.25", Tolerance(rtol=0.01), (WRONG,))
    assert found(card, Answered(measured, "", 2)) == pytest.approx(
        {"answer": answer, "mistake 1": mistake}, abs=1e-3
    )


def test_units_are_converted_and_exact_numbers_have_none() -> None:
    card = number_card("4 MB", Tolerance(rtol=0.01))
    assert found(card, Answered(3.98e6, "B", 2)) == pytest.approx({"answer": 0.4975}, abs=1e-4)
    assert found(number_card("4", EXACT), Answered(4, "", 2)) == {}


def test_options() -> None:
    card = choice_card(("1/2", False), ("1/4", True))
    margin = found(card, Answered(0.25, "", 2))
    assert margin == pytest.approx({"option a": 1 - 3 / 100, "option b": 1.0})


def test_a_gap_that_fits_best() -> None:
    card = replace(cloze("3", "1/4"), tolerance=Tolerance(rtol=0.01))
    assert found(card, Answered(0.25, "", 2)) == {"gap 2": 1.0}


def test_claims_of_numbers_and_conditions() -> None:
    margin = found(
        recall(),
        Claimed("near", True, "", 2, 0.51, 0.5, atol=0.02),
        Claimed("exact", True, "", 3, 3, 3),
        Claimed("beyond", True, "", 4, 1.0, float("inf"), rtol=0.1),
        Claimed("order", True, "", 5),
        Turned("claim", "order", 5, 9, "a >= b", False, 0.3),
        Turned("claim", "opposite signs", 5, 9, "a >= b", False, 1.7),
        Turned("claim", "no numbers", 6, 9, "a != b", False),
    )
    assert margin == pytest.approx(
        {'claim "near"': 0.5, 'claim "order"': 0.3, 'claim "opposite signs"': 1.0}
    )


def test_the_condition_of_a_wrong_option_must_not_hold() -> None:
    card = choice_card(("it falls", True), ("it rises", False))
    turned = [
        Turned("option", "a", 2, 9, "a >= b", False, 0.2),
        Turned("option", "b", 3, 9, "a >= b", True, -0.4),
    ]
    decided = Decided("a", True, "", 2), Decided("b", False, "", 3)
    assert found(card, *decided, *turned) == {'option "a"': 0.2, 'option "b"': 0.4}


def test_formulas() -> None:
    card = formula_card("x^2", "x=-5..5", "x^3", rtol=0.01)
    measured = traced_run(lambda x: 1.005 * x * x)
    margin = {each.of: each.value for each in margins(card, measured)}
    assert margin["answer"] == pytest.approx(0.5, abs=0.01)
    assert margin["mistake x^3"] > 0.9


def test_wrong_functions() -> None:
    card = code_card("That is x itself.")
    margin = {each.of: each.value for each in margins(card, demo_run(tensor(1, 2)))}
    assert margin["mistake in line 9"] == pytest.approx(1, abs=1e-5)


def test_the_worst_of_several_seeds_and_combinations() -> None:
    spread = Spread()
    card = number_card("0.25", Tolerance(rtol=0.01))
    other = replace(card, values={"n": 3})
    spread.add(card, 0, run(Answered(0.25, "", 2), Shown("seconds", "1")))
    spread.add(card, 1, run(Answered(0.25, "", 2), Shown("seconds", "2")))
    spread.add(other, 0, run(Answered(0.251, "", 2)))
    assert not spread.stochastic  # combinations may differ, seeds do not
    spread.add(other, 1, run(Answered(0.252, "", 2)))
    assert spread.stochastic
    assert spread.worst is not None
    assert (spread.worst.seed, spread.worst.parameters) == (1, "n=3")
    assert spread.worst.margin.value == pytest.approx(1 - 2 / 2.52, abs=1e-3)
