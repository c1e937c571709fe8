"""Which points a typed answer touches; ticks as the log keeps them.

The sentences are what people say in interviews. A contradiction touches a point too: whether it is
right is the learner's to say.
"""

from __future__ import annotations

import pytest

from quizapp.core.card import RubricPoint
from quizapp.core.review import Grade
from quizapp.core.rubric import TOUCHED_AT, likeness, read, suggested, touched, written


def point(line: str) -> RubricPoint:
    """A point as an author writes it."""
    text, _, wordings = line.partition(": ")
    return RubricPoint(text, tuple(each for each in wordings.split("; ") if each), 1)


RUBRICS = {
    "linear": (
        "Stacked linear layers equal one linear layer: composition of linear maps is linear; "
        "product of the matrices is one matrix",
        "So depth adds no expressive power: same as a single layer; same as linear regression",
        "An example that stays out of reach: XOR; data that no line separates",
        "A non-linearity between layers makes a wide network universal: universal approximation; "
        "enough hidden units",
    ),
    "vanishing": (
        "The gradient is a product with one slope per layer: chain rule; product of many factors",
        "The sigmoid's slope is at most 1/4 and near zero in saturation: at most 0.25; saturates",
        "The first layers hardly learn: gradient shrinks exponentially with depth; "
        "early layers learn slowly",
        "tanh eases it but still saturates: slope up to 1; zero-centred; does not cure",
        "The scale of the weights multiplies in too: initialisation; Glorot; He",
        "A remedy that keeps factors near 1: ReLU; normalisation; residual connections; LSTM gates",
    ),
    "dying": (
        "A dead unit outputs zero for every input: pre-activation negative for all inputs; "
        "always zero",
        "Its slope is zero there, so it gets no gradient and stays dead: "
        "no gradient to its weights; cannot recover",
        "Causes are too large a learning rate and bad initialisation: large step; "
        "large negative bias",
        "It is seen as units that are zero over the whole data set: fraction of dead units; "
        "activation histograms; zero gradients per unit",
        "A remedy: lower learning rate; Leaky ReLU or ELU; He initialisation; batch normalisation",
    ),
    "temperature": (
        "The logits are divided by T before the exponential: softmax of z over T",
        "A low T sharpens, towards argmax: more confident; one-hot in the limit",
        "A high T flattens, towards uniform: more entropy; uniform in the limit",
        "The ranking does not change: accuracy unchanged; only confidence changes",
        "A use: sampling; distillation; calibration; contrastive loss",
    ),
}
POINTS = {name: tuple(point(line) for line in lines) for name, lines in RUBRICS.items()}

SENTENCES: list[tuple[str, str, set[int]]] = [
    ("linear", "a composition of linear maps is linear again", {0}),
    ("linear", "the composition of linear maps is just another linear map", {0}),
    ("linear", "multiplying the matrices gives one matrix, so it is one linear layer", {0}),
    ("linear", "many stacked linear layers are equal to one linear layer", {0}),
    ("linear", "without activations depth adds no power at all", {1}),
    ("linear", "it is the same as a single layer", {1}),
    ("linear", "then the network is just linear regression", {1}),
    ("linear", "it could never learn xor", {2}),
    ("linear", "for instance XOR is impossible", {2}),
    ("linear", "it cannot separate data that no line separates", {2}),
    ("linear", "with enough hidden units it approximates any function", {3}),
    ("linear", "by the universal approximation theorem a wide network can fit anything", {3}),
    (
        "linear",
        "stacking linear layers collapses into one linear layer, XOR stays out of reach",
        {0, 2},
    ),
    ("linear", "because it makes training faster", set()),
    ("linear", "to keep the values between 0 and 1", set()),
    ("linear", "so that the model outputs probabilities", set()),
    ("linear", "the optimizer needs it", set()),
    ("linear", "I do not know", set()),
    ("vanishing", "by the chain rule the gradient is a product of one slope per layer", {0}),
    ("vanishing", "the chain rule multiplies the derivatives", {0}),
    ("vanishing", "backprop is a product of many small factors", {0}),
    ("vanishing", "the slope of the sigmoid is at most 0.25", {1}),
    ("vanishing", "sigmoid saturates", {1}),
    ("vanishing", "it saturates at both ends", {1}),
    ("vanishing", "the gradient shrinks exponentially with depth", {2}),
    (
        "vanishing",
        "gradients get exponentially smaller with the depth so early layers learn slowly",
        {2},
    ),
    ("vanishing", "the first layers hardly learn anything", {2}),
    ("vanishing", "tanh is zero centred with slope up to 1", {3}),
    ("vanishing", "tanh does not cure it", {3}),
    ("vanishing", "tanh helps but still saturates", {1, 3}),
    ("vanishing", "good initialization matters, like glorot", {4}),
    ("vanishing", "it depends on the scale of the weights too", {4}),
    ("vanishing", "use relu or residual connections", {5}),
    ("vanishing", "batch normalization fixes it", {5}),
    ("vanishing", "LSTM gates and residual connections keep the factors near 1", {5}),
    (
        "vanishing",
        "chain rule: a product of slopes, each at most 0.25, so early layers learn slowly",
        {0, 1, 2},
    ),
    ("vanishing", "the loss is not convex", set()),
    ("vanishing", "there is not enough data", set()),
    ("vanishing", "because of overfitting", set()),
    ("vanishing", "the softmax overflows", set()),
    ("dying", "a dead unit outputs zero for every input", {0}),
    ("dying", "the unit is always zero", {0}),
    ("dying", "its pre-activation is negative for all inputs", {0}),
    ("dying", "no gradient flows to its weights so it cannot recover", {1}),
    ("dying", "it gets no gradient and stays dead for ever", {1}),
    ("dying", "a too large learning rate causes it", {2}),
    ("dying", "one large step gives a large negative bias", {2}),
    ("dying", "look at activation histograms", {3}),
    ("dying", "count the fraction of dead units over the data set", {3}),
    ("dying", "use leaky relu", {4}),
    ("dying", "lower the learning rate or use He initialisation", {4}),
    ("dying", "batch norm or leaky ReLU", {4}),
    ("dying", "the unit explodes", set()),
    ("dying", "it happens in transformers", set()),
    ("dying", "the weights become large and the loss diverges", set()),
    ("dying", "memory runs out", set()),
    ("temperature", "you divide the logits by T before the exponential", {0}),
    ("temperature", "softmax of z/T", {0}),
    ("temperature", "a low temperature sharpens it towards argmax", {1}),
    ("temperature", "small T is more confident, one hot in the limit", {1}),
    ("temperature", "a high temperature flattens it towards uniform", {2}),
    ("temperature", "large T gives more entropy", {2}),
    ("temperature", "the ranking does not change", {3}),
    ("temperature", "accuracy is unchanged", {3}),
    ("temperature", "the ranking of the classes stays the same, only the confidence changes", {3}),
    ("temperature", "used in distillation", {4}),
    ("temperature", "for sampling from language models and for calibration", {4}),
    ("temperature", "the ranking changes completely", {3}),
    ("temperature", "it regularises the weights", set()),
    ("temperature", "it is the learning rate of the sampler", set()),
    ("temperature", "it makes training stable", set()),
    ("temperature", "it removes the bias", set()),
    ("temperature", "", set()),
]
PAIRS = [
    (max(likeness(phrase, said) for phrase in (each.text, *each.wordings)), place in named)
    for card, said, named in SENTENCES
    for place, each in enumerate(POINTS[card])
]


def mistakes(threshold: float) -> tuple[int, int]:
    """Points found that were not touched, and points touched that were not found."""
    found = sum(score >= threshold and not named for score, named in PAIRS)
    missed = sum(score < threshold and named for score, named in PAIRS)
    return found, missed


def test_the_threshold_is_the_best_of_the_table() -> None:
    assert len(SENTENCES) >= 60
    assert sum(mistakes(TOUCHED_AT)) <= 6
    for other in (50, 60, 65, 75, 80, 90):
        assert sum(mistakes(other)) > sum(mistakes(TOUCHED_AT))


def test_points_that_were_meant_lie_above_those_that_were_not() -> None:
    meant = [score for score, named in PAIRS if named]
    others = [score for score, named in PAIRS if not named]
    above = sum(each > other for each in meant for other in others)
    assert above > 0.98 * len(meant) * len(others)


@pytest.mark.parametrize(
    ("card", "said", "places"),
    [
        ("linear", "composition of linear maps is linear. XOR!", {0, 2}),
        ("vanishing", "the sigmoid saturates, use ReLU", {1, 5}),
        ("temperature", "The ranking changes", {3}),  # wrong, and touched all the same
        ("temperature", "He said so, the others did", set()),
        ("vanishing", "the rest is here", set()),  # "He" stands in three of these words
        ("dying", "", set()),
        ("dying", "   ", set()),
        ("dying", "?!", set()),
    ],
)
def test_touched(card: str, said: str, places: set[int]) -> None:
    assert touched(POINTS[card], said) == places


def test_korean_points_are_touched_too() -> None:
    points = (point("최대 기울기: 기울기가 최대 1/4"), point("곱: 층마다 곱해진다"))
    assert touched(points, "기울기가 최대 1/4 입니다") == {0}


@pytest.mark.parametrize(
    ("ticked", "points", "grade"),
    [
        (4, 4, Grade.GOOD),
        (1, 1, Grade.GOOD),
        (3, 4, Grade.HARD),
        (2, 4, Grade.HARD),
        (3, 5, Grade.HARD),
        (2, 5, Grade.AGAIN),
        (1, 4, Grade.AGAIN),
        (0, 3, Grade.AGAIN),
    ],
)
def test_the_share_named_suggests_the_grade(ticked: int, points: int, grade: Grade) -> None:
    assert suggested(ticked, points) is grade


@pytest.mark.parametrize("said", ["", "by the chain rule", "- [x] not a point", "두 줄\nx"])
def test_an_answer_is_read_back_as_it_was_written(said: str) -> None:
    points = (*POINTS["dying"], RubricPoint("two\n  lines [x]", (), 1))
    ticked = frozenset({0, 5})
    words, rows = read(written(said, points, ticked))
    assert words == " ".join(said.split())
    assert [text for text, _ in rows] == [*(each.text for each in points[:5]), "two lines [x]"]
    assert {place for place, (_, named) in enumerate(rows) if named} == ticked


def test_the_log_reads_as_a_task_list() -> None:
    points = (point("one"), point("two"))
    assert written("I said", points, frozenset({1})) == "I said\n- [ ] one\n- [x] two"
