"""What learners type, over several cards: right, wrong, or refused without costing an attempt."""

import pytest

from quizapp.core.formula_parse import Misread
from quizapp.core.grading_formula import grade_formula, read_typed
from quizapp.core.verdict import Verdict
from tests.core.formula_cards import formula_card

# (answer, domains): right ones, wrong ones, unreadable ones; one a line or with " ; " between.
ANSWERS = {
    ("σ(x)(1-σ(x))", "x=-6..6"): (
        r"""σ(x)(1-σ(x)) ; sigmoid(x)*(1-sigmoid(x)) ; 1/(1+e^-x) - 1/(1+e^-x)^2 ; σ(x)-σ(x)²
        e^-x/(1+e^-x)^2 ; \sigma(x)(1-\sigma(x)) ; \frac{e^{-x}}{(1+e^{-x})^2} ; σ(x)σ(-x)
        \frac{1}{1+e^{-x}}\left(1-\frac{1}{1+e^{-x}}\right) ; 1/(2+e^x+e^-x) ; e⁻ˣ/(1+e⁻ˣ)²
        \sigma(x)\cdot\left(1-\sigma(x)\right) ; exp(-x)/(1+exp(-x))**2 ; (1-tanh(x/2)^2)/4
        Sigmoid(x) × (1 − Sigmoid(x)) ; σ(x) - σ²(x)
        sigma(x)*(1-sigma(x)) ; (1-σ(x))σ(x) ; ¼(1-tanh²(x/2)) ; 1/(4cosh(x/2)^2)
        \operatorname{sigmoid}(x)(1-\mathrm{sigmoid}(x)) ; $σ(x)(1-σ(x))$ ; σ(|x|)(1-σ(|x|))""",
        r"""σ(x) ; 1-σ(x)^2 ; σ(x)(1+σ(x)) ; σ(x)(1-x) ; x(1-x) ; 2σ(x)(1-σ(x)) ; -σ(x)(1-σ(x))
        e^-x/(1+e^-x) ; 1/4 ; 0.25e^(-x^2/4) ; 0 ; φ(x) ; tanh(x)(1-tanh(x)) ; log(σ(x))
        σ(x)(1-σ(x)) + 1e-6 ; 1.000001σ(x)(1-σ(x)) ; sqrt(x) ; 1/x ; 9**9**9 ; -1e999""",
        """σ(x)(1-σ(x) ; σ(x)(1-σ(x))) ; sigmod(x) ; σ(1-σ) ; x y ; f(x) ; σ'(x) ; e^-2x
        y = σ(x) ; 1/2x ; σ(x)( ; max(σ(x)) ; sigmoid x (1 - sigmoid(x)) ; σ(x, x) ; 2 3
        x..2 ; 1,000x ; ex ; x > 0
        the sigmoid times one minus itself ; σ(x)*(1-σ(x)) ok""",
    ),
    ("1-tanh(x)^2", "x=-6..6"): (
        r"""1-tanh²(x) ; 1 - tanh(x)^2 ; 1-\tanh^2(x) ; 1-\tanh^2 x ; 1/cosh²(x) ; cosh(x)^(-2)
        (1-tanh(x))(1+tanh(x)) ; 4/(e^x+e^-x)^2 ; 4σ(2x)(1-σ(2x)) ; 1-(sinh(x)/cosh(x))^2
        1-((e^x-e^-x)/(e^x+e^-x))^2 ; \frac{4}{(e^x+e^{-x})^2} ; 1 - TANH(x)**2""",
        "1-tanh(x) ; 1+tanh(x)^2 ; tanh(x)^2-1 ; tanh(x)(1-tanh(x)) ; 1-tanh(x^2) ; 1/cosh(x)",
        "tan h²(x) ; tanh^-1(x) ; 1-tanh² ; sech²(x) ; 1-tanh(x)^2x ; 1--",
    ),
    ("σ(x)+xσ(x)(1-σ(x))", "x=-8..8"): (
        """σ(x)(1+x(1-σ(x))) ; σ(x)+xσ(x)-xσ(x)² ; sigmoid(x) + x*sigmoid(x)*(1-sigmoid(x))
        xσ(x) + σ(x)(1 - xσ(x)) ; (1+e^-x+x e^-x)/(1+e^-x)^2""",
        """xσ(x)(1-σ(x)) ; σ(x) ; σ(x)+x(1-σ(x)) ; σ(x)-xσ(x)(1-σ(x)) ; xσ(x) ; relu(x)
        σ(x)+σ(x)(1-σ(x))""",
        "σ(x)+x*sgmoid(x) ; silu(x) ; swish'(x) ; (σ(x) ; x**",
    ),
    ("log(1+e^x)", "x=-8..8"): (
        r"""softplus(x) ; ln(1+e^x) ; log(1+exp x) ; -log(σ(-x)) ; x+ln(1+e^-x) ; x - log(σ(x))
        max(x,0)+log(1+e^-|x|) ; \ln\left(1+e^{x}\right) ; log2(1+e^x)·ln 2 ; ln(e^-x+1)+x
        relu(x) + ln(1 + e^(-abs(x))) ; log10(1+e^x)/log10(e)""",
        "log2(1+e^x) ; log10(1+e^x) ; ln(1-e^x) ; relu(x) ; ln(e^x) ; ln(1+x) ; x",
        r"log x (1+x) ; \ln ; ln() ; log(1+e^x ; ln(1+e^x; 2)",
    ),
    ("xΦ(x)", "x=-5..5"): (
        r"""x(1+erf(x/√2))/2 ; x·Phi(x) ; x\Phi(x) ; x/2*(1+erf(x/sqrt(2))) ; 0.5x(1+erf(x/√2))
        \frac{x}{2}\left(1+\operatorname{erf}\frac{x}{\sqrt{2}}\right) ; x(1-Φ(-x))
        ½x(1+erf(x/√2)) ; x normcdf(x)""",
        """xφ(x) ; Φ(x) ; xσ(1.702x) ; x erf(x) ; x(1+erf(x))/2 ; xσ(x)
        0.5x(1+tanh(√(2/π)(x+0.044715x^3)))""",
        r"x\Psi(x) ; x·Ph(x) ; x\frac{1}",
    ),
    ("σ(z)-y", "z=-5..5 y=0..1"): (
        """sigmoid(z)-y ; -(y-σ(z)) ; 1/(1+e^-z) - y ; (1-y)σ(z) - y(1-σ(z)) ; σ(z)(1-y)-yσ(-z)
        e^z/(1+e^z)-y""",
        """y-σ(z) ; σ(z) ; z-y ; σ(z)(1-σ(z)) ; (σ(z)-y)σ(z)(1-σ(z)) ; σ(z)-y+1 ; log(σ(z))
        σ(z-y) ; tanh(z)-y""",
        "σ(x)-y ; ŷ-y ; p-y ; σ(z)-Y1 ; z_1 - y",
    ),
    ("β_1 m+(1-β_1)g", "β_1=0..1 m=-3..3 g=-3..3"): (
        r"""β₁m+(1-β₁)g ; \beta_1 m+(1-\beta_1) g ; beta_1*m + (1-beta_1)*g ; g+β₁(m-g)
        beta1 m + (1-beta1) g ; β₁·m + g - β₁·g ; \beta_{1}m + (1-\beta_{1})g ; β1m+(1-β1)g
        gm/m + β₁(m - g)""",
        "β₁m+g ; β₁g+(1-β₁)m ; β₁m-(1-β₁)g ; (1-β₁)g ; m+g ; β₁(m+g) ; β₁m+(1-β₁)g²",
        "β₂m+(1-β₂)g ; βm+(1-β)g ; β₁m+(1-β₁)G_t ; m_hat",
    ),
    ("e^(-(x-μ)²/(2σ²))/(σ√(2π))", "x=-3..3 μ=-2..2 σ=0.5..2"): (
        r"""1/(σ√(2π)) e^(-(x-μ)²/(2σ²)) ; exp(-((x-mu)/sigma)^2/2)/(sigma sqrt(2 pi))
        \frac{1}{\sigma\sqrt{2\pi}}e^{-\frac{(x-\mu)^2}{2\sigma^2}} ; φ((x-μ)/σ)/σ
        (2πσ²)^(-1/2) exp(-(x-μ)²/(2σ²)) ; e^(-½((x-μ)/σ)²)/√(2πσ²)""",
        """e^(-(x-μ)²/(2σ²)) ; e^(-(x-μ)²/σ²)/(σ√(2π)) ; φ((x-μ)/σ) ; e^((x-μ)²/(2σ²))/(σ√(2π))
        1/(σ√(2π)) e^(-(x-μ)/(2σ²)) ; e^(-(x-μ)²/(2σ²))/(σ²√(2π))""",
        "1/(σ√(2π))e^(-(x-μ)²/2) ; e^-(x-μ)²/2σ² ; normal(x) ; √",
    ),
    ("(ŷ-y)^2", "ŷ=-3..3 y=-3..3"): (
        r"(ŷ-y)² ; (\hat{y}-y)^2 ; (y-\hat y)^2 ; (y_hat - y)**2 ; (yhat-y)^2 ; ŷ²-2ŷy+y² ; |ŷ-y|²",
        "|ŷ-y| ; (ŷ+y)² ; ½(ŷ-y)² ; 2(ŷ-y) ; ŷ²-y² ; (ŷ-y)^3",
        "(p-y)² ; (ŷ-y² ; [ŷ-y)² ; ŷ²-2ŷy1",
    ),
    ("m̂/(√v̂+ε)", "m̂=-3..3 v̂=0.1..2 ε=0.01..0.1"): (
        r"""\hat{m}/(\sqrt{\hat{v}}+\epsilon) ; mhat/(sqrt(vhat)+eps) ; m_hat/(√v_hat + ε)
        \frac{\hat m}{\sqrt{\hat v}+\varepsilon} ; m̂(√v̂+ε)⁻¹""",
        "m̂/√(v̂+ε) ; m̂/√v̂+ε ; m̂/(v̂+ε) ; m̂²/(√v̂+ε)",
        "m/(√v+ε) ; m̂/√v̂ε",
    ),
    ("max(x,0)", "x=-5..5"): (
        """relu(x) ; max(0,x) ; ReLU(x) ; (x+|x|)/2 ; x(1+sign(x))/2 ; -min(0,-x) ; ½(x+abs(x))
        max(x, 0, -1) ; sqrt(max(0,x))^2 ; RELU(x)""",
        "x ; |x| ; min(0,x) ; max(x,-x) ; max(0,-x) ; floor(x) ; sign(x) ; softplus(x)",
        "max(0;x) ; max 0 x ; max(x) ; {x if x>0} ; relu ; relu(x)relu",
    ),
    ("-p ln(p)-(1-p)ln(1-p)", "p=0.01..0.99"): (
        r"""-p log p - (1-p) log(1-p) ; p ln(1/p) + (1-p)ln(1/(1-p)) ; -(p·ln p + (1-p)·ln(1-p))
        -p\log(p)-(1-p)\log(1-p) ; -ln(1-p) + p ln((1-p)/p)""",
        "p log p + (1-p) log(1-p) ; -p log2(p)-(1-p)log2(1-p) ; -p ln(p) ; -ln(p) ; p(1-p)",
        "-p log p(1-p) ; -plop ; -p log",
    ),
    ("1/√d", "d=1..128"): (
        r"d^(-1/2) ; 1/sqrt(d) ; \frac{1}{\sqrt{d}} ; √d/d ; d**-0.5 ; \frac1{\sqrt d} ; d^-½",
        "1/d ; √d ; 1/√(d+1) ; d^(1/2) ; 1/√2 ; 1/(2√d) ; d^-2",
        "1/√k ; d^-1/2d ; 1/√ ; 1//d",
    ),
}  # fmt: skip


def _typed(which: int) -> list[tuple[str, str, str]]:
    found = []
    for (answer, domains), lists in ANSWERS.items():
        for line in lists[which].splitlines():
            found += [(answer, domains, each.strip()) for each in line.split(" ; ")]
    return found


RIGHT, WRONG, UNREADABLE = (_typed(which) for which in range(3))


def test_the_table_is_large() -> None:
    assert min(len(RIGHT), len(WRONG), len(UNREADABLE)) >= 50
    assert len(RIGHT) + len(WRONG) + len(UNREADABLE) >= 250


@pytest.mark.parametrize(("answer", "domains", "typed"), RIGHT)
def test_right_however_it_is_written(answer: str, domains: str, typed: str) -> None:
    card = formula_card(answer, domains)
    read = read_typed(card, typed)
    assert not isinstance(read, Misread), str(read)
    assessment = grade_formula(card, read, None)
    assert assessment.verdict is Verdict.CONFIRMED, assessment


@pytest.mark.parametrize(("answer", "domains", "typed"), WRONG)
def test_wrong_with_the_point_where_it_shows(answer: str, domains: str, typed: str) -> None:
    card = formula_card(answer, domains)
    read = read_typed(card, typed)
    assert not isinstance(read, Misread), str(read)
    assessment = grade_formula(card, read, None)
    assert assessment.verdict is Verdict.REFUTED, assessment
    assert "it gives" in assessment.message
    assert ", right is " in assessment.message


@pytest.mark.parametrize(("answer", "domains", "typed"), UNREADABLE)
def test_unreadable_with_the_place(answer: str, domains: str, typed: str) -> None:
    read = read_typed(formula_card(answer, domains), typed)
    assert isinstance(read, Misread), read
    message, shown, caret = str(read).split("\n")
    assert message
    assert caret.strip() == "^"
    assert len(caret) <= len(shown) + 1
