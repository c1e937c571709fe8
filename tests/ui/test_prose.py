"""Markdown and mathematics as lines of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.ui import mathtext
from quizapp.ui.prose import inline, lines, plain


@pytest.mark.parametrize(
    ("tex", "row"),
    [
        (r"\sigma(x)", "σ(x)"),
        (r"\frac{1}{4}", "1/4"),
        (r"\frac{1}{1+e^{-x}}", "1/(1+e⁻ˣ)"),
        (r"\tfrac{a+b}{2}", "(a+b)/2"),
        (r"\sqrt{2/\pi}", "√(2/π)"),
        (r"\frac{1}{\sqrt{d}}", "1/√d"),
        (r"10^{-6}", "10⁻⁶"),
        (r"W^\top x", "Wᵀx"),
        (r"\operatorname{ReLU}(x)", "ReLU(x)"),
        (r"e^{-|x|}", "e^(-|x|)"),
        (r"e^{\sqrt{5L/n}}", "e^(√(5L/n))"),
        (r"\ln\frac{p}{1-p}", "ln(p/(1-p))"),
        (r"1-\beta_1^t", "1-β₁ᵗ"),
        (r"\sigma^2_g", "σ_g²"),
        (r"\sum_{i=1}^n x_i", "Σᵢ₌₁ⁿxᵢ"),
        (r"\prod_{l=1}^{L} w_l", "Πₗ₌₁ᴸwₗ"),
        (r"a\uparrow b", "a↑b"),
        (r"1/\sqrt{\mathrm{fan_{in}}}", "1/√(fanᵢₙ)"),
        (r"\frac{2n}{3b}", "2n/(3b)"),
        (r"\frac{a-b}{c}", "(a-b)/c"),
        (r"\sqrt{\kappa}", "√κ"),
        (r"\sqrt{ab}", "√(ab)"),
        (r"\sqrt{12}/√n", "√12/√n"),
        (r"e^{-\eta\lambda t}", "e^(-ηλt)"),
        (r"W_2^\top x", "W₂ᵀx"),
        (r"2·h·d", "2⋅h⋅d"),
    ],
)
def test_a_formula_in_one_row(tex: str, row: str) -> None:
    drawn = mathtext.one_row(tex)
    assert drawn is not None
    assert drawn.replace(" ", "") == row


@pytest.mark.parametrize(
    ("tex", "row"),
    [
        (r"\tanh x", "tanh x"),
        (r"k\ln k", "k ln k"),
        (r"\tanh'(x)", "tanh'(x)"),
        (r"\tanh(a)", "tanh(a)"),
        (r"g/\sqrt{g^2}", "g/√(g²)"),
        (r"\ln\sigma(x)", "ln σ(x)"),
        (r"\log_2 n", "log₂ n"),
        (r"\max_i z_i", "maxᵢ zᵢ"),
        (r"\max(0, x)", "max(0,x)"),
    ],
)
def test_the_name_of_a_function_stands_apart(tex: str, row: str) -> None:
    assert mathtext.one_row(tex) == row


def test_a_formula_within_a_sentence_stays_in_its_line() -> None:
    assert plain("It is $e^{-|x|}$, at most $\\frac{1}{n}\\sum_i x_i$.") == (
        "It is e^(-|x|), at most 1/nΣᵢ xᵢ."
    )


def test_a_tall_formula_has_several_rows() -> None:
    rows = mathtext.rows(r"\sum_{i=1}^n x_i")
    assert rows is not None
    assert len(rows) > 1
    assert mathtext.one_row(r"\int_0^1 x") is None


@pytest.mark.parametrize("tex", [r"\frac{", r"\nosuchcommand{x}", r"\begin{foo}"])
def test_what_cannot_be_drawn_is_shown_as_source(tex: str) -> None:
    assert mathtext.rows(tex) is None
    assert tex in plain(f"see ${tex}$ here")


def test_code_and_brackets_are_text_not_markup() -> None:
    text = plain("`x[i]` and Linear[in] and [/x] and [red]no[/red]")
    assert text == "x[i] and Linear[in] and [/x] and [red]no[/red]"


def test_dollars_that_are_money() -> None:
    assert plain("It costs $5 or $6.") == "It costs $5 or $6."


def test_underscores_in_formulas_are_not_emphasis() -> None:
    assert plain("$x_1$ and $x_2$") == "x₁ and x₂"


def test_blocks() -> None:
    text = plain(
        "1. one\n2. two\n   - nested\n\n> quoted\n\n```python\nx = 1\n```\n\n"
        "| a | b |\n|-|-|\n| 1 | 2 |"
    )
    assert "1. one" in text
    assert "   • nested" in text
    assert "▌ quoted" in text
    assert "  x = 1" in text
    assert "a  b" in text


def test_korean_is_wrapped_by_cells() -> None:
    laid = lines("기울기가 최대 사분의 일이므로 층마다 곱해져 지수적으로 작아진다.", 20)
    assert len(laid) > 2
    assert all(line.cell_length <= 20 for line in laid)


MARKDOWN = st.text(
    st.sampled_from(list("ab *_`#>-+1.\n|$\\{}[]()~^=x한")) | st.characters(codec="utf-8"),
    max_size=120,
)


@given(MARKDOWN, st.integers(8, 60))
def test_any_text_is_drawn(text: str, width: int) -> None:
    lines(text, width)
    inline(text)


@given(st.lists(st.sampled_from(["word", "σ(x)", "한국어", "`code`", "**bold**"]), min_size=1))
def test_words_survive_wrapping(words: list[str]) -> None:
    drawn = " ".join(plain(" ".join(words), 30).split())
    assert drawn == " ".join(word.strip("`*") for word in words)
