import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.card import (
    EXACT,
    Card,
    CardId,
    ChoiceCard,
    ClozeCard,
    Demo,
    Gap,
    Mark,
    Mistake,
    NumberCard,
    Option,
    RecallCard,
    RubricPoint,
    Sort,
    Tolerance,
)
from quizapp.core.quantity import Quantity
from quizapp.decks.parse import parse
from quizapp.decks.scan import scan

DEMO = "### Demo\n```python\nanswer(torch.ones(1).sum())\n```\n"
CHOICE = "\n- [ ] 1\n- [x] 1/4\n\n"


def read(text: str, *tags: str) -> Card:
    """The one card of a text, which must be without problems."""
    (raw,) = scan(text, "deck.md").cards
    card = parse(raw, tags=tags)
    assert not isinstance(card, tuple), [str(problem) for problem in card]
    return card


def wrong(text: str) -> list[str]:
    """The problems of the one card of a text, as `code line:column: message`."""
    (raw,) = scan(text, "deck.md").cards
    problems = parse(raw)
    assert isinstance(problems, tuple)
    assert all(problem.file == "deck.md" for problem in problems)
    return [f"{each.code} {each.line}:{each.column}: {each.message}" for each in problems]


def test_choice_with_everything() -> None:
    card = read(
        "---\ntitle: t\n---\n"
        "## What is $\\sigma'(0)$? "
        "{#max level=2 was=a was=b tags=calculus,dl rtol=0.05 atol=1e-3}\n"
        "For the *sigmoid*:\n\n```\n## code\n```\n<!-- a remark -->\n\n"
        "- [ ] 1\n- [x] $1/4$\n- [X] a\n  sentence\n\n"
        "### Hint\nLook *there*.\n\n1. a\n\n### Why\n$\\sigma$\n\n#### More\nb\n"
        "### Demo\n```python\nx = 1\nanswer(x)\n```\n"
        "### Mistakes\n- 0.5: that is $a: b$\n- 1/2 B: no\n"
        "### Rubric\n- [ ] chain rule: chain; product rule\n- [x] alone\n"
        "### Follow-ups\n- [other](#other)\n- see [b](b.md#more) and [c](<c d.md#c> 't')\n"
        "### Source\nLeCun\n",
        "dl",
        "deck-tag",
    )
    assert isinstance(card, ChoiceCard)
    assert (card.id, card.deck, card.file, card.line) == ("max", "deck", "deck.md", 4)
    assert card.question == "What is $\\sigma'(0)$?\n\nFor the *sigmoid*:\n\n```\n## code\n```"
    assert (card.level, card.was) == (2, ("a", "b"))
    assert card.tags == ("dl", "deck-tag", "calculus")
    assert card.tolerance == Tolerance(rtol=0.05, atol=1e-3)
    assert card.options == (
        Option("a", "1", False, 12, Quantity(1)),
        Option("b", "$1/4$", True, 13, Quantity(0.25)),
        Option("c", "a\nsentence", True, 14),
    )
    assert card.multiple
    assert card.hint == "Look *there*.\n\n1. a"
    assert card.why == "$\\sigma$\n\n#### More\nb"
    assert card.demo == Demo("x = 1\nanswer(x)\n", 29)
    assert card.mistakes == (Mistake("0.5", "that is $a: b$", 33), Mistake("1/2 B", "no", 34))
    assert card.rubric == (
        RubricPoint("chain rule", ("chain", "product rule"), 36),
        RubricPoint("alone", (), 37),
    )
    assert card.follow_ups == (CardId("other"), CardId("more"), CardId("c"))
    assert card.source == "LeCun"
    assert card.verify


def test_single_choice_with_crlf_and_a_loose_list() -> None:
    text = f"## Q?\n\n- [ ] a\n\n- [x] b\n\n{DEMO}".replace("\n", "\r\n")
    card = read(text)
    assert isinstance(card, ChoiceCard)
    assert not card.multiple
    assert [option.text for option in card.options] == ["a", "b"]
    assert card.tolerance == Tolerance(rtol=0.01)
    assert card.demo is not None
    assert card.demo.code == "answer(torch.ones(1).sum())\n"


def test_a_list_without_boxes_belongs_to_the_question() -> None:
    card = read(f"## Q?\n- one\n- two\n\nthen\n{CHOICE}{DEMO}")
    assert card.question == "Q?\n\n- one\n- two\n\nthen"


def test_number() -> None:
    card = read(f"## Q? {{#q}}\nHow big?\n\n### Answer {{rtol=0.05}}\n<!-- why -->\n98 MiB\n{DEMO}")
    assert isinstance(card, NumberCard)
    assert card.answer == Quantity(98, "MiB")
    assert (card.answer_text, card.answer_line) == ("98 MiB", 6)
    assert card.tolerance == Tolerance(rtol=0.05)


@pytest.mark.parametrize(
    ("attributes", "tolerance"),
    [
        ("", Tolerance(rtol=0.01)),
        (" {exact}", EXACT),
        (" {atol=1e-3}", Tolerance(atol=1e-3)),
        (" {se=4}", Tolerance(se=4)),
        (" {rtol=0.1 se=4}", Tolerance(rtol=0.1, se=4)),
    ],
)
def test_tolerances(attributes: str, tolerance: Tolerance) -> None:
    card = read(f"## Q?\n### Answer{attributes}\n$\\frac{{1}}{{4}}$\n{DEMO}")
    assert isinstance(card, NumberCard)
    assert card.tolerance == tolerance


@pytest.mark.parametrize(
    "answer",
    [
        "3 layers are enough",
        "0.25\n\nwith more",
        "- 3",
        "Because $x^2$ grows.",
        "2 is even",
        "```\nplain\n```",
    ],
)
def test_any_other_answer_is_recalled(answer: str) -> None:
    card = read(f"## Q? {{verify=none}}\n### Answer\n{answer}\n")
    assert isinstance(card, RecallCard)
    assert card.answer == answer
    assert not card.verify


def test_parameters_are_lists_in_a_yaml_fence() -> None:
    fence = "### Parameters\n```yaml\nbatch: [16, 32]\nname: [a]\n```\n"
    card = read(f"## Q about {{{{ batch }}}}{{{{ name }}}}?\n{CHOICE}{fence}{DEMO}")
    assert card.parameters == {"batch": (16, 32), "name": ("a",)}
    assert card.values == {"batch": 16, "name": "a"}
    assert card.question == "Q about 16a?"


def test_hidden_spans_make_a_cloze() -> None:
    card = read(
        "## The ==sigmoid|logistic== {#c rtol=0.05}\n\nhas slope ==$1/4$== at `a==0`.\n\n" + DEMO
    )
    assert isinstance(card, ClozeCard)
    assert card.gaps == (Gap(("sigmoid", "logistic"), 1), Gap(("$1/4$",), 3))
    assert card.question.startswith("The ==sigmoid|logistic==\n\nhas slope")
    assert card.tolerance == Tolerance(rtol=0.05)


def test_equals_signs_and_braces_in_code_are_no_cloze() -> None:
    card = read(f"## Is `a==b==c` or $x==y==z$?\n```\na ==b== c\n```\n{CHOICE}{DEMO}")
    assert card.question.startswith("Is `a==b==c`")
    demo = '### Demo\n```python\nprint(f"{{x}}", {1: {2: 3}})\n```\n'
    assert read(f"## Q?\n{CHOICE}{demo}").demo is not None


def test_display_mathematics_may_look_like_markdown() -> None:
    card = read(f"## Q?\n$$\na\n- [ ] b\n=\nc\n---\n$$\n{CHOICE}{DEMO}")
    assert card.question == "Q?\n\n$$\na\n- [ ] b\n=\nc\n---\n$$"


HEAD = "## Q? {verify=none}\n"
ANSWER = "### Answer\nwords\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (
            "## Q?\n- [ ] a\n- [ ] b\n" + DEMO,
            ["choice-unmarked 2:1: no option is marked as right: write its box as [x]"],
        ),
        (
            HEAD + "- [x] a\n",
            ["choice-options 2:1: a choice needs two options or more"],
        ),
        (
            HEAD + "".join(f"- [x] {number}\n" for number in range(27)),
            [
                "choice-options 2:1: a choice has at most 26 options, one a letter; this has 27",
            ],
        ),
        (
            HEAD + "- [x] a  b\n- [ ] a b\n",
            ["option-equal 3:7: the option is the same as the one on line 2"],
        ),
        (
            HEAD + "- [x] a\n- b\n- [ ]\n",
            [
                "option-form 3:3: an option needs a box: '- [ ] wrong' or '- [x] right'",
                "option-empty 4:6: the option has no text",
            ],
        ),
        (
            HEAD + "- [x] a\n- [ ] b\n\n* [ ] c\n\nmore\n",
            [
                "options-twice 5:1: a second list of options; join the two lists",
                "text-after-options 7:1: text after the options; "
                "put it before them or under '### Why'",
            ],
        ),
        (
            HEAD + "- [x] a\n- [ ] b\n\n### Answer\nb\n",
            [
                "answer-twice 5:1: the options are the answer of this card; "
                "move this text to '### Why'",
            ],
        ),
        (
            HEAD,
            [
                "card-no-answer 1:1: the card has no answer: "
                "give options '- [ ] …' or a section '### Answer'",
            ],
        ),
        (
            "## {#q verify=none}\n" + ANSWER,
            ["question-empty 1:1: the card's heading has no question"],
        ),
        (
            "## Q?\n" + ANSWER,
            [
                "demo-missing 1:1: the card has no demo: "
                "write '### Demo', or say {verify=none} in its heading",
            ],
        ),
        (
            HEAD + ANSWER + DEMO,
            ["demo-unwanted 4:1: the card has a demo and says verify=none; remove one of them"],
        ),
        (
            "## Q?\n" + ANSWER + "### Demo\ntext\n",
            ["demo-fence 4:1: the demo needs a ```python fence"],
        ),
        (
            "## Q?\n" + ANSWER + "### Demo\n```python\n```\n```python\n```\n",
            ["demo-fence 7:1: the demo has a second ```python fence; put both into one"],
        ),
        (
            "## Q?\n" + ANSWER + "### Demo\n  ```python\n  x = 1\n  y = = 2\n  ```\n",
            ["demo-syntax 7:7: the demo is no Python: invalid syntax"],
        ),
        (
            "## Q?\n" + ANSWER + "### Demo\n```python\nreturn 1\n```\n",
            ["demo-syntax 6:1: the demo is no Python: 'return' outside function"],
        ),
        (
            HEAD + ANSWER + "### Wy\na\n### Colour\nb\n",
            [
                "section-unknown 4:5: unknown section 'Wy'; did you mean 'Why'?",
                "section-unknown 6:5: unknown section 'Colour'; known are Parameters, Answer, Why, "
                "Demo, Hint, Mistakes, Rubric, Follow-ups, Source",
            ],
        ),
        (
            HEAD + ANSWER + "### Why\n<!-- later -->\n### Why\na\n",
            [
                "section-empty 4:5: section 'Why' is empty; fill it or remove its heading",
                "section-twice 6:5: section 'Why' is given twice; the first is on line 4",
            ],
        ),
        (
            HEAD + ANSWER + "### Why {rtol=1}\na\n",
            ["attribute-place 4:10: a section Why takes no attributes"],
        ),
        (
            "## Q? {#a #b level=4 levl=1 verify=no was= tags=, level=1 .big rtol=2 se=x}\n"
            + CHOICE
            + DEMO,
            [
                "attribute-value 1:11: one {#id} is enough",
                "attribute-value 1:14: level is 1, 2 or 3: level=2, not '4'",
                "attribute-unknown 1:22: unknown attribute 'levl'; did you mean 'level'?",
                "attribute-value 1:29: verify has one value: verify=none, not 'no'",
                "attribute-value 1:39: was names an older id: was=old-id, not ''",
                "attribute-value 1:44: tags are words with commas between: tags=a,b, not ','",
                "attribute-twice 1:51: level is given twice",
                "attribute-value 1:59: unknown class '.big'; "
                "only .note is known, and it makes the text prose",
                "attribute-value 1:64: rtol is a number between 0 and 1: rtol=0.05, not '2'",
                "attribute-value 1:71: se is a positive number: se=4, not 'x'",
            ],
        ),
        (
            "## Q? {verify=none rtol=0.1}\n" + ANSWER,
            [
                "attribute-place 1:20: a tolerance belongs on the answer: ### Answer {rtol=0.05}",
            ],
        ),
        (
            HEAD + "### Answer {exact rtol=0.1}\n3\n",
            ["attribute-value 2:13: exact allows no difference; give it alone or remove it"],
        ),
        (
            HEAD + "### Answer {exact=1 atol=0 x=-6..6}\n3\n",
            [
                "attribute-value 2:13: exact stands alone: {exact}, not '1'",
                "attribute-value 2:21: atol is a positive number: atol=1e-3, not '0'",
                "attribute-place 2:28: a domain needs an answer that is one $formula$",
            ],
        ),
        (
            HEAD + "### Answer {rtol=0.1}\nwords\n",
            ["attribute-place 2:13: a tolerance needs an answer that is a number"],
        ),
        (
            HEAD + "### Answer\n5 gb\n",
            [
                "answer-unit 3:1: cannot read '5 gb' as a number: 'gb' is no unit that is known "
                "here; did you mean 'GB'? (an answer in words needs more than one word)",
            ],
        ),
        (
            HEAD + "### Answer\n$tanh(2)$\n",
            [
                "formula-constant 3:1: the formula has no variable; "
                "write a number without dollar signs",
            ],
        ),
        (
            HEAD + "### Answer\n```python\ndef f(): ...\n```\n",
            [
                "answer-docstring 4:1: the function needs a docstring and a body: "
                "the learner sees the docstring",
            ],
        ),
        (
            "## The ==sigmoid== saturates {verify=none}\n" + ANSWER,
            [
                "answer-twice 2:1: the gaps ==…== are the answer of this card; "
                "remove a section Answer, or the marks",
            ],
        ),
        (
            "## The ==sigmoid== saturates {verify=none}\n" + CHOICE,
            [
                "answer-twice 3:1: the gaps ==…== are the answer of this card; "
                "remove a list of options, or the marks",
            ],
        ),
        (
            "## The ==== saturates {verify=none}\n",
            ["gap-empty 1:8: the gap hides nothing; write the hidden words: ==words=="],
        ),
        (
            "## The ==a== {verify=none}\nand\nthe ==b||c== too\n",
            [
                "gap-empty 3:5: an alternative of the gap is empty; remove its '|', or write it: "
                "==one|other==",
            ],
        ),
        (
            "## The ==a== {verify=none}\n\n- then ==b\n",
            [
                "gap-unclosed 3:8: '==' opens a gap that is not closed on its line; close it, "
                "or write `==` as code",
            ],
        ),
        (
            HEAD + "With {{ batch }}\n" + ANSWER,
            [
                "parameters-missing 2:6: '{{' begins an expression, and the card has no section "
                "'### Parameters'; add one, or put a space between the braces",
            ],
        ),
        (
            HEAD + ANSWER + "### Parameters\n```yaml\na: 1\n2: [1]\nb: []\n```\n",
            [
                "parameters-form 6:1: parameter 'a' must be a Python name with a list of values",
                "parameters-form 7:1: parameter 2 must be a Python name with a list of values",
                "parameters-form 8:1: parameter 'b' has no values",
            ],
        ),
        (
            HEAD + ANSWER + "### Parameters\n```yaml\na: [1\n```\n",
            [
                "parameters-form 6:1: the parameters are no YAML: "
                "expected ',' or ']', but got '<stream end>'",
            ],
        ),
        (
            HEAD + ANSWER + "### Parameters\na: [1]\n",
            ["parameters-form 4:1: parameters are one ```yaml fence of lists: batch: [16, 32]"],
        ),
        (
            HEAD + ANSWER + "### Mistakes\ntext\n\n- 0.5\n- 0.5: \n",
            [
                "mistake-form 5:1: mistakes are a list: - value: sentence",
                "mistake-form 7:3: a mistake is a value, a colon and a sentence: "
                "- 0.5: that is the tanh",
                "mistake-form 8:3: a mistake is a value, a colon and a sentence: "
                "- 0.5: that is the tanh",
            ],
        ),
        (
            HEAD + ANSWER + "### Rubric\n- point\n",
            [
                "rubric-form 5:3: a point of the rubric is a task: "
                "- [ ] key point: wording; wording",
            ],
        ),
        (
            HEAD + "### Answer\nIn words.\n### Rubric\n- [ ] a {order}\n- [ ] b {ordr=x}\n"
            "- [ ] c {order= about=d}\n- [ ] d {order=x than=y rtol=2 number=z}\n"
            "- [ ] e {number=x than=y}\n",
            [
                "attribute-value 5:9: {order} names no quantity: write the kind with the name "
                "that the demo measures: {order=memory-order}",
                "attribute-unknown 6:10: unknown attribute 'ordr'; did you mean 'order'?",
                "attribute-value 6:10: a point says one thing that is measured; write the kind "
                "with the name that the demo measures: {order=memory-order}",
                "attribute-value 7:10: a point says one thing that is measured; write the kind "
                "with the name that the demo measures: {order=memory-order}",
                "attribute-value 7:10: order has no value; write the kind with the name that "
                "the demo measures: {order=memory-order}",
                "attribute-value 8:10: a point says one thing that is measured; write the kind "
                "with the name that the demo measures: {order=memory-order}",
                "attribute-value 8:25: rtol is a number between 0 and 1: rtol=0.05, not '2'",
                "attribute-place 9:1: a point in braces needs a demo that measures it",
                "attribute-value 9:19: than says nothing of a point that is marked number; "
                "use rtol, atol, about, in",
            ],
        ),
        (
            HEAD + "### Answer\n0.5\n### Rubric\n- [ ] a {order=x}\n",
            [
                "attribute-place 5:1: only a recall card's points are read in typed words; "
                "remove the braces",
            ],
        ),
        (
            HEAD + ANSWER + "### Follow-ups\n- [a](b.md)\n- b\n",
            [
                "follow-up-link 5:3: a follow-up links to a card: - [text](#other-id)",
                "follow-up-link 6:3: a follow-up links to a card: - [text](#other-id)",
            ],
        ),
        (
            HEAD + ANSWER + "\ntext\n---\n\n# Top\n",
            [
                "heading-underlined 6:1: a line of '-' makes a heading of the text above it; "
                "put an empty line between them",
                "heading-level 8:1: '#' heads a whole file; inside a card use '###' for a section",
            ],
        ),
    ],
)
def test_names_every_problem_with_its_place(text: str, problems: list[str]) -> None:
    assert wrong(text) == problems


def test_a_fence_without_inside_is_named_by_its_own_line() -> None:
    assert wrong(f"{HEAD}{ANSWER}### Parameters\n```yaml") == [
        "parameters-form 5:1: parameters are one ```yaml fence of lists: batch: [16, 32]"
    ]


def test_lines_count_from_the_begin_of_the_file() -> None:
    text = f"intro\n\n## One\n{CHOICE}{DEMO}\n## Two {{verify=none}}\n### Answer\n$(x$\n"
    second = scan(text, "deck.md").cards[1]
    problems = parse(second)
    assert isinstance(problems, tuple)
    assert [str(problem) for problem in problems] == [
        "deck.md:15:2: the formula cannot be read: this '(' is not closed "
        "(a formula in words needs words)"
    ]


LINES = [
    "", "text", "## Q? {#q level=2}", "## R", "- [ ] a", "- [x] 1/4", "- item", "  more",
    "1. [x] b", "### Answer", "### Answer {rtol=0.1}", "### Why", "### Demo", "### Mistakes",
    "### Rubric", "### Follow-ups", "### Parameters", "### Source {a=b}", "```python", "```",
    "```yaml", "a: [1, 2]", "x = (", "- 0.5: no", "- [a](#b)", "$$", "$x^2$", "98 MiB", "==a==",
    "{{ b }}", "---", "===", "<!-- a -->", "<div>", "\t- tab", "> quote", "\x00", "a\rb", "|a|",
    "[a]: b", "# H",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(LINES), max_size=20).map(lambda lines: "\n".join(["## Q", *lines]))
    | st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: f"## Q\n{text}")
)
def test_any_text_gives_cards_or_problems(text: str) -> None:
    count = text.count("\n") + 1
    for raw in scan(text, "deck.md").cards:
        card = parse(raw)
        if isinstance(card, tuple):
            assert card
            for problem in card:
                assert raw.line <= problem.line <= count
                assert problem.column >= 1
                assert "\n" not in problem.message
        else:
            assert card.hash == raw.hash


def test_a_point_names_the_quantity_that_it_speaks_of() -> None:
    card = read(
        "## Q?\n\n### Answer\nIn words.\n\n### Rubric\n"
        "- [ ] memory is quadratic: O(n²); quadruples "
        '{order=memory-order about="memory|peak memory" in=context atol=0.2}\n'
        "- [ ] A needs more\n  than B {compare=ratio about=A than=B}\n"
        "- [ ] the set {a=b\n" + DEMO
    )
    first, second, third = card.rubric
    assert (first.text, first.wordings) == ("memory is quadratic", ("O(n²)", "quadruples"))
    assert first.mark == Mark(
        Sort.ORDER, "memory-order", ("memory", "peak memory"), (), ("context",), Tolerance(atol=0.2)
    )
    assert second.text == "A needs more\nthan B"
    assert second.mark == Mark(Sort.COMPARE, "ratio", ("A",), ("B",))
    assert (third.text, third.mark) == ("the set {a=b", None)
