import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import Card, ChoiceCard, NumberCard
from quizapp.core.quantity import Quantity
from quizapp.decks.parse import parse
from quizapp.decks.scan import scan

LISTS = "### Parameters\n```yaml\nn: [2, 3]\nkind: [relu]\n```\n"
DEMO = (
    "### Demo\n```python\nprint(f'{{n}}', params.kind)\nanswer(torch.ones(params.n).sum())\n```\n"
)


def read(text: str, values: dict[str, object] | None = None) -> Card:
    """The one card of a text, which must be without problems."""
    (raw,) = scan(text, "deck.md").cards
    card = parse(raw, values=values)
    assert not isinstance(card, tuple), [str(problem) for problem in card]
    return card


def wrong(text: str) -> list[str]:
    """The problems of the one card of a text, as `code line:column: message`."""
    (raw,) = scan(text, "deck.md").cards
    problems = parse(raw)
    assert isinstance(problems, tuple)
    return [f"{each.code} {each.line}:{each.column}: {each.message}" for each in problems]


NUMBER = (
    "## What is $2^{-{{ n }}}$ for {{ kind }}? {#q level=2}\n\nGiven {{ n }}{{n}}.\n\n"
    f"{LISTS}\n### Answer {{rtol=0.0{{{{ n }}}}}}\n{{{{ 2 ** -n }}}} B\n\n"
    "### Mistakes\n- {{ 2 ** n }} B: not {{ 2 ** n }}.\n\n### Why\nSo: {{ n }}.\n"
    f"### Hint\n{{{{ n }}}}\n\n{DEMO}"
)


def test_every_part_of_a_card_is_written_out() -> None:
    card = read(NUMBER, {"n": 3, "kind": "relu"})
    assert isinstance(card, NumberCard)
    assert card.question == "What is $2^{-3}$ for relu?\n\nGiven 33."
    assert card.answer == Quantity(0.125, "B")
    assert card.tolerance.rtol == 0.03
    assert (card.mistakes[0].value, card.mistakes[0].sentence) == ("8 B", "not 8.")
    assert (card.why, card.hint) == ("So: 3.", "3")
    assert (card.values, card.parameters["n"]) == ({"n": 3, "kind": "relu"}, (2, 3))
    assert card.demo is not None
    assert card.demo.code.startswith("print(f'{{n}}'")


def test_the_hash_is_that_of_the_authors_text() -> None:
    (raw,) = scan(NUMBER, "deck.md").cards
    assert {read(NUMBER, {"n": n, "kind": "relu"}).hash for n in (2, 3)} == {raw.hash}
    assert (raw.id, read(NUMBER).id) == ("q", "q")


def test_the_first_values_are_written_where_none_are_given() -> None:
    assert read(NUMBER).values == {"n": 2, "kind": "relu"}


def test_braces_of_a_formula_stay_with_it() -> None:
    card = read(f"## $4^{{{{{{ n }}}}}}$ of {{{{ kind }}}}?\n- [x] a\n- [ ] b\n{LISTS}{DEMO}")
    assert card.question == "$4^{2}$ of relu?"


def test_the_mark_of_an_option_may_depend_on_a_parameter() -> None:
    mark = "{{ 'x' if n > 2 else ' ' }}"
    other = "{{ ' ' if n > 2 else 'x' }}"
    text = f"## Is {{{{ n }}}} more than 2?\n- [{mark}] yes\n- [{other}] no\n{LISTS}{DEMO}"
    marks = []
    for n in (2, 3):
        card = read(text, {"n": n, "kind": "relu"})
        assert isinstance(card, ChoiceCard)
        marks.append([option.correct for option in card.options])
    assert marks == [[False, True], [True, False]]


def test_windows_line_endings() -> None:
    assert read(NUMBER.replace("\n", "\r\n")).question == read(NUMBER).question


REFUSED = (
    "is not allowed in a card; allowed are parameters, numbers, + - * / // % **, comparisons, "
    "'a if b else c', the functions abs, ceil, exp, floor, int, log, log2, log10, max, min, "
    "round, sqrt, tanh and the filters "
    "commas, fixed, sig, size, superscript"
)
HEAD = "## Q? {verify=none}\n"
END = f"### Answer\nwords\n{LISTS}"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            f"{HEAD}a {{{{ m }}}} {{{{ kin }}}} {{{{ n }}}}\n{END}",
            [
                "expression-unknown 2:3: no parameter 'm'; the parameters are n, kind",
                "expression-unknown 2:11: no parameter 'kin'; did you mean 'kind'?",
            ],
        ),
        (
            f"{HEAD}{{{{ n ~ kind }}}}\n\n한 {{{{ n * }}}}\n{END}",
            ["expression-syntax 4:3: cannot read 'n *': unexpected end"],
        ),
        (
            f"{HEAD}{{{{ n ~ kind }}}} {{{{ n +\n1 }}}}\n{END}",
            [
                "expression-open 2:16: '{{' is not closed on this line: an expression ends with "
                "'}}' where it began",
            ],
        ),
        (
            f"{HEAD}{{{{ ''.__class__ }}}} {{{{ 9**9**9 }}}} {{{{ range(10**9)|list }}}}\n{END}",
            [
                f"expression-forbidden 2:1: the attribute '.__class__' {REFUSED}",
                "expression-syntax 2:20: a ** b ** c can be read in two ways; "
                "write a ** (b ** c) or a ** (b * c)",
                f"expression-forbidden 2:34: the filter 'list' {REFUSED}",
            ],
        ),
        (
            HEAD + "{{ n }}\n### Answer\nwords {{ n }}\n",
            [
                "parameters-missing 2:1: '{{' begins an expression, and the card has no section "
                "'### Parameters'; add one, or put a space between the braces",
            ],
        ),
        (
            f"{HEAD}{{{{ n }}}}\n{END}",
            [
                "parameters-unused 5:1: parameter 'kind' is not used: write {{ kind }} in the text "
                "or params.kind in the demo, or remove it",
            ],
        ),
        (
            HEAD + "### Answer\nwords\n### Parameters\n```yaml\n"
            "a: []\nb: 3\nc: [[1]]\nd: [2020-01-01]\ne: [.inf]\nf: [null]\ng: [1, 1]\nif: [1]\n"
            "h: [1e-3]\ni: [1]\ni: [2]\nj: [{a: 1}]\n"
            'k: ["a\\nb"]\nl: ["\\uD800"]\n```\n',
            [
                "parameters-form 6:1: parameter 'a' has no values",
                "parameters-form 7:1: parameter 'b' must be a Python name with a list of values",
                "parameters-form 8:1: parameter 'c' holds a list; "
                "each value is one number, one text, true or false",
                "parameters-form 9:1: parameter 'd' holds a date; "
                "each value is one number, one text, true or false",
                "parameters-form 10:1: parameter 'e' holds Infinity; "
                "each value is one number, one text, true or false",
                "parameters-form 11:1: parameter 'f' holds a NoneType; "
                "each value is one number, one text, true or false",
                "parameters-form 12:1: parameter 'g' lists 1 twice",
                "parameters-form 13:1: parameter 'if' must be a Python name with a list of values",
                "parameters-form 14:1: parameter 'h' holds 1e-3, which YAML reads as text; "
                "write 1.0e-03",
                "parameters-form 16:1: parameter 'i' is given twice; join its lists",
                "parameters-form 17:1: parameter 'j' holds a dict; "
                "each value is one number, one text, true or false",
                "parameters-form 18:1: parameter 'k' holds a text that is not one line of "
                "characters",
                "parameters-form 19:1: parameter 'l' holds a text that is not one line of "
                "characters",
            ],
        ),
        (
            f"## {{{{ n ~ kind }}}}\n\n{{{{ kind }}}} - [ ] x\n\n"
            f"- [x] {{{{ kind }}}} a\n- b {{{{ n }}}}\n{LISTS}{DEMO}",
            ["option-form 6:3: an option needs a box: '- [ ] wrong' or '- [x] right'"],
        ),
        (
            f"## {{{{ n ~ kind }}}} {{{{ kind }}}} {{verify=no}}\n### Answer\nwords\n{LISTS}",
            [
                "attribute-value 1:31: verify has one value: verify=none, not 'no'",
                "demo-missing 1:1: the card has no demo: "
                "write '### Demo', or say {verify=none} in its heading",
            ],
        ),
    ],
)
def test_names_every_problem_with_its_place(text: str, problems: list[str]) -> None:
    assert sorted(wrong(text)) == sorted(problems)


def test_nested_aliases_are_refused_at_once() -> None:
    levels = [
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 20)
    ]
    text = "\n".join(["a0: &a0 [1]", *levels])
    start = time.perf_counter()
    assert wrong(f"{HEAD}### Answer\nwords\n### Parameters\n```yaml\n{text}\n```\n")
    assert time.perf_counter() - start < 1


LINES = [
    "", "text", "{{ n }}", "{{ kind }}", "{{ m }}", "{{", "}}", "{{{ n }}}", "a {{ n }} b {{ n +",
    "- [ ] {{ n }}", "- [x] {{ n * 2 }}", "### Answer", "{{ n ** 9 ** 9 }}", "### Demo",
    "```python", "```", "answer({{n}})", "params.n", "### Parameters", "```yaml", "n: [1, 2]",
    "kind: [a]", "n: {{ n }}", "### {{ kind }}", "- {{ n }}: no {{ n }}", "{% if n %}", "{# n",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(LINES), max_size=20).map("\n".join)
    | st.text("{}n +*|'\"()[].#%\n", max_size=80)
)
def test_any_text_with_braces_gives_a_card_or_problems(body: str) -> None:
    text = f"## Q {{{{ n }}}}\n{body}\n{LISTS}"
    for raw in scan(text, "deck.md").cards:
        start = time.perf_counter()
        card = parse(raw)
        assert time.perf_counter() - start < 2
        if isinstance(card, tuple):
            assert card
            for problem in card:
                assert raw.line <= problem.line <= text.count("\n") + 1
                line = text.split("\n")[problem.line - 1]
                assert 1 <= problem.column <= len(line) + 1
                assert "\n" not in problem.message
        else:
            assert card.hash == raw.hash
