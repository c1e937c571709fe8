"""What the instruments report, and what they tell an author who uses them wrongly."""

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
import torch

from quizapp.core.evidence import Answered, Claimed, Finding, Measured, Plotted, Shown, Traced
from quizapp.lab.instruments import DEMO, MAX_POINTS, Instruments, kept_points
from quizapp.lab.memory import peak_bytes

CPU = torch.device("cpu")


def demo(code: str, **names: object) -> list[Finding]:
    """The findings of a demo run in this process."""
    findings: list[Finding] = []
    namespace = {
        "torch": torch,
        "np": np,
        "math": math,
        **Instruments(findings.append, CPU).names(),
    }
    exec(compile(code, DEMO, "exec"), {**namespace, **names})
    return findings


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("3", 3),
        ("0.1", 0.1),
        ("2**80", 2**80),
        ("math.inf", math.inf),
        ("torch.tensor(0.1, dtype=torch.float64)", 0.1),
        ("torch.tensor(0.1)", 0.10000000149011612),
        ("torch.tensor([[7]])", 7),
        ("torch.tensor(2.0, requires_grad=True)", 2.0),
        ("torch.tensor(1.5, dtype=torch.bfloat16)", 1.5),
        ("np.float32(0.5)", 0.5),
        ("np.int64(5)", 5),
        ("np.array([5.0])", 5.0),
    ],
)
def test_answer_is_a_python_number_in_full_precision(argument: str, value: float) -> None:
    (answered,) = demo(f"\nanswer({argument}, 'ms')")
    assert answered == Answered(value, "ms", 2)
    assert isinstance(answered, Answered)
    assert type(answered.measured) is type(value)


@pytest.mark.parametrize(
    ("argument", "value"),
    [
        ("torch.tensor(7)", 7),
        ("0.5", 0.5),
        ("torch.tensor(1) > 0", True),
        ("np.bool_(False)", False),
    ],
)
def test_measure_keeps_numbers_and_truth_apart(argument: str, value: float | bool) -> None:
    (found,) = demo(f"\nmeasure('q', {argument})")
    assert found == Measured("q", value, "", 2)
    assert isinstance(found, Measured)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("measure(3, 4)", 'measure(): first its name, as in measure("peak", x), not 3'),
        ("measure('q', torch.ones(2))", "measure() takes one number, not a tensor of shape (2,)"),
        ("measure('q', 1, 2)", 'the unit is text, as in measure("q", x, "MiB"), not an int'),
        ("measure('q', 1 > 0, 'B')", "q is true or false, which has no unit"),
        ("answer(torch.ones(2, 3))", "not a tensor of shape (2, 3); reduce it first: .max()"),
        ("answer(np.ones(2))", "not an array of shape (2,); reduce it first"),
        ("answer(torch.ones(0))", "not a tensor of shape (0,)"),
        ("answer('0.25')", "answer() takes one number, not a str"),
        ("answer(True)", "not a truth value; use claim(text, condition, evidence)"),
        ("answer(1j)", "not a complex"),
        ("answer(10**400)", "not an int"),
        ("answer(1, 2)", 'the unit is text, as in answer(x, "MiB"), not an int'),
        ("answer(1, se='x')", "answer(): se takes one number"),
        ("option(1, True)", 'the key is a letter, as in option("b", …), not an int'),
        ("option('a', 0.5)", 'holds must be true or false, not a float: option("a", y < x'),
        ("option('a', torch.ones(2) > 0)", "not a tensor of shape (2,)"),
        ("claim(1, 2)", "first the sentence that is claimed, not an int"),
        ("claim('t', 2.0)", "a number alone claims nothing; write claim(text, measured, expected)"),
        ("claim('t', 2.0, 'text')", "a number alone claims nothing"),
        ("claim('t', True, 2.0)", "a float beside a condition"),
        ("claim('t', torch.ones(2), torch.ones(2))", "claim() takes one number, not a tensor"),
        ("plot([1, 2], [1])", "x has 2 points and y has 1"),
        ("plot(torch.ones(2, 2), torch.ones(2, 2))", "shape (2, 2); plot one curve at a time"),
        ("plot(['a'], [1])", "x must be numbers, not a list"),
        ("plot([1], [math.nan])", "no point has finite x and y"),
        ("time_ms(3)", "time_ms() takes a function, not an int"),
        ("peak_memory(torch.ones(2))", "takes a function, not a tensor of shape (2,)"),
    ],
)
def test_wrong_use_says_what_to_write(code: str, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        demo(code)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "holds", "evidence"),
    [
        ("torch.tensor(0.25), 0.25", True, "measured 0.25, expected 0.25 (± 2.5e-07)"),
        ("0.2500001, 0.25", True, "measured 0.2500001, expected 0.25 (± 2.5e-07)"),
        ("0.250001, 0.25", False, "measured 0.250001, expected 0.25 (± 2.5e-07)"),
        ("1000001, 1000000", False, "measured 1000001, expected 1000000 (exactly)"),
        ("1.05, 1, rtol=0.1", True, "measured 1.05, expected 1 (± 0.1)"),
        ("1e-9, 0, atol=1e-8", True, "measured 1e-09, expected 0 (± 1e-08)"),
        ("1.3, 1, rtol=0.1, atol=0.5", True, "measured 1.3, expected 1 (± 0.5)"),
        ("math.inf, math.inf", True, "measured inf, expected inf (exactly)"),
        ("1.0, math.inf", False, "measured 1, expected inf (exactly)"),
        ("math.nan, 1.0", False, "measured nan, expected 1 (± 1e-06)"),
        ("torch.tensor([True]), 'so'", True, "so"),
        ("np.bool_(False)", False, ""),
    ],
)
def test_claim(arguments: str, holds: bool, evidence: str) -> None:
    (claimed,) = demo(f"claim('text', {arguments})")
    assert isinstance(claimed, Claimed)
    assert (claimed.text, claimed.holds, claimed.evidence) == ("text", holds, evidence)


def test_a_finding_names_the_line_that_called_it() -> None:
    code = "def check(v):\n    answer(v)\n\n\ncheck(1)\nlist(map(answer, [2]))"
    assert demo(code) == [Answered(1, "", 2), Answered(2, "", 6)]


def test_show() -> None:
    shown = demo("show('x', torch.tensor(1 / 3))\nshow('y', 'text')\nshow('z', 'x' * 9999)")
    assert shown[:2] == [Shown("x", "0.3333333"), Shown("y", "text")]
    assert isinstance(shown[2], Shown)
    assert len(shown[2].value) == 4096


def test_plot_leaves_out_what_is_not_finite() -> None:
    (plotted,) = demo("plot([1, 2, 3, math.nan], torch.tensor([1.0, math.inf, 2.0, 3.0]), 'σ')")
    assert plotted == Plotted("σ", (1.0, 3.0), (1.0, 2.0))


@pytest.mark.parametrize("count", [1, 2, 511, 512, 513, 1000, 100_001])
def test_kept_points(count: int) -> None:
    y = np.sin(np.arange(count) * 0.37) + np.linspace(0, 0.1, count)
    kept = kept_points(y)
    assert len(kept) == count if count <= MAX_POINTS else len(kept) <= MAX_POINTS
    assert {0, count - 1, int(y.argmin()), int(y.argmax())} <= set(kept.tolist())
    assert sorted(set(kept.tolist())) == kept.tolist()


def test_time_ms_is_the_time_of_one_call() -> None:
    times: list[object] = []
    code = "import time\ntimes.append(time_ms(lambda: time.sleep(0.005)))"
    demo(code, times=times)
    assert isinstance(times[0], float)
    assert 5 <= times[0] < 25


X = torch.ones(1000)
"""4,000 bytes, made outside of what is measured."""
W = torch.ones(100, 10)


def twice() -> None:
    torch.ones(1000)
    torch.ones(1000)


def training_step() -> None:
    weight = torch.ones(1000, requires_grad=True)  # 4,000
    torch.autograd.grad((weight * X).exp().sum(), weight)  # and more


@pytest.mark.parametrize(
    ("fn", "peak"),
    [
        (lambda: None, 0),
        (lambda: X * 2, 4000),
        (lambda: (X * 2) * 3, 8000),
        (lambda: X.view(10, 100).t(), 0),
        (lambda: W.t() @ W, 400),
        (lambda: X.mul_(1), 0),
        (lambda: [X + 1 for _ in range(3)], 12_000),
        (lambda: torch.ones(1000).view(10, 100)[0], 4000),
        (lambda: torch.ones(1000, dtype=torch.float64), 8000),
        (twice, 4000),
    ],
)
def test_peak_memory(fn: Callable[[], object], peak: int) -> None:
    assert peak_bytes(fn, CPU) == peak


def test_peak_memory_counts_the_backward_pass() -> None:
    assert 12_000 <= peak_bytes(training_step, CPU) <= 24_100


def test_values_at_points_of_a_formula() -> None:
    (traced,) = demo("x = torch.tensor([[1.0, 2.0]], requires_grad=True)\nanswer(x * x, at=x)")
    assert traced == Traced((1.0, 4.0), ("",), ((1.0, 2.0),), 2)
    (traced,) = demo("a = np.ones(2)\nanswer([3, math.inf], at={'a': a, 'b': 2 * a})")
    assert traced == Traced((3.0, math.inf), ("a", "b"), ((1.0, 1.0), (2.0, 2.0)), 2)


def test_many_points_are_thinned_and_keep_both_ends() -> None:
    (traced,) = demo("x = torch.linspace(0, 1, 100_001)\nanswer(2 * x, at=x)")
    assert isinstance(traced, Traced)
    assert len(traced.values) == MAX_POINTS
    assert (traced.at[0][0], traced.at[0][-1], traced.values[-1]) == (0.0, 1.0, 2.0)
    assert traced.values == tuple(2 * x for x in traced.at[0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("torch.ones(3), at=torch.ones(2)", "3 values and 2 points; give as many of each"),
        ("torch.ones(3), at={'m': torch.ones(2)}", "3 values and 2 points of m"),
        ("torch.ones(0), at=torch.ones(0)", "no values; measure at a few dozen points"),
        ("torch.ones(3), at={}", 'at={"m": m, "v": v}'),
        ("torch.ones(3), at={1: torch.ones(3)}", 'at={"m": m, "v": v}'),
        ("'text', at=torch.ones(3)", "values must be numbers, not a str"),
        ("torch.ones(3), at='x'", "at must be numbers, not a str"),
        ("torch.ones(3), 'B', at=torch.ones(3)", "have no unit and no standard error"),
    ],
)
def test_values_at_points_used_wrongly(arguments: str, message: str) -> None:
    with pytest.raises(TypeError, match=re.escape(message)):
        demo(f"answer({arguments})")
