"""What is seen of a demo's conditions while it runs, and that the demo does not notice."""

import pytest
import torch

from quizapp.core.evidence import Claimed, Decided, Finding, Turned
from quizapp.lab.generators import Generators
from quizapp.lab.instruments import DEMO, Instruments
from quizapp.lab.probe import Probe

CPU = torch.device("cpu")


def demo(code: str, *, probe: bool = True) -> list[Finding]:
    """The findings of a demo run in this process."""
    findings: list[Finding] = []
    instruments = Instruments(findings.append, CPU)
    generators = Generators(CPU)
    generators.seed(3)
    names = {"torch": torch, **instruments.names()}
    if probe:
        names |= Probe(code, instruments, generators, findings.append).names()
    exec(compile(code, DEMO, "exec"), names)
    return findings


def looks(code: str) -> list[Turned]:
    return [each for each in demo(code) if isinstance(each, Turned)]


def test_a_claim_and_its_turned_condition() -> None:
    code = "σ, a, b = 0, 1.0, 4.0\nclaim('σ falls', a < b, 'text')"
    claimed, turned = demo(code)
    assert claimed == Claimed("σ falls", True, "text", 2)
    assert turned == Turned("claim", "σ falls", 2, 18, "a >= b", False, 0.75)


def test_an_option_by_keyword_over_several_lines() -> None:
    code = "a = 3\noption(\n    'b',\n    holds=(\n        a > 4\n    ),\n)"
    decided, turned = demo(code)
    assert decided == Decided("b", False, "", 2)
    assert turned == Turned("option", "b", 2, 9, "a <= 4", True, -0.25)


def test_conditions_inside_functions_loops_and_comprehensions() -> None:
    code = """
def check(limit):
    inner = [1, 2, 3]
    claim("inside", all(each < limit for each in inner))
check(9)
for n in range(2):
    claim(f"n = {n}", n < 5)
[claim("one of a list", each < 5) for each in (1, 2)]
"""
    found = looks(code)
    assert [each.holds for each in found] == [False] * 5
    assert [each.subject for each in found][:3] == ["inside", "n = 0", "n = 1"]
    assert found[0].slack == pytest.approx(6 / 9)


def test_a_name_stands_for_the_condition_that_it_was_given() -> None:
    (turned,) = looks("a = 1\nok = a < 2\nclaim('small', ok)")
    assert (turned.condition, turned.line, turned.column) == ("a >= 2", 3, 16)


@pytest.mark.parametrize(
    "code",
    [
        "a = 1\nok = a < 2\na = 5\nclaim('changed since', ok)",
        "ok = 1 < torch.rand(1) + 1\nok = ok & ok\nclaim('bound twice', ok)",
        "claim('two numbers', torch.ones(1).sum(), 1)",
        "x = torch.ones(2)\nclaim('no comparison', torch.equal(x, x))",
        "calls = iter([True, False, 1 / 1])\nclaim('not twice', next(calls) == True)",
        "check = claim\ncheck('another name', 1 < torch.ones(1) + 1)",
    ],
)
def test_what_cannot_be_asked_again_is_left_alone(code: str) -> None:
    assert looks(code) == []


def test_a_condition_over_nothing_holds_either_way() -> None:
    (turned,) = looks("few = torch.ones(0)\nclaim('vacuous', bool((few > 0).all()))")
    assert (turned.condition, turned.holds) == ("bool((few <= 0).all())", True)


@pytest.mark.parametrize(
    ("condition", "slack"),
    [
        ("1.0 < 4.0", 0.75),
        ("4.0 >= 1.0", 0.75),
        ("torch.tensor(1.0) < 4.0", 0.75),
        ("(torch.tensor([1.0, 2.0]) < 4.0).all()", 0.5),
        ("(torch.tensor([1.0, 5.0]) > 4.0).any()", 0.2),
        ("torch.all(torch.tensor([1.0, 2.0]) < 4.0)", 0.5),
        ("all(each < 4 for each in (1, 2))", 0.5),
        ("1 < 2 < 8", 0.5),
        ("1 < 2 and 1 < 8", 0.5),
        ("1 < 2 or 1 < 8", 0.875),
        ("not 8 < 1", 0.875),
        ("not 8 < 1 and 'a' < 'b'", 0.875),
        ("-1.0 < 1.0", 2.0),
        ("0 <= 0", None),
        ("(torch.tensor([1.0, 4.0]) <= 4.0).all()", 0.75),
        ("1 == 1", None),
        ("1 < 2 and 1 == 2", None),
        ("2 < 1 or 1 == 1", None),
        ("2 < 1 and 1 == 1", -0.5),
        ("1 < float('inf')", None),
        ("[1] < [2]", 0.5),
        ("'a' < 'b'", None),
    ],
)
def test_slack(condition: str, slack: float | None) -> None:
    (turned,) = looks(f"claim('it', {condition})")
    assert turned.slack == (None if slack is None else pytest.approx(slack))


def test_a_demo_goes_on_as_if_nobody_looked() -> None:
    code = """
claim("one draw", torch.rand(1).item() < 2, "")
claim("another", torch.rand(1), 0.5, atol=1)
"""
    looked = [each for each in demo(code) if not isinstance(each, Turned)]
    assert looked == demo(code, probe=False)
