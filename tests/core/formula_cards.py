"""Formula cards as literals, and runs that measured them."""

from collections.abc import Callable

from quizapp.core.card import FORMULA_TOLERANCE, CardId, Demo, Domain, FormulaCard, Mistake
from quizapp.core.evidence import Outcome, Run, Traced
from quizapp.core.formula import Formula
from quizapp.core.formula_parse import parse_formula

CODE = "x = torch.linspace(-5, 5, 41)\nanswer(torch.tanh(x), at=x)\n"


def formula(text: str, *variables: str) -> Formula:
    """A formula that can be read; in any variables where none are named."""
    read = parse_formula(text, variables or None)
    assert isinstance(read, Formula), read
    return read


def formula_card(
    answer: str, domains: str = "x=-5..5", *mistakes: str, rtol: float = FORMULA_TOLERANCE.rtol
) -> FormulaCard:
    """A card with an answer such as `x^2`, domains such as `m=0..1 v=0..2`, and mistakes."""
    made = []
    for each in domains.split():
        name, _, interval = each.partition("=")
        low, _, high = interval.partition("..")
        made.append(Domain(name, float(low), float(high)))
    read = parse_formula(answer, [each.name for each in made])
    assert isinstance(read, Formula), read
    return FormulaCard(
        id=CardId("f"),
        deck="d",
        file="d.md",
        line=1,
        hash="h",
        question="Which formula?",
        answer=read,
        answer_text=f"${answer}$",
        answer_line=3,
        domains=tuple(made),
        tolerance=type(FORMULA_TOLERANCE)(rtol=rtol),
        mistakes=tuple(
            Mistake(value, f"that is mistake {place}.", 5 + place)
            for place, value in enumerate(mistakes, 1)
        ),
        demo=Demo(CODE, 10),
    )


def traced_run(values: Callable[[float], float], low: float = -5, high: float = 5) -> Run:
    """A run that measured a function of one variable at 41 points."""
    points = tuple(low + (high - low) * step / 40 for step in range(41))
    measured = tuple(values(point) for point in points)
    finding = Traced(measured, ("",), (points,), 2)
    return Run(Outcome.FINISHED, (finding,), device="CPU", seconds=0.003)
