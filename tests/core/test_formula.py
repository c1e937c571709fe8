"""Reading, drawing and evaluating formulas: one spelling, bounded, never run."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.formula import (
    Call,
    Constant,
    Factor,
    Formula,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Sum,
    Variable,
    evaluate,
    variables_of,
)
from quizapp.core.formula_draw import draw
from quizapp.core.formula_functions import FUNCTIONS
from quizapp.core.formula_names import canonical
from quizapp.core.formula_parse import Misread, finite_constant, parse_formula
from tests.core.formula_cards import formula


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("sigmoid(x)*(1-sigmoid(x))", "σ(x)·(1 − σ(x))"),
        (r"\frac{1}{1+e^{-x}}", "1/(1 + e^(−x))"),
        (r"\frac12 x", "(1/2)·x"),
        ("2x", "2·x"),
        ("-x^2", "−x²"),
        ("(-x)^2", "(−x)²"),
        ("2^3^x", "2^(3^x)"),
        ("x⁻¹", "x⁻¹"),
        ("e⁻ˣ", "e^(−x)"),
        ("tanh²(x)", "tanh(x)²"),
        ("a-(b-c)", "a − (b − c)"),
        ("a/b/c", "a/b/c"),
        ("a/(b/c)", "a/(b/c)"),
        ("||x|-1|", "||x| − 1|"),
        ("2|x|", "2·|x|"),
        ("sinx", "sin(x)"),
        ("sin 2x cos x", "sin(2·x)·cos(x)"),
        ("2πr", "2·π·r"),
        (r"\beta_1 + beta1 + β₁", "β₁ + β₁ + β₁"),
        (r"\hat y + yhat + y_hat + ŷ + y" + "\u0302", "ŷ + ŷ + ŷ + ŷ + ŷ"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        ("√x²", "(√(x))²"),
        ("√(x²)", "√(x²)"),
        (r"\log_2 x + log_{10}(x)", "log2(x) + log10(x)"),
        ("x_i x_{12}", "x_i·x₁₂"),
        (r"\mathrm{ReLU}(x)", "relu(x)"),
        ("[x+{1}](x)", "(x + 1)·x"),
        ("1/2 x", "1/2·x"),
        ("½x", "(1/2)·x"),
        (r"\hat{\beta} + \hat\beta", "β̂ + β̂"),
        ("𝑥·𝜎（ｘ）", "x·σ(x)"),
        ("1e3 x + 1.5e-3", "1000·x + 0.0015"),
    ],
)
def test_read_as(text: str, drawn: str) -> None:
    assert draw(formula(text)) == drawn


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        ("sigmod(x)", "unknown name 'sigmod'; did you mean 'sigmoid'?", 0),
        ('__import__("os")', "unknown name '__import__'", 0),
        ("x.real", "'.' is no part of a formula", 1),
        ("x and y", "unknown name 'and'", 2),
        ("x + y", "unexpected variable 'y': the answer is a formula in x", 4),
        ("2*(x+1", "this '(' is not closed", 2),
        ("x)", "this ')' closes nothing", 1),
        ("(x]", "')' is missing before ']'", 2),
        ("|x", "this | is not closed", 0),
        ("", "the formula is empty", 0),
        ("x+", "something is missing at the end", 2),
        ("x+*2", "a number, name or bracket is missing before '*'", 2),
        ("e^-2x", "write ^(-2x) or ^(-2)·x", 4),
        ("1/2x", "write a/(b·c) or (a/b)·c", 3),
        ("log x(x)", "write log(…) with brackets", 0),
        ("tanh^-1(x)", "write 1/tanh(…), or the inverse function by its name", 5),
        ("ex", "write e^x or e·x", 0),
        ("σ'(x)", "a prime cannot be read", 1),
        ("y = x", "give the right side alone", 2),
        ("x > 0", "a comparison cannot be read", 2),
        ("max(x)", "max takes two arguments or more, not 1", 0),
        ("tanh(x, 2)", "tanh takes one argument, not 2", 0),
        ("1,000", "a comma stands only between the arguments", 1),
        ("2½", "write 2.5 or 2·½", 0),
        ("x 2", "write an operator before 2", 2),
        ("x²²³¹ + y", "unexpected variable 'y'", 8),
    ],
)
def test_what_is_wrong_and_where(text: str, message: str, at: int) -> None:
    read = parse_formula(text, ("x",))
    assert isinstance(read, Misread), read
    assert message in read.message
    lines = str(read).split("\n")
    assert lines[0] == read.message
    if text:
        assert lines[1:] == [text, " " * at + "^"]


def test_a_long_line_is_cut_round_the_caret() -> None:
    text = "x + " * 60 + "sigmod(x)" + " + x" * 40
    read = parse_formula(text, ("x",))
    assert isinstance(read, Misread)
    _, shown, caret = str(read).split("\n")
    assert shown[caret.index("^") :].startswith("sigmod")
    assert len(shown) <= 36


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9**9**9", math.inf),
        ("-9**9**9", -math.inf),
        ("9" * 500, math.inf),
        ("1e999 - 1e999", math.nan),
        ("1/0", math.inf),
        ("-1/0", -math.inf),
        ("0/0", math.nan),
        ("log(0)", -math.inf),
        ("log(-1)", math.nan),
        ("sqrt(-1)", math.nan),
        ("(-8)^(1/3)", math.nan),
        ("(-8)^3", -512),
        ("(-10)^999", -math.inf),
        ("0^-1", math.inf),
        ("exp(1000)", math.inf),
        ("sinh(-1000)", -math.inf),
        ("sin(1e999)", math.nan),
        ("floor(-1e999)", -math.inf),
        ("floor(-0.5)", -1),
        ("max(0/0, 1)", math.nan),
        ("σ(-1000) + σ(1000)", 1),
        ("softplus(1000)", 1000),
        ("Φ(0) - 1/2", 0),
        ("e^1 - e", 0),
        ("ln(e)", 1),
        ("-2^2", -4),
        ("2^-1", 0.5),
    ],
)
def test_values_of_float64(text: str, value: float) -> None:
    assert evaluate(formula(text), {}) == pytest.approx(value, nan_ok=True)


HOSTILE = [
    "x" * 1_000_000, "(" * 100_000, "x^" * 250 + "x", "-" * 500 + "x", "√" * 500 + "x",
    "|" * 500, "9**" * 150 + "9", "x+" * 299 + "x", "x/" * 299 + "x", "exp(" * 100 + "x",
    r"\frac" * 100, "\x00", "\ud800", "💥", "x\u200b", "٣x", "x[0].__class__", "lambda x: x",
    'open("/etc/passwd").read()', "[bold]x[/bold]", "[/]", "{{ x }}", "x;import os", "e" * 600,
    "x\n\n+\tx", "x̂̂̂", "$" * 50, "_", "__", "_x", "\\", "\\\\x", "x_{}", "x_{", "^2", "²", "₂",
    "x₂₂", "log_", "sin^", "tanh²", "\\frac{}{}", "\\sqrt[", "∞", "x!", "0x10", "1_000", "1e",
    "1e+", ".",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_end_at_once(text: str) -> None:
    began = time.process_time()
    read = parse_formula(text, ("x",))
    if isinstance(read, Formula):
        evaluate(read, {"x": 3.0})
        draw(read)
    else:
        assert str(read).split("\n")[0]
    assert time.process_time() - began < 0.5


@given(st.text(alphabet="xyσe12.()[]{}|+-*/^_,²⁻₁√\\ frachtlogmin$'=", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    read = parse_formula(text, ("x", "y"))
    if isinstance(read, Misread):
        assert 0 <= read.at <= len(read.text)
    else:
        evaluate(read, {"x": 0.5, "y": -2.0})


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(text: str) -> None:
    str(parse_formula(text))


def _nodes(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3)
    factors = several.flatmap(
        lambda nodes: st.tuples(
            *(st.builds(Factor, st.just(node), st.booleans() if place else st.just(False))
              for place, node in enumerate(nodes))
        )
    )  # fmt: skip
    single = [sign for sign, function in FUNCTIONS.items() if function.most == 1]
    return st.one_of(
        st.builds(Minus, children),
        st.builds(lambda nodes: Sum(tuple(nodes)), several),
        st.builds(Product, factors),
        st.builds(Power, children, children),
        st.builds(Call, st.sampled_from(single), st.tuples(children)),
        st.builds(Call, st.sampled_from(["min", "max"]), st.tuples(children, children)),
    )


LEAVES: st.SearchStrategy[Node] = st.one_of(
    st.builds(Number, st.floats(min_value=0, max_value=1e20)),
    st.builds(Number, st.integers(0, 120).map(float)),
    st.sampled_from([Constant("e"), Constant("π"), Variable("x"), Variable("β_1"), Variable("ŷ")]),
)


@given(st.recursive(LEAVES, _nodes, max_leaves=12))
def test_what_is_drawn_is_read_back_with_the_same_value(tree: Node) -> None:
    drawn = draw(Formula(tree))
    read = parse_formula(drawn, ("x", "β_1", "ŷ"))
    if isinstance(read, Misread):  # too long or too deep to be typed, and nothing else
        assert "too" in read.message, drawn
        return
    for x in (-1.7, 0.0, 0.3, 2.0):
        at = {"x": x, "β_1": 0.9, "ŷ": -x}
        value, again = evaluate(Formula(tree), at), evaluate(read, at)
        assert again == value or (math.isnan(value) and math.isnan(again)), drawn


@pytest.mark.parametrize("name", ["β₁", "beta_1", "beta1", "β_1", "β1", "\\beta_1".lstrip("\\")])
def test_one_spelling_of_a_name(name: str) -> None:
    assert canonical(name) == "β_1"


def test_variables_come_in_their_order() -> None:
    assert variables_of(formula("b a^2 + e^b - tanh(c)")) == ("b", "a", "c")


def test_the_cards_own_names_come_first() -> None:
    assert variables_of(formula("σ(x) + e", "σ", "x", "e")) == ("σ", "x", "e")


@pytest.mark.parametrize(
    ("text", "value"), [("-6", -6.0), ("2π", 2 * math.pi), ("x", None), ("1/0", None), ("", None)]
)
def test_a_constant_for_a_domain(text: str, value: float | None) -> None:
    assert finite_constant(text) == value
