"""What is said of a learner's function, against literal runs; nothing is run here."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from quizapp.core.card import CardId, CodeCard, Demo, Tolerance, Variant
from quizapp.core.comparison import Aspect, difference
from quizapp.core.evidence import Called, Claimed, Finding, Outcome, Printed, Run
from quizapp.core.function import arguments, cases_of, grade_code, inputs_of
from quizapp.core.question import Stage, again, answer_code, ask, assess, suggested_grade
from quizapp.core.review import CardMemory, Grade
from quizapp.core.value import Tensor, Unreadable, Value, describe_value, read_value, type_name
from quizapp.core.verdict import Verdict
from quizapp.core.verification import Status, verify

CODE = "for n in range(3):\n    case(torch.ones(2))\nclaim('it is', f(torch.ones(2)).sum(), 4)\n"


def code_card(*sentences: str) -> CodeCard:
    return CodeCard(
        id=CardId("f"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="Write f.",
        name="f",
        signature='def f(x):\n    """Twice x."""',
        reference='def f(x):\n    """Twice x."""\n    return 2 * x\n',
        reference_line=5,
        variants=tuple(Variant("def f(x): ...", each, 9) for each in sentences),
        demo=Demo(CODE, 20),
    )


def tensor(*values: float, dtype: str = "float64", shape: list[int] | None = None) -> str:
    body = {"tensor": list(values), "dtype": dtype, "shape": shape or [len(values)]}
    return json.dumps(body)


def given(*values: float) -> str:
    return f'{{"tuple": [{{"tuple": [{tensor(*values)}]}}, {{"dict": [], "keys": []}}]}}'


def demo_run(*variants: str) -> Run:
    """Three cases of f(x) = 2 x, and one result of each variant for all of them."""
    calls: list[Finding] = [Claimed("it is", True, "", 3)]
    for case in (1, 2, 3):
        calls.append(Called(case, 0, given(case, 2 * case), tensor(2 * case, 4 * case), 2))
        calls += [Called(case, by, "", each, 2) for by, each in enumerate(variants, 1)]
    return Run(Outcome.FINISHED, tuple(calls), device="CPU")


def answer_run(*results: str, inputs: str = "") -> Run:
    calls = tuple(
        Called(case, 0, inputs or given(case, 2 * case), result)
        for case, result in enumerate(results, 1)
    )
    return Run(Outcome.FINISHED, calls, device="CPU")


RIGHT = (tensor(2, 4), tensor(4, 8), tensor(6, 12))


def test_right_in_all_cases() -> None:
    assessment = grade_code(code_card(), demo_run(), answer_run(*RIGHT))
    assert (assessment.verdict, assessment.measured) == (Verdict.CONFIRMED, True)
    assert assessment.message == "Right: equal to the reference in all 3 cases."


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ("null", "Not right: a tensor expected, None returned in case 2 (float64 [2])."),
        ("3", "Not right: a tensor expected, an int returned in case 2 (float64 [2])."),
        (
            tensor(4, 8, shape=[2, 1]),
            "Not right: shape [2] expected, [2, 1] returned in case 2 (float64 [2]).",
        ),
        (
            tensor(4, 8, dtype="float32"),
            "Not right: dtype float64 expected, float32 returned in case 2 (float64 [2]).",
        ),
        (
            tensor(4, float("nan")),
            "Not right: 8 expected at [1], nan returned in case 2 (float64 [2]).",
        ),
        (
            tensor(4.5, 8.1),
            "Not right: 4 expected at [0], 4.5 returned, off by 0.5 in case 2 (float64 [2]).",
        ),
        ('{"tensor": [1], "dtype": "x", "shape": [7]}', "wrote into the lab's own pipe"),
        ('{"tensor": ["a"], "dtype": "x", "shape": [1]}', "wrote into the lab's own pipe"),
        ('{"tensor": [1], "dtype": "int64", "shape": [-1]}', "wrote into the lab's own pipe"),
        ("[" * 100_000, "wrote into the lab's own pipe"),
        ("1" * 5_000, "wrote into the lab's own pipe"),
        (f'{{"tensor": [1{"0" * 400}], "dtype": "x", "shape": [1]}}', "into the lab's own pipe"),
    ],
)
def test_the_first_difference_is_named(result: str, message: str) -> None:
    run = answer_run(RIGHT[0], result, RIGHT[2])
    assessment = grade_code(code_card(), demo_run(), run)
    assert assessment.verdict is Verdict.REFUTED
    assert message in assessment.message


def test_values_come_after_inputs_and_inputs_after_dtypes() -> None:
    wrong = grade_code(code_card(), demo_run(), answer_run(*["1"] * 3, inputs=given(9, 9)))
    assert "an int returned" in wrong.message
    changed = grade_code(code_card(), demo_run(), answer_run(*[RIGHT[2]] * 3, inputs=given(9, 9)))
    assert "changes its inputs in place in case 1" in changed.message


def test_the_results_of_a_listed_mistake_name_it() -> None:
    card = code_card("That adds.", "That is x.")
    demo = demo_run(tensor(3, 3), '{"raised": "ValueError"}')
    named = grade_code(card, demo, answer_run(*[tensor(3, 3)] * 3))
    assert named.message.startswith("Not quite: That adds. (2 expected at [0], 3 returned")
    once = grade_code(card, demo, answer_run(tensor(3, 3), *RIGHT[1:]))
    assert once.message.startswith("Not right: ")


@pytest.mark.parametrize(
    ("run", "message"),
    [
        (Run(Outcome.TIMED_OUT, message="stopped after 5 s"), "stopped after 5 s in case 1"),
        (
            Run(Outcome.FAILED, message="SyntaxError: bad", line=2),
            "Not right: SyntaxError: bad at line 2.",
        ),
        (Run(Outcome.CRASHED, message="killed before the demo did"), "before your code did."),
        (Run(Outcome.FINISHED), "your code ended before it was called on every case"),
    ],
)
def test_a_run_without_an_end(run: Run, message: str) -> None:
    assessment = grade_code(code_card(), demo_run(), run)
    assert assessment.verdict is Verdict.REFUTED
    assert message in assessment.message


@pytest.mark.parametrize(
    ("demo", "answer"),
    [
        (None, answer_run()),
        (Run(Outcome.FAILED, message="no"), answer_run()),
        (demo_run(), Run(Outcome.DENIED, message="PyTorch is not installed")),
    ],
)
def test_not_judged_is_not_wrong(demo: Run | None, answer: Run) -> None:
    assessment = grade_code(code_card(), demo, answer)
    assert assessment.verdict is Verdict.NOT_RUN
    assert assessment.message.startswith("Not judged: ")


@pytest.mark.parametrize(
    ("dtype", "wanted", "got", "agrees"),
    [
        ("float64", 1.0, 1 + 9e-8, True),
        ("float64", 1.0, 1 + 2e-7, False),
        ("float64", 0.0, 9e-11, True),
        ("float64", 0.0, 2e-10, False),
        ("float32", 100.0, 100 + 1.2e-4, True),
        ("float32", 100.0, 100 + 2e-4, False),
        ("float32", 0.0, 9e-6, True),
        ("bfloat16", 1.0, 1.015, True),
        ("bfloat16", 1.0, 1.03, False),
        ("int64", 10**6, 10**6 + 1, False),
        ("float64", float("inf"), float("inf"), True),
        ("float64", float("nan"), float("nan"), True),
        ("float64", float("inf"), 1.0, False),
    ],
)
def test_tolerance_by_dtype(dtype: str, wanted: float, got: float, agrees: bool) -> None:
    one, other = Tensor(dtype, (1,), (wanted,)), Tensor(dtype, (1,), (got,))
    assert (difference(one, other, None) is None) is agrees


def test_a_given_tolerance_replaces_the_default() -> None:
    one, other = Tensor("float64", (1,), (1.0,)), Tensor("float64", (1,), (1.05,))
    assert difference(one, other, Tolerance(rtol=0.1)) is None
    missed = difference(one, other, Tolerance(rtol=0.01))
    assert missed is not None
    assert (missed.aspect, missed.index) == (Aspect.VALUE, "[0]")
    assert missed.tolerances == pytest.approx(5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"list": [1, 1, 2.5]}', "[2 × 1, 2.5]"),
        ('{"dict": [true], "keys": ["a"]}', "(a=True)"),
        ('{"other": "ndarray"}', "a value of type ndarray"),
        ('"text"', "'text'"),
        ("null", "None"),
    ],
)
def test_values_in_words(text: str, said: str) -> None:
    value = read_value(text)
    assert not isinstance(value, Unreadable)
    assert describe_value(value) == said


def test_types_and_places_in_words() -> None:
    names: list[tuple[Value, str]] = [(True, "a bool"), (1.0, "a float"), ("", "a str")]
    assert [type_name(value) for value, _ in names] == [name for _, name in names]
    assert Tensor("float64", (2, 3), (0,) * 6).index(5) == "[1, 2]"
    assert Tensor("float64", (), (0,)).index(0) == ""
    assert arguments(cases_of(demo_run())[0].inputs) == "(float64 [2])"


# Verification


def test_a_proved_reference_is_verified() -> None:
    card = code_card("That adds.")
    verification = verify(card, demo_run(tensor(3, 3)))
    assert verification.status is Status.VERIFIED
    (judged,) = verification.mistakes
    assert judged.verdict is Verdict.REFUTED
    assert judged.evidence == "case 3: 12 expected at [1], 3 returned, off by 9"


def test_what_is_not_proved_fails() -> None:
    card = code_card("Nearly.")
    few = Run(Outcome.FINISHED, demo_run(tensor(2, 4)).findings[1:3])
    codes = {problem.code for problem in verify(card, few).problems}
    assert codes == {"demo-no-check", "case-missing", "claim-missing", "mistake-not-refuted"}
    unshown = replace(few, findings=tuple(demo_run().findings))
    (problem,) = verify(card, unshown).problems
    assert (problem.code, problem.line) == ("mistake-not-refuted", 9)
    assert "in no case differs by 3 tolerances" in problem.message


# The question


def test_from_asked_to_graded() -> None:
    card = code_card()
    question = ask(card, CardMemory(card.id), 0)
    answered = answer_code(question, "def f(x): return 2 * x", answer_run(*RIGHT), 1_500)
    assert (answered.stage, answered.duration_ms) == (Stage.ANSWERED, 1_500)
    assert answered.answer == "def f(x): return 2 * x"
    assessment = assess(answered, demo_run())
    assert suggested_grade(answered, assessment) is Grade.GOOD
    assert suggested_grade(answered, assess(answered, None)) is Grade.GOOD
    assert answer_code(answered, "x", answer_run(), 9) == answered
    assert again(answered, card).tried == answered.tried


def test_what_is_printed_is_no_case() -> None:
    run = Run(Outcome.FINISHED, (Printed("hi"), *demo_run().findings))
    assert len(inputs_of(run)) == 3
