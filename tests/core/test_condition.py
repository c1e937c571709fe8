"""Conditions turned round: what becomes of one that can fail, and of one that cannot."""

import ast

import numpy as np
import pytest

from quizapp.core.condition import turned

NAMES: dict[str, object] = {
    "a": 1.0,
    "b": 2.0,
    "nan": float("nan"),
    "x": np.array([1.0, 2.0, 3.0]),
    "few": [],
    "np": np,
}


def value(node: ast.expr) -> bool:
    code = compile(ast.fix_missing_locations(ast.Expression(node)), "<test>", "eval")
    return bool(eval(code, NAMES))


def turn(text: str) -> tuple[bool, bool | None, str]:
    """The condition's own value, that of the turned one, and its text."""
    condition = ast.parse(text, mode="eval").body
    holds = value(condition)
    other = turned(condition, holds)
    return (
        holds,
        None if other is None else value(other),
        "" if other is None else ast.unparse(other),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", "a >= b"),
        ("a == b", "a != b"),
        ("a in [1.0]", "a not in [1.0]"),
        ("0 < a < b", "0 >= a >= b"),
        ("b < a < 3", "b >= a or a >= 3"),
        ("a < b and b < 3", "a >= b and b >= 3"),
        ("a < b or b < a", "a >= b and b >= a"),
        ("a > b and b < 3", "a <= b or b >= 3"),
        ("a < b and bool(x.any())", None),
        ("not a > b", "not a <= b"),
        ("not (a > b or a > 3)", "not (a <= b or a <= 3)"),
        ("bool((x > 0).all())", "bool((x <= 0).all())"),
        ("(x > 2).any().item()", "(x <= 2).all().item()"),
        ("(x > 2).all()", "(x <= 2).any()"),
        ("(x > 3).any()", "(x <= 3).any()"),
        ("np.all(x > 0)", "np.all(x <= 0)"),
        ("((x > 0) & (x < 9)).all()", "((x <= 0) & (x >= 9)).all()"),
        ("(~(x > 5)).all()", "(~(x <= 5)).all()"),
        ("np.isfinite(x).all()", "(~np.isfinite(x)).all()"),
        ("all(each < 4 for each in x)", "all((each >= 4 for each in x))"),
        ("any([a > b, a < b])", "all([a <= b, a >= b])"),
        ("all((a < b, a < 3))", "all([a >= b, a >= 3])"),
    ],
)
def test_a_check_that_can_fail_comes_out_otherwise(text: str, expected: str | None) -> None:
    holds, other, shown = turn(text)
    assert other is not holds, shown
    if expected is not None:
        assert shown == expected


@pytest.mark.parametrize(
    "text",
    [
        "all(each < 4 for each in few)",
        "any(each < 4 for each in few)",
        "(x[:0] > 0).all()",
        "(x[:0] > 0).any()",
        "not any(each > 4 for each in few)",
        "nan < 1",
        "not nan > 1",
        "np.isfinite(x[:0]).all()",
    ],
)
def test_one_that_cannot_fail_does_not(text: str) -> None:
    holds, other, shown = turn(text)
    assert other is holds, shown


@pytest.mark.parametrize("text", ["a", "np.array_equal(x, x)", "bool(a)", "not a", "a and b"])
def test_what_compares_nothing_is_not_turned(text: str) -> None:
    assert turn(text)[1] is None
