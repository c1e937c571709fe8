"""What is said of typed formulas, and when a formula card is verified."""

import math
from dataclasses import replace

import pytest

from quizapp.core.card import Kind, Mistake, kind_of
from quizapp.core.evidence import Answered, Finding, Outcome, Run, Traced
from quizapp.core.formula_points import own_points
from quizapp.core.grading_formula import grade_formula
from quizapp.core.question import Question, Stage, ask, assess, type_answer
from quizapp.core.review import CardMemory
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Status, verify
from tests.core.formula_cards import CODE, formula, formula_card, traced_run
from tests.core.test_grading import choice_card, number_card


def slope(x: float) -> float:
    """The sigmoid's slope."""
    return 1 / (math.exp(x) + 2 + math.exp(-x))


SLOPE = formula_card("σ(x)(1-σ(x))", "x=-6..6", "1-σ(x)^2", "$e^{-x}/(1+e^{-x})$")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2σ(x)(1-σ(x))", "2 times the right value everywhere"),
        ("σ(x)(1-σ(x))/3", "1/3 times the right value everywhere"),
        ("-σ(x)(1-σ(x))", "the sign is wrong everywhere"),
        ("-2σ(x)(1-σ(x))", "−2 times the right value everywhere"),
        ("σ(x)(1-σ(x))/ln 2", "1/ln 2 times the right value everywhere"),
        ("πσ(x)(1-σ(x))", "π times the right value everywhere"),
        ("1.234σ(x)(1-σ(x))", "1.234 times the right value everywhere"),
        ("σ(x)(1-σ(x))+1", "1 more than the right value everywhere"),
        ("σ(x)(1-σ(x))-0.25", "0.25 less than the right value everywhere"),
        ("σ(x)(1-σ(x))sign(x)", "right for x > 0"),
        ("min(σ(x)(1-σ(x)),1/4+x)", "right for x > "),
        ("σ(x)(1-σ(x))-max(0,x-2)", "right for x < 2"),
        ("σ(x)(1+σ(x))", "at x = 6 it gives 1.99259, right is 0.00246651"),
        ("1-σ(x)*σ(x)", "Not quite: that is mistake 1."),
        ("1-σ(x)", "Not quite: that is mistake 2."),
        ("9**9**9", "it gives ∞"),
        ("log(-1-x^2)", "it gives no value"),
    ],
)
def test_feedback(typed: str, words: str) -> None:
    assessment = grade_formula(SLOPE, formula(typed, "x"), traced_run(slope))
    assert (assessment.verdict, assessment.measured) == (Verdict.REFUTED, True)
    assert words in assessment.message


def test_a_right_answer_is_read_back() -> None:
    assessment = grade_formula(SLOPE, formula("1/(e^x+2+e^-x)", "x"), traced_run(slope))
    assert (assessment.verdict, assessment.message) == (Verdict.CONFIRMED, "Right.")
    assert assessment.claimed == "1/(e^x + 2 + e^(−x))"
    assert assessment.truth == "σ(x)·(1 − σ(x))"


def test_a_hole_is_said_and_forgiven() -> None:
    assessment = grade_formula(SLOPE, formula("σ(x)(1-σ(x))x/x", "x"), None)
    assert assessment.verdict is Verdict.CONFIRMED
    assert assessment.message == "Right, but it has no value at x = 0."


def test_the_measurement_counts_beside_the_reference() -> None:
    typed = formula("σ(x)(1-σ(x))", "x")
    assert grade_formula(SLOPE, typed, traced_run(slope)).verdict is Verdict.CONFIRMED
    doubled = grade_formula(SLOPE, typed, traced_run(lambda x: 2 * slope(x)))
    assert doubled.verdict is Verdict.REFUTED


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.FINISHED])
def test_a_run_that_failed_measured_nothing(outcome: Outcome) -> None:
    run = replace(traced_run(slope), outcome=outcome)
    assessment = grade_formula(SLOPE, formula("σ(x)(1-σ(x))", "x"), run)
    assert (assessment.verdict, assessment.measured) == (Verdict.CONFIRMED, False)


def test_a_variable_that_does_not_matter() -> None:
    card = formula_card("x^2", "x=-5..5 y=-5..5")
    assessment = grade_formula(card, formula("x^2+y", "x", "y"), None)
    assert "the right formula does not depend on y" in assessment.message
    assert grade_formula(card, formula("x^2+y-y", "x", "y"), None).verdict is Verdict.CONFIRMED


def test_a_wider_tolerance_has_close_answers() -> None:
    card = formula_card("x^2", rtol=0.01)
    verdicts = {
        "1.009x^2": Verdict.CONFIRMED,
        "1.05x^2": Verdict.CLOSE,
        "1.2x^2": Verdict.REFUTED,
    }
    for typed, verdict in verdicts.items():
        assert grade_formula(card, formula(typed, "x"), None).verdict is verdict


def test_rounding_is_no_mistake_and_small_terms_are_none_either() -> None:
    card = formula_card("1-tanh(x)^2", "x=-20..20")
    assert grade_formula(card, formula("1/cosh(x)^2", "x"), None).verdict is Verdict.CONFIRMED
    steep = formula_card("e^(x^2)", "x=0..6")
    assert grade_formula(steep, formula("e^(x^2)+1", "x"), None).verdict is Verdict.REFUTED
    zero = formula_card("max(0,x)", "x=-5..5")
    assert grade_formula(zero, formula("max(1e-9,x)", "x"), None).verdict is Verdict.REFUTED


def test_points_lie_in_the_domain_and_stay_the_same() -> None:
    card = formula_card("log(x)+0y", "x=0.001..4 y=-1..1")
    places = own_points(card)
    assert 40 <= len(places) <= 60
    assert all(0.001 <= at["x"] <= 4 and -1 <= at["y"] <= 1 for at in places)
    assert len({at["x"] for at in places}) > 30
    assert places == own_points(card)


def test_a_card_holds_where_formula_and_measurement_agree() -> None:
    assert kind_of(SLOPE) is Kind.FORMULA
    verification = verify(SLOPE, traced_run(slope))
    assert verification.status is Status.VERIFIED, verification
    assert verification.answer is not None
    assert verification.answer.evidence == "agrees at 41 measured points"
    assert [each.verdict for each in verification.mistakes] == [Verdict.REFUTED] * 2
    assert verification.mistakes[0].evidence == "differs at 41 of 41 measured points"


@pytest.mark.parametrize("wrong", ["1.001σ(x)(1-σ(x))", "σ(x)(1+σ(x))", "-σ(x)(1-σ(x))", "σ(-x)"])
def test_a_flipped_coefficient_fails_the_card(wrong: str) -> None:
    card = formula_card(wrong, "x=-6..6")
    verification = verify(card, traced_run(slope))
    assert verification.status is Status.FAILED
    (problem,) = verification.problems
    assert (problem.code, problem.line) == ("answer-disagrees", 3)
    assert "differs at 41 of 41 measured points" in problem.message


def test_a_mistake_that_is_right_fails_the_card() -> None:
    card = replace(SLOPE, mistakes=(Mistake("σ(x)σ(-x)", "no.", 7),))
    (problem,) = verify(card, traced_run(slope)).problems
    assert (problem.code, problem.line) == ("mistake-not-refuted", 7)


def test_a_mistake_within_three_tolerances_is_not_refuted() -> None:
    card = formula_card("x^2+1", "x=-5..5", "1.02(x^2+1)", rtol=0.01)
    verification = verify(card, traced_run(lambda x: x * x + 1))
    assert [each.verdict for each in verification.mistakes] == [Verdict.INCONCLUSIVE]
    assert verification.status is Status.FAILED


@pytest.mark.parametrize(
    ("findings", "code", "words"),
    [
        ((Answered(1.0, "", 2),), "answer-missing", "never calls answer(values, at=points)"),
        ((Traced((1.0,), ("",), ((0.0,),), 2),), "answer-at", "1 points have a finite value"),
        ((Traced((1.0,), ("z",), ((0.0,),), 2),), "answer-at", 'give at={"x": …}'),
        ((Traced((math.nan,) * 20, ("",), ((0.0,) * 20,), 2),), "answer-at", "0 points"),
    ],
)
def test_a_demo_that_measures_something_else(
    findings: tuple[Finding, ...], code: str, words: str
) -> None:
    verification = verify(SLOPE, Run(Outcome.FINISHED, findings))
    assert [problem.code for problem in verification.problems] == [code]
    assert words in verification.problems[0].message
    assert verification.problems[0].line == 11


def test_values_at_points_are_for_formulas_alone() -> None:
    run = traced_run(slope)
    for card in (number_card(), choice_card(("1", False), ("1/4", True))):
        assert "answer-at" in {problem.code for problem in verify(card, run).problems}


def test_several_variables_come_by_name() -> None:
    card = formula_card("a-b", "a=0..1 b=0..1", "b-a")
    a = tuple(step / 20 for step in range(20))
    b = tuple(0.5 for _ in a)
    values = tuple(left - right for left, right in zip(a, b, strict=True))
    swapped = Run(Outcome.FINISHED, (Traced(values, ("b", "a"), (b, a), 2),))
    assert verify(card, swapped).status is Status.VERIFIED
    nameless = Run(Outcome.FINISHED, (Traced(values, ("",), (a,), 2),))
    assert verify(card, nameless).status is Status.FAILED


def test_a_variable_may_be_measured_under_any_spelling() -> None:
    card = formula_card("2β_1", "β_1=0..1")
    at = tuple(step / 20 for step in range(20))
    for name in ("β₁", "beta_1", "beta1", "β_1"):
        traced = Traced(tuple(2 * each for each in at), (name,), (at,), 2)
        assert verify(card, Run(Outcome.FINISHED, (traced,))).status is Status.VERIFIED


def test_a_constant_is_no_measurement() -> None:
    demo = SLOPE.demo
    assert demo is not None
    card = replace(SLOPE, demo=replace(demo, code=CODE.replace("torch.tanh(x)", "[1.0, 2.0]")))
    codes = {problem.code for problem in verify(card, traced_run(slope)).problems}
    assert codes == {"demo-constant"}


def test_a_formula_that_cannot_be_read_costs_nothing() -> None:
    question = ask(SLOPE, CardMemory(SLOPE.id), 0)
    said = type_answer(question, "sigmod(x)", 1)
    assert said == "unknown name 'sigmod'; did you mean 'sigmoid'?\nsigmod(x)\n^"
    answered = type_answer(question, " σ(x)σ(-x) ", 1)
    assert isinstance(answered, Question)
    assert (answered.stage, answered.answer) == (Stage.ANSWERED, "σ(x)σ(-x)")
    assessment = assess(answered, None)
    assert assessment is not None
    assert assessment.verdict is Verdict.CONFIRMED
