"""What the static reading of a demo finds, and what it leaves alone."""

import pytest

from quizapp.core.demo_code import problems_of

CONSTANT = [
    'measure("order", 2.0)',
    'measure("recovers", value=False)',
    "answer(0.25)",
    "answer(1 / 4)",
    "answer([0.25, 0.5], at=torch.rand(2))",
    "x = torch.rand(2)\nanswer(torch.tensor([1.0, 2.0]), at=x)",
    "answer(-(2 ** 10) + 3)",
    "answer(measured=0.25)",
    "x = 0.25\nanswer(x)",
    "a, b = 1, 4\nanswer(a / b)",
    "x = 1\nx = 2\nanswer(x)",
    "x = 1\nx += 3\nanswer(x)",
    "x: float = 0.25\nanswer(x)",
    "answer(x := 0.25)",
    "answer(float('0.25'))",
    "answer(round(abs(-0.25), 2))",
    "answer(max(1, 2, min(3, 4)))",
    "answer(sum([1, 2, 3]))",
    "answer(math.pi / 2)",
    "answer(math.sqrt(2))",
    "answer(torch.tensor(0.25))",
    "answer(torch.tensor(0.25, device=device).item())",
    "answer(torch.tensor([1.0, 2.0], dtype=torch.float64)[1])",
    "answer(torch.as_tensor(3))",
    "answer(np.array(0.25))",
    "answer(np.float64(0.25))",
    "answer(torch.full((1,), 0.25))",
    "answer(torch.ones(()) * 0.25)",
    "answer(torch.zeros(3, 4).double()[0, 0])",
    "answer(torch.zeros(3, 4).shape[0])",
    "answer(1 if True else 2)",
    "for n in range(3):\n    answer(n)",
    "for a, b in [(1, 2), (3, 4)]:\n    answer(a / b)",
    "answer([n * 2 for n in range(3)][1])",
    "answer(len('abc'))",
    "x = 0.25\nf(x)\nanswer(x)",
    'option("a", False)',
    'option("a", True, "said so")',
    'option("a", holds=1 > 2)',
    'option("a", bool(1))',
    'y = torch.rand(2)\noption("a", True or y.max() > 0)',
    'y = torch.rand(2)\noption("a", False and y.max() > 0)',
    'y = torch.rand(2)\nclaim("same", y == y)',
    'y = torch.rand(2)\nclaim("same", y.max() <= y.max())',
    'y = torch.rand(2)\nclaim("same", (y.max() == y.max()).item(), "…")',
    'claim("holds", True, "…")',
    'claim("holds", not False)',
    'y = torch.rand(2)\nclaim("largest", 0.25, y.max())',
    'claim("text", f"{1}" == "1")',
]

COMPUTED = [
    "x = torch.linspace(-10, 10, 101)\nanswer(torch.sigmoid(x).max())",
    "answer(params.batch * 4)",
    "answer(torch.rand(1, device=device))",
    "x = 0.0\nx = torch.rand(1)\nanswer(x)",
    "x = torch.zeros(3)\nx[0] = torch.rand(1)\nanswer(x[0])",
    "x = torch.zeros(3)\nx.normal_()\nanswer(x[0])",
    "x = torch.zeros(3)\ntorch.nn.init.normal_(x)\nanswer(x[0])",
    "w = torch.zeros(3, requires_grad=True)\nf(w).backward()\nanswer(w.grad[0])",
    "w = torch.zeros(3)\nopt = torch.optim.SGD([w], lr=1)\nopt.step()\nanswer(w[0])",
    "x = torch.zeros(3)\ntorch.add(y, y, out=x)\nanswer(x[0])",
    "losses = []\nfor n in range(3):\n    losses.append(f(n))\nanswer(losses[-1])",
    "steps, x = 0, 1.0\nwhile x > 0:\n    x /= 2\n    steps += 1\nanswer(steps)",
    "total = 0\nfor n in range(9):\n    total += n\nanswer(total)",
    "def f(x):\n    answer(x)\nf(3)",
    "answer(sum(p.numel() for p in model.parameters()))",
    "answer(torch.finfo(torch.float16).max)",
    "answer(torch.tensor(65520.0, dtype=torch.float16))",
    "answer(torch.tensor(16777217.0).to(torch.float32))",
    "answer(torch.tensor(1e5).half())",
    "answer(peak_memory(lambda: torch.zeros(1024)))",
    "with torch.no_grad() as g:\n    answer(g)",
    "import platform\nanswer(platform.x)",
    "answer(*values)",
    'y = torch.rand(2)\nclaim("nan", y != y)',
    'claim("repeats", f(3) == f(3))',
    'claim("differs", torch.rand(2) == torch.rand(2))',
    'y = torch.rand(2)\noption("a", y.max() > 0.5, f"{y.max()}")',
    'y = torch.rand(2)\noption("a", True and y.max() > 0.5)',
    'y = torch.rand(2)\nclaim("largest", y.max(), 0.25)',
    'y = torch.rand(2)\nclaim("same", y.max(), y.min())',
    'claim("repeats", f(3), f(3))',
    'y = torch.rand(2)\nmeasure("largest", y.max(), "B")',
    "float = torch.rand\ndef float(n):\n    return torch.rand(n)\nanswer(float(1))",
]


@pytest.mark.parametrize("code", CONSTANT)
def test_constant(code: str) -> None:
    problems = problems_of(code, "deck.md", 10)
    assert [problem.code for problem in problems] == ["demo-constant"]
    assert "states a constant: measure it" in problems[0].message


@pytest.mark.parametrize("code", COMPUTED)
def test_computed(code: str) -> None:
    assert problems_of(code, "deck.md", 10) == ()


def test_message_and_place() -> None:
    (problem,) = problems_of("y = 1\nshow('σ′', 'é'); answer(0.25)", "deck.md", 10)
    assert str(problem) == (
        "deck.md:11:25: answer(0.25) states a constant: measure it, for example answer(slope.max())"
    )
    (problem,) = problems_of('option("b", False)', "deck.md", 10)
    assert problem.column == 13
    assert problem.message.startswith('option("b", False) states a constant')


@pytest.mark.parametrize(
    "code",
    [
        'y = torch.rand(2)\nclaim("same", y.max(), y.max())',
        'y = torch.rand(2)\nclaim("same", y.mean(), expected=y.mean(), rtol=0.1)',
    ],
)
def test_a_claim_of_a_value_by_itself(code: str) -> None:
    (problem,) = problems_of(code, "deck.md", 10)
    assert (problem.code, problem.line, problem.column) == ("demo-constant", 11, 15)
    assert "compares a value with itself: compute it in another way" in problem.message


def test_every_constant_is_reported_in_order() -> None:
    code = 'option("b", False)\nclaim("x", True)\nanswer(torch.rand(1))\nanswer(3)'
    assert [problem.line for problem in problems_of(code, "deck.md", 1)] == [1, 2, 4]


def test_no_check() -> None:
    (problem,) = problems_of("print(torch.rand(1))", "deck.md", 7)
    assert (problem.code, problem.line, problem.column) == ("demo-no-check", 7, 1)


@pytest.mark.parametrize(
    ("code", "line", "column"),
    [("x = 1\nx = (", 11, 5), ("if x:\nanswer(1)", 11, 1), ("\0", 10, 1)],
)
def test_syntax(code: str, line: int, column: int) -> None:
    (problem,) = problems_of(code, "deck.md", 10)
    assert (problem.code, problem.line, problem.column) == ("demo-syntax", line, column)


def test_code_that_is_nested_too_deep_is_a_problem() -> None:
    (problem,) = problems_of("answer(" + "+".join(["x"] * 50_000) + ")", "deck.md", 10)
    assert (problem.code, problem.line) == ("demo-syntax", 10)
