"""What is said of answers, against literal measurements."""

import pytest

from quizapp.core.card import (
    EXACT,
    CardId,
    ChoiceCard,
    Demo,
    Mark,
    Mistake,
    NumberCard,
    Option,
    RecallCard,
    RubricPoint,
    Sort,
    Tolerance,
)
from quizapp.core.evidence import Answered, Claimed, Decided, Finding, Measured, Outcome, Run
from quizapp.core.grading import Misfit, compare, describe, grade_choice, grade_number
from quizapp.core.quantity import Quantity, parse_quantity
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Status, seed_of, verify

CODE = "x = torch.rand(3)\nanswer(x.max())\n"


def number(text: str, unit: str = "") -> Quantity:
    quantity = parse_quantity(text)
    assert isinstance(quantity, Quantity)
    return quantity


def number_card(
    answer: str = "0.25",
    tolerance: Tolerance = Tolerance(rtol=0.01),  # noqa: B008 - a frozen value
    mistakes: tuple[Mistake, ...] = (),
) -> NumberCard:
    return NumberCard(
        id=CardId("n"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="How much?",
        answer=number(answer),
        answer_text=answer,
        answer_line=3,
        tolerance=tolerance,
        mistakes=mistakes,
        demo=Demo(CODE, 10),
    )


def choice_card(*options: tuple[str, bool], code: str = CODE) -> ChoiceCard:
    made = tuple(
        Option("abcdef"[place], text, correct, 3 + place, value)
        for place, (text, correct) in enumerate(options)
        for parsed in [parse_quantity(text)]
        for value in [None if isinstance(parsed, str) else parsed]
    )
    return ChoiceCard(
        id=CardId("c"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="Which?",
        options=made,
        multiple=sum(correct for _, correct in options) > 1,
        demo=Demo(code, 10),
    )


def run(*findings: Finding) -> Run:
    return Run(Outcome.FINISHED, findings, device="CPU", seconds=0.01)


@pytest.mark.parametrize(
    ("measured", "claimed", "tolerance", "verdict"),
    [
        (0.25, 0.25, EXACT, Verdict.CONFIRMED),
        (0.25, 0.2500001, EXACT, Verdict.REFUTED),
        (100.0, 101.0, Tolerance(rtol=0.01), Verdict.CONFIRMED),
        (100.0, 102.0, Tolerance(rtol=0.01), Verdict.INCONCLUSIVE),
        (100.0, 103.0, Tolerance(rtol=0.01), Verdict.REFUTED),
        (0.0, 1e-4, Tolerance(atol=1e-3), Verdict.CONFIRMED),
        (0.0, 1e-4, Tolerance(rtol=0.5), Verdict.REFUTED),
        (float("inf"), float("inf"), EXACT, Verdict.CONFIRMED),
        (float("inf"), 1.0, Tolerance(rtol=0.1), Verdict.REFUTED),
        (1.0, float("inf"), Tolerance(rtol=0.1), Verdict.REFUTED),
        (float("nan"), 1.0, Tolerance(rtol=0.1), Verdict.REFUTED),
    ],
)
def test_close_enough(
    measured: float, claimed: float, tolerance: Tolerance, verdict: Verdict
) -> None:
    assert compare(Answered(measured, "", 1), Quantity(claimed), tolerance) is verdict


def test_standard_errors_widen_the_bound() -> None:
    sampled = Answered(1.0, "", 1, standard_error=0.1)
    assert compare(sampled, Quantity(1.3), Tolerance(se=4)) is Verdict.CONFIRMED
    assert compare(sampled, Quantity(2.3), Tolerance(se=4)) is Verdict.REFUTED


def test_units_are_converted_and_misfits_are_said() -> None:
    megabytes = Answered(4.0, "MB", 1)
    assert compare(megabytes, number("4000000 B"), EXACT) is Verdict.CONFIRMED
    assert compare(megabytes, number("4"), EXACT) is Verdict.CONFIRMED
    assert compare(megabytes, number("4 MiB"), Tolerance(rtol=0.01)) is Verdict.REFUTED
    assert isinstance(compare(megabytes, number("4 s"), EXACT), Misfit)


@pytest.mark.parametrize(
    ("typed", "verdict", "words"),
    [
        ("0.25", Verdict.CONFIRMED, "Right"),
        ("1/4", Verdict.CONFIRMED, "Right"),
        ("0.26", Verdict.CLOSE, "4 % too large"),
        ("-0.25", Verdict.REFUTED, "sign"),
        ("0.5", Verdict.REFUTED, "factor of 2, too large"),
        ("25", Verdict.REFUTED, "factor of 10^2"),
        ("1", Verdict.REFUTED, "tanh"),
        ("0", Verdict.REFUTED, "off by 0.25"),
        ("-3", Verdict.REFUTED, "sign is wrong, and the size"),
        ("0.25 s", Verdict.REFUTED, "unit does not fit"),
        ("25%", Verdict.CONFIRMED, "Right"),
    ],
)
def test_typed_numbers(typed: str, verdict: Verdict, words: str) -> None:
    card = number_card(mistakes=(Mistake("1", "that is tanh's slope.", 5),))
    assessment = grade_number(card, number(typed), run(Answered(0.25, "", 2)))
    assert (assessment.verdict, assessment.measured) == (verdict, True)
    assert words in assessment.message


def test_the_measured_truth_outranks_the_written_one() -> None:
    card = number_card("0.3")
    assert grade_number(card, number("0.25"), run(Answered(0.25, "", 2))).message == "Right."


def test_without_a_run_the_written_answer_is_compared_and_said_to_be() -> None:
    assessment = grade_number(number_card(), number("0.25"), None)
    assert (assessment.verdict, assessment.measured) == (Verdict.CONFIRMED, False)


def test_right_number_wrong_unit() -> None:
    card = number_card("4 MB")
    assessment = grade_number(card, number("4 MiB"), run(Answered(4.0, "MB", 2)))
    assert assessment.message.startswith("Right number, wrong unit: 4.9 % too large")


def test_choices() -> None:
    single = choice_card(("1", False), ("2", True), ("3", False))
    assert grade_choice(single, frozenset("b")).verdict is Verdict.CONFIRMED
    assert grade_choice(single, frozenset("a")).verdict is Verdict.REFUTED
    several = choice_card(("1", True), ("2", True), ("3", False))
    assert grade_choice(several, frozenset("ab")).verdict is Verdict.CONFIRMED
    assert "1 of 2 right, 1 wrong" in grade_choice(several, frozenset("ac")).message


def test_a_choice_of_numbers_is_verified_by_one_answer() -> None:
    card = choice_card(("1", False), ("1/4", True), ("1/2", False))
    verification = verify(card, run(Answered(0.25, "", 2)))
    assert verification.status is Status.VERIFIED
    assert [judged.verdict for judged in verification.options] == [
        Verdict.REFUTED,
        Verdict.CONFIRMED,
        Verdict.REFUTED,
    ]
    assert "0.250000" in verification.options[1].evidence


@pytest.mark.parametrize(
    ("measured", "code"),
    [(0.5, "option-refuted"), (1.0, "option-not-refuted"), (0.255, "option-not-refuted")],
)
def test_a_choice_that_does_not_hold(measured: float, code: str) -> None:
    card = choice_card(("1", False), ("1/4", True), ("0.26", False))
    verification = verify(card, run(Answered(measured, "", 2)))
    assert verification.status is Status.FAILED
    assert code in {problem.code for problem in verification.problems}


def test_flipping_the_mark_fails_the_card() -> None:
    for marks in [(True, False), (True, True), (False, True)]:
        card = choice_card(("0.5", marks[0]), ("0.25", marks[1]))
        expected = Status.VERIFIED if marks == (False, True) else Status.FAILED
        assert verify(card, run(Answered(0.25, "", 2))).status is expected


def test_sentences_need_a_decision_each() -> None:
    code = "x = torch.rand(3)\noption('a', x.max() < 2, '')\noption('b', x.min() > 2, '')\n"
    card = choice_card(("it falls", True), ("it rises", False), code=code)
    both = run(Decided("a", True, "0.5 < 2", 2), Decided("b", False, "0.5 < 2", 3))
    assert verify(card, both).status is Status.VERIFIED
    one = verify(card, run(Decided("a", True, "0.5 < 2", 2)))
    assert [problem.code for problem in one.problems] == ["option-undecided"]
    assert "option('b'" in one.problems[0].message
    assert one.problems[0].line == 4


def test_an_option_that_the_card_has_not() -> None:
    card = choice_card(("0.5", False), ("0.25", True))
    verification = verify(card, run(Answered(0.25, "", 2), Decided("z", True, "", 2)))
    assert [problem.code for problem in verification.problems] == ["option-unknown"]


def test_numbers_and_their_mistakes() -> None:
    good = (Mistake("1", "that is tanh's.", 5),)
    assert verify(number_card(mistakes=good), run(Answered(0.25, "", 2))).status is Status.VERIFIED
    near = verify(number_card(mistakes=(Mistake("0.255", "s.", 5),)), run(Answered(0.25, "", 2)))
    assert [problem.code for problem in near.problems] == ["mistake-not-refuted"]
    unreadable = verify(
        number_card(mistakes=(Mistake("lots", "s.", 5),)), run(Answered(0.25, "", 2))
    )
    assert [problem.code for problem in unreadable.problems] == ["mistake-value"]
    wrong = verify(number_card("0.3"), run(Answered(0.25, "", 2)))
    assert [problem.code for problem in wrong.problems] == ["answer-disagrees"]
    assert "0.250000" in wrong.problems[0].message
    assert "0.3" in wrong.problems[0].message


def test_near_zero_the_author_is_told_to_give_atol() -> None:
    verification = verify(number_card("0"), run(Answered(1e-17, "", 2)))
    assert "atol" in verification.problems[0].message


def recall_card() -> RecallCard:
    return RecallCard(
        id=CardId("r"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="Why?",
        answer="Because.",
        demo=Demo("x = torch.rand(3)\nclaim('it holds', x.max() < 2, '')\n", 10),
    )


def test_claims() -> None:
    holds = run(Claimed("it holds", True, "0.5 < 2", 2))
    assert verify(recall_card(), holds).status is Status.VERIFIED
    fails = verify(recall_card(), run(Claimed("it holds", False, "3 > 2", 2)))
    assert [problem.code for problem in fails.problems] == ["claim-fails"]
    assert fails.problems[0].line == 11
    assert verify(recall_card(), run(Answered(1.0, "", 2))).status is Status.VERIFIED


def test_a_demo_that_checks_nothing_verifies_nothing() -> None:
    codes = {problem.code for problem in verify(recall_card(), run()).problems}
    assert "demo-no-check" in codes


def test_a_constant_answer_verifies_nothing() -> None:
    card = choice_card(("1", False), ("1/4", True), code="answer(0.25)\n")
    verification = verify(card, run(Answered(0.25, "", 1)))
    assert verification.status is Status.FAILED
    assert "demo-constant" in {problem.code for problem in verification.problems}


@pytest.mark.parametrize(
    ("outcome", "status", "code"),
    [
        (Outcome.FAILED, Status.ERROR, "demo-failed"),
        (Outcome.CRASHED, Status.ERROR, "demo-crashed"),
        (Outcome.TIMED_OUT, Status.TIMEOUT, "demo-timeout"),
    ],
)
def test_runs_that_did_not_finish(outcome: Outcome, status: Status, code: str) -> None:
    verification = verify(number_card(), Run(outcome, message="why", line=2))
    assert (verification.status, verification.problems[0].code) == (status, code)
    assert verification.problems[0].line == 11


def test_a_demo_that_was_not_run_is_no_failure_of_the_card() -> None:
    verification = verify(number_card(), Run(Outcome.DENIED, message="no torch"))
    assert (verification.status, verification.problems) == (Status.UNVERIFIED, ())


def test_seeds_are_fixed_by_the_card() -> None:
    assert seed_of(number_card()) == seed_of(number_card())
    assert seed_of(number_card()) != seed_of(number_card(), 1)


@pytest.mark.parametrize(
    ("tolerance", "text"),
    [
        (Tolerance(rtol=0.01), "± 1 %"),
        (Tolerance(atol=0.001), "± 0.001"),
        (Tolerance(se=4), "± 4 standard errors"),
        (EXACT, "exact"),
    ],
)
def test_tolerances_in_words(tolerance: Tolerance, text: str) -> None:
    assert describe(tolerance) == text


def test_marked_points_are_verified_with_the_card() -> None:
    point = RubricPoint("cost is quadratic", (), 7, Mark(Sort.ORDER, "order"))
    card = RecallCard(
        id=CardId("r"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="How does it grow?",
        answer="With the square.",
        rubric=(point, RubricPoint("it matters", (), 8)),
        demo=Demo(CODE, 10),
    )
    good = verify(card, run(Measured("order", 2.01, "", 2), Measured("unused", 3, "", 3)))
    assert (good.status, good.problems) == (Status.VERIFIED, ())
    (judged,) = good.points
    assert (judged.subject, judged.verdict) == ("order", Verdict.CONFIRMED)
    for findings, code, line in [
        ((Measured("order", 1.0, "", 2),), "point-disagrees", 7),
        ((Measured("ordre", 2.0, "", 2),), "measure-missing", 7),
        ((Measured("order", 2.0, "", 2), Measured("order", 2.0, "", 3)), "measure-twice", 12),
    ]:
        failed = verify(card, run(*findings))
        assert failed.status is Status.FAILED
        assert [(problem.code, problem.line) for problem in failed.problems] == [(code, line)]
    misspelt = verify(card, run(Measured("ordre", 2.0, "", 2)))
    assert "did you mean 'ordre'?" in misspelt.problems[0].message
