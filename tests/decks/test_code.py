"""Code cards from Markdown."""

import pytest

from quizapp.core.card import CodeCard, Kind, Tolerance, Variant, kind_of
from tests.decks.test_parse import DEMO, read, wrong

HEAD = "## Write f. {#f}\n\n### Answer\n"
FUNCTION = (
    'def f(x, *, y=1):\n    """Sum of x and y.\n\n    Both tensors.\n    """\n    return x + y\n'
)
ANSWER = f"```python\n{FUNCTION}```\n"


def test_a_function_with_everything() -> None:
    card = read(
        HEAD.replace("Answer", "Answer {rtol=0.01 atol=1e-3}")
        + ANSWER
        + "### Mistakes\nThat is the *difference*:\nno sum.\n```python\ndef f(x, *, y=1):\n"
        "    return x - y\n```\n<!-- remark -->\n\nThat drops y.\n\n"
        "```py\ndef f(x, *, y=1): return x\n```\n" + DEMO
    )
    assert isinstance(card, CodeCard)
    assert kind_of(card) is Kind.CODE
    assert (card.name, card.reference, card.reference_line) == ("f", FUNCTION, 5)
    assert card.signature == FUNCTION.removesuffix("    return x + y\n").rstrip("\n")
    assert card.tolerance == Tolerance(rtol=0.01, atol=1e-3)
    assert card.mistakes == ()
    assert card.variants == (
        Variant("def f(x, *, y=1):\n    return x - y\n", "That is the *difference*: no sum.", 13),
        Variant("def f(x, *, y=1): return x\n", "That drops y.", 21),
    )


def test_without_a_tolerance_the_dtype_decides() -> None:
    card = read(HEAD + ANSWER + DEMO)
    assert isinstance(card, CodeCard)
    assert card.tolerance is None
    assert card.variants == ()


@pytest.mark.parametrize(
    ("answer", "problems"),
    [
        (
            "```python\nx = 1\n```\n",
            ["answer-function 5:1: the fence holds one function and nothing beside it"],
        ),
        (
            "```python\nimport torch\ndef f(x):\n    'd'\n    return x\n```\n",
            ["answer-function 5:1: the fence holds one function and nothing beside it"],
        ),
        (
            "```python\ndef f(x):\n    return (x\n```\n",
            ["answer-syntax 6:12: the answer is no Python: '(' was never closed"],
        ),
        (
            "```python\ndef f(x):\n    return x\n```\n",
            ["answer-docstring 5:1: the function needs a docstring and a body"],
        ),
        (
            "```python\ndef f(x):\n    '''d'''; return x\n```\n",
            ["answer-docstring 5:1: write the docstring on lines of its own"],
        ),
        (
            "Words.\n\n" + ANSWER,
            ["answer-code 4:1: the answer of a code card is one ```python fence"],
        ),
        (
            ANSWER + ANSWER,
            ["answer-code 12:1: the answer of a code card is one ```python fence"],
        ),
        (
            ANSWER + "### Mistakes\n```python\ndef f(x): return x\n```\n",
            ["mistake-form 13:1: say above the fence what is wrong with this version"],
        ),
        (
            ANSWER + "### Mistakes\nThat is wrong.\n",
            ["mistake-form 13:1: below this sentence a ```python fence must show the function"],
        ),
        (
            ANSWER + "### Mistakes\nWrong.\n```python\ndef g(x): return x\n```\n",
            ["mistake-form 15:1: this defines g; a wrong version of f has its name"],
        ),
        (
            ANSWER + "### Mistakes\nWrong.\n```python\ndef f(x) return x\n```\n",
            ["mistake-syntax 15:10: the mistake is no Python: expected ':'"],
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_line(answer: str, problems: list[str]) -> None:
    found = wrong(HEAD + answer + DEMO)
    assert len(found) == len(problems), found
    for said, expected in zip(found, problems, strict=True):
        assert said.startswith(expected)
