import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizapp.decks.front import FrontMatter, front_matter
from quizapp.decks.scan import scan


def read(yaml: str) -> FrontMatter | list[str]:
    """Front matter of a file, or its problems as people see them."""
    front = front_matter(scan(f"---\n{yaml}---\n## Q?\n", "deck.md"))
    return [str(each) for each in front] if isinstance(front, tuple) else front


@pytest.mark.parametrize(
    ("yaml", "front"),
    [
        ("", FrontMatter()),
        ("title: Activation functions\n", FrontMatter("Activation functions")),
        ("title: 활성화 함수\ntags: []\n", FrontMatter("활성화 함수")),
        ("tags: [deep-learning, gpu]\n", FrontMatter("", ("deep-learning", "gpu"))),
        ("tags:\n  - a\n  - 'b c'\ntitle: \"A: b\"\n", FrontMatter("A: b", ("a", "b c"))),
        ("title: 1984 # a comment\n", FrontMatter("1984")),
        ("# a comment\ntitle: yes\n", FrontMatter("yes")),
        ("title: a - b\r\ntags: [a]\r\n", FrontMatter("a - b", ("a",))),
    ],
)
def test_reads_title_and_tags(yaml: str, front: FrontMatter) -> None:
    assert read(yaml) == front


def test_a_file_without_front_matter_has_an_empty_one() -> None:
    assert front_matter(scan("## Q?\n", "deck.md")) == FrontMatter()
    assert front_matter(scan("\ufeff## Q?\n", "deck.md")) == FrontMatter()


@pytest.mark.parametrize(
    ("yaml", "problems"),
    [
        (
            "titel: a\nauthor: b\ntitle: c\n",
            [
                "deck.md:2:1: unknown key 'titel' in the front matter; did you mean 'title'?",
                "deck.md:3:1: unknown key 'author' in the front matter; known are title and tags",
            ],
        ),
        ("title: a\ntitle: b\n", ["deck.md:3:1: 'title' is given twice in the front matter"]),
        ("title: [a]\n", ["deck.md:2:8: title must be text; put it in quotes"]),
        ("tags: a, b\n", ["deck.md:2:7: tags must be a list: [deep-learning, optimisation]"]),
        (
            "- a\n",
            [
                "deck.md:2:1: the front matter must be lines such as "
                "'title: Activations' and 'tags: [a, b]'"
            ],
        ),
        (
            "title: a: b\n",
            ["deck.md:2:9: the front matter is no YAML: mapping values are not allowed here"],
        ),
    ],
)
def test_says_what_is_wrong(yaml: str, problems: list[str]) -> None:
    assert read(yaml) == problems


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(words.map(lambda word: f"title: {word}\n") | words.map(lambda word: word + "\n"))
def test_any_front_matter_is_read_or_refused(yaml: str) -> None:
    front = read(yaml)
    assert isinstance(front, FrontMatter) or all(each.startswith("deck.md:") for each in front)
