"""The front matter of a deck: its title and its tags."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from quizapp.core.nearest import did_you_mean
from quizapp.core.problem import Problem
from quizapp.decks.scan import Scan

if TYPE_CHECKING:
    import yaml

_KEYS = ("title", "tags")
# Words that YAML reads as we do; all else is left to PyYAML, which takes 9 ms to import.
_WORDS = r"[^\W\d_][\w ()/+-]*"
_TITLE = re.compile(rf"title:[ \t]+({_WORDS})[ \t]*")
_TAGS = re.compile(rf"tags:[ \t]+\[[ \t]*({_WORDS}(?:,[ \t]*{_WORDS})*)?[ \t]*\][ \t]*")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says; empty where it says nothing."""

    title: str = ""
    tags: tuple[str, ...] = ()


def front_matter(scan: Scan) -> FrontMatter | tuple[Problem, ...]:
    """Read the front matter of a scanned file, or say what is wrong with it."""
    if not scan.front:
        return FrontMatter()
    lines = scan.front.lstrip("\ufeff").splitlines()[1:-1]
    return _plain(lines) or _yaml(lines, scan.file)


def _plain(lines: list[str]) -> FrontMatter | None:
    """The usual two lines, read without a YAML parser; None where they are not usual."""
    title = ""
    tags: tuple[str, ...] = ()
    seen: set[str] = set()
    for line in lines:
        if found := _TITLE.fullmatch(line):
            title = found[1].strip()
        elif found := _TAGS.fullmatch(line):
            tags = tuple(tag.strip() for tag in (found[1] or "").split(",") if tag.strip())
        elif line.strip():
            return None
        key = line.partition(":")[0]
        if line.strip() and key in seen:
            return None
        seen.add(key)
    return FrontMatter(title, tags)


def compose(lines: list[str], file: str) -> "yaml.Node | tuple[Problem, ...] | None":
    """The YAML between the `---` lines, whose first is line 2 of the file; None for nothing."""
    import yaml

    try:
        # The base loader leaves every scalar text: `title: 1984` is a title, not a number.
        return yaml.compose("\n".join(lines), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        column = error.problem_mark.column if error.problem_mark else 0
        say = f"the front matter is no YAML: {error.problem}"
        return (Problem(file, line + 2, column + 1, "front-matter", say),)
    except (yaml.YAMLError, RecursionError) as error:
        say = f"the front matter is no YAML: {str(error).splitlines()[0]}"
        return (Problem(file, 1, 1, "front-matter", say),)


def _yaml(lines: list[str], file: str) -> FrontMatter | tuple[Problem, ...]:
    import yaml

    node = compose(lines, file)
    if isinstance(node, tuple):
        return node
    if node is None:
        return FrontMatter()
    if not isinstance(node, yaml.MappingNode):
        say = "the front matter must be lines such as 'title: Activations' and 'tags: [a, b]'"
        return (Problem(file, 2, 1, "front-matter", say),)
    problems: list[Problem] = []
    values: dict[str, yaml.Node] = {}

    def wrong(at: yaml.Node, say: str) -> None:
        mark = at.start_mark
        problems.append(Problem(file, mark.line + 2, mark.column + 1, "front-matter", say))

    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        if name not in _KEYS:
            guess = did_you_mean(name, _KEYS) or "; known are title and tags"
            wrong(key, f"unknown key {name!r} in the front matter{guess}")
        elif name in values:
            wrong(key, f"{name!r} is given twice in the front matter")
        else:
            values[name] = value
    title, tags = values.get("title"), values.get("tags")
    if title is not None and not isinstance(title, yaml.ScalarNode):
        wrong(title, "title must be text; put it in quotes")
    if tags is not None and not (
        isinstance(tags, yaml.SequenceNode)
        and all(isinstance(each, yaml.ScalarNode) for each in tags.value)
    ):
        wrong(tags, "tags must be a list: [deep-learning, optimisation]")
    if problems:
        return tuple(problems)
    return FrontMatter(
        title.value if title is not None else "",
        tuple(each.value for each in tags.value) if tags is not None else (),
    )
