"""Roles of interviews: `interviews/*.md` in a content folder, read to Role or to every problem."""

import os
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from quizapp.core.interview_role import MINUTES, MIXED, Role
from quizapp.core.nearest import did_you_mean
from quizapp.core.problem import Problem
from quizapp.decks.front import compose
from quizapp.decks.heading import read_heading
from quizapp.decks.outline import Outline
from quizapp.decks.scan import RawCard, deck_name, scan
from quizapp.decks.walk import ROLES, is_deck_file

if TYPE_CHECKING:
    import yaml

KEYS = ("title", "minutes", "level", "topics")
SECTIONS = ("Opening", "Closing")
_PERCENT = re.compile(r"(\d{1,3})[ \t]*%?")


@dataclass(frozen=True, slots=True)
class Roles:
    """The roles of a library, and what is wrong with the files of the others."""

    roles: tuple[Role, ...] = ()
    """In the order of roots and names."""
    problems: tuple[Problem, ...] = ()


def role_files(roots: Sequence[Path]) -> Iterator[Path]:
    """The files of roles: of the folder `interviews` in each root, or given as roots themselves."""
    for root in roots:
        if root.is_file():
            found = [root] if root.absolute().parent.name == ROLES else []
        else:
            found = sorted((root / ROLES).glob("*.md"))
        yield from (path for path in found if path.is_file() and is_deck_file(path.name))


def read_roles(
    roots: Sequence[Path], topics: Collection[str], shown: Callable[[str], str] = str
) -> Roles:
    """Read all roles under some roots; `topics` are the decks that they may name."""
    roles: dict[str, Role] = {}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in dict.fromkeys(role_files(roots)):
        file = shown(os.fspath(path))
        text = _text(path, file)
        role = text if isinstance(text, tuple) else read_role(text, file, topics)
        if isinstance(role, tuple):
            problems += role
        elif role.name in roles:
            say = f"the role {role.name!r} is already there, in {files[role.name]}; rename this one"
            problems.append(Problem(file, 1, 1, "role-twice", say))
        else:
            roles[role.name], files[role.name] = role, file
    return Roles(tuple(roles.values()), tuple(sorted(problems)))


def _text(path: Path, file: str) -> str | tuple[Problem, ...]:
    try:
        return path.read_bytes().decode()
    except OSError as error:
        say = f"cannot be read: {error.strerror or error}"
        return (Problem(file, 1, 1, "file-unreadable", say),)
    except UnicodeDecodeError as error:
        say = f"byte {error.start + 1} is no UTF-8; save the file as UTF-8"
        return (Problem(file, 1, 1, "file-encoding", say),)


def read_role(text: str, file: str, topics: Collection[str]) -> Role | tuple[Problem, ...]:
    """Read one role, or say everything that is wrong with it."""
    return _Reader(text, file, topics).role()


class _Reader:
    """Reads one file and collects what is wrong with it."""

    def __init__(self, text: str, file: str, topics: Collection[str]) -> None:
        self.scan = scan(text, file)
        self.file = file
        self.topics = topics
        self.problems = [*self.scan.problems]

    def role(self) -> Role | tuple[Problem, ...]:
        values = self._front()
        questions = self._sections()
        title = self._scalar(values, "title") or deck_name(self.file)
        minutes, level = self._minutes(values), self._level(values)
        shares = self._shares(values.get("topics"))
        if self.problems:
            return tuple(sorted(set(self.problems)))
        about = "\n\n".join(each.text.strip() for each in self.scan.prose).strip()
        opening, closing = (questions[name] for name in SECTIONS)
        name = deck_name(self.file)
        return Role(name, title, shares, minutes, level, about, opening, closing)

    def _wrong(self, at: "yaml.Node", code: str, say: str) -> None:
        mark = at.start_mark
        self.problems.append(Problem(self.file, mark.line + 2, mark.column + 1, code, say))

    def _front(self) -> dict[str, "yaml.Node"]:
        import yaml

        node = compose(self.scan.front.lstrip("\ufeff").splitlines()[1:-1], self.file)
        if isinstance(node, tuple):
            self.problems += node
            return {}
        if not isinstance(node, yaml.MappingNode):
            if not self.problems:
                say = (
                    "a role begins with front matter: title, minutes, level, and topics in percent"
                )
                self.problems.append(Problem(self.file, 1, 1, "role-front", say))
            return {}
        values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in KEYS:
                guess = did_you_mean(name, KEYS) or f"; known are {', '.join(KEYS)}"
                self._wrong(key, "role-key", f"unknown key {name!r} in the front matter{guess}")
            elif name in values:
                self._wrong(key, "role-key", f"{name!r} is given twice in the front matter")
            else:
                values[name] = value
        if "topics" not in values:
            say = "a role names its topics: 'topics:', then lines such as '  activations: 40'"
            self._wrong(node, "role-topics", say)
        return values

    def _scalar(self, values: dict[str, "yaml.Node"], name: str) -> str | None:
        import yaml

        node = values.get(name)
        if node is None:
            return None
        if not isinstance(node, yaml.ScalarNode):
            self._wrong(node, "role-value", f"{name} must be a single value")
            return None
        return str(node.value).strip()

    def _minutes(self, values: dict[str, "yaml.Node"]) -> int:
        text = self._scalar(values, "minutes")
        if text is None:
            return 30
        if not text.isdecimal() or int(text) not in MINUTES:
            say = f"minutes are a whole number from {MINUTES[0]} to {MINUTES[-1]}, not {text!r}"
            self._wrong(values["minutes"], "role-value", say)
            return 30
        return int(text)

    def _level(self, values: dict[str, "yaml.Node"]) -> int:
        text = self._scalar(values, "level")
        if text in (None, "mixed"):
            return MIXED
        if text not in ("1", "2", "3"):
            self._wrong(values["level"], "role-value", f"level is 1, 2, 3 or mixed, not {text!r}")
            return MIXED
        return int(text)

    def _shares(self, node: "yaml.Node | None") -> tuple[tuple[str, int], ...]:
        import yaml

        if node is None:
            return ()
        if not isinstance(node, yaml.MappingNode) or not node.value:
            say = "topics are lines of a deck's name and its percent: '  activations: 40'"
            self._wrong(node, "role-topics", say)
            return ()
        shares: dict[str, int] = {}
        whole = True
        for key, value in node.value:
            topic = key.value if isinstance(key, yaml.ScalarNode) else ""
            if topic in shares:
                self._wrong(key, "role-topics", f"{topic!r} is given twice")
                whole = False
            elif topic not in self.topics:
                say = f"no deck has the name {topic!r}{did_you_mean(topic, self.topics)}"
                self._wrong(key, "role-topic-unknown", say)
            found = _PERCENT.fullmatch(value.value) if isinstance(value, yaml.ScalarNode) else None
            if found is None or not 1 <= int(found[1]) <= 100:
                self._wrong(value, "role-share", "a share is a whole percent from 1 to 100")
                whole = False
                continue
            shares[topic] = int(found[1])
        total = sum(shares.values())
        if whole and total != 100:
            self._wrong(node, "role-share", f"the shares add up to {total} %, not 100 %")
        return tuple(shares.items())

    def _sections(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for raw in self.scan.cards:
            heading = read_heading(raw.text.partition("\n")[0])
            name = heading.text
            if name not in SECTIONS:
                guess = did_you_mean(name, SECTIONS) or f"; known are {' and '.join(SECTIONS)}"
                self._at(raw, 0, heading.column, "role-section", f"unknown section {name!r}{guess}")
            elif name in found:
                self._at(raw, 0, heading.column, "role-section", f"{name!r} is there twice")
            else:
                found[name] = self._questions(raw, name)
        for name in SECTIONS:
            if name not in found:
                say = f"a role needs a section '## {name}' with a list of questions"
                last = self.scan.front.count("\n") or 1
                self.problems.append(Problem(self.file, last, 1, "role-no-questions", say))
        return found

    def _questions(self, raw: RawCard, name: str) -> tuple[str, ...]:
        outline = Outline(raw.text)
        lists = [each for each in outline.blocks if each.is_list]
        for block in outline.blocks:
            if block not in lists[:1] and not block.is_comment:
                say = f"'## {name}' is one list of questions: - What brings you here?"
                self._at(raw, block.begin, 1, "role-questions", say)
        items = outline.items(lists[0]) if lists else []
        for item in items:
            if not item.text:
                self._at(raw, item.line, item.column, "role-questions", "the question is empty")
        if not lists:
            say = f"'## {name}' holds no questions: write '- What brings you here?'"
            self._at(raw, 0, 1, "role-no-questions", say)
        return tuple(" ".join(item.text.split()) for item in items)

    def _at(self, raw: RawCard, line: int, column: int, code: str, say: str) -> None:
        self.problems.append(Problem(self.file, raw.line + line, column, code, say))
