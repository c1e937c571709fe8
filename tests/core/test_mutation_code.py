"""Changed functions: which there are, and what a demo's run makes of them."""

from dataclasses import replace

import pytest

from quizapp.core.card import CodeCard
from quizapp.core.evidence import Claimed, Outcome, Run
from quizapp.core.mutation_code import (
    MOST,
    Fate,
    WrongFunction,
    fate,
    survivor,
    with_reference,
    wrong_functions,
)
from tests.core.test_function import answer_run, code_card, demo_run, given, tensor

WRONG = WrongFunction("2 as 3", 7, 12, "def f(x):\n    return 3 * x\n")
HOLDS, FAILS = Claimed("it is", True, "", 3), Claimed("it is", False, "", 3)
RIGHT = (tensor(2, 4), tensor(4, 8), tensor(6, 12))
OTHER = (tensor(3, 6), tensor(6, 12), tensor(9, 18))


def function(body: str, head: str = "def f(x, eps=1e-8):") -> CodeCard:
    """A card with a function of this body, which begins in line 7 of the file."""
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    return replace(code_card(), reference=f'{head}\n    """Does it."""\n{lines}')


def wrong_run(*results: str, claim: Claimed = HOLDS, **changes: object) -> Run:
    run = answer_run(*results)
    return replace(run, findings=(claim, *run.findings), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        ("return x + eps", ["x + eps as x - eps"]),
        ("return x * eps", ["x * eps as x / eps"]),
        ("return x ** eps", ["x ** eps as x * eps"]),
        ("return -x", ["-x as x"]),
        ("return x < eps", ["x < eps as x >= eps"]),
        ("return x.sum(dim=0)", ["x.sum as x.mean", "0 as 1"]),
        ("return x.sum(keepdim=True)", ["x.sum as x.mean", "True as False"]),
        ("return max(x, 0.5)", ["max as min", "0.5 as 1.0"]),
        ("return x.clamp(min=eps)", []),
        ("return 'σ'", []),
    ],
)
def test_each_operator_constant_and_name_is_changed(body: str, changes: list[str]) -> None:
    assert sorted(each.what for each in wrong_functions(function(body))) == sorted(changes)


def test_a_change_has_its_place_and_leaves_the_rest() -> None:
    (wrong,) = wrong_functions(function("σ = x; return σ + eps"))
    assert (wrong.line, wrong.column) == (7, 19)  # characters, not bytes
    assert wrong.code.splitlines() == [
        "def f(x, eps=1e-08):",
        '    """Does it."""',
        "    σ = x",
        "    return σ - eps",
    ]


def test_so_many_and_always_the_same() -> None:
    card = function("\n".join(f"x = x + {n}" for n in range(20)) + "\nreturn x")
    found = wrong_functions(card)
    assert len(found) == MOST
    assert found == wrong_functions(card)
    assert found != wrong_functions(replace(card, id="g"))  # type: ignore[arg-type]


def test_listed_mistakes_come_first_and_all() -> None:
    card = code_card("That is x.", "That is 3 x.")
    assert [each.listed for each in wrong_functions(card)] == [True, True, False, False]
    assert [each.line for each in wrong_functions(card)][:2] == [9, 9]


def test_the_demo_runs_with_a_wrong_reference_and_no_variants() -> None:
    card = with_reference(code_card("That is x."), WRONG)
    assert (card.reference, card.variants) == (WRONG.code, ())


NO_CLAIM = "the function with 2 as 3: every claim holds with it; claim() something that it breaks"
NO_CASE = (
    "the function with 2 as 3: a claim refuses it, but no case(…) shows it: give one that does"
)


@pytest.mark.parametrize(
    ("run", "expected", "says"),
    [
        (wrong_run(*OTHER, claim=FAILS), Fate(True, True), ""),
        (wrong_run(*OTHER), Fate(False, True), NO_CLAIM),
        (wrong_run(*RIGHT, claim=FAILS), Fate(True, False), NO_CASE),
        (wrong_run(*RIGHT), Fate(False, False), ""),
        (wrong_run(*OTHER, outcome=Outcome.FAILED, message="E: no"), Fate(True, True), ""),
        (wrong_run(outcome=Outcome.FAILED, message="E: no"), Fate(True, True), ""),
        (wrong_run(outcome=Outcome.TIMED_OUT), Fate(True, True), ""),
        # It raised after the last case: a learner's would be called right.
        (wrong_run(*RIGHT, outcome=Outcome.FAILED), Fate(True, False), NO_CASE),
    ],
)
def test_claims_must_refuse_it_and_cases_must_tell_it(run: Run, expected: Fate, says: str) -> None:
    found = fate(code_card(), demo_run(), WRONG, run)
    assert found == expected
    assert (found.killed, found.same) == (
        expected == Fate(True, True),
        expected == Fate(False, False),
    )
    if says:
        assert survivor(WRONG, found) == says


def test_other_inputs_are_other_cases() -> None:
    run = answer_run(*RIGHT, inputs=given(7, 7))
    found = fate(code_card(), demo_run(), WRONG, replace(run, findings=(HOLDS, *run.findings)))
    assert found.told
