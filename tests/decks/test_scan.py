import subprocess
import sys
import time
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quizapp.decks.scan import Prose, RawCard, Scan, scan, text_hash


def pieces(found: Scan) -> str:
    """Everything that a scan kept, put together again."""
    rest: list[Prose | RawCard] = sorted(
        [*found.prose, *found.cards], key=lambda piece: piece.start
    )
    return found.front + "".join(piece.text for piece in rest)


def ids(text: str) -> list[str]:
    return [card.id for card in scan(text, "deck.md").cards]


def problems(text: str) -> list[str]:
    return [str(problem) for problem in scan(text, "deck.md").problems]


def test_splits_a_file_into_front_matter_prose_and_cards() -> None:
    text = "---\ntitle: A\n---\nσ intro\n\n## One? {#one}\nσ\n\n## Note {.note}\nn\n## Two\n"
    found = scan(text, "a/deck.md")
    assert found.front == "---\ntitle: A\n---\n"
    assert [piece.text for piece in found.prose] == ["σ intro\n\n", "## Note {.note}\nn\n"]
    one, two = found.cards
    assert (one.id, one.line, one.deck, one.file) == ("one", 6, "deck", "a/deck.md")
    assert (two.id, two.line, two.text) == ("two", 11, "## Two\n")
    data = text.encode()
    for card in found.cards:
        assert data[card.start : card.start + card.size].decode() == card.text
    assert pieces(found) == text
    assert found.problems == ()


@pytest.mark.parametrize(
    ("heading", "card_id"),
    [
        ("## Why? {#why}", "why"),
        ("## Why? {#why level=2 was=old}", "why"),
        ("## Why? {level=2 #why}", "why"),
        ("## Why? { #why }", "why"),
        ("## Why? {#why rtol=0.5}", "why"),
        ('## Why? {#why tags="a b"}', "why"),
        ("## Why? {#why} ##", "why"),
        ("   ##\tWhy? {#σ-max}", "σ-max"),
        ("## What is the Slope of σ(x)?", "what-is-the-slope-of-σ-x"),
        ("## 시그모이드의 기울기는?", "시그모이드의-기울기는"),
        ("## Ü_1 and C++ ##", "ü-1-and-c"),
        (r"## What is \frac{a}{b}", "what-is-frac-a-b"),
        ("## The set {a}", "the-set-a"),
    ],
)
def test_an_id_is_given_or_made_of_the_heading(heading: str, card_id: str) -> None:
    assert ids(heading) == [card_id]


def test_a_heading_without_words_is_named_by_its_text() -> None:
    digest = text_hash(b"## ???")
    assert ids("## ???\n") == [f"card-{digest[:8]}"]


@pytest.mark.parametrize(
    "text",
    [
        "```\n## no\n```\n",
        "~~~~ python\n## no\n~~~\n## no\n~~~~\n",
        "````\n```\n## no {#x}\n```\n````\n",
        "   ```\n## no\n   ```   \n",
        "<!--\n## no\n-->\n",
        "<!-- a --> \n",
        "    ## code\n",
        "### section\n",
        "##no space\n",
        "> ## quoted\n",
    ],
)
def test_fences_comments_and_code_hide_headings(text: str) -> None:
    assert ids(text + "## yes\n") == ["yes"]
    assert problems(text + "## yes\n") == []


def test_an_unclosed_fence_does_not_swallow_the_next_card_with_an_id() -> None:
    text = "## One {#one}\n### Demo\n  ```python\nx = 1\n\n## Two {#two}\n```\n## no\n```\n"
    assert ids(text) == ["one", "two"]
    say = "deck.md:3:3: the fence ``` is not closed before the next card; close it"
    assert problems(text) == [say]


def test_an_unclosed_fence_at_the_end_gives_back_the_headings() -> None:
    text = "## One\n~~~~\n## Two\n```\n## no\n```\n## Three\n"
    assert ids(text) == ["one", "two", "three"]
    say = "deck.md:2:1: the fence ~~~~ is not closed; put ~~~~ on a line after its last line"
    assert problems(text) == [say]


def test_an_unclosed_comment_hides_nothing() -> None:
    text = "intro\n<!-- oops\n## One\n<!-- again\n## Two\n"
    assert ids(text) == ["one", "two"]
    assert problems(text) == ["deck.md:2:1: the comment is not closed; put --> after its last word"]


def test_front_matter_must_be_closed_before_the_first_card() -> None:
    text = "---\ntitle: a\n\n## One\n\n---\n"
    assert ids(text) == ["one"]
    say = "deck.md:1:1: the front matter is not closed: put a line '---' before the first '##'"
    assert problems(text) == [say]


def test_line_endings_are_kept_and_do_not_change_the_hash() -> None:
    unix = "## One\n\n- [x] a\n- [ ] b\n"
    windows = unix.replace("\n", "\r\n")
    here, there = scan(unix, "a.md").cards[0], scan(windows + "\r\n \r\n", "a.md").cards[0]
    assert there.text.startswith("## One\r\n")
    assert here.hash == there.hash
    assert here.hash == blake2b(unix.strip().encode(), digest_size=16).hexdigest()


def test_a_byte_order_mark_hides_no_card() -> None:
    assert ids("\ufeff## One\n") == ["one"]
    found = scan("\ufeff---\ntitle: a\n---\n## One\n", "a.md")
    assert found.front == "\ufeff---\ntitle: a\n---\n"
    assert found.cards[0].start == 20


LINES = [
    "", "text", "## One", "## Two {#two}", "## Note {.note}", "##", "# Top", "### Section",
    "   ## Indented", "    ## Code", "##none", "```", "```python", "````", "~~~", "~~~~ x",
    "   ```", "``` a`b", "<!--", "-->", "<!-- a -->", "<!-- a --> ## b", "> ## quoted", "---",
    "title: a", "σ`", "\t## tab", "## x \\",
]  # fmt: skip
markdown = st.lists(st.sampled_from(LINES), max_size=14).map("\n".join)
any_text = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("#`~<!->\n\r {}"))


@given(any_text | markdown, st.sampled_from(["", "\ufeff", "---\n"]))
def test_any_text_is_the_sum_of_its_pieces(text: str, start: str) -> None:
    found = scan(start + text, "deck.md")
    assert pieces(found) == start + text
    data = (start + text).encode()
    for card in found.cards:
        assert data[card.start : card.start + card.size] == card.text.encode()
        assert data[: card.start].count(b"\n") + 1 == card.line


@given(markdown | st.text(st.sampled_from("#`~ \na"), max_size=60))
def test_cards_begin_where_a_markdown_parser_finds_headings(text: str) -> None:
    found = scan(text, "deck.md")
    if found.problems:
        return  # what is never closed is deliberately not read as Markdown does
    rest = text[len(found.front) :]
    headings = [
        token.map[0] + 1 + found.front.count("\n")
        for token in MarkdownIt("commonmark").parse(rest)
        if token.type == "heading_open" and token.markup == "##" and not token.level and token.map
    ]
    starts = [card.line for card in found.cards]
    for piece in found.prose:
        if piece.text.startswith("##") and ".note" in piece.text.split("\n")[0]:
            starts.append(text.encode()[: piece.start].count(b"\n") + 1)
    assert sorted(starts) == headings


@pytest.mark.parametrize(
    "text",
    [
        "```a\n## b\n" * 20_000,
        "~~~~\n```\n" * 20_000,
        "<!--\n" * 20_000,
        "## a" + " " * 60_000 + "b",
        "## a" + " #" * 20_000 + "b",
        "## " + "{#" * 20_000,
        "---\n" + "a\n" * 20_000,
    ],
)
def test_no_text_takes_more_than_linear_time(text: str) -> None:
    start = time.perf_counter()
    scan(text, "deck.md")
    assert time.perf_counter() - start < 2


def test_start_up_loads_neither_a_markdown_nor_a_yaml_parser() -> None:
    program = (
        "import sys; from quizapp.decks.library import Library;"
        "from quizapp.decks.scan import scan;"
        "from quizapp.decks.front import front_matter;"
        "front_matter(scan('---\\ntitle: Activation functions\\ntags: [a, b-c]\\n---\\n', 'a.md'));"
        "sys.exit(bool({'markdown_it', 'yaml', 'torch', 'sqlmodel'} & {*sys.modules}))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
