"""Typed answers to gaps, each with the verdict that a fair interviewer would give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import CardId, ClozeCard, Gap, Tolerance
from quizapp.core.cloze import grade_cloze
from quizapp.core.verdict import Verdict
from quizapp.core.wording import has_typo, same

RIGHT, CLOSE, WRONG = Verdict.CONFIRMED, Verdict.CLOSE, Verdict.REFUTED

TABLE: list[tuple[str, list[str], list[str], list[str]]] = [
    # The gap, what is right, what is close, what is wrong.
    (
        "vanishing|shrinking",
        ["vanishing", "Vanishing", "VANISHING", "shrinking", " vanishing. ", '"vanishing"'],
        ["vanshing", "vanihsing", "vanishingg", "vannishing", "vanishin", "shrinkin", "srinking"],
        ["exploding", "growing", "vansing", "v", "vanish", "shrunk", "not vanishing", "anishing"],
    ),
    (
        "zero-centred|zero-centered",
        ["zero-centred", "zero centred", "zerocentred", "Zero‑centred", "zero–centred"],
        ["zero-centrd", "zero-centerd", "zero-cenrted"],
        ["centred", "zero", "one-centred", "not zero-centred", "zero-mean"],
    ),
    (
        "k-means",
        ["k-means", "k means", "kmeans", "K-Means", "K‐means"],
        ["k-measn", "k meanss"],
        ["k-medians", "c-means", "means", "kmedoids"],
    ),
    (
        "self-attention",
        [
            "self-attention",
            "self attention",
            "selfattention",
            "Self—attention",
            "the self-attention",
        ],
        ["self-atention", "self attentoin", "self-attentions"],
        ["cross-attention", "attention", "self-tension"],
    ),
    (
        "softmax",
        ["softmax", "Softmax", "soft max", "soft-max", "SOFTMAX", "the softmax", "`softmax`"],
        ["sofmax", "softamx", "softmaxx", "soft mx"],
        ["sigmoid", "hardmax", "max", "soft", "argmax"],
    ),
    (
        "gradient",
        ["gradient", "the gradient", "a gradient", "Gradient", "gradient."],
        ["gradent", "gradinet", "gradients", "gradiant"],
        ["grad", "radient", "gradation", "slope", "hessian"],
    ),
    (
        "batch",
        ["batch", "Batch", "the batch"],
        ["bacth", "batchs", "abtch"],
        ["patch", "match", "bath size", "latch", "bat"],
    ),
    (
        "symmetric",
        ["symmetric", "Symmetric"],
        ["symetric", "symmetrc", "symmetrci"],
        ["asymmetric", "antisymmetric", "metric"],
    ),
    ("causal", ["causal"], ["casual", "causl", "clausal"], ["acausal", "ausal"]),
    ("micro", ["micro"], ["mirco", "microo"], ["macro", "micra F1"]),
    ("bias", ["bias", "Bias"], [], ["bais", "biass", "base", "bia"]),
    ("ReLU", ["relu", "ReLU", "RELU", "the ReLU"], [], ["rely", "elu", "GELU", "leaky ReLU"]),
    ("Adam", ["Adam", "adam", "ADAM"], [], ["AdamW", "Adan", "Ada", "Adagrad"]),
    ("L-BFGS", ["L-BFGS", "lbfgs", "l bfgs", "LBFGS"], [], ["BFGS", "L-BFG"]),
    (
        "normalisation",
        ["normalization", "normalisation", "Normalization"],
        ["normalistion"],
        ["norm"],
    ),
    (
        "$\\sigma$",
        ["σ", "sigma", "Sigma", "\\sigma", "$\\sigma$", "Σ", "ς"],
        ["sgima", "sigmma"],
        ["s", "theta", "σ²", "sigmoid", "1"],
    ),
    (
        "σ²|variance",
        ["σ²", "σ^2", "sigma^2", "sigma²", "σ**2", "\\sigma^2", "\\sigma^{2}", "the variance"],
        ["varaince", "variances"],
        ["σ", "σ2", "σ³", "sigma", "standard deviation"],
    ),
    (
        "∇θ",
        ["∇θ", "∇ θ", "nabla theta", "\\nabla\\theta", "\\nabla_\\theta"],
        [],
        ["θ", "∇φ"],
    ),
    (
        "O(n²)",
        ["O(n²)", "O(n^2)", "o(n^2)", "O(n**2)", "O( n^2 )", "$O(n^2)$"],
        [],
        ["O(n)", "O(n^3)", "O(2n)", "n^2", "O(n2)"],
    ),
    (
        "√d|sqrt(d)",
        ["√d", "sqrt(d)", "sqrt d", "√(d)", "\\sqrt{d}", "√ d"],
        [],
        ["d", "d^2", "√n", "sqrt(2d)"],
    ),
    (
        "1/√d_k",
        ["1/√d_k", "1/sqrt(d_k)", "1/√dk", "1/√dₖ", "1 / √d_k", "\\frac{1}{\\sqrt{d_k}}"],
        [],
        ["√d_k", "1/d_k", "1/√d_v"],
    ),
    ("h₁", ["h1", "h_1", "h₁", "H1"], [], ["h2", "h", "h^1", "h¹"]),
    ("1 − p", ["1-p", "1 - p", "1 − p", "1–p", "(1-p)"][:4], [], ["1p", "p", "1+p", "p-1"]),
    (
        "log p − log q",
        ["log p - log q", "log p − log q", "log p-log q", "logp-logq"],
        [],
        ["log q - log p", "log p log q", "log p + log q"],
    ),
    ("x-y", ["x-y", "x - y", "x−y"], [], ["xy", "x+y", "y-x"]),
    (
        "QKᵀ",
        ["QKᵀ", "QK^T", "Q·K^T", "Q K^T", "qk^t", "Q*K^T", "Q × K^T"],
        [],
        ["QK", "KQ^T", "QV^T"],
    ),
    ("2x|2·x", ["2x", "2 x", "2·x", "2*x", "2 × x"], [], ["x", "3x", "x2", "2"]),
    ("≤", ["≤", "<=", "\\le", "\\leq"], [], ["<", "≥", "="]),
    ("∞", ["∞", "inf", "infinity", "Infinity", "\\infty", "+∞"], [], ["-∞", "0", "1"]),
    ("0|zero", ["0", "zero", "0.0", "Zero", "0/5"], [], ["1", "0.001", "O", "-1"]),
    (
        "1/4",
        ["1/4", "0.25", ".25", "25 %", "2^-2", "1 / 4", "0.2501"],
        ["0.26", "0.24"],
        ["4", "0.5", "-1/4"],
    ),
    ("2", ["2", "2.0", "4/2", "√4", "2.", "$2$"], [], ["1.99", "3", "-2", "two"]),
    ("10", ["10", "10.0", "1e1"], [], ["9", "11", "10 B", "100"]),
    (
        "10⁻⁶",
        ["1e-6", "10^-6", "10⁻⁶", "$10^{-6}$", "0.000001", "1.005e-6"],
        ["1.05e-6"],
        ["1e-5", "10^6"],
    ),
    ("10·6", ["60", "10*6", "6·10"], [], ["106", "10^6"]),
    ("98 MiB", ["98 MiB", "98MiB", "102760448 B", "100352 KiB"], [], ["98 MB", "98 GiB", "97 MiB"]),
    ("float32", ["float32", "Float32", "float 32"], [], ["float16", "float23", "float3", "loat32"]),
    (
        "naïve Bayes",
        ["naive Bayes", "naïve bayes", "Naive-Bayes"],
        ["naive Bayse"],
        ["Bayes", "naive"],
    ),
    (
        "ε-greedy",
        ["ε-greedy", "epsilon greedy", "epsilon-greedy", "ϵ-greedy"],
        ["epsilon-gredy"],
        ["greedy"],
    ),
    ("기울기", ["기울기", " 기울기 ", "기 울기"], [], ["기울", "곡률", "기울기가"]),
    ("梯度消失", ["梯度消失", "梯度 消失"], [], ["梯度爆炸", "梯度"]),
    ("C++", ["C++", "c++"], [], ["C", "C#"]),
    ("x[i]", ["x[i]", "X[i]", "x [i]"], [], ["x", "x[j]", "x(i)"]),
    ("half|1/2", ["half", "a half", "0.5", "50 %", "1/2"], [], ["third", "2", "haff", "alf"]),
]

CASES = [
    pytest.param(gap, typed, verdict, id=f"{gap}<-{typed}")
    for gap, *columns in TABLE
    for verdict, answers in zip((RIGHT, CLOSE, WRONG), columns, strict=True)
    for typed in answers
]


def cloze(*gaps: str, tolerance: Tolerance | None = None) -> ClozeCard:
    """A cloze with these gaps, alternatives parted by `|`."""
    return ClozeCard(
        id=CardId("c"),
        deck="deck",
        file="deck.md",
        line=1,
        hash="h",
        question=" and ".join(f"=={gap}==" for gap in gaps),
        gaps=tuple(Gap(tuple(gap.split("|")), 1) for gap in gaps),
        tolerance=tolerance,
    )


def test_the_table_is_large() -> None:
    assert len(CASES) >= 300


@pytest.mark.parametrize(("gap", "typed", "verdict"), CASES)
def test_a_typed_answer(gap: str, typed: str, verdict: Verdict) -> None:
    assessment = grade_cloze(cloze(gap), typed, None)
    assert assessment is not None
    assert assessment.verdict is verdict


WORDS = ("a", "vanishing", "sqrt", "\\frac{", "the ", "1", "울", "\u0301", "\x00", "\ud800")
PIECES = st.sampled_from((*WORDS, *" -−σ²{}()√$`|_*^éİß∞", "=="))
TEXTS = st.lists(PIECES, max_size=12).map("".join)


@given(TEXTS, TEXTS)
def test_any_texts_are_compared(typed: str, wording: str) -> None:
    assert same(typed, wording) in (True, False)
    assert not has_typo(typed, typed)
    assert has_typo(typed, wording) in (True, False)
    assessment = grade_cloze(cloze("vanishing"), typed, None)
    assert assessment is None or assessment.verdict in (RIGHT, CLOSE, WRONG)


@given(TEXTS)
def test_a_wording_is_the_same_in_capitals_and_with_more_space(text: str) -> None:
    assert same(f"  {text} ", text) == same(text, text)
