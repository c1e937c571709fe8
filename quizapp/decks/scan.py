"""Split a deck's file into front matter, prose and cards, at the speed of one regular expression.

It knows of Markdown only what decides where a card begins: fences, comments and `##` headings. It
is used at start-up, so it loads no Markdown parser.
"""

import re
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePath

from quizapp.core.card import CardId
from quizapp.core.problem import Problem
from quizapp.decks.heading import read_heading, slug

# It begins with a literal and a set of few characters, for which the engine has a fast search.
_CANDIDATE = re.compile(
    r"\n(?=[ #`~<]) {0,3}(?:(?P<heading>##(?:[ \t][^\n]*|(?=\r?(?:\n|\Z))))"
    r"|(?P<fence>`{3,}|~{3,})(?P<info>[^\n]*)|<!--)"
)
_FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>(?:(?!##[ \t])[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)"
)
_FRONT_OPEN = re.compile(r"\A\ufeff?---[ \t]*\r?$", re.MULTILINE)
_PLAIN_ID = re.compile(r"[ \t]\{#([^\s{}\"]+)(?:[ \t]+[\w-]+=[\w,.-]+)*\}\r?\Z")
_WITH_ID = re.compile(r"\{(?:[^{}]*\s)?#[^{}]*\}")


@dataclass(frozen=True, slots=True)
class RawCard:
    """One card as it stands in its file."""

    id: CardId
    """As the author gave it, or the slug of the heading."""
    file: str
    line: int
    """Line of the heading, from 1."""
    start: int
    """Offset in the file's bytes (UTF-8)."""
    size: int
    """Bytes."""
    text: str
    """From the heading up to the next card, line endings kept."""
    hash: str
    """`text_hash` of the text."""
    deck: str
    """Name of the file without `.md`."""


@dataclass(frozen=True, slots=True)
class Prose:
    """Text that is for readers only."""

    start: int
    """Offset in the file's bytes."""
    text: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A file in pieces: front matter, then prose and cards, by their start, are the whole file."""

    file: str
    front: str
    """The front matter with its `---` lines and a byte order mark, where there are such."""
    prose: tuple[Prose, ...]
    cards: tuple[RawCard, ...]
    problems: tuple[Problem, ...]


def text_hash(data: bytes) -> str:
    """blake2b-16 in hex of a card's text, without trailing white space and carriage returns."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    return blake2b(data.rstrip(), digest_size=16).hexdigest()


def deck_name(file: str) -> str:
    """The name of the deck in a file: the file's name without `.md`."""
    return PurePath(file).name.removesuffix(".md")


def scan(text: str, file: str) -> Scan:
    """Split the text of a file; any text can be split. Lone surrogates are not text."""
    problems: list[Problem] = []
    front = _front(text, file, problems)
    heads = _Heads(text, len(front), file, problems).find()
    deck = deck_name(file)
    prose: list[Prose] = []
    cards: list[RawCard] = []
    at, line = len(front.encode()), 1 + front.count("\n")
    ends = [position for position, _ in heads[1:]] + [len(text)]
    first = heads[0][0] if heads else len(text)
    if first > len(front):
        piece = text[len(front) : first]
        prose.append(Prose(at, piece))
        at, line = at + len(piece.encode()), line + piece.count("\n")
    for (begin, heading), end in zip(heads, ends, strict=bool(heads)):
        piece = text[begin:end]
        data = piece.encode()
        if (name := _name(heading)) is None:
            prose.append(Prose(at, piece))
        else:
            digest = text_hash(data)
            id_ = CardId(name or f"card-{digest[:8]}")
            cards.append(RawCard(id_, file, line, at, len(data), piece, digest, deck))
        at, line = at + len(data), line + piece.count("\n")
    return Scan(file, front, tuple(prose), tuple(cards), tuple(problems))


def _name(line: str) -> str | None:
    """The id that a heading line gives its card; None where it is marked as a note."""
    if plain := _PLAIN_ID.search(line):
        return plain[1]
    heading = read_heading(line)
    return None if heading.note else heading.id or slug(heading.text)


def _front(text: str, file: str, problems: list[Problem]) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    if not text.startswith("---", len(mark)):
        return mark
    if found := _FRONT.match(text):
        return found[0]
    if _FRONT_OPEN.match(text):
        message = "the front matter is not closed: put a line '---' before the first '##'"
        problems.append(Problem(file, 1, 1, "front-matter-unclosed", message))
    return mark


class _Heads:
    """Finds every `##` of a text that is neither in a fence nor in a comment."""

    def __init__(self, text: str, begin: int, file: str, problems: list[Problem]) -> None:
        self.text = text
        self.file = file
        self.problems = problems
        # Behind one line break more, a match begins at the offset that its line has in the text.
        # A front of one character is a byte order mark, which hides the begin of its line.
        lines = "\n" + (text if begin != 1 else "\n" + text[1:])
        self.candidates = list(_CANDIDATE.finditer(lines, begin))
        self.comments_end = True
        self.closed_by_none: dict[str, int] = {}  # character of a marker: least length

    def find(self) -> list[tuple[int, str]]:
        """Start and line of each heading."""
        found: list[tuple[int, str]] = []
        after_comment = index = 0
        while index < len(self.candidates):
            match = self.candidates[index]
            index += 1
            if match.start() < after_comment:
                continue
            if match["heading"] is not None:
                found.append((match.start(), match[0][1:]))
            elif match["fence"] is not None:
                index = self._after_fence(index, match)
            else:
                after_comment = self._after_comment(match)
        return found

    def _after_fence(self, index: int, opening: re.Match[str]) -> int:
        """Index of the first candidate behind a fence. One that is not closed hides nothing."""
        marker = opening["fence"]
        if marker[0] == "`" and "`" in opening["info"]:
            return index
        if len(marker) >= self.closed_by_none.get(marker[0], len(marker) + 1):
            return index
        for inside in range(index, len(self.candidates)):
            match = self.candidates[inside]
            heading, other = match["heading"], match["fence"]
            if other and other.startswith(marker) and not match["info"].strip(" \t\r"):
                return inside + 1
            if heading and len(marker) == 3 and _WITH_ID.search(heading):
                say = f"the fence {marker} is not closed before the next card; close it"
                self._not_closed("fence-unclosed", say, opening.start("fence") - 1)
                return inside
        self.closed_by_none[marker[0]] = len(marker)
        say = f"the fence {marker} is not closed; put {marker} on a line after its last line"
        self._not_closed("fence-unclosed", say, opening.start("fence") - 1)
        return index

    def _after_comment(self, opening: re.Match[str]) -> int:
        """Offset of the end of the comment's last line, or 0 where nothing closes it."""
        begin = opening.end() - 5
        close = self.text.find("-->", begin + 2) if self.comments_end else -1
        if close < 0:
            if self.comments_end:
                say = "the comment is not closed; put --> after its last word"
                self._not_closed("comment-unclosed", say, begin)
            self.comments_end = False
            return 0
        end = self.text.find("\n", close)
        return len(self.text) if end < 0 else end

    def _not_closed(self, code: str, message: str, position: int) -> None:
        line = self.text.count("\n", 0, position) + 1
        column = position - self.text.rfind("\n", 0, position)
        self.problems.append(Problem(self.file, line, column, code, message))


def has_parameters(raw: RawCard) -> bool:
    """Whether a card's text may hold expressions or parameters; a quick look."""
    return "{{" in raw.text or "Parameters" in raw.text
