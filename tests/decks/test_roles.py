"""Roles of interviews, from files."""

from pathlib import Path

import pytest

from quizapp.core.interview_role import MIXED, Role
from quizapp.decks.library import Library
from quizapp.decks.roles import read_role

TOPICS = ("activations", "optimizers")
GOOD = """---
title: ML engineer
minutes: 40
level: 2
topics:
  activations: 60
  optimizers: 40 %
---
For a team that ships.

## Opening

- Tell me about
  a model of yours.
- Why us?

## Closing

- What do *you* ask?
"""


def test_reads_a_role() -> None:
    assert read_role(GOOD, "interviews/ml-engineer.md", TOPICS) == Role(
        name="ml-engineer",
        title="ML engineer",
        shares=(("activations", 60), ("optimizers", 40)),
        minutes=40,
        level=2,
        about="For a team that ships.",
        opening=("Tell me about a model of yours.", "Why us?"),
        closing=("What do *you* ask?",),
    )


def test_only_topics_and_questions_are_needed() -> None:
    text = "---\ntopics: {activations: 100}\n---\n## Opening\n1. Hi\n## Closing\n- Bye\n"
    role = read_role(text, "x.md", TOPICS)
    assert role == Role("x", "x", (("activations", 100),), 30, MIXED, "", ("Hi",), ("Bye",))


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("activations: 60", "activation: 60", ["6:3: no deck has the name 'activation'; did you"]),
        ("activations: 60", "activations: 50", ["6:3: the shares add up to 90 %, not 100 %"]),
        ("activations: 60", "activations: half", ["6:16: a share is a whole percent from 1 to"]),
        ("activations: 60", "activations: 0", ["6:16: a share is a whole percent from 1 to 100"]),
        ("  activations: 60", "  optimizers: 60", ["7:3: 'optimizers' is given twice"]),
        ("minutes: 40", "minutes: 0", ["3:10: minutes are a whole number from 1 to 1000, not '0'"]),
        ("minutes: 40", "minutes: [1]", ["3:10: minutes must be a single value"]),
        ("level: 2", "level: hard", ["4:8: level is 1, 2, 3 or mixed, not 'hard'"]),
        ("level: 2", "levle: 2", ["4:1: unknown key 'levle' in the front matter; did you mean"]),
        ("level: 2", "title: X", ["4:1: 'title' is given twice in the front matter"]),
        (
            "topics:\n",
            "topics: {}\nnotes:\n",
            ["5:9: topics are lines of a deck's", "6:1: unknown"],
        ),
        ("title: ML engineer", "title: a: b", ["2:9: the front matter is no YAML"]),
        ("## Closing", "## Closings", ["8:1: a role needs", "17:4: unknown section 'Closings'"]),
        ("## Closing", "## Opening", ["8:1: a role needs", "17:4: 'Opening' is there twice"]),
        ("- What do *you* ask?", "", ["17:1: '## Closing' holds no questions"]),
        ("- What do *you* ask?", "-", ["19:2: the question is empty"]),
        ("- What do *you* ask?", "What?", ["17:1: '## Closing' holds", "19:1: '## Closing' is"]),
    ],
)
def test_says_where_and_what(old: str, new: str, problems: list[str]) -> None:
    assert GOOD.count(old) == 1
    found = read_role(GOOD.replace(old, new), "r.md", TOPICS)
    assert isinstance(found, tuple)
    said = [str(problem) for problem in found]
    assert len(said) == len(problems), said
    for line, begins in zip(said, problems, strict=True):
        assert line.startswith(f"r.md:{begins}")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "r.md:1:1: a role begins with front matter"),
        ("---\n- a\n---\n", "r.md:1:1: a role begins with front matter"),
        ("---\ntitle: X\n---\n", "r.md:2:1: a role names its topics"),
    ],
)
def test_a_file_without_topics(text: str, problem: str) -> None:
    found = read_role(f"{text}## Opening\n- a\n## Closing\n- b\n", "r.md", TOPICS)
    assert isinstance(found, tuple)
    assert [str(each)[: len(problem)] for each in found] == [problem]


def content(folder: Path, **roles: str) -> Path:
    """A folder of content with one deck and some roles."""
    (folder / "interviews").mkdir(parents=True)
    (folder / "activations.md").write_text("## Q?\n### Answer\n1\n")
    for name, text in roles.items():
        (folder / "interviews" / f"{name}.md").write_text(text)
    return folder


ONE = "---\ntopics:\n  activations: 100\n---\n## Opening\n- Hi\n## Closing\n- Bye\n"


def test_a_library_finds_its_roles(tmp_path: Path) -> None:
    folder = content(tmp_path / "content", a=ONE, README="# Roles\n", b=ONE.replace("100", "90"))
    library = Library([folder], base=tmp_path)
    library.load()
    assert [role.name for role in library.roles().roles] == ["a"]
    say = "content/interviews/b.md:3:3: the shares add up to 90 %, not 100 %"
    assert say in [str(problem) for problem in library.check()]
    assert [deck.name for deck in library.decks] == ["activations"]


def test_one_file_is_checked_against_the_decks_beside(tmp_path: Path) -> None:
    folder = content(tmp_path, a=ONE)
    library = Library([folder / "interviews" / "a.md"])
    library.load()
    assert library.decks == ()
    assert library.check() == []
    assert [role.name for role in library.roles().roles] == ["a"]


def test_two_roles_of_one_name(tmp_path: Path) -> None:
    first, second = content(tmp_path / "1", a=ONE), content(tmp_path / "2", a=ONE)
    library = Library([first, second], base=tmp_path)
    library.load()
    say = "2/interviews/a.md:1:1: the role 'a' is already there, in 1/interviews/a.md"
    assert [str(each)[: len(say)] for each in library.roles().problems] == [say]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    folder = content(tmp_path)
    (folder / "interviews" / "a.md").write_bytes(b"---\n\xff")
    library = Library([folder], base=tmp_path)
    library.load()
    (problem,) = library.roles().problems
    assert str(problem) == "interviews/a.md:1:1: byte 5 is no UTF-8; save the file as UTF-8"
