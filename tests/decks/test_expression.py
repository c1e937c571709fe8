import resource
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.expression import Wrong, evaluate, read_expression

VALUES: dict[str, object] = {"n": 10, "x": 0.5, "kind": "relu", "flag": True}


def result(source: str) -> str | Wrong:
    expression = read_expression(source)
    return expression if isinstance(expression, Wrong) else evaluate(expression, VALUES)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("n", "10"),
        ("n * 4", "40"),
        ("n / 4", "2.5"),
        ("n / 5", "2"),
        ("n // 4", "2"),
        ("-n % 4", "2"),
        ("2 ** n", "1024"),
        ("(0.25 ** n) | sig(3)", "9.54e-7"),
        ("0.1 + 0.2", "0.3"),
        ("1 / 3", "0.333333333333"),
        ("1e-9 * x", "5e-10"),
        ("(n ** 6) | commas", "1,000,000"),
        ("(n ** 6 / 8) | commas", "125,000"),
        ("x | fixed(2)", "0.50"),
        ("(98 * 2 ** 20) | size", "98 MiB"),
        ("n | size", "10 B"),
        ("-n | superscript", "⁻¹⁰"),
        ("sqrt(2 * pi) | sig(4)", "2.507"),
        ("max(n, 3) - min(n, 3)", "7"),
        ("round(x * 3, 1)", "1.5"),
        ("round(x * 5)", "2"),
        ("log2(1024)", "10"),
        ("'big' if n > 5 else 'small'", "big"),
        ("kind ~ '(' ~ n ~ ')'", "relu(10)"),
        ("n in [1, 10] and not flag == 2", "True"),
        ("'{{'", "{{"),
        ("'<b>'", "<b>"),
    ],
)
def test_evaluates(source: str, text: str) -> None:
    assert result(source) == text


@pytest.mark.parametrize(
    ("source", "code", "words"),
    [
        ("", "expression-syntax", "nothing stands between"),
        ("n +", "expression-syntax", "cannot read 'n +'"),
        ("n n", "expression-syntax", "what does 'n' belong to?"),
        ("it's", "expression-syntax", "cannot read"),
        ("(" * 90 + "1" + ")" * 90, "expression-syntax", "nested too deeply"),
        ("1" * 300, "expression-syntax", "at most 200 characters"),
        ("m", "expression-unknown", "no parameter 'm'; the parameters are n, x, kind, flag"),
        ("kin", "expression-unknown", "no parameter 'kin'; did you mean 'kind'?"),
        ("9 ** 9 ** 9", "expression-syntax", "two ways"),
        ("9 ** (9 ** 9)", "expression-value", "too large"),
        ("9 ** (9 ** 9) > 1", "expression-value", "too large"),
        ("(-1) ** 10 ** 9", "expression-syntax", "two ways"),
        ("7 ** (10 ** 300)", "expression-value", "too large"),
        ("2 ** 1023 * 2", "expression-value", "too large"),
        ("1e300 * 1e300", "expression-value", "too large"),
        ("exp(1000)", "expression-value", "too large"),
        ("n / 0", "expression-value", "divides by zero"),
        ("n % 0", "expression-value", "divides by zero"),
        ("sqrt(-1)", "expression-value", "domain"),
        ("(-8) ** x", "expression-value", "no real number"),
        ("'a' * 10", "expression-value", "* takes numbers, not 'a'"),
        ("'a' * 10 ** 10", "expression-value", "* takes numbers"),
        ("'%1000000000d' % 1", "expression-value", "% takes numbers"),
        ("[1] * 10 ** 9", "expression-value", "* takes numbers"),
        ("0.25 ** n | sig(3)", "expression-value", "** takes numbers, not '10'"),
        ("round(5, 0 - 10 ** 9)", "expression-value", "digits are a whole number"),
        ("n | fixed(10 ** 9)", "expression-value", "digits are a whole number"),
        ("kind | sig(2)", "expression-value", "a number is needed"),
        ("[1, 2]", "expression-value", "it gives a list"),
        ("'\\ud800'", "expression-value", "surrogates not allowed"),
        ("'a\\nb'", "expression-value", "one line"),
        ("none", "expression-value", "it gives nothing"),
        ("kind > n", "expression-value", "not supported"),
        ("range(10**9) | list", "expression-forbidden", "the filter 'list'"),
        ("range(10**9)", "expression-forbidden", "this call of 'range'"),
        ("n | comas", "expression-forbidden", "did you mean 'commas'?"),
        ("sqr(n)", "expression-forbidden", "did you mean 'sqrt'?"),
        ("''.__class__.__mro__", "expression-forbidden", "the attribute '.__mro__'"),
        ("kind.upper()", "expression-forbidden", "this call"),
        ("kind['__class__']", "expression-forbidden", "'[…]'"),
        ("kind[0]", "expression-forbidden", "'[…]'"),
        ("''|attr('__class__')", "expression-forbidden", "the filter 'attr'"),
        ("'x' | center(10**9)", "expression-forbidden", "the filter 'center'"),
        ("lipsum(n=10**9)", "expression-forbidden", "this call of 'lipsum'"),
        ("cycler.__init__.__globals__", "expression-forbidden", "the attribute"),
        ("max(*[1, 2])", "expression-forbidden", "this call of 'max'"),
        ("n is divisibleby 2", "expression-forbidden", "test"),
        ("{'a': 1}", "expression-forbidden", "dict"),
        ("self", "expression-unknown", "no parameter 'self'"),
        ("sqrt", "expression-unknown", "no parameter 'sqrt'"),
    ],
)
def test_says_in_one_line_why_not(source: str, code: str, words: str) -> None:
    start = time.perf_counter()
    wrong = result(source)
    assert time.perf_counter() - start < 0.5
    assert isinstance(wrong, Wrong), wrong
    assert wrong.code == code, wrong
    assert words in wrong.message
    assert "\n" not in wrong.message


PARTS = (
    "n", "x", "kind", "9", "0", "0.5", "1e308", "'a'", "**", "*", "+", "-", "/", "//", "%", "~",
    "(", ")", "[", "]", ",", "|", "sig", "size", "commas", "superscript", "range", "sqrt", "round",
    ".", "__class__", " if ", " else ", " in ", "not ", "==", "{", "}", "#", "\\", "\x00", "'",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join) | st.text(max_size=60))
def test_any_text_ends_soon(source: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    text = result(source)
    assert time.perf_counter() - start < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    if isinstance(text, str):
        assert len(text) <= 200
        assert len(text.splitlines()) <= 1
