"""Formula cards from Markdown: shape, domains, and what is wrong with them."""

import pytest

from quizapp.core.card import FORMULA_TOLERANCE, Domain, FormulaCard, RecallCard, Tolerance
from quizapp.core.formula_draw import draw
from quizapp.decks.parse import parse
from quizapp.decks.scan import scan


def card_of(answer: str, braces: str = "", more: str = "") -> object:
    """What a card with this answer parses to."""
    heading = f"### Answer {braces}".rstrip()
    text = f"## Q? {{#q verify=none}}\n\n{heading}\n{answer}\n{more}"
    return parse(scan(text, "deck.md").cards[0])


def formula_of(answer: str, braces: str = "", more: str = "") -> FormulaCard:
    card = card_of(answer, braces, more)
    assert isinstance(card, FormulaCard), card
    return card


def test_one_formula_makes_a_formula_card() -> None:
    card = formula_of(r"$\sigma(x)\,(1-\sigma(x))$", "{x=-6..6}")
    assert draw(card.answer) == "σ(x)·(1 − σ(x))"
    assert card.domains == (Domain("x", -6, 6),)
    assert (card.answer_line, card.tolerance) == (4, FORMULA_TOLERANCE)
    assert card.answer_text == r"$\sigma(x)\,(1-\sigma(x))$"


def test_variables_without_a_domain_get_the_usual_one() -> None:
    card = formula_of(r"$$\frac{m}{\sqrt{v}+\beta_1}$$", "{v=0.1..4 β₁=0..1 rtol=1e-5 t=0..2π}")
    assert {each.name: (each.low, each.high) for each in card.domains} == {
        "v": (0.1, 4.0),
        "β_1": (0.0, 1.0),
        "t": (0.0, pytest.approx(6.2831853)),
        "m": (-5.0, 5.0),
    }
    assert card.tolerance == Tolerance(rtol=1e-5)


def test_words_beside_a_formula_are_recalled() -> None:
    assert isinstance(card_of("It is $x^2$."), RecallCard)


@pytest.mark.parametrize(
    ("answer", "braces", "problem"),
    [
        ("$sigmod(x)$", "", "4:2: the formula cannot be read: unknown name 'sigmod'; did you mean"),
        ("$ x + $", "", "4:6: the formula cannot be read: something is missing at the end"),
        ("$tanh(1)$", "", "4:1: the formula has no variable; write a number without dollar signs"),
        ("$x$", "{x=6..-6}", "3:13: a domain is low..high: x=-6..6, not '6..-6'"),
        ("$x$", "{x=..6}", "3:13: a domain is low..high: x=-6..6, not '..6'"),
        ("$x$", "{x=0..1e999}", "3:13: a domain is low..high"),
        ("$x$", "{x=0..1 x=0..2}", "3:20: x is given twice"),
        ("$x$", "{rate=0..1}", "3:13: 'rate' is no variable: one letter"),
        ("$x$", "{rtl=0.1}", "3:13: unknown attribute 'rtl'; did you mean 'rtol'?"),
        ("$x$", "{exact}", "3:13: a formula takes rtol and atol; float64 is never exact"),
        ("$x$", "{se=4}", "3:13: a formula takes rtol and atol"),
        ("words here", "{x=0..1}", "3:13: a domain needs an answer that is one $formula$"),
        ("384", "{x=0..1}", "3:13: a domain needs an answer that is one $formula$"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(answer: str, braces: str, problem: str) -> None:
    problems = card_of(answer, braces)
    assert isinstance(problems, tuple), problems
    assert len(problems) == 1
    assert f"deck.md:{problem}" in str(problems[0])


def test_a_mistake_that_is_no_formula_is_named() -> None:
    problems = card_of("$x^2$", "", "\n### Mistakes\n- $2x$: slope.\n- $y$: no.\n")
    assert isinstance(problems, tuple)
    (problem,) = problems
    assert str(problem).startswith("deck.md:8:1: the mistake $y$ cannot be read: unexpected")
